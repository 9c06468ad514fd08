"""What must be true of every table: no orphan, no circle."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Case, Subject
from casework.cases.repair import OF_ANOTHER_UNIT, misfolded
from casework.history.doctor.checks import Fault, check, of_ids, of_rows
from casework.kernel.records import RECORDS
from casework.people.models import BusinessUnit

TREES = ((Case, "parent"), (Case, "merged_into"), (Subject, "parent"), (BusinessUnit, "parent"))


@check("orphans", _("Records that refer to what is not there"), _("Restore it from a backup."))
def orphans(using: str) -> Iterator[Fault]:
    """What a record refers to is there; where a file, a run or a case may go first, it need not."""
    for model in RECORDS.values():
        columns: Any = model._meta.concrete_fields
        for column in columns:
            if column.is_relation and column.db_constraint:
                there = column.related_model._base_manager.filter(pk=OuterRef(column.attname))
                rows = model._base_manager.filter(**{f"{column.name}__isnull": False})
                yield from of_rows(rows.filter(~Exists(there)), using)


@check("circles", _("Records that lie above themselves"), _("Give one of them another parent."))
def circles(using: str) -> Iterator[Fault]:
    """Nothing is its own ancestor. Only what has something above it and below it can be."""
    for model, relation in TREES:
        below = model._base_manager.filter(**{relation: OuterRef("pk")})
        rows: Any = model._base_manager.using(using).filter(**{f"{relation}__isnull": False})
        up = dict(rows.filter(Exists(below)).values_list("pk", f"{relation}_id"))
        yield from of_ids(model, _circling(up), using)


def _circling(up: dict[UUID, UUID]) -> Iterable[UUID]:
    """Those from which one comes back to them: each is walked over once."""
    seen: set[UUID] = set()
    circling: list[UUID] = []
    for start in up:
        path: dict[UUID, int] = {}
        key: UUID | None = start
        while key is not None and key not in seen:
            seen.add(key)
            path[key] = len(path)
            key = up.get(key)
        if key in path:
            circling += list(path)[path[key] :]
    return sorted(circling)


@check("paths", _("Business units whose path is not that of the units above them"),
       _("Give the unit its parent again (casework unit edit)."))  # fmt: skip
def paths(using: str) -> Iterable[Fault]:
    """A unit's path is its parent's and its own id: privileges reach by it."""
    rows = BusinessUnit.objects.using(using).values_list("pk", "parent__path", "path")
    wrong = [key for key, above, path in rows if path != f"{above or '/'}{key.hex}/"]
    return of_ids(BusinessUnit, wrong, using)


@check("owners", _("Records in another business unit than their owner"),
       _("Assign them to their owner again."))  # fmt: skip
def owners(using: str) -> Iterator[Fault]:
    """A record's unit is its owner's, of all records but cases (see ``units``)."""
    for model in RECORDS.values():
        if model.OWNED and model is not Case:
            yield from of_rows(model._base_manager.filter(OF_ANOTHER_UNIT), using)


@check("names", _("Records that are not found by their name"),
       _("Give them another name, and then their own again."), slow=True)  # fmt: skip
def names(using: str) -> Iterator[Fault]:
    """The folded name is that of the name, of all records but cases (see ``titles``)."""
    for model in RECORDS.values():
        if model.DERIVED and model is not Case:
            yield from of_ids(model, misfolded(model._base_manager.using(using)), using)
