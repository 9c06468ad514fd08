"""Somebody who reads what lies in his own unit, and nothing else."""

import pytest

from casework.kernel.actor import Actor, Depth
from casework.people.models import Role, RolePrivilege
from tests.conftest import Given

NOUNS = ("case", "account", "contact", "activity", "queue_item", "user", "team", "unit", "view")


@pytest.fixture
def narrow(given: Given) -> Actor:
    """A reader of one unit, who also reads who works here."""
    [role] = given.add(Role, [{"name": "Narrow"}])
    given.add(
        RolePrivilege,
        [{"role": role, "privilege": f"{noun}.read", "depth": Depth.UNIT} for noun in NOUNS],
    )
    return given.user("nora", "Narrow")
