"""Text: folded for search, and refused where no database could keep it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from casework.kernel.text import fold, storable


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Țăran ȘI Îngeri", "taran si ingeri"),
        ("ţăran şi îngeri", "taran si ingeri"),  # the old cedilla letters
        ("  Jalan   Merdeka\t45 ", "jalan merdeka 45"),
        ("STRASSE Straße", "strasse strasse"),
        ("Łódź Ærø", "lodz aero"),
        ("ﬁne CAFÉ", "fine cafe"),
    ],
)
def test_what_people_type_finds_what_was_written(written, folded):
    """Red without the folding of marks, case and blanks."""
    assert fold(written) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    """Red if a fold leaves something to fold."""
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(("text", "kept"), [("a\0b", False), ("\ud800", False), ("a😀b", True)])
def test_no_database_keeps_nul_or_half_a_character(text, kept):
    """Red without one of the two conditions of `storable`."""
    assert storable(text) is kept
