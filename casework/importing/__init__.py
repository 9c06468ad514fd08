"""Bringing in what other systems know: logs replayed and tables read, through the operations."""
