"""Hierarchy: families of cases, and what a parent's closing means for its children."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.cases.models import Case, State
from casework.cases.policies import CasePolicy
from casework.kernel.bulk import ancestors, descendants, roots
from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


class ChildrenOpen(Refusal):
    """Closing a parent before its children, where the policy forbids it (S16)."""

    code = "children-open"
    enabled_by = ("case.resolve", "case.cancel")
    policies = ("case.closure", "case.closure_by_type")
    message = _("Active child cases stand in the way ({count}): {records}. Close them first.")


class ClosureOverride(Refusal):
    """Another closure policy for one run, without the privilege."""

    code = "closure-override"
    status = 403
    message = _(
        "You may not choose another closure policy for this run. Leave closure out; a role with "
        "case.override_closure may."
    )


def lock_families(work: Work, records: WorkingSet, params: Mapping[str, Any]) -> None:
    """Lock the roots of the families first, in key order, so that two runs never cross."""
    others: set[UUID] = set()
    for name in ("parent", "into"):
        value = params.get(name)
        given = value.values.values() if isinstance(value, ByRecord) else (value,)
        others |= {getattr(one, "pk", one) for one in given if one is not None}
    members = records | WorkingSet(Case, others) if others else records
    held: set[UUID] = set()
    while not (found := roots(Case, members, using=work.using)) <= held:
        tops = WorkingSet(Case, held | found).rows.filter(parent=None)
        there = work.gather(tops)  # what has got a parent while we waited is none any more
        if not members - there:
            return  # each is the top of its own family, and stays so while it is held
        held = set(there)


def closures(work: Work, cases: WorkingSet, override: str | None) -> dict[UUID, str]:
    """The closure policy that holds for each case: the run's, its type's, or the default."""
    policy = work.policy(CasePolicy)
    if override is not None:
        if override not in ("independent", "refuse", "cascade", "last_child"):
            raise InvalidInput(
                field="closure", problem=_("is independent, refuse, cascade or last_child")
            )
        if not work.actor.holds("case.override_closure"):
            raise ClosureOverride()
        return dict.fromkeys(cases, override)
    if not policy.closure_by_type:
        return dict.fromkeys(cases, policy.closure)
    types = cases.rows.using(work.using).values_list("pk", "case_type")
    return {key: policy.closure_by_type.get(str(code), policy.closure) for key, code in types}


def closing_family(work: Work, cases: WorkingSet, override: str | None) -> dict[UUID, UUID]:
    """Every case that closes when these do, each with the asked-for case it closes with.

    Refuses with ChildrenOpen where a parent waits for its children (S16); takes active
    descendants of any depth along where they close with it (S17); takes parents along whose last
    active child this is (the fourth policy).
    """
    modes = closures(work, cases, override)
    origin = {key: key for key in cases}
    heads = [key for key, mode in modes.items() if mode in ("refuse", "cascade")]
    if heads:
        _follow_down(work, modes, heads, origin)
    last = [key for key, mode in modes.items() if mode == "last_child"]
    if last:
        _follow_up(work, last, origin)
    return origin


def _follow_down(
    work: Work, modes: dict[UUID, str], heads: list[UUID], origin: dict[UUID, UUID]
) -> None:
    below: dict[UUID, list[UUID]] = {}
    for head, key, _depth in descendants(Case, heads, using=work.using):
        below.setdefault(key, []).append(head)
    if not below:
        return
    active = work.gather(Case.objects.filter(pk__among=WorkingSet(Case, below), state=State.ACTIVE))
    refusing = {head for head in heads if modes[head] == "refuse"}
    if refusing:
        _refuse_waiting(work, {key: below[key] for key in active - origin}, refusing)
    for key in active:
        with_it = [head for head in below[key] if modes[head] == "cascade"]
        if with_it and key not in origin:
            origin[key] = min(with_it)


def _refuse_waiting(work: Work, below: dict[UUID, list[UUID]], refusing: set[UUID]) -> None:
    """Refuse where a parent must wait for an active case below it (S16)."""
    waiting = {key: some for key, heads in below.items() if (some := refusing.intersection(heads))}
    work.refuse(
        WorkingSet(Case, waiting),
        ChildrenOpen,
        targets=lambda keys: {head for key in keys for head in waiting[key]},
    )


def _follow_up(work: Work, last: list[UUID], origin: dict[UUID, UUID]) -> None:
    above = {key for _t, key, depth in ancestors(Case, last, using=work.using) if depth}
    parents = work.gather(
        Case.objects.filter(pk__among=WorkingSet(Case, above), state=State.ACTIVE)
    )
    if not parents:
        return
    still: dict[UUID, set[UUID]] = {key: set() for key in parents}
    children = Case.objects.using(work.using).filter(parent__among=parents, state=State.ACTIVE)
    for key, parent in children.values_list("pk", "parent_id"):
        still[parent].add(key)
    up = dict(
        Case.objects.using(work.using)
        .filter(pk__among=[*origin, *parents.ids])
        .values_list("pk", "parent_id")
    )
    fresh = list(last)
    while fresh:
        parent_of = [(up.get(key), origin[key]) for key in fresh]
        fresh = []
        for above_it, head in parent_of:
            if above_it is None or above_it not in still or above_it in origin:
                continue
            if not still[above_it] - origin.keys():
                origin[above_it] = head
                fresh.append(above_it)
