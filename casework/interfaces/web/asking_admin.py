"""Asking in administration: what the dialogs about people, statuses, columns and tokens ask."""

import zoneinfo
from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import StatusReason, Subject
from casework.interfaces.calling import parameters
from casework.interfaces.web.asking import Asked, Dialog, Given, owner_given
from casework.interfaces.web.forms import Field
from casework.interfaces.web.trees import paths
from casework.interfaces.web.words.operations import NOUNS
from casework.interfaces.web.words.privileges import label_of
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
        _choose(one, [(name, f"{label_of(name)} ({name})") for name in sorted(known())])
    elif one.name == "depth":
        _choose(one, [(str(code), str(label)) for code, label in RolePrivilege.Depths.choices])
    elif one.name in ("from_code", "to_code"):
        rows = StatusReason.objects.filter(is_active=True).order_by("state", "position", "code")
        _choose(one, [(str(row.code), _(row.label)) for row in rows])
    elif one.name == "choices":
        one.kind, one.value = "long", "\n".join(str(one.value).split(", "))
    one.help = one.help or _helps().get((noun, one.name), "")


def _helps() -> dict[tuple[str, str], str]:
    return {
        ("status", "code"): _("Left empty, the next free one is taken. It never changes."),
        ("status", "position"): _("Where it stands in lists; left empty, at the end."),
        ("status", "is_default"): _("The former default of the state gives way."),
        ("status", "state"): _("A status stays in its state for ever."),
        ("column", "choices"): _("For columns of type choice: one on each line, or with commas."),
        ("column", "target"): _("For columns of type lookup: what they refer to."),
        ("column", "name"): _("What programs call it: small letters, digits and _. It stays."),
        ("column", "is_required"): _("Asked for in new records; those there are stay without."),
        ("column", "is_indexed"): _("Finding by it is fast; saving takes a little longer."),
        ("column", "on_forms"): _("On the page of a record, where it is read and changed."),
        ("column", "in_lists"): _("In every list whose columns nobody chose; others may add it."),
        ("column", "in_dialogs"): _("Asked for when a record is made; a required one always is."),
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
        now = getattr(asked.chosen.records[0], one.name) if one.keep else None
        if now is not None and now.pk not in {key for key, _parent, _name in found}:
            options.append((str(now.pk), str(now)))
        if empty or now is None:
            options.insert(0, ("", ""))
        _choose(one, options)
        if one.keep:
            one.value = str(now.pk) if now else ""


def questions(asked: Asked) -> list[Field]:
    """The questions of an operation, with choices where there are few to choose from."""
    made = Dialog().fields(asked)
    known_ = parameters(asked.operation)
    for one in made:
        default = known_[one.name].default
        if known_[one.name].many and not one.keep:
            one.value = ", ".join(default) if isinstance(default, list) else ""
        _special(asked, one)
    return made


def _listed(asked: Asked, given: Given) -> Given:
    """Choices on lines of their own may hold commas."""
    if "choices" in given and "\n" in asked.post.get("choices", "").strip():
        lines = asked.post["choices"].splitlines()
        given["choices"] = [line.strip() for line in lines if line.strip()]
    return given


def _holder(asked: Asked) -> list[Field]:
    return [Field("to", _("User or team"), "record", True, noun="owner")]


def _holder_given(asked: Asked, given: Given) -> Given:
    named = {name: asked.post[name] for name in ("user", "team") if asked.post.get(name)}
    return {**given, **named} if named else owner_given(asked, given)


CHANGE = Dialog(questions, _listed)
MAKE = Dialog(questions, _listed, fewest=0)
HOLDER = Dialog(_holder, _holder_given)
MADE = ("status.create", "subject.create", "queue.create", "team.create", "user.create",
        "unit.create", "role.create", "token.create", "column.define",
        "transition.allow")  # fmt: skip
CHANGED = ("status.edit", "subject.edit", "queue.edit", "team.edit", "user.edit", "unit.edit",
           "role.edit", "column.edit", "role.set_privilege", "role.remove_privilege",
           "team.add_members", "team.remove_members", "queue.add_members",
           "queue.remove_members")  # fmt: skip
ADMIN: dict[str, Dialog] = {
    **dict.fromkeys(MADE, MAKE),
    **dict.fromkeys(CHANGED, CHANGE),
    "role.grant": HOLDER,
    "role.take": HOLDER,
}
