"""Columns: short words for the attributes that the entries of the table are made of."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db.models import Case, Q, Value, When
from django.db.models import fields as kept

from casework.cases.models import StatusReason
from casework.interfaces.odata.entities.attributes import (
    Attribute,
    Navigation,
    Option,
    Required,
    Type,
)

SYSTEM = Required.SYSTEM


def text(name: str, label: str, column: str = "", length: int = 100, **more: Any) -> Attribute:
    """A line of text; an empty one of ours is null there."""
    return _text(Type.STRING, name, label, column, length, **more)


def memo(name: str, label: str, column: str = "", length: int = 2000, **more: Any) -> Attribute:
    """Text of many lines."""
    return _text(Type.MEMO, name, label, column, length, **more)


def _text(kind: Type, name: str, label: str, column: str, length: int, **more: Any) -> Attribute:
    must = more.get("required", Required.NONE) != Required.NONE or "__" in column
    said = {"argument": column if "__" not in column else "", "may_be_empty_text": not must}
    return Attribute(
        name=name, type=kind, label=label, column=column, max_length=length, **{**said, **more}
    )


def plain(kind: Type, name: str, label: str, column: str = "", **more: Any) -> Attribute:
    """A column of any other type, written by the argument of the same name."""
    said: dict[str, Any] = {"argument": column if "__" not in column else ""}
    return Attribute(name=name, type=kind, label=label, column=column, **{**said, **more})


def number(name: str, label: str, column: str = "", **more: Any) -> Attribute:
    """A whole number."""
    return plain(Type.INTEGER, name, label, column, **more)


def moment(name: str, label: str, column: str = "", **more: Any) -> Attribute:
    """A point in time, in UTC."""
    return plain(Type.DATETIME, name, label, column, **more)


def day(name: str, label: str, column: str = "", **more: Any) -> Attribute:
    """A date without a time."""
    return plain(Type.DATETIME, name, label, column, date_only=True, **more)


def flag(name: str, label: str, column: str = "", **more: Any) -> Attribute:
    """Yes or no."""
    return plain(Type.BOOLEAN, name, label, column, options=yes_no, **more)


def choice(
    name: str,
    label: str,
    column: str = "",
    choices: Any = None,
    values: Sequence[tuple[int, str]] = (),
    **more: Any,
) -> Attribute:
    """One of an option set: of our choices, or of values told here."""
    options = options_of(choices) if choices is not None else options_of(values)
    return plain(Type.PICKLIST, name, label, column, options=options, **more)


def lookup(
    name: str, label: str, *ways: Navigation, kind: Type = Type.LOOKUP, **more: Any
) -> Attribute:
    """The id of another record."""
    return Attribute(name=name, type=kind, label=label, navigations=ways, **more)


def to(name: str, target: str, path: str = "", argument: str = "", **more: Any) -> Navigation:
    """A way to another table; without a path it leads nowhere yet."""
    return Navigation(name, target, path, argument, **more)


def yes_no() -> tuple[Option, ...]:
    """The two options of a flag."""
    return Option(0, "No"), Option(1, "Yes")


def options_of(choices: Any) -> Callable[[], tuple[Option, ...]]:
    """An option set of our choices (a Django enumeration) or of pairs."""
    pairs = getattr(choices, "choices", choices)
    return lambda: tuple(Option(int(value), str(label)) for value, label in pairs)


def states(*pairs: tuple[int, str], column: str = "state", **more: Any) -> Attribute:
    """The state of a row."""
    return Attribute(
        name="statecode", type=Type.STATE, label="Status", column=column, required=SYSTEM,
        options=options_of(pairs), **more,
    )  # fmt: skip


def statuses(*options: tuple[int, str, int], column: str = "status", **more: Any) -> Attribute:
    """The status reason, each of a state; the first of a state is its default."""
    made = tuple(Option(*one) for one in options)
    return Attribute(
        name="statuscode", type=Type.STATUS, label="Status Reason", column=column,
        options=lambda: made, **more,
    )  # fmt: skip


def status_reasons() -> tuple[Option, ...]:
    """The status reasons of cases, which an organisation may add to: one query."""
    rows = StatusReason.objects.order_by("state", "-is_default", "position", "code")
    return tuple(Option(*row) for row in rows.values_list("code", "label", "state"))


def mapped(condition: dict[str, Any], if_true: int, if_false: int) -> Callable[[str], Any]:
    """A number that says whether a condition on our row holds."""
    return lambda prefix: _either(condition, prefix, if_true, if_false, kept.BigIntegerField())


def holds(**condition: Any) -> Callable[[str], Any]:
    """A flag that says whether a condition on our row holds."""
    return lambda prefix: _either(condition, prefix, True, False, kept.BooleanField())


def _either(condition: dict[str, Any], prefix: str, yes: Any, no: Any, field: Any) -> Any:
    there = Q(**{f"{prefix}{name}": value for name, value in condition.items()})
    return Case(When(there, then=Value(yes)), default=Value(no), output_field=field)


def worded(column: str, words: Mapping[Any, str]) -> Callable[[str], Any]:
    """A code of ours as the word that stands for it there."""

    def expression(prefix: str) -> Any:
        cases = [
            When(**{f"{prefix}{column}": one}, then=Value(word)) for one, word in words.items()
        ]
        return Case(*cases, default=Value(""), output_field=kept.TextField())

    return expression


def active(is_active: str = "is_active") -> tuple[Attribute, Attribute]:
    """State and status of what is active or not."""
    return (
        states((0, "Active"), (1, "Inactive"), column="",
               expression=mapped({is_active: True}, 0, 1)),
        statuses((1, "Active", 0), (2, "Inactive", 1), column="",
                 expression=mapped({is_active: True}, 1, 2)),
    )  # fmt: skip


def active_state() -> tuple[Attribute, Attribute]:
    """State and status of a customer: the status says what the state does."""
    return (
        states((0, "Active"), (1, "Inactive")),
        statuses((1, "Active", 0), (2, "Inactive", 1), column="",
                 expression=mapped({"state": 0}, 1, 2)),
    )  # fmt: skip


def key(name: str, label: str) -> Attribute:
    """The primary id."""
    return Attribute(name=name, type=Type.GUID, label=label, column="pk", required=SYSTEM)


def stamps() -> tuple[Attribute, ...]:
    """When and by whom a row was made and changed, and its version."""
    return (
        moment("createdon", "Created On", "created_at", argument=""),
        lookup("createdby", "Created By", to("createdby", "systemuser", "created_by")),
        moment("modifiedon", "Modified On", "modified_at", argument=""),
        lookup("modifiedby", "Modified By", to("modifiedby", "systemuser", "modified_by")),
        plain(Type.BIGINT, "versionnumber", "Version Number", "version", argument=""),
        moment("overriddencreatedon", "Record Created On"),
        number("importsequencenumber", "Import Sequence Number"),
    )


def owned(user: str = "owner_user", team: str = "owner_team", unit: str = "unit") -> Any:
    """Who owns a row; the business unit follows the owner."""
    return (
        lookup(
            "ownerid", "Owner",
            to("ownerid", "systemuser", user, "user"), to("ownerid", "team", team, "team"),
            kind=Type.OWNER, required=SYSTEM,
        ),
        lookup("owninguser", "Owning User", to("owninguser", "systemuser", user)),
        lookup("owningteam", "Owning Team", to("owningteam", "team", team)),
        lookup(
            "owningbusinessunit", "Owning Business Unit",
            to("owningbusinessunit", "businessunit", unit),
        ),
    )  # fmt: skip
