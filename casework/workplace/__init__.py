"""The work place: what each person arranges and keeps to work with cases."""
