"""What must be true of every table: no orphan, no circle."""

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Case, Subject
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
    left = dict(up)
    while True:  # what leads out of the graph is in no circle
        out = [key for key, above in left.items() if above not in left]
        if not out:
            return sorted(left)
        for key in out:
            del left[key]


@check("paths", _("Business units whose path is not that of the units above them"),
       _("Give the unit its parent again (casework unit edit)."))  # fmt: skip
def paths(using: str) -> Iterable[Fault]:
    """A unit's path is its parent's and its own id: privileges reach by it."""
    rows = BusinessUnit.objects.using(using).values_list("pk", "parent__path", "path")
    wrong = [key for key, above, path in rows if path != f"{above or '/'}{key.hex}/"]
    return of_ids(BusinessUnit, wrong, using)
