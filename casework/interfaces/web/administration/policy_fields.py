"""Policy fields: a policy as a question of a form, by its type, and what was answered."""

import dataclasses
import json
import types
import typing
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext_lazy as _

from casework.cases.choices import CaseType, Stage
from casework.cases.policies import INHERITABLE, PROCESS_COLUMNS
from casework.interfaces.web.grids import CASES
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.operations import command_of
from casework.interfaces.web.words.policies import choice_of, words_of
from casework.kernel.operations import OPERATIONS
from casework.kernel.policies import POLICIES
from casework.organisation.models import CustomColumn

YES, NO = _("Yes"), _("No")
SPARE = 2  # empty rows for names with values
# policies keyed by codes that are known: the code with its name
Words = dict[str, str]
KEYED: dict[str, Any] = {
    "case.closure_by_type": CaseType,
    "process.labels": Stage,
    "process.fields": Stage,
    "process.actions": Stage,
}
COLUMNS: dict[str, tuple[str, ...]] = {
    "case.inherited_columns": INHERITABLE,
    "process.fields": PROCESS_COLUMNS,
}


@dataclass
class PolicyField:
    """One policy as it is asked for.

    ``kind`` is one of choice, yes_no, number, text, lines, several (some of ``options``), keyed
    (a part for each known key) and rows (names with values). ``was`` is the value it had when
    the form was made, as JSON.
    """

    name: str
    label: str
    kind: str
    value: Any
    about: str = ""
    default: Any = None
    options: list[tuple[str, str]] = field(default_factory=list)
    parts: list["PolicyField"] = field(default_factory=list)
    rows: list[tuple[str, str]] = field(default_factory=list)
    was: str = ""
    problem: str = ""

    @property
    def key(self) -> str:
        """The name as an id on a page."""
        return self.name.replace(".", "-").replace(":", "-").replace("_", "-")

    @property
    def told_default(self) -> str:
        """The default in words."""
        return told(self, self.default)

    @property
    def told_value(self) -> str:
        """The value in words, for those who only read it."""
        return told(self, self.value)


def field_of(policy: str, now: dict[type[Any], Any]) -> PolicyField:
    """The question for a policy (group.name) with its present value."""
    group, _dot, name = policy.partition(".")
    declared = POLICIES[group]
    hint = typing.get_type_hints(declared)[name]
    label, about = words_of(policy)
    value = getattr(now[declared], name)
    default = getattr(declared(), name)
    made = _typed(policy, policy, label, hint, value)
    made.about, made.default, made.was = about, default, json.dumps(value, sort_keys=True)
    return made


def policies_of(group: str) -> list[str]:
    """The policies of a group, as group.name."""
    return [f"{group}.{one.name}" for one in dataclasses.fields(POLICIES[group])]


def _typed(
    policy: str, name: str, label: str, hint: Any, value: Any, known: Words | None = None
) -> PolicyField:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        hint = next(one for one in arguments if one is not type(None))
        return _typed(policy, name, label, hint, value)
    if origin is Literal:
        made = PolicyField(name, label, "choice", "" if value is None else value)
        made.options = [(str(one), choice_of(policy, str(one))) for one in arguments]
        return made
    if origin is dict:
        return _table(policy, name, label, arguments[1], value or {})
    if origin in (list, tuple, frozenset):
        words = _known(policy, arguments[0]) if known is None else known
        return _list(name, label, words, list(value or ()))
    kind = {bool: "yes_no", int: "number"}.get(hint, "text")
    return PolicyField(name, label, kind, value)


