"""The doctor: what must be true of live data, asked as a few questions for any number of rows."""
