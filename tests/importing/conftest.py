"""Importing in tests: the administrator as an importer, and ``imported`` to run a source."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from casework.importing.report import Report
from casework.importing.sources import SOURCES
from casework.kernel.actor import Actor
from tests.conftest import acting

Import = Callable[..., Report]


@pytest.fixture
def importer(admin: Actor) -> Actor:
    """The administrator, as the program that imports."""
    return acting("admin", "import")


@pytest.fixture
def imported(importer: Actor) -> Import:
    """Import a file as a source: ``imported("incident-log", path, strict=True)``."""

    def run(source: str, path: Path, **options: Any) -> Report:
        return SOURCES[source].run(path, importer, **options)

    return run
