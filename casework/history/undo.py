"""Undo: take back what runs did, all of it and exactly."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from django.utils.translation import gettext as _

from casework.activities.models import Activity
from casework.cases.hierarchy import lock_families
from casework.cases.models import Case
from casework.history.leaving import leaving, refuse_changed, with_what_lies_on
from casework.history.plan import carry_out, plan_of
from casework.history.rights import refuse_beyond_rights
from casework.history.rules import RULES
from casework.history.soundness import refuse_unsound
from casework.history.traces import Trace, by_noun, changed_since, keys_of, traces_of
from casework.kernel.history import Event, Run
from casework.kernel.operations import operation
from casework.kernel.refusals import NAMED, listed
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


def _lock(work: Work, runs: WorkingSet, params: Mapping[str, Any]) -> None:
    """The families of every case touched, before the runs: the order that all others take."""
    events = Event.objects.using(work.using).filter(run__among=runs)
    cases = Case.objects.using(work.using).filter(pk__in=events.values("case_id"))
    lock_families(work, WorkingSet.of_rows(cases), {})


@operation("run.undo", on=Run, rules=RULES, lock=_lock, trial={})
def undo(
    work: Work,
    runs: WorkingSet,
    *,
    leave: list[str] | None = None,
    changed: Literal["refuse", "leave"] = "refuse",
) -> None:
    """Take back what runs did, cascades and merges included: every record is as it was before.

    Records made are taken away (a resolution is withdrawn and stays on view), erased ones come
    back. Records changed since are named and refuse it, with the runs to take back first, unless
    they are among those to ``leave`` (ids, or numbers of cases: what lies on a case is left with
    it) or ``changed`` says to leave all of them. Needs the privilege of what is taken back, and
    sight of every record. Undoing is a run, and can be taken back itself. Refuses with
    not-undoable, already-undone, too-late, changed-since, used-since, gone-since, would-circle,
    waits-elsewhere, merged-away, closed-case, forbidden.
    """
    traces = traces_of(runs, work.using)
    left = leaving(work, traces, leave or [])
    moved, homes = _hold(work, traces)
    moved = {key: one for key, one in moved.items() if key not in left}
    since = changed_since(moved, work.using)
    if since and changed == "refuse":
        refuse_changed(work, moved, since)
    left |= with_what_lies_on(work, traces, since)
    kept = [some for one in traces if (some := one.without(left)).records] if left else traces
    plan = plan_of(work, kept)
    refuse_beyond_rights(work, runs, kept, plan)
    refuse_unsound(work, plan, homes)
    carry_out(work, plan)
    if kept:
        work.take_back(runs)
    _tell(work, runs, kept, left)


def _hold(work: Work, traces: Iterable[Trace]) -> tuple[dict[str, Trace], dict[str, str | None]]:
    """Lock what is there of the records, noun by noun; answers those that are not as the runs left
    them, and the case that each lies on now."""
    moved: dict[str, Trace] = {}
    homes: dict[str, str | None] = {}
    for model, some in by_noun(traces).items():
        wanted: dict[str, int | None] = {}
        for one in some:
            wanted.update(dict.fromkeys(one.records, None if one.erased else one.version))
        present: dict[str, int | None] = dict.fromkeys(wanted)
        for version, case, keys in work.versions(WorkingSet.of_stored(model, wanted)):
            present.update(dict.fromkeys(keys, version))
            homes.update(dict.fromkeys(keys, case))
        if present != wanted:
            moved |= {
                key: one for one in some for key in one.records if present[key] != wanted[key]
            }
    return moved, homes


def _tell(work: Work, runs: WorkingSet, kept: Iterable[Trace], left: set[str]) -> None:
    """Say what stays: later replies on the survivor of an undone merge, and what was left."""
    if left:
        work.advise("left-as-they-are", _("{count} records are left.").format(count=len(left)))
    merged = WorkingSet.of_stored(Case, keys_of(one for one in kept if one.kind == "case.merged"))
    if not merged:
        return
    survivors = Case.objects.filter(merged_cases__pk__among=merged).distinct()
    since = min(Run.objects.filter(pk__among=runs).values_list("at", flat=True))
    keys = survivors.values("pk")
    # Much lies on a survivor, and little was logged there since: that is read first.
    arrived = WorkingSet.of_rows(Activity.objects.filter(logged_on__in=keys, created_at__gt=since))
    rows = Activity.objects.filter(pk__among=arrived, case__in=keys)
    seen = rows.visible_to(work.actor).order_by("created_at")
    if arrived and (count := rows.count()):
        text = _("{count} activities logged on the survivor since then stay there: {records}.")
        named = listed([str(one) for one in seen[:NAMED]], count)
        work.advise("stays-on-the-survivor", text.format(count=count, records=named))
