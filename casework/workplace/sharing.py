"""Sharing: the owner of a record says who else may read it."""

from typing import Any, Literal
from uuid import UUID

from django.utils.translation import gettext as _

from casework.kernel.access import TEAM
from casework.kernel.arguments import UNSET
from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import InvalidInput
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team

SharedWith = Literal["nobody", "team", "everyone"]


def share_with(
    work: Work, records: WorkingSet, shared_with: Any, team: Any, kind: str
) -> dict[UUID, str]:
    """Let nobody, a team or everyone read the records beside their owner; answers who may, by
    record.

    Raises InvalidInput where a team is missing, not asked for, or deactivated, NotFound.
    """
    sharing, teams = each(shared_with, records), each(team, records)
    for key, one in sharing.items():
        if (one == TEAM) != (teams.get(key) is not None):
            problem = _("is given where it is shared with a team, and only there")
            raise InvalidInput(field="team", problem=problem, targets=[key])
    wanted = {key: one for key, one in teams.items() if one is not None and key in sharing}
    held = work.hold(
        Team,
        set(wanted.values()),
        lambda missing: [key for key, one in wanted.items() if one in missing],
    )
    active = {key for key, row in work.facts(held, "is_active").items() if row.is_active}
    for key, one in wanted.items():
        if one not in active:
            problem = _("is deactivated: choose another team")
            raise InvalidInput(field="team", problem=problem, targets=[key])
    columns = {
        "shared_with": ByRecord(sharing),
        "team": ByRecord({key: teams.get(key) for key in sharing}),
    }
    work.change(work.differing(records, columns), kind, **columns)
    return sharing


def each(value: Any, records: WorkingSet) -> dict[UUID, Any]:
    """A value for each record it is given to; a record by its id."""
    if value is UNSET:
        return {}
    given = value.values if isinstance(value, ByRecord) else dict.fromkeys(records, value)
    return {key: getattr(one, "pk", one) for key, one in given.items()}
