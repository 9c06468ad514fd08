"""What an actor may read of a case's past, and who the people in it are."""

import functools
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Case as Choice
from django.db.models import DateTimeField, F, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.kernel.access import allowed
from casework.kernel.actor import Actor
from casework.kernel.history import Event
from casework.kernel.prepared import Prepared
from casework.kernel.reach import Reach
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput, NotFound
from casework.people.models import User

HAPPENED = Coalesce("happened_at", "run__at", output_field=DateTimeField())


def case_seen(case: Any, actor: Actor) -> tuple[UUID, list[str]]:
    """The id of a case the actor may see, and the nouns whose past may be read on it: one query.

    Raises NotFound.
    """
    key = getattr(case, "pk", case)
    row = next(iter(_seen()(key, actor=actor)), None)
    if row is None:
        raise NotFound(noun=Case.NOUN, key=str(getattr(case, "number", key)), targets=[key])
    return key, [noun for noun, reads in zip(_nouns(), row, strict=True) if reads]


def _nouns() -> list[str]:
    return [noun for noun, model in RECORDS.items() if model.CASE]


@functools.cache
def _seen() -> Prepared:
    privileges = [f"{noun}.read" for noun in _nouns()]

    def make(key: UUID, reach: Reach) -> Any:
        reads = [
            Choice(When(allowed(reach, one, Case), then=Value(True)), default=Value(False))
            for one in privileges
        ]
        return Case.objects.filter(pk=key).visible_to(reach).values_list(*reads)

    return Prepared(make, Case, *privileges)


def events_of(case: UUID, nouns: Iterable[str]) -> QuerySet[Event]:
    """The events told under a case, of these nouns, each with its run and when it happened."""
    return _with_run(Event.objects.filter(case_id=case, record_type__in=list(nouns)))


def events_of_record(record: UUID) -> QuerySet[Event]:
    """The events of one record, each with its run and when it happened."""
    return _with_run(Event.objects.filter(record_id=record))


def _with_run(rows: QuerySet[Event]) -> QuerySet[Event]:
    return rows.select_related("run").annotate(moment=HAPPENED, who=WHO)


WHO = Coalesce(F("on_behalf_of_id"), F("run__on_behalf_of_id"), F("run__actor_id"))


def names_of(people: Iterable[UUID | None]) -> dict[UUID | None, str]:
    """What people are called, by id: one query for any number."""
    wanted = frozenset(one for one in people if one is not None)
    return {key: full or username for key, full, username in PEOPLE(wanted)}


PEOPLE = Prepared(
    lambda keys: User.objects.filter(pk__among=keys).values_list("pk", "full_name", "username")
)


def checked_limit(limit: int, most: int) -> int:
    """How many entries a page has; raises InvalidInput naming the bounds."""
    if isinstance(limit, bool) or not isinstance(limit, int) or not 1 <= limit <= most:
        raise InvalidInput(field="limit", problem=_("is 1 to {most}").format(most=most))
    return limit
