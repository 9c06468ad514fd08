"""Values: the text of a filter as a value, and how its name is told in a refusal."""

import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.kernel.columns import LARGEST
from casework.kernel.refusals import InvalidInput
from casework.kernel.text import ascii_of


def typed(kind: str, name: str, text: str) -> Any:
    """A text as a value of this kind; raises InvalidInput telling what fits."""
    try:
        return text if kind == "text" else _typed(kind, name, text.strip())
    except (ValueError, OverflowError):
        wanted = {
            "id": _("must be an id"),
            "number": _("must be a whole number"),
            "decimal": _("must be a number"),
            "moment": _("must be a time such as 2026-11-24T09:30:00Z"),
            "date": _("must be a date such as 2026-11-24"),
        }
        raise InvalidInput(field=ascii_of(name), problem=wanted.get(kind, _("is wrong"))) from None


def _typed(kind: str, name: str, text: str) -> Any:
    if kind == "id":
        return UUID(text)
    if kind == "number":
        number = int(text) if len(text) < 20 else LARGEST + 1
        if abs(number) > LARGEST:
            raise InvalidInput(field=ascii_of(name), problem=_("is too large a number"))
        return number
    if kind == "decimal":
        number_ = float(text)
        if not abs(number_) <= 1e15:
            raise ValueError(text)
        return number_
    if kind == "moment":
        # a plus in an address is read as a blank
        when = datetime.datetime.fromisoformat(text.replace(" ", "+") if "T" in text else text)
        aware = when if when.tzinfo else when.replace(tzinfo=datetime.UTC)
        return aware.astimezone(datetime.UTC)
    if kind == "date":
        return datetime.date.fromisoformat(text)
    if kind == "yes_no":
        return yes_or_no(name, text)
    raise ValueError(text)


def yes_or_no(name: str, text: str) -> bool:
    """true or false; raises InvalidInput for anything else."""
    if text not in ("true", "false"):
        raise InvalidInput(field=ascii_of(name), problem=_("must be true or false"))
    return text == "true"
