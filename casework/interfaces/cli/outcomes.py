"""Outcomes: what a run did, for people."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from casework.interfaces.cli.printing import complain, say
from casework.kernel.operations import Operation

SHOWN = 20


def print_outcome(operation: Operation, told: dict[str, Any]) -> None:
    """What was done on standard output; what was left out, and advice, on standard error."""
    done = told["created"].get(operation.model.NOUN) if operation.creates else told["records"]
    done = [one for one in done or told["records"] if one not in told["unchanged"]]
    count = len(done)
    if count:
        text = ngettext("{name}: {count} done", "{name}: {count} done", count)
        say(f"{text.format(name=operation.name, count=count)}: {_some(done)}", "green")
    if told["unchanged"]:
        say(_("unchanged: {records}").format(records=_some(told["unchanged"])))
    if not count and not told["unchanged"]:
        say(_("{name}: nothing done").format(name=operation.name))
    for one in told["effects"]:
        say(f"  {one['kind']} {one['count']}", "dim")
    for key, secret in told.get("secrets", {}).items():
        say(_("secret of {key}, told this once: {secret}").format(key=key, secret=secret))
    _print_beside(told)


def print_preview(told: dict[str, Any]) -> None:
    """What would be done, the first records of each kind, and how to confirm it."""
    if not told["effects"]:
        say(_("{name}: nothing would be done").format(name=told["operation"]))
    for one in told["effects"]:
        named = _some([each["name"] for each in one["records"]])
        if one["count"] > len(one["records"]) and named:
            named = _("{named} and {count} more").format(
                named=named, count=one["count"] - len(one["records"])
            )
        sums = "".join(f", {name} {total}" for name, total in one.get("sums", {}).items())
        say(f"  {one['kind']} {one['count']}{sums}{': ' if named else ''}{named}")
    if told["unchanged"]:
        say(_("unchanged: {records}").format(records=_some(told["unchanged"])))
    for side, text in (("gained", _("will see something more")), ("lost", _("will lose sight"))):
        people = told["sight"][side]
        if people["count"]:
            say(f"  {text}: {people['count']} {_some(people['users'])}")
    _print_beside(told)
    say(_("fingerprint: {fingerprint}").format(fingerprint=told["fingerprint"]), "dim")


def _print_beside(told: dict[str, Any]) -> None:
    for one in told["advice"]:
        complain(_("advice: {text} [{code}]").format(text=one["text"], code=one["code"]))
    left = told["left_out"]
    for one in left[:SHOWN]:
        complain(
            _("left out {record}: {detail} [{code}]").format(
                record=one["record"], detail=one["detail"], code=one["code"]
            )
        )
    if len(left) > SHOWN:
        complain(_("and {count} more left out").format(count=len(left) - SHOWN))


def _some(keys: list[str]) -> str:
    named = ", ".join(keys[:SHOWN])
    if len(keys) <= SHOWN:
        return named
    return _("{named} and {count} more").format(named=named, count=len(keys) - SHOWN)
