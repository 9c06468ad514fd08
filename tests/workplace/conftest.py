"""The work place is asked over REST, too."""

from tests.interfaces.conftest import rest

__all__ = ["rest"]
