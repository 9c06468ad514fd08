"""The past is asked by REST, too."""

import pytest

from tests.interfaces.conftest import Rest


@pytest.fixture
def rest() -> Rest:
    """Nobody in particular; ``rest.as_(alice)`` is somebody."""
    return Rest()
