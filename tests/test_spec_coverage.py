"""Every row of the specification has its test, and the page that says so is up to date."""

from tests.coverage_of_spec import PAGE, holes, page, proofs, strangers
from tests.spec_rows import PARTLY

FOUND = proofs()


def test_every_row_has_a_test():
    """Red without any one test that is the only proof of its row."""
    assert holes(FOUND) == []


def test_every_marker_names_a_row():
    """Red when a marker is misspelt."""
    assert strangers(FOUND) == []


def test_every_proof_names_the_line_whose_removal_turns_it_red():
    """Red when a docstring does not say what the test would miss."""
    assert [proof.id for proof in FOUND if "Red " not in proof.docstring] == []


def test_what_is_partly_proved_says_what_is_absent():
    """Red without "Absent until" in the docstring of a test of S9 and of S28."""
    telling = {row for proof in FOUND for row in proof.rows if "Absent until" in proof.docstring}

    assert PARTLY.keys() <= telling


def test_the_page_is_up_to_date():
    """Red when a marker was added without `python -m tests.coverage_of_spec --write`."""
    cure = "run: python -m tests.coverage_of_spec --write"
    assert PAGE.read_text(encoding="utf-8") == page(FOUND), cure
