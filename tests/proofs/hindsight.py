"""What the machine knows of foresight and hindsight: previews, tables without stamps, moments."""

import datetime
from typing import Any

from casework.cases.models import CaseResolution
from casework.history.as_of import as_of
from casework.kernel.history import Run
from casework.kernel.records import RECORDS, STAMPS
from casework.kernel.refusals import Refusal

Tables = dict[str, list[dict[str, Any]]]


def tables(*, withdrawn: bool = False) -> Tables:
    """Every record of every noun, without what only grows; resolutions that count, unless all."""
    found: Tables = {}
    for noun, model in RECORDS.items():
        names = [one.attname for one in model._meta.concrete_fields if one.name not in STAMPS]
        rows = model._base_manager.order_by("pk")
        if model is CaseResolution and not withdrawn:
            rows = rows.filter(withdrawn_at=None)
        found[noun] = list(rows.values(*names))
    return found


def foreseen(operation: Any, targets: Any, by: Any, arguments: dict[str, Any]) -> tuple[str, Any]:
    """The code of the refusal that a preview meets, or its fingerprint and its effects."""
    try:
        made = operation.preview(targets, by=by, **arguments)
    except Refusal as refusal:
        return refusal.code, None
    return made.fingerprint, [(one.kind, one.count) for one in made.effects]


def counted(result: Any) -> list[tuple[str, int]]:
    """What a run did, in the words of a preview."""
    counts: dict[str, int] = {}
    for kind, count in result.effects:
        counts[kind] = counts.get(kind, 0) + count
    return list(counts.items())


def between_runs() -> datetime.datetime:
    """A moment after the last run and before the next."""
    last = Run.objects.order_by("-at").values_list("at", flat=True).first()
    while (now := datetime.datetime.now(datetime.UTC)) <= last:
        pass
    moment = now
    while datetime.datetime.now(datetime.UTC) <= moment:
        pass
    return moment


def assert_seen(moment: datetime.datetime, kept: Tables, actor: Any) -> None:
    """Every table as of the moment is what it was then."""
    for noun, model in RECORDS.items():
        with as_of(model, moment, actor):
            assert tables(withdrawn=True)[noun] == kept[noun], noun
