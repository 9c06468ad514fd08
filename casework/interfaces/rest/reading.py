"""Reading: lists, single records and stories of the API."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces import reading
from casework.interfaces.calling import find
from casework.interfaces.rest.answers import answer, etag, fresh
from casework.interfaces.rest.bodies import keys_of, object_of
from casework.kernel.refusals import InvalidInput


def asked(request: Any) -> reading.Asked:
    """What the address asks."""
    return reading.asked(request.path, dict(request.GET.lists()))


def listed(request: Any, model: Any) -> Any:
    """A page of the rows of a noun that the actor may see. Refuses with invalid-input."""
    question = asked(request)
    with reading.past(model, question, request.auth) as told:
        page = reading.listed(model, question, request.auth)
    return answer({**page, **told})


def below(name: str) -> Callable[[Any, str], Any]:
    """The view of a list below a case."""
    model, _path = reading.BELOW[name]

    def view(request: Any, key: str) -> Any:
        question = asked(request)
        rows = reading.rows_below(name, reading.case_above(key, question, request.auth))
        with reading.past(model, question, request.auth) as told:
            page = reading.listed(model, question, request.auth, rows)
        return answer({**page, **told})

    view.__doc__ = f"The {name.replace('-', ' ')} of a case: a list like any other."
    return view


def story(model: Any, name: str) -> Callable[[Any, str], Any]:
    """The view of a story of a record."""

    def view(request: Any, key: str) -> Any:
        return answer(reading.story(model, name, key, asked(request), request.auth))

    view.__doc__ = reading.stories_of(model)[name].__doc__
    return view


def availability(request: Any, model: Any, key: str) -> Any:
    """What the actor may do with a record now, and why not the rest."""
    for name in request.GET:
        if name != "actor":
            raise InvalidInput(field=name, problem=_("is not asked here; this tells of now"))
    asking_for = request.GET.get("actor", "")
    return answer(reading.availability(model, [key], request.auth, asking_for))


def availability_of_many(request: Any, model: Any) -> Any:
    """The same of all the records that the body names, each operation with how many it may."""
    given = object_of(request)
    keys = keys_of(model, given)
    asking_for = given.pop("actor", "")
    if given or not isinstance(asking_for, str):
        field = next(iter(given), "actor")
        raise InvalidInput(field=field, problem=_("give the records, and the name of an actor"))
    return answer(reading.availability(model, keys, request.auth, asking_for))


def shown(request: Any, model: Any, key: str) -> Any:
    """One record with its ETag; 304 when the reader has this version already."""
    question = asked(request)
    if question.one("as_of"):
        only = reading.only_this(model, key, request.auth)
        with reading.past(model, question, request.auth, only) as told:
            [pk] = find(model, [key], request.auth)
            body, _version = record(request, model, pk)
        return answer({**body, **told})
    [pk] = find(model, [key], request.auth)
    made = record(request, model, pk)
    if fresh(request, made[1]):
        return answer(None, 304, ETag=etag(made[1]))
    return answer(made[0], ETag=etag(made[1]))


def record(request: Any, model: Any, pk: Any) -> tuple[dict[str, Any], int]:
    """One record as plain values, and its version."""
    return reading.record(model, pk, request.auth, asked(request).one("fields"))


def transitions_checked(request: Any) -> Any:
    """The statuses from which no case could be closed."""
    return answer(reading.checked(request.auth))


def transitions_replayed(request: Any) -> Any:
    """What the present transitions would have refused in the last `days` (30 by default)."""
    return answer(reading.replayed(request.GET.get("days", ""), request.auth))
