"""What every making of activities does: done already, or still to do."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.activities.mentions import mention
from casework.activities.models import Activity
from casework.kernel.columns import fitting
from casework.kernel.refusals import InvalidInput
from casework.kernel.text import storable
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation import custom
from casework.people.owning import owners

Late = Callable[[list[dict[str, Any]]], None]


def add_activities(
    work: Work,
    rows: Sequence[Any],
    homes: Mapping[UUID, UUID],
    columns: Mapping[UUID, dict[str, Any]],
    kind: str,
    late: Late | None = None,
) -> WorkingSet:
    """Activities on cases already held, with what all kinds share: text, owner, custom columns,
    and who is named in it.

    The privilege on the case is enough for any owner: its rights reach its activities.
    """
    owned = owners(work, {row.id: (row.user, row.team) for row in rows})
    values = {row.id: row.custom for row in rows}
    customs = custom.checked(work, "activity", values, creating=True)
    made = [
        {
            "id": row.id,
            "case": homes[row.id],
            "logged_on": homes[row.id],
            "kind": row.kind,
            "subject": row.subject,
            "description": row.description,
            "is_incoming": row.is_incoming,
            "sender": row.sender,
            "recipients": checked_recipients(row.recipients, row.id),
            "priority": row.priority,
            "custom": customs[row.id],
            **owned[row.id].columns,
            **columns[row.id],
        }
        for row in rows
    ]
    added = work.add(Activity, made, kind, late=late)
    mention(work, rows)
    return added


def moment(name: str, value: Any) -> datetime.datetime | None:
    """A point in time as the column keeps it: in UTC."""
    return None if value is None else fitting(Activity, name, value)


def refuse_backwards(name: str, start: Any, end: Any, row: UUID) -> None:
    """Refuse what ends before it starts."""
    if start is not None and end is not None and end < start:
        raise InvalidInput(field=name, problem=_("lies before the start"), targets=[row])


def checked_recipients(value: Any, row: UUID) -> list[str]:
    """Names or addresses, one text each."""
    given = [] if value is None else value
    if not isinstance(given, list | tuple) or not all(
        isinstance(one, str) and storable(one) and len(one) <= 400 for one in given
    ):
        problem = _("is a list of texts, each of at most 400 characters")
        raise InvalidInput(field="recipients", problem=problem, targets=[row])
    return list(given)
