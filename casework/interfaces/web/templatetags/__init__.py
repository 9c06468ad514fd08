"""Tags for the templates of the hub."""
