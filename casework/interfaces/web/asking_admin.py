"""Asking in administration: what the dialogs about people, statuses, columns and tokens ask."""

import zoneinfo
from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import StatusReason, Subject
from casework.interfaces.calling import parameters
from casework.interfaces.web import asking
from casework.interfaces.web.asking import Asked, Dialog, Given, owner_given
from casework.interfaces.web.forms import Field, fields_of
from casework.interfaces.web.trees import paths
from casework.interfaces.web.words.operations import NOUNS
from casework.kernel.operations import Operation
from casework.organisation.models import CustomColumn
from casework.people.models import BusinessUnit, RolePrivilege
from casework.people.privileges import known

CHOSEN_FROM = 500  # records that a list still lets one choose from; more are looked for
TARGETS = ("account", "contact", "user", "team", "case", "subject")


def _special(asked: Asked, one: Field) -> None:
    """Make a choice of what is one of a few, and say what is not plain."""
    noun, verb = asked.operation.model.NOUN, asked.operation.verb
    trees: dict[tuple[str, str], Any] = {
        ("subject", "parent"): Subject, ("unit", "parent"): BusinessUnit,
        ("team", "unit"): BusinessUnit, ("user", "unit"): BusinessUnit,
    }  # fmt: skip
    if (noun, one.name) in trees:
        _tree(asked, one, trees[noun, one.name], empty=verb == "create" or noun == "subject")
    elif one.name == "time_zone":
        _choose(one, [(name, name) for name in sorted(zoneinfo.available_timezones())])
    elif one.name == "target":
        _choose(one, [("", ""), *((name, str(NOUNS[name])) for name in TARGETS)])
    elif one.name == "table":
        _choose(one, [(name, str(NOUNS[name])) for name in CustomColumn.TABLES])
    elif one.name == "privilege":
        _choose(one, [(name, name) for name in sorted(known())])
    elif one.name == "depth":
        _choose(one, [(str(code), str(label)) for code, label in RolePrivilege.Depths.choices])
    elif one.name in ("from_code", "to_code"):
        rows = StatusReason.objects.filter(is_active=True).order_by("state", "position", "code")
        _choose(one, [(str(row.code), row.label) for row in rows])
    elif one.name == "choices":
        one.kind = "long"
    one.help = one.help or _helps().get((noun, one.name), "")


def _helps() -> dict[tuple[str, str], str]:
    return {
        ("status", "code"): _("Left empty, the next free one is taken. It never changes."),
        ("status", "position"): _("Where it stands in lists; left empty, at the end."),
        ("status", "is_default"): _("The former default of the state gives way."),
        ("status", "state"): _("A status stays in its state for ever."),
        ("column", "choices"): _("For columns of type choice: one on each line."),
        ("column", "target"): _("For columns of type lookup: what they refer to."),
        ("column", "name"): _("What programs call it: small letters, digits and _. It stays."),
        ("column", "is_required"): _("Asked for in new records; those there are stay without."),
        ("column", "is_indexed"): _("Finding by it is fast; saving takes a little longer."),
        ("token", "scopes"): _("With commas between: * for everything, read, or privileges."),
        ("token", "user"): _("Left empty, it is yours."),
        ("token", "expires_in_days"): _("Left empty, it never expires."),
        ("user", "unit"): _("Left empty, it is your own business unit."),
        ("team", "users"): _("Sign-in names, with commas between."),
        ("queue", "users"): _("Sign-in names, with commas between."),
        ("queue", "team"): _("A team of which all members are meant."),
    }


def _choose(one: Field, options: list[tuple[str, str]]) -> None:
    one.kind, one.options = "choice", options


def _tree(asked: Asked, one: Field, model: Any, *, empty: bool) -> None:
    rows = model.objects.visible_to(asked.actor).filter(is_active=True)
    found = list(rows.values_list("pk", "parent", model.KEY)[: CHOSEN_FROM + 1])
    if len(found) <= CHOSEN_FROM:
        options = [(str(key), path) for key, path in paths(found)]
        _choose(one, [("", ""), *options] if empty else options)