def _table(policy: str, name: str, label: str, hint: Any, value: dict[str, Any]) -> PolicyField:
    if policy not in KEYED:
        rows = [(key, str(one)) for key, one in value.items()]
        return PolicyField(name, label, "rows", value, rows=[*rows, *[("", "")] * SPARE])
    made = PolicyField(name, label, "keyed", value)
    several = typing.get_origin(hint) is list
    known = _known(policy, typing.get_args(hint)[0]) if several else {}
    for code, words in KEYED[policy].choices:
        part = _typed(policy, f"{name}:{code}", str(words), hint, value.get(str(code)), known)
        if part.kind == "choice":
            part.options.insert(0, ("", "–"))
        part.value = "" if part.value is None else part.value
        made.parts.append(part)
    return made


def _list(name: str, label: str, known: Words, value: list[Any]) -> PolicyField:
    if not known:
        return PolicyField(name, label, "lines", value)
    names = [*value, *(one for one in known if one not in value)]
    options = [(str(one), known.get(one, str(one))) for one in names]
    return PolicyField(name, label, "several", value, options=options)


def _known(policy: str, hint: Any) -> Words:
    """What a list of a policy may hold, with its words; empty where it may hold anything."""
    names: tuple[str, ...] = ()
    if typing.get_origin(hint) is Literal:
        names = typing.get_args(hint)
    elif policy == "dialogs.merge_columns":
        names = tuple(CASES.columns())
    elif policy in COLUMNS:
        names = COLUMNS[policy]
    made = {str(one): _word(policy, str(one)) for one in names}
    if policy == "process.fields":
        rows = CustomColumn.objects.filter(table="case", is_active=True).order_by("name")
        made |= {f"custom.{name}": label for name, label in rows.values_list("name", "label")}
    return made


def _word(policy: str, name: str) -> str:
    if name in OPERATIONS:
        return str(command_of(name).label)
    told_in = {"dialogs.resolve_fields": "case.resolve", "case.inherited_columns": "case.open"}
    return label_of("case", name, told_in.get(policy, ""))


def answer(one: PolicyField, post: Any) -> Any:
    """What was answered to a question; the field keeps it. What fits no type is kept as typed."""
    if one.kind == "keyed":
        given = {part.name.partition(":")[2]: answer(part, post) for part in one.parts}
        one.value = {code: value for code, value in given.items() if value not in ("", [], None)}
    elif one.kind == "rows":
        pairs = zip(
            post.getlist(f"{one.name}:key"), post.getlist(f"{one.name}:value"), strict=False
        )
        one.value = {key.strip(): value.strip() for key, value in pairs if key.strip()}
        one.rows = [*one.value.items(), *[("", "")] * SPARE]
    elif one.kind == "several":
        one.value = [value for value in post.getlist(one.name) if value]
    elif one.kind == "lines":
        texts = post.get(one.name, "").splitlines()
        one.value = [text.strip() for text in texts if text.strip()]
    elif one.kind == "yes_no":
        one.value = one.name in post
    else:
        text = post.get(one.name, "").strip()
        plain = one.kind == "number" and text.isdecimal() and len(text) < 16
        one.value = int(text) if plain else text
    return one.value


def changed(one: PolicyField, post: Any) -> bool:
    """Whether the answer differs from what stood in the form when it was shown."""
    return json.dumps(answer(one, post), sort_keys=True) != post.get(f"{one.name}:was", one.was)


def told(one: PolicyField, value: Any) -> str:
    """A value of a policy in words."""
    if one.kind == "keyed":
        given = [(part, (value or {}).get(part.name.partition(":")[2])) for part in one.parts]
        return "; ".join(f"{part.label}: {told(part, each)}" for part, each in given if each) or "–"
    if one.kind == "several":
        words = dict(one.options)
        return ", ".join(words.get(str(each), str(each)) for each in value) or "–"
    if one.kind == "lines":
        return ", ".join(map(str, value)) or "–"
    if one.kind == "rows":
        return ", ".join(f"{key}: {each}" for key, each in value.items()) or "–"
    if one.kind == "choice":
        return dict(one.options).get(str(value), "–")
    if one.kind == "yes_no":
        return str(YES if value else NO)
    return "–" if value in ("", None) else str(value)
