"""Customs: the organisation's own columns as fields of a form, and what was answered in them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.interfaces.calling import find_records, parameters
from casework.interfaces.web.forms import Field
from casework.kernel.actor import Actor
from casework.kernel.operations import Operation
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput, NotFound
from casework.organisation.models import CustomColumn

PREFIX = "custom."
TYPES = {"text": "text", "long_text": "long", "number": "decimal", "date": "date",
         "choice": "choice", "yes_no": "yes_no", "lookup": "record"}  # fmt: skip
TABLES = frozenset(CustomColumn.TABLES)


def custom_fields(record: Any, actor: Actor, names: Iterable[str] | None = None) -> list[Field]:
    """The questions for the columns that are on the form of a record, with what it says now.

    ``names`` are those that a form names itself, whether they are on all forms or not.
    """
    if record.NOUN not in TABLES:
        return []
    which = {"on_forms": True} if names is None else {"name__in": list(names)}
    columns = list(of_table(record.NOUN).filter(**which))
    values = record.custom or {}
    called = _names(columns, values, actor)
    made = []
    for column in columns:
        one, value = _question(column), values.get(column.name)
        if column.type == CustomColumn.Types.LOOKUP:
            value = called.get(value, _("not visible to you")) if value else ""
        one.value = value if isinstance(value, bool) else "" if value is None else str(value)
        one.keep = True
        made.append(one)
    return made


def of_table(noun: str) -> Any:
    """The columns of a table that are in use, in the order in which they are shown."""
    return CustomColumn.objects.filter(table=noun, is_active=True).order_by("label", "name")


def asked_customs(operation: Operation, post: Any) -> list[Field]:
    """The questions of a dialog that makes a record: for what is required, and what an
    administrator wants asked for; with what was answered."""
    noun = operation.model.NOUN
    if not operation.creates or noun not in TABLES or "custom" not in parameters(operation):
        return []
    made = [
        _question(one) for one in of_table(noun).filter(Q(in_dialogs=True) | Q(is_required=True))
    ]
    for one in made:
        one.value = one.name in post if one.kind == "yes_no" else post.get(one.name, "")
    return made


def custom_answers(fields: list[Field], post: Any, actor: Actor) -> dict[str, Any]:
    """The values of a new record's own columns; raises InvalidInput for the name of no record."""
    given = {one.name.removeprefix(PREFIX): custom_answer(one, post, actor)
             for one in fields if one.name.startswith(PREFIX)}  # fmt: skip
    return {name: value for name, value in given.items() if value is not None}


def _question(column: CustomColumn) -> Field:
    one = Field(PREFIX + column.name, column.label, TYPES.get(column.type, "text"))
    one.required = column.is_required
    one.noun = column.target
    one.options = [("", ""), *((str(each), str(each)) for each in column.choices or ())]
    return one


def _names(columns: list[CustomColumn], values: dict[str, Any], actor: Actor) -> dict[str, str]:
    """What the records in lookups are called: one query for each noun that is looked up."""
    wanted: dict[str, list[UUID]] = {}
    for column in columns:
        if column.type == CustomColumn.Types.LOOKUP and values.get(column.name):
            wanted.setdefault(column.target, []).append(UUID(values[column.name]))
    return {
        str(one.pk): _called(one)
        for noun, ids in wanted.items()
        for one in RECORDS[noun].objects.filter(pk__in=ids).visible_to(actor)
    }


def _called(record: Any) -> str:
    return str(getattr(record, record.KEY)) if record.KEY != "id" else str(record.pk)


def custom_answer(field: Field, post: Any, actor: Actor) -> Any:
    """What was answered for a custom column, as operations take it.

    Raises InvalidInput for the name of no record; what cannot be read is handed on as it is.
    """
    if field.kind == "yes_no":
        return field.name in post
    text = post.get(field.name, "").strip()
    if text == "":
        return None
    if field.kind == "record":
        try:
            [found] = find_records(RECORDS[field.noun], [text], actor).values()
        except NotFound as refusal:
            raise InvalidInput(field=field.name, problem=refusal.text) from None
        return str(found.pk)
    if field.kind == "decimal":
        try:
            return int(text) if text.lstrip("-").isdecimal() else float(text)
        except ValueError:
            return text
    return text.replace("\r\n", "\n") if field.kind == "long" else text


def of_customs(fields: list[Field], errors: list[dict[str, str]]) -> list[dict[str, str]]:
    """A custom column is named bare where its value is refused; its field bears the prefix."""
    names = {one.name for one in fields}
    return [
        {**one, "field": PREFIX + one["field"]}
        if one["field"] not in names and PREFIX + one["field"] in names
        else one
        for one in errors
    ]
