"""Columns: values that do not fit are refused by name, the same on every path."""

import datetime

import pytest

from casework.kernel.columns import fitting
from casework.kernel.refusals import InvalidInput
from casework.models import Case


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("title", None),
        ("title", ""),
        ("title", 5),
        ("title", "x" * 201),
        ("title", "a\0b"),
        ("description", "x" * 2001),
        ("priority", 4),
        ("priority", "high"),
        ("priority", True),
        ("priority", 1.5),
        ("severity", 2**31),
        ("severity", -1),
        ("follow_up_by", "tomorrow"),
        ("follow_up_by", "2026-02-30"),
        ("closed_at", "soon"),
        ("is_escalated", "perhaps"),
        ("parent", "not an id"),
        ("email", "no address"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_naming_the_field(column, value):
    """Red without the check of its kind in columns.fitting."""
    with pytest.raises(InvalidInput) as refused:
        fitting(Case, column, value)

    assert refused.value.facts["field"] == column
    assert refused.value.facts["problem"]


@pytest.mark.parametrize(
    ("column", "value", "kept"),
    [
        ("title", "Țap 😀", "Țap 😀"),
        ("priority", 1, 1),
        ("follow_up_by", "2026-11-24", datetime.date(2026, 11, 24)),
        (
            "closed_at",
            "2026-11-24T10:00:00+02:00",
            datetime.datetime(2026, 11, 24, 8, tzinfo=datetime.UTC),
        ),
        ("closed_at", None, None),
        ("description", "", ""),
        ("origin", None, None),
    ],
)
def test_a_value_that_fits_is_kept_as_its_column_keeps_it(column, value, kept):
    """Red without the conversion of its kind in columns.fitting; moments are UTC."""
    assert fitting(Case, column, value) == kept
