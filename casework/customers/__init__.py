"""Whom we serve: accounts and contacts."""
