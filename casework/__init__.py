"""Casework: case management, every verb on every noun."""

__version__ = "0.1.0"
