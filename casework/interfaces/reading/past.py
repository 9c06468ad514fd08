"""Past: a question that names a moment is answered as of then."""

import contextlib
import datetime
from collections.abc import Iterable, Iterator
from typing import Any, cast
from uuid import UUID

from django.utils.translation import gettext as _

from casework.history.as_of import Sight, as_of
from casework.interfaces.calling import look_up
from casework.interfaces.reading.asking import Asked
from casework.interfaces.reading.values import typed
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput, Refusal

SIGHTS = ("", "today", "then")


@contextlib.contextmanager
def past(
    model: Any, asked: Asked, actor: Actor, only: Iterable[UUID] | None = None
) -> Iterator[dict[str, Any]]:
    """While it lasts the noun answers as of the moment that was asked for; without one, as it is.

    What the answer says of it: ``as_of`` (UTC) and whether that is ``provisional``. Raises
    InvalidInput for a moment or a sight that is none.
    """
    said, sight = asked.one("as_of"), asked.one("sight")
    if sight not in SIGHTS or (sight and not said):
        raise InvalidInput(field="sight", problem=_("must be today or then, beside as_of"))
    if not said:
        yield {}
        return
    at: datetime.datetime = typed("moment", "as_of", said)
    judged = cast(Sight, sight or "today")
    with as_of(model, at, actor, sight=judged, only=only) as moment:
        yield {"as_of": moment.at, "provisional": moment.provisional}


def only_this(model: Any, key: str, actor: Actor) -> list[UUID] | None:
    """The id of a record that is asked about by what never changes, its id or number; None for
    other names, and where there is none today: these must be looked for in the past."""
    if model.KEY != "number" and not _is_id(key):  # another record may have borne the name
        return None
    found = look_up(model, [key], actor)[key]
    return None if isinstance(found, Refusal) else [found.pk]


def _is_id(key: str) -> bool:
    try:
        UUID(key)
    except ValueError:
        return False
    return True