def questions(asked: Asked) -> list[Field]:
    """The questions of an operation, with choices where there are few, and present values."""
    made = fields_of(asked.operation)
    known_ = parameters(asked.operation)
    for one in made:
        _special(asked, one)
        default = known_[one.name].default
        if known_[one.name].many:
            one.value = ", ".join(default) if isinstance(default, list) else ""
    if not asked.operation.creates and asked.chosen.count == 1:
        for one in made:
            one.value = present(asked.chosen.records[0], one)
    elif not asked.operation.creates:
        for one in made:
            if one.kind == "choice" and one.options and one.options[0][0]:
                one.options.insert(0, ("", ""))
    return made


def present(record: Any, one: Field) -> Any:
    """What a record says now where a question asks for a new value."""
    value = getattr(record, one.name, "")
    if isinstance(value, bool):
        return value
    if isinstance(value, list):
        return "\n".join(map(str, value)) if one.kind == "long" else ", ".join(map(str, value))
    if value is None:
        return ""
    if hasattr(value, "pk"):
        return str(value.pk) if one.kind == "choice" else str(value)
    return "" if callable(value) else str(value)


def _listed(asked: Asked, given: Given) -> Given:
    """Choices are one on each line, for they may hold commas."""
    if "choices" in asked.post:
        lines = asked.post["choices"].splitlines()
        given["choices"] = [line.strip() for line in lines if line.strip()]
    known_ = parameters(asked.operation)
    given = {
        name: value
        for name, value in given.items()
        if value is not None or known_[name].may_be_none or known_[name].required
    }
    return _numbers(asked, given)


def _numbers(asked: Asked, given: Given) -> Given:
    for name, one in parameters(asked.operation).items():
        text = given.get(name)
        if one.kind == "number" and isinstance(text, str) and text.isdecimal() and len(text) < 12:
            given[name] = int(text)
    return given


def only_changed(asked: Asked, given: Given) -> Given:
    """Of an edit only what differs from what the record says, so that nothing else is touched."""
    given = _listed(asked, given)
    known_ = parameters(asked.operation)
    single = asked.chosen.records[0] if asked.chosen.count == 1 else None
    kept: Given = {}
    for name, value in given.items():
        if value is None and not known_[name].may_be_none:
            continue
        if single is None:
            if value not in (None, "", [], False):
                kept[name] = value
            continue
        now = getattr(single, name, None)
        same = {now, str(now), str(getattr(now, "pk", now))} if not isinstance(now, list) else ()
        if (value == now) if isinstance(now, list) else (value in same):
            continue
        kept[name] = value
    return kept


def _holder(asked: Asked) -> list[Field]:
    return [Field("to", _("User or team"), "record", True, noun="owner")]


EDIT = Dialog(questions, only_changed)
MAKE = Dialog(questions, _listed, fewest=0)
PLAIN = Dialog(questions, _numbers)
HOLDER = Dialog(_holder, owner_given)
ADMIN_DIALOGS: dict[str, Dialog] = {
    **{f"{noun}.create": MAKE for noun in ("status", "subject", "queue", "team", "user", "unit",
                                           "role", "token")},
    **{f"{noun}.edit": EDIT for noun in ("status", "subject", "queue", "team", "user", "unit",
                                         "role", "column")},
    "column.define": MAKE,
    "transition.allow": MAKE,
    "role.set_privilege": PLAIN,
    "role.remove_privilege": PLAIN,
    "role.grant": HOLDER,
    "role.take": HOLDER,
    "team.add_members": PLAIN,
    "team.remove_members": PLAIN,
    "queue.add_members": PLAIN,
    "queue.remove_members": PLAIN,
}  # fmt: skip


def dialog_of(operation: Operation) -> Dialog:
    """The dialog of an operation: one of administration, of cases, or made of its arguments."""
    return ADMIN_DIALOGS.get(operation.name) or asking.dialog_of(operation)
