"""Editing: the columns of a record as a form on its page, and saving what was changed in it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, cast

from django.http import HttpResponseRedirect
from django.utils.translation import gettext as _

from casework.interfaces.calling import call, parameters
from casework.interfaces.web.customs import PREFIX, custom_answer, of_customs
from casework.interfaces.web.forms import (
    Field,
    answered,
    differs,
    field_of,
    present,
    problems_into,
)
from casework.interfaces.web.naming import names
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.showing import with_query
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS, Operation, Result
from casework.kernel.refusals import InvalidInput, Refusal, Stale


@dataclass(frozen=True)
class Sheet:
    """The form on the page of a record: the operation that saves it, and what is special in it.

    ``needed`` are never emptied; ``made`` makes a question of the record for a name, ``taken``
    makes arguments of what was typed for it.
    """

    edit: str
    needed: tuple[str, ...] = ()
    made: Mapping[str, Callable[[Any, Actor], Field]] = field(default_factory=dict)
    taken: Mapping[str, Callable[[str, Actor], dict[str, Any]]] = field(default_factory=dict)

    @property
    def operation(self) -> Operation:
        """The operation that saves what was changed."""
        return OPERATIONS[self.edit]


def fields_of(sheet: Sheet, record: Any, wanted: tuple[str, ...], actor: Actor) -> list[Field]:
    """The questions of these names, with what the record says now."""
    known = parameters(sheet.operation)
    seen = _seen(record, [name for name in wanted if known.get(name) and known[name].model], actor)
    made = []
    for name in wanted:
        if name in sheet.made:
            made.append(sheet.made[name](record, actor))
            continue
        one = field_of(sheet.operation, known[name])
        if name in seen:
            one.value, one.keep = seen[name], True
        else:
            present(one, record)
        one.required = name in sheet.needed
        made.append(one)
    return made


def _seen(record: Any, columns: list[str], actor: Actor) -> dict[str, str]:
    """What related records are called, for one who may see them: one query for each noun."""
    wanted: dict[Any, set[Any]] = {}
    for name in columns:
        column = record._meta.get_field(name)
        if (key := getattr(record, column.attname)) is not None:
            wanted.setdefault(column.related_model, set()).add(key)
    called = {
        key: name
        for model, keys in wanted.items()
        for key, name in names(model, keys, actor).items()
    }
    made = {}
    for name in columns:
        key = getattr(record, record._meta.get_field(name).attname)
        made[name] = "" if key is None else called.get(key, _("not visible to you"))
    return made


def given_of(sheet: Sheet, fields: list[Field], post: Any, actor: Actor) -> dict[str, Any]:
    """What was changed in the form: only what differs from what it was when it was shown."""
    changed = [one for one in fields if differs(one, post)]
    special = [one for one in changed if one.name in sheet.taken or one.name.startswith(PREFIX)]
    plain = [one for one in changed if one not in special]
    given = answered(sheet.operation, plain, post, {})
    for one in special:
        if one.name in sheet.taken:
            one.value = post[one.name]
            given |= sheet.taken[one.name](post[one.name], actor)
        else:
            one.value = one.name in post if one.kind == "yes_no" else post.get(one.name, "")
            answer = custom_answer(one, post, actor)
            given.setdefault("custom", {})[one.name.removeprefix(PREFIX)] = answer
    return given


def save(request: Any, sheet: Sheet, record: Any, fields: list[Field], there: str) -> Any:
    """Save what was changed; answers the way on, or a status with the problems to be shown.

    With a version that is no longer the record's nothing is written: what was typed stays in the
    fields and what somebody else has written stands beside it.
    """
    now = {one.name: one.value for one in fields}
    post = request.POST
    try:
        given = given_of(sheet, fields, post, request.actor)
        if not given:
            return HttpResponseRedirect(there, status=303)
        version = post.get("version", "")
        made = call(
            sheet.operation, [record.pk], given, by=request.actor,
            if_match=int(version) if version.isdecimal() and len(version) < 10 else None,
        )  # fmt: skip
        run = cast(Result, made).run  # no preview was asked for
    except Refusal as refusal:
        _keep(now, fields, post)
        return refusal.status, _told(refusal, fields)
    more = {DID: str(run)} if run else {}
    return HttpResponseRedirect(with_query(there, **more), status=303)


def _told(refusal: Refusal, fields: list[Field]) -> list[str]:
    if isinstance(refusal, Stale):
        text = _(
            "Somebody else saved this while you were typing. What you typed is kept; what they "
            "wrote stands beside it. Save again to put yours in its place."
        )
        return [text]
    if not isinstance(refusal, InvalidInput):
        return [refusal.text]
    errors = refusal.facts.get("errors") or [
        {"field": refusal.facts["field"], "problem": str(refusal.facts["problem"])}
    ]
    return problems_into(fields, of_customs(fields, errors)) or [_("Please look at the fields.")]


def _keep(now: dict[str, Any], fields: list[Field], post: Any) -> None:
    """What was typed stays in its field, what was not touched follows the record.

    Where somebody else has written something else in the meantime, it is told beside it.
    """
    for one in fields:
        value, is_yes_no = now[one.name], one.kind == "yes_no"
        one.was = ("true" if value is True else "") if is_yes_no else str(value)
        one.value = value
        if differs(one, post):
            one.value = one.name in post if is_yes_no else post[one.name]
        shown = post.get(f"{one.name}:was", one.was).replace("\r\n", "\n")
        if shown != one.was.replace("\r\n", "\n"):
            told = (_("Yes") if value else _("No")) if is_yes_no else str(value)
            told = dict(one.options).get(told, told) or "–"
            one.help = _("Now saved by somebody else: {value}").format(value=told)
