"""Whether a family may be: no cycles, and the bounds an administrator set."""

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from casework.cases.models import Case
from casework.cases.policies import CasePolicy
from casework.kernel.bulk import ancestors, descendants
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


class Cycle(Refusal):
    """A case that would be above itself."""

    code = "cycle"
    enabled_by = ("case.set_parent",)
    message = _("{records} would be its own ancestor. Choose another parent.")


class TooDeep(Refusal):
    """More levels of children than the policy allows."""

    code = "too-deep"
    policies = ("case.family_levels",)
    message = _(
        "Families may have {levels} levels of children; {records} would lie deeper. Choose a "
        "parent higher up."
    )


class TooManyChildren(Refusal):
    """More children than the policy allows."""

    code = "too-many-children"
    policies = ("case.family_children",)
    message = _(
        "A case may have {limit} children; {records} would have more. Choose another parent."
    )


def refuse_misfits(work: Work, parents: Mapping[UUID, UUID], *, new: bool) -> None:
    """Refuse parents for cases (case id to parent id) that make a cycle or break a bound.

    ``new`` says the cases are not there yet: they have no children and make no cycle.
    """
    policy = work.policy(CasePolicy)
    above: dict[UUID, dict[UUID, int]] = {}
    for target, key, depth in ancestors(Case, set(parents.values()), using=work.using):
        above.setdefault(target, {})[key] = depth
    if not new:
        _refuse_cycles(work, parents, above)
    if policy.family_levels:
        height: Counter[UUID] = Counter()
        if not new:
            for target, _key, depth in descendants(Case, parents, using=work.using):
                height[target] = max(height[target], depth)
        deep = {
            case
            for case, parent in parents.items()
            if max(above[parent].values()) + 1 + height[case] > policy.family_levels
        }
        if deep:
            _raise(work, TooDeep, [parents[c] for c in deep], deep, levels=policy.family_levels)
    if policy.family_children:
        rows = Case.objects.using(work.using).filter(parent__among=set(parents.values()))
        rows = rows.exclude(pk__among=set(parents))
        present = dict(rows.values_list("parent").annotate(count=Count("pk")).order_by())
        coming = Counter(parents.values())
        full = {
            p for p, more in coming.items() if present.get(p, 0) + more > policy.family_children
        }
        if full:
            at_fault = [case for case, parent in parents.items() if parent in full]
            _raise(work, TooManyChildren, full, at_fault, limit=policy.family_children)


def _refuse_cycles(
    work: Work, parents: Mapping[UUID, UUID], above: Mapping[UUID, Mapping[UUID, int]]
) -> None:
    circular = [case for case, parent in parents.items() if case in above[parent]]
    if circular:
        _raise(work, Cycle, circular, circular)
    # Several cases may move at once: follow the parents as they would be.
    for case in parents:
        seen, key = {case}, parents[case]
        while key in parents:
            if key in seen:
                _raise(work, Cycle, [case], [case])
            seen.add(key)
            key = parents[key]
        if seen & above.get(key, {}).keys():
            _raise(work, Cycle, [case], [case])


def _raise(
    work: Work,
    refusal: type[Refusal],
    named: object,
    at_fault: object,
    **facts: object,
) -> None:
    rows = WorkingSet(Case, named)  # type: ignore[arg-type]
    work.refuse(rows, refusal, targets=lambda _keys: at_fault, **facts)  # type: ignore[arg-type, return-value]
