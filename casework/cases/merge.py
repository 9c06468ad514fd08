"""Merge: several cases are one; one goes on."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.activities.models import Activity, Attachment
from casework.cases.closing import hold_cascaded
from casework.cases.families import TooManyChildren
from casework.cases.hierarchy import lock_families
from casework.cases.models import Case, CaseResolution, State, Status
from casework.cases.policies import CasePolicy
from casework.cases.rules import IS_ACTIVE, NOT_MERGED, TransitionNotAllowed, may_become
from casework.kernel.bulk import ancestors
from casework.kernel.operations import operation
from casework.kernel.refusals import NAMED, InvalidInput, Refusal, listed
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import QueueItem, QueueItemState


class TargetNeeded(InvalidInput):
    """Merging without saying into which case (S27)."""

    code = "target-needed"
    message = _("Merging needs the case that goes on: give it as into.")


class MergeIdentical(Refusal):
    """A case merged with itself."""

    code = "merge-identical"
    message = _("A case cannot be merged with itself: choose at least one other case.")


class TooManyToMerge(Refusal):
    """More cases at once than the policy allows; the survivor counts (M6)."""

    code = "too-many-to-merge"
    policies = ("case.merge_limit",)
    message = _("{count} cases are more than the {limit} that may be merged at once.")


class DifferentParents(Refusal):
    """A child goes only into a child of the same parent (M8)."""

    code = "different-parents"
    enabled_by = ("case.set_parent",)
    message = _(
        "{records} has another parent case than the case it would go into. Give both the same "
        "parent first."
    )


class IntoOwnParent(Refusal):
    """A child merged into its own parent, unless the policy allows it."""

    code = "into-own-parent"
    enabled_by = ("case.set_parent",)
    policies = ("case.merge_into_own_parent",)
    message = _("{records} is a child of the case it would go into. Set it free first.")


class TargetBelowSource(Refusal):
    """A survivor that lies below a case that goes into it."""

    code = "target-below-source"
    enabled_by = ("case.set_parent",)
    message = _(
        "{records} lies above the case it would go into. Give that case another parent first."
    )


# Cancelled with status Merged: the survivor need not be able to become it.
MAY_BE_MERGED = Rule(
    "may be merged",
    lambda ask: may_become(State.CANCELLED, "status")(
        Ask(ask.work, {"status": Status.MERGED.value})
    ),
    TransitionNotAllowed,
)
RULES = (NOT_MERGED, IS_ACTIVE)


@operation("case.merge", on=Case, rules=RULES, lock=lock_families)
def merge(work: Work, cases: WorkingSet, *, into: Case) -> None:
    """Merge cases into one that goes on and keeps its own values (M1 to M8, M16).

    Everything of theirs moves to it, whatever its state: activities, e-mails, notes, attachments,
    resolutions, children; they are closed as Cancelled, Merged. ``into`` may be among the cases.
    A survivor in no queue takes the place of the first that is. The privilege is needed on the
    survivor and on the children too. Refuses with forbidden, too-many-to-merge,
    merge-identical, different-parents, into-own-parent, target-below-source, already-closed,
    merged-away, transition-not-allowed, too-many-children.
    """
    if not isinstance(into, Case):
        raise TargetNeeded(field="into", problem="")  # a table names one for each row
    sources = cases - [into.pk]
    survivor = work.hold(Case, [into.pk])
    work.guard(survivor, "case.merge", RULES, Ask(work, {}))
    _refuse_the_set(work, sources, into)
    work.guard(sources, None, (MAY_BE_MERGED,), Ask(work, {}))
    facts = work.facts(sources | survivor, "parent_id", "account_id", "contact_id")
    _refuse_by_family(work, sources, into.pk, {key: row.parent_id for key, row in facts.items()})
    _advise_on_customers(work, sources, into.pk, facts)
    for model, kind in (
        (Activity, "activity.moved"),
        (Attachment, "attachment.moved"),
        (CaseResolution, "resolution.moved"),
    ):
        work.change(work.gather(model.objects.filter(case__among=sources)), kind, case=into)
    work.change(_children(work, sources, into.pk), "case.parent_set", parent=into)
    _move_queue_items(work, sources, into.pk)
    work.change(
        sources,
        "case.merged",
        state=State.CANCELLED,
        status=Status.MERGED,
        merged_into=into,
        closed_at=work.happened(),
    )


def _refuse_the_set(work: Work, sources: WorkingSet, into: Case) -> None:
    limit = work.policy(CasePolicy).merge_limit
    if not sources:
        raise MergeIdentical([into])
    if len(sources) + 1 > limit:
        raise TooManyToMerge(count=len(sources) + 1, limit=limit)


def _refuse_by_family(
    work: Work, sources: WorkingSet, into: UUID, parents: Mapping[UUID, UUID | None]
) -> None:
    policy = work.policy(CasePolicy)
    above = {key for _target, key, depth in ancestors(Case, [into], using=work.using) if depth}
    _refuse(work, [key for key in sources if key in above], TargetBelowSource)
    if not policy.merge_into_own_parent:
        _refuse(work, [key for key in sources if parents[key] == into], IntoOwnParent)
    alike = {None, into, parents[into]}
    _refuse(work, [key for key in sources if parents[key] not in alike], DifferentParents)
    if policy.family_children:
        after = (
            Case.objects.using(work.using)
            .filter(Q(parent=into) | Q(parent__among=sources))
            .exclude(pk__among=[*sources, into])
        )
        if after.count() > policy.family_children:
            survivor = Case.objects.filter(pk=into).visible_to(work.actor)
            raise TooManyChildren(survivor, count=1, limit=policy.family_children)


def _refuse(work: Work, ids: Iterable[UUID], refusal: type[Refusal]) -> None:
    work.refuse(WorkingSet(Case, ids), refusal, targets=lambda keys: keys)


def _advise_on_customers(
    work: Work, sources: WorkingSet, into: UUID, facts: Mapping[UUID, Any]
) -> None:
    """Cases of several customers may be merged (M2); it is said, for it may be a mistake."""
    customer = {key: (row.account_id, row.contact_id) for key, row in facts.items()}
    others = WorkingSet(Case, [key for key in sources if customer[key] != customer[into]])
    if count := len(others):
        named = Case.objects.using(work.using).filter(pk__among=others)
        seen = named.visible_to(work.actor).order_by("pk")[:NAMED]
        text = gettext("Cases of another customer ({count}): {records}.")
        work.advise("other-customer", text.format(count=count, records=listed(seen, count)))


def _children(work: Work, sources: WorkingSet, into: UUID) -> WorkingSet:
    rows = Case.objects.filter(parent__among=sources).exclude(pk__among=[*sources, into])
    moving = work.gather(rows)
    parents = {key: row.parent_id for key, row in work.facts(moving, "parent_id").items()}
    hold_cascaded(work, parents, "case.merge", (), Ask(work, {}))
    return moving


def _move_queue_items(work: Work, sources: WorkingSet, into: UUID) -> None:
    # Those of the past too: an item is told under the case its activity is told under.
    of_activities = QueueItem.objects.filter(case__among=sources, activity__isnull=False)
    work.change(work.gather(of_activities), "queue_item.moved", case=into)
    waiting = QueueItem.objects.filter(state=QueueItemState.ACTIVE)
    items = work.gather(waiting.filter(case__among=sources, activity__isnull=True))
    present = waiting.using(work.using).filter(case=into, activity__isnull=True)
    if items and not present.exists():
        entered = work.facts(items, "entered_at")
        first = min(items, key=lambda key: (entered[key].entered_at, key))
        taking = WorkingSet(QueueItem, [first])
        work.change(taking, "queue_item.moved", case=into)
        items = items - [first]
    work.change(items, "queue_item.left", state=QueueItemState.INACTIVE)
