"""Subjects: the tree of what cases are about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.models import Case, Subject
from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import creation, operation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


class SubjectLoop(Refusal):
    """A subject that would lie below itself (spec 2.10)."""

    code = "subject-loop"
    message = gettext_lazy("{records} would lie below itself. Choose another parent.")


class SubjectInUse(Refusal):
    """Deleting a subject that cases are about (spec 2.10)."""

    code = "subject-in-use"
    message = gettext_lazy(
        "{count} cases are about it: {records}. Give them another subject, or deactivate it."
    )


class SubjectHasChildren(Refusal):
    """Deleting a subject with others below it."""

    code = "subject-has-children"
    message = gettext_lazy("{count} subjects lie below it: {records}. Move or delete them first.")


@dataclass(kw_only=True)
class NewSubject(NewRow):
    """A subject to be made; without a ``parent`` it lies at the top."""

    title: str
    description: str = ""
    parent: Subject | None = None


def _lock_tree(work: Work, records: Any, params: Mapping[str, Any]) -> None:
    # Subjects are few and seldom moved: one lock over all, and no two moves can make a loop.
    work.gather(Subject.objects.all())


@creation("subject.create", makes=Subject, row=NewSubject)
def create(work: Work, rows: list[NewSubject]) -> WorkingSet:
    """Make subjects; rows of one table may lie below one another.

    Refuses with subject-loop, invalid-input.
    """
    parents = {row.id: _key(row.parent) for row in rows}
    if any(parents.values()) and not work.preview:
        _lock_tree(work, None, {})
    titles = {row.id: row.title for row in rows}
    _check_parents(work, parents, titles)
    return work.add(
        Subject,
        [
            {
                "id": row.id,
                "title": row.title,
                "description": row.description,
                "parent": row.parent,
            }
            for row in rows
        ],
        "subject.created",
    )


@operation("subject.edit", on=Subject, lock=_lock_tree)
def edit(
    work: Work,
    subjects: WorkingSet,
    *,
    title: str | Unset = UNSET,
    description: str | Unset = UNSET,
    parent: Subject | Unset | None = UNSET,
) -> None:
    """Change columns of subjects, or hang them elsewhere in the tree; what is not given stays.

    ``parent`` None puts them at the top. Refuses with subject-loop, invalid-input.
    """
    given = {"title": title, "description": description, "parent": parent}
    columns: dict[str, Any] = {name: one for name, one in given.items() if one is not UNSET}
    if isinstance(parent, ByRecord):
        _check_parents(work, {key: _key(one) for key, one in parent.values.items()}, {})
    elif isinstance(parent, Subject):
        _check_parents(work, dict.fromkeys(subjects, parent.pk), {})
    work.change(work.differing(subjects, columns), "subject.edited", **columns)


@operation("subject.deactivate", on=Subject, settled=lambda ask: Q(is_active=False))
def deactivate(work: Work, subjects: WorkingSet) -> None:
    """Take subjects out of the lists for new cases; cases about them keep them.

    Those below stay as they are; one that is deactivated already is left. Refuses nothing.
    """
    work.change(subjects, "subject.deactivated", is_active=False)


@operation("subject.activate", on=Subject, settled=lambda ask: Q(is_active=True))
def activate(work: Work, subjects: WorkingSet) -> None:
    """Put deactivated subjects back into the lists; an active one is left. Refuses nothing."""
    work.change(subjects, "subject.activated", is_active=True)


@operation("subject.delete", on=Subject, lock=_lock_tree)
def delete(work: Work, subjects: WorkingSet) -> None:
    """Erase subjects that no case is about and that have none below, but those erased with them.

    Refuses with subject-in-use, subject-has-children, each with its count (spec 2.10).
    """

    def owners(column: str, model: Any) -> Any:
        def at_fault(keys: list[UUID]) -> set[UUID]:
            rows = model.objects.using(work.using).filter(pk__among=keys)
            return set(rows.values_list(column, flat=True))

        return at_fault

    cases = Case.objects.filter(subject__among=subjects)
    work.refuse(cases, SubjectInUse, targets=owners("subject_id", Case))
    below = Subject.objects.filter(parent__among=subjects).exclude(pk__among=subjects)
    work.refuse(below, SubjectHasChildren, targets=owners("parent_id", Subject))
    work.delete(subjects, "subject.deleted")


def _key(value: Any) -> UUID | None:
    return getattr(value, "pk", value)


def _check_parents(
    work: Work, parents: Mapping[UUID, UUID | None], titles: Mapping[UUID, str]
) -> None:
    """Follow the parents as they would be: each leads to the top, never back to its start."""
    if not any(parents.values()):
        return
    tree = dict(Subject.objects.using(work.using).values_list("pk", "parent_id"))
    known = {None, *tree, *titles}
    unknown = [key for key, parent in parents.items() if parent not in known]
    if unknown:
        raise InvalidInput(field="parent", problem=_("there is none with this id"), targets=unknown)
    above: dict[UUID, UUID | None] = {**tree, **parents}
    circular = [key for key in parents if _returns(key, above)]
    if circular:
        there = Subject.objects.using(work.using).filter(pk__among=circular)
        seen = there.visible_to(work.actor).order_by("pk")
        named = [*seen, *(titles[key] for key in circular if key in titles)]
        raise SubjectLoop(named, count=len(circular), targets=circular)


def _returns(start: UUID, above: Mapping[UUID, UUID | None]) -> bool:
    passed, key = {start}, above[start]
    while key is not None and key not in passed:
        passed.add(key)
        key = above.get(key)
    return key is not None
