"""Drafts: what somebody typed and has not sent is there again after a reload or a crash."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from casework.kernel import bulk
from casework.kernel.prepared import Prepared
from casework.kernel.refusals import InvalidInput
from casework.workplace.checking import check_size
from casework.workplace.passing import Draft, key_of, now

LARGEST = 200_000  # characters of one draft, as JSON
MOST = 200  # drafts of one person; the oldest go
PLACE = 200


@dataclass(frozen=True)
class Kept:
    """What was typed at a place, and when it was kept last."""

    place: str
    values: dict[str, Any]
    at: datetime


def keep(user: Any, place: str, values: dict[str, Any]) -> None:
    """Keep what somebody typed at a place such as ``case:<id>:note``; it takes the place of what
    was kept there before. Raises InvalidInput for what is too large or cannot be stored."""
    if not 0 < len(place) <= PLACE:
        problem = _("is a text of at most {length} characters").format(length=PLACE)
        raise InvalidInput(field="place", problem=problem)
    if not isinstance(values, dict):
        raise InvalidInput(field="values", problem=_("must be an object with names and values"))
    check_size("place", place)
    check_size("values", values, LARGEST)
    row = {"user_id": key_of(user), "place": place, "values": values, "updated_at": now()}
    bulk.keep(Draft, [row], unique=["user_id", "place"])
    mine = _of(user)
    bulk.drop(mine.filter(pk__in=mine.order_by("-updated_at", "-pk").values("pk")[MOST:]))


def kept(user: Any, place: str) -> Kept | None:
    """What somebody typed at a place and has not sent, if anything."""
    return next((_kept(one) for one in AT(key_of(user), place)), None)


AT = Prepared(lambda user, place: Draft._base_manager.filter(user=user, place=place))


def all_kept(user: Any) -> list[Kept]:
    """All that somebody typed and has not sent, the latest first."""
    return [_kept(one) for one in _of(user).order_by("-updated_at", "-pk")]


def drop(user: Any, place: str) -> None:
    """Forget what was typed at a place: it was sent, or thrown away."""
    bulk.drop(_of(user).filter(place=place))


def _of(user: Any) -> Any:
    return Draft._base_manager.filter(user=key_of(user))


def _kept(one: Draft) -> Kept:
    return Kept(one.place, one.values, one.updated_at)
