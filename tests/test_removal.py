"""Every test of a row turns red without the line it names."""

import os
import random

import pytest

from tests.coverage_of_spec import proofs
from tests.removal import REMOVALS, every, green, not_there

FULL = os.environ.get("CASEWORK_PROVE") == "full"
SEED = int(os.environ.get("CASEWORK_PROVE_SEED") or 0) or random.randrange(10**6)
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


def test_every_test_of_a_row_names_what_it_cannot_do_without():
    """Red when a marker is added without an entry in tests/removals.py."""
    named = {proof.id.removeprefix("tests/") for proof in proofs()}

    assert sorted(named - REMOVALS.keys()) == []
    assert sorted(REMOVALS.keys() - named) == []


def test_what_is_to_be_removed_is_there():
    """Red when a line is changed without its entry in tests/removals.py."""
    assert not_there(every()) == []


@pytest.mark.prove
@pytest.mark.skipif(ON_POSTGRES, reason="removals are tried on SQLite, once")
def test_without_its_line_each_test_turns_red():
    """Red with a test that proves nothing."""
    chosen = every() if FULL else random.Random(SEED).sample(every(), 5)

    unnoticed = green(chosen)

    assert unnoticed == [], f"seed {SEED}"
