"""Closed along: what the closing of cases took with it, to be brought back when they reopen."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.activities.models import Activity
from casework.cases.models import CLOSED, Case
from casework.kernel.bulk import descendants
from casework.kernel.history import Event, decoded
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

CLOSINGS = ("case.resolved", "case.cancelled")
OF_ACTIVITIES = ("activity.cancelled",)


@dataclass(frozen=True)
class ClosedAlong:
    """Children and activities closed by the last closing of cases and untouched since.

    ``children`` is what each child was before, ``heads`` the asked-for case it closed with;
    ``activities`` what each activity was before, ``homes`` its case.
    """

    children: dict[UUID, dict[str, Any]]
    heads: dict[UUID, UUID]
    activities: dict[UUID, dict[str, Any]]
    homes: dict[UUID, UUID]

    def of(self, cases: set[UUID]) -> dict[UUID, dict[str, Any]]:
        """The activities of these cases."""
        return {key: was for key, was in self.activities.items() if self.homes[key] in cases}


def closed_along(work: Work, cases: WorkingSet) -> ClosedAlong:
    """What closed with these cases when they were closed last: six statements for any number."""
    closing = _last_closings(work, cases)
    below: dict[UUID, list[UUID]] = {}
    for head, key, _depth in descendants(Case, cases, using=work.using):
        below.setdefault(key, []).append(head)
    rows = Event.objects.using(work.using).filter(run__in=sorted(set(closing.values())))
    columns = ("record_id", "version", "before", "case_id", "run_id")
    heads: dict[UUID, UUID] = {}
    was: dict[UUID, dict[str, Any]] = {}
    versions: dict[UUID, int] = {}
    asked = set(cases)
    for key, version, before, _case, run in rows.filter(kind__in=CLOSINGS).values_list(*columns):
        with_it = [head for head in below.get(key, ()) if closing.get(head) == run]
        if with_it and key not in asked:
            heads[key], versions[key] = min(with_it), version
            was[key] = decoded(Case, before) or {}
    children = _untouched(work, Case.objects.filter(CLOSED), versions)
    was = {key: was[key] for key in children}
    homes: dict[UUID, UUID] = {}
    states: dict[UUID, dict[str, Any]] = {}
    versions = {}
    for key, version, before, case, run in rows.filter(kind__in=OF_ACTIVITIES).values_list(
        *columns
    ):
        if closing.get(heads.get(case, case)) == run and (case in asked or case in was):
            homes[key], versions[key] = case, version
            states[key] = decoded(Activity, before) or {}
    still = _untouched(work, Activity.objects.all(), versions)
    return ClosedAlong(
        was,
        {key: heads[key] for key in was},
        {key: states[key] for key in still},
        {key: homes[key] for key in still},
    )


def _last_closings(work: Work, cases: WorkingSet) -> dict[UUID, UUID]:
    events = Event.objects.using(work.using).filter(record_id__among=cases, kind__in=CLOSINGS)
    return dict(events.order_by("version").values_list("record_id", "run_id"))


def _untouched(work: Work, rows: Any, versions: Mapping[UUID, int]) -> list[UUID]:
    """Those still as that closing left them, locked."""
    held = work.gather(rows.filter(pk__among=sorted(versions)))
    now = work.facts(held, "version")
    return [key for key in held if now[key].version == versions[key]]
