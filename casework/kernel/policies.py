"""Policies: typed settings an administrator may change, each group a dataclass beside its noun."""

import dataclasses
import types
import typing
from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from casework.kernel.once import once
from casework.kernel.prepared import Prepared
from casework.kernel.records import Record
from casework.kernel.refusals import InvalidInput

P = TypeVar("P")
POLICIES: dict[str, type[Any]] = {}


def policies(name: str) -> typing.Callable[[type[P]], type[P]]:
    """Declare a frozen dataclass as the group of policies called ``name``."""

    def declare(group: type[P]) -> type[P]:
        POLICIES[name] = group
        return group

    return declare


class PolicySetting(Record):
    """What an administrator chose in one group of policies; what is absent has its default."""

    NOUN = "policy"
    KEY = "name"

    name = models.CharField(max_length=40, unique=True)
    values = models.JSONField(default=dict)


def chosen() -> dict[type[Any], Any]:
    """All groups as they are set now, by one statement; once for a page that only reads."""
    stored = dict(once(CHOSEN))
    return {group: group(**stored.get(name, {})) for name, group in POLICIES.items()}


CHOSEN = Prepared(lambda: PolicySetting.objects.values_list("name", "values"))


def checked(name: str, changes: dict[str, Any]) -> dict[str, Any]:
    """``changes`` when they fit the group; raises InvalidInput naming the policy and the cure."""
    if name not in POLICIES:
        known = ", ".join(sorted(POLICIES))
        raise InvalidInput(field="name", problem=_("is not one of {known}").format(known=known))
    hints = typing.get_type_hints(POLICIES[name])
    for key, value in changes.items():
        if key not in hints:
            known = ", ".join(sorted(hints))
            raise InvalidInput(
                field=key, problem=_("is no policy; there are {known}").format(known=known)
            )
        if not _fits(value, hints[key]):
            raise InvalidInput(
                field=key,
                problem=_("{value} is not {wanted}").format(value=value, wanted=_words(hints[key])),
            )
    check = getattr(POLICIES[name], "check", None)
    if check:
        check(changes)
    return changes


def _fits(value: Any, hint: Any) -> bool:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return value in arguments
    if origin in (typing.Union, types.UnionType):
        return any(_fits(value, one) for one in arguments)
    if origin in (list, tuple, frozenset):
        return isinstance(value, list) and all(_fits(one, arguments[0]) for one in value)
    if origin is dict:
        return isinstance(value, dict) and all(
            isinstance(key, str) and _fits(one, arguments[1]) for key, one in value.items()
        )
    if hint is int:
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0
    return isinstance(value, hint)


def _words(hint: Any) -> str:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin is typing.Literal:
        return _("one of {choices}").format(choices=", ".join(map(str, arguments)))
    if origin is list:
        return _("a list; each is {wanted}").format(wanted=_words(arguments[0]))
    if origin is dict:
        return _("names with values; each value is {wanted}").format(wanted=_words(arguments[1]))
    words = {bool: _("true or false"), int: _("a whole number, 0 or more"), str: _("a text")}
    return words.get(hint, str(hint))


def complete(name: str, stored: dict[str, Any]) -> dict[str, Any]:
    """What a group of policies says now: what was chosen, and the defaults of the rest."""
    group = POLICIES.get(name)
    return dataclasses.asdict(group(**stored)) if group else stored


def described() -> list[dict[str, Any]]:
    """Every policy with its group, name, type in words, default and present value."""
    now = chosen()
    return [
        {
            "group": name,
            "policy": field.name,
            "allowed": _words(typing.get_type_hints(group)[field.name]),
            "default": field.default if field.default is not dataclasses.MISSING else None,
            "value": getattr(now[group], field.name),
        }
        for name, group in POLICIES.items()
        for field in dataclasses.fields(group)
    ]
