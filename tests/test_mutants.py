"""Every rule of cases is noticed when it is turned round."""

import os
import random

import pytest

from tests.mutants import AT_MOST, PAGE, every, noticed_before, tried

FULL = os.environ.get("CASEWORK_PROVE") == "full"
SEED = int(os.environ.get("CASEWORK_PROVE_SEED") or 0) or random.randrange(10**6)
ON_POSTGRES = os.environ.get("DATABASE_URL", "").startswith("postgres")


@pytest.mark.prove
@pytest.mark.timeout(0 if FULL else 280)
@pytest.mark.skipif(ON_POSTGRES, reason="mutants are tried on SQLite, once")
def test_a_rule_turned_round_makes_a_test_fail():
    """Red with a rule that no test needs any more; at full length, with one that none needed."""
    chosen = every() if FULL else random.Random(SEED).sample(noticed_before(), 2)

    unnoticed = [one for one, told in tried(chosen, workers=1).items() if not told]

    assert len(unnoticed) <= AT_MOST * len(chosen), (SEED, unnoticed)


def test_the_page_tells_of_every_file_of_rules():
    """Red when a file was added and `python -m tests.mutants` was not run."""
    told = PAGE.read_text(encoding="utf-8")

    assert [one.file for one in every() if f"| {one.file}:" not in told] == []
