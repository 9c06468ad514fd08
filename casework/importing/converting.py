"""Converting: what a source writes, as we keep it; a ValueError says what is wrong with it."""

import datetime
import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

Converter = Callable[[str], Any]
_MOMENT = re.compile(
    r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})"
    r"(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*([AP]M)?)?(Z|[+-]\d\d:?\d\d)?",
    re.IGNORECASE,
)


def text(value: str) -> str:
    """The words as they stand, without blanks around them."""
    return value.strip()


def shortened(length: int) -> Converter:
    """Text that may be longer than we keep it here: cut with an ellipsis."""

    def convert(value: str) -> str:
        value = value.strip()
        return value if len(value) <= length else value[: length - 1] + "…"

    return convert


def moments(order: str, zone: str = "UTC") -> Converter:
    """Dates in an order such as ``dmy``, with or without a time, in a zone where none is written.

    A date that begins with its year is read so whatever the order.
    """
    places = {sign: order.index(sign) for sign in "dmy"}
    where = ZoneInfo(zone)

    @lru_cache(maxsize=4096)
    def convert(value: str) -> datetime.datetime:
        found = _MOMENT.fullmatch(value.strip())
        if not found:
            raise ValueError(_("{value} is no date or time").format(value=value))
        parts = found.groups()
        names = {"y": 0, "m": 1, "d": 2} if len(parts[0]) == 4 else places
        year, month, day = (int(parts[names[sign]]) for sign in "ymd")
        hour, minute, second = (int(one or 0) for one in parts[3:6])
        if parts[6]:
            hour = hour % 12 + (12 if parts[6].upper() == "PM" else 0)
        try:
            moment = datetime.datetime(year, month, day, hour, minute, second, tzinfo=where)
        except ValueError as error:
            raise ValueError(
                _("{value} is no date or time: {error}").format(value=value, error=error)
            ) from None
        if year < 1900:
            raise ValueError(_("{value} is before the year 1900").format(value=value))
        if parts[7]:
            offset = datetime.datetime.fromisoformat(f"2000-01-01T00:00:00{parts[7].upper()}")
            moment = moment.replace(tzinfo=offset.tzinfo)
        return moment.astimezone(datetime.UTC)

    return convert


def flag(value: str) -> bool:
    """Yes or no, in the words programs use for it."""
    known = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
    try:
        return known[value.strip().casefold()]
    except KeyError:
        raise ValueError(_("{value} is neither true nor false").format(value=value)) from None


def one_of(choices: Mapping[str, Any]) -> Converter:
    """One of the words of a source, in capitals or not, as what it means here."""
    folded = {word.casefold(): meaning for word, meaning in choices.items()}

    def convert(value: str) -> Any:
        try:
            return folded[value.strip().casefold()]
        except KeyError:
            known = ", ".join(choices)
            raise ValueError(
                _("{value} is not one of {known}").format(value=value, known=known)
            ) from None

    return convert


def if_known(choices: Mapping[str, Any]) -> Converter:
    """Like ``one_of``, but a word we have no meaning for is left empty."""
    folded = {word.casefold(): meaning for word, meaning in choices.items()}
    return lambda value: folded.get(value.strip().casefold())


def rank(ranks: Mapping[str, Any]) -> Converter:
    """``1 - Critical`` by its number."""

    def convert(value: str) -> Any:
        number = value.strip().partition(" ")[0].rstrip("-")
        if number not in ranks:
            known = ", ".join(ranks)
            raise ValueError(
                _("{value} begins with none of {known}").format(value=value, known=known)
            )
        return ranks[number]

    return convert
