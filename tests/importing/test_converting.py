"""What a source writes is read as it is meant, and what cannot be meant is refused."""

import datetime
from typing import Any

import pytest

from casework.importing.converting import flag, if_known, moments, one_of, rank, shortened

UTC = datetime.UTC


@pytest.mark.parametrize(
    ("order", "zone", "given", "read"),
    [
        ("dmy", "UTC", "29/2/2016 01:16", (2016, 2, 29, 1, 16)),
        ("dmy", "UTC", "2016-02-29 01:16:05", (2016, 2, 29, 1, 16, 5)),
        ("dmy", "UTC", "2016-02-29T01:16:05.123Z", (2016, 2, 29, 1, 16, 5)),
        ("dmy", "UTC", "2016-02-29T01:16:05+02:00", (2016, 2, 28, 23, 16, 5)),
        ("mdy", "UTC", "3/14/2025 1:20", (2025, 3, 14, 1, 20)),
        ("mdy", "UTC", "03/14/2025 12:20:00 AM", (2025, 3, 14, 0, 20)),
        ("mdy", "UTC", "03/14/2025 01:20:00 PM", (2025, 3, 14, 13, 20)),
        ("mdy", "America/New_York", "5/27/2024", (2024, 5, 27, 4, 0)),
        ("dmy", "UTC", "1.3.2016", (2016, 3, 1)),
    ],
)
def test_a_date_is_read_in_its_order_and_zone(
    order: str, zone: str, given: str, read: tuple[int, ...]
) -> None:
    """Red without ``order.index``, the zone, or the year that comes first."""
    assert moments(order, zone)(given) == datetime.datetime(*read, tzinfo=UTC)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    "given", ["31/2/2016", "soon", "1/13/2016", "1/1/0016", "1/1/2016 25:00", "1/1/16", "1/1"]
)
def test_what_is_no_date_is_refused(given: str) -> None:
    """Red without ``fullmatch`` or the check of the year."""
    with pytest.raises(ValueError, match=r"is no date or time|is before the year 1900"):
        moments("dmy")(given)


@pytest.mark.parametrize(
    ("converter", "given", "read"),
    [
        (flag, "TRUE", True),
        (flag, " no ", False),
        (one_of({"On Hold": 2}), "on hold", 2),
        (if_known({"Phone": 1}), "PHONE", 1),
        (if_known({"Phone": 1}), "Pigeon", None),
        (rank({"1": "high"}), "1 - Critical", "high"),
        (shortened(5), "  sixsix ", "sixs…"),
    ],
)
def test_a_word_is_read_as_what_it_means(converter: Any, given: str, read: Any) -> None:
    """Red without ``casefold``, ``strip`` or the cut."""
    assert converter(given) == read


@pytest.mark.parametrize(
    ("converter", "problem"),
    [
        (flag, "perhaps is neither true nor false"),
        (one_of({"New": 1, "Old": 2}), "perhaps is not one of New, Old"),
        (rank({"1": 1, "2": 2}), "perhaps begins with none of 1, 2"),
    ],
)
def test_a_word_that_means_nothing_is_refused_with_those_that_do(
    converter: Any, problem: str
) -> None:
    """Red without the ValueError of each."""
    with pytest.raises(ValueError, match=problem):
        converter("perhaps")
