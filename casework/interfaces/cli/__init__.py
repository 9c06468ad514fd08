"""The shell: `casework NOUN VERB`, derived from the same operations as every other interface."""

from casework.interfaces.cli.root import main

__all__ = ["main"]
