"""Doctoring: what the doctor found, what would be repaired, and the repair."""

from typing import Any

import typer
from django.utils.translation import gettext as _

from casework.history.doctor.examining import (
    Finding,
    advance,
    cases_to_repair,
    chosen,
    examine,
)
from casework.interfaces.calling import foreseen, outcome
from casework.interfaces.cli.outcomes import print_outcome, print_preview
from casework.interfaces.cli.printing import complain, print_json, say
from casework.interfaces.cli.progress import Watch
from casework.interfaces.cli.session import actor_named
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS

REPAIR = "case.repair"


def doctor(
    user: str, only: list[str], thorough: bool, repair: bool, yes: bool, in_json: bool
) -> bool:
    """Examine, tell, repair where asked; answers whether all is well in the end."""
    by = actor_named(user)
    checks = chosen(only, thorough=thorough or repair)
    findings = _examined(checks)
    told: dict[str, Any] = {"findings": [_told(one) for one in findings if one.faults]}
    told |= {"checks": [one.name for one in checks]}
    if not in_json:
        _print(findings)
    if repair:
        told |= _repair(by, findings, yes=yes, in_json=in_json)
        findings = _examined(checks)
        told["left"] = [_told(one) for one in findings if one.faults]
        if not in_json:
            _print(findings)
    if in_json:
        print_json(told)
    return not any(one.faults for one in findings)


def _examined(checks: Any) -> list[Finding]:
    with Watch("doctor") as watch:
        done = iter(range(len(checks)))
        return examine(checks, lambda name: watch(next(done), len(checks), name))


def _told(one: Finding) -> dict[str, Any]:
    return {
        "check": one.check.name,
        "says": str(one.check.says),
        "cure": str(one.check.cure) if one.check.cure else None,
        "repairable": one.is_repairable,
        "faults": [
            {"noun": each.noun, "count": each.count, "first": each.first} for each in one.faults
        ],
    }


def _print(findings: list[Finding]) -> None:
    wrong = [one for one in findings if one.faults]
    for one in wrong:
        complain(f"{one.check.name}: {one.check.says}")
        for each in one.faults:
            complain(f"  {each.noun} {each.count}: {', '.join(each.first)}")
        complain(f"  {one.check.cure or _('casework doctor --repair puts it right.')}")
    if not wrong:
        say(_("{count} checks: all is well.").format(count=len(findings)), "green")


def _repair(by: Actor, findings: list[Finding], *, yes: bool, in_json: bool) -> dict[str, Any]:
    """Show what would be done to cases, ask, and do exactly that."""
    told: dict[str, Any] = {}
    cases, operation = cases_to_repair(findings), OPERATIONS[REPAIR]
    if cases:
        preview = operation.preview(cases, by=by)
        told["preview"] = foreseen(preview, operation, by)
        if not in_json:
            print_preview(told["preview"])
    behind = any(one.faults and one.check.name in ("numbers", "identity") for one in findings)
    if not (cases or behind) or not (yes or (not in_json and typer.confirm(_("Repair?")))):
        return told
    if cases:
        done = operation(cases, by=by, expecting=preview.fingerprint)
        told["outcome"] = outcome(done, operation)
        if not in_json:
            print_outcome(operation, told["outcome"])
    told["advanced"] = advance(findings)
    return told
