"""Customs: the organisation's own columns as fields of a form, and what was answered in them."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.interfaces.calling import find_records
from casework.interfaces.web.forms import Field
from casework.kernel.actor import Actor
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput, NotFound
from casework.organisation.models import CustomColumn

PREFIX = "custom."
TYPES = {"text": "text", "long_text": "long", "number": "decimal", "date": "date",
         "choice": "choice", "yes_no": "yes_no", "lookup": "record"}  # fmt: skip
TABLES = frozenset(CustomColumn.TABLES)


def custom_fields(record: Any, actor: Actor) -> list[Field]:
    """The questions for the columns of a record's table that are in use, with what it says now."""
    if record.NOUN not in TABLES:
        return []
    columns = list(
        CustomColumn.objects.filter(table=record.NOUN, is_active=True).order_by("label", "name")
    )
    values = record.custom or {}
    names = _names(columns, values, actor)
    made = []
    for column in columns:
        one = Field(PREFIX + column.name, column.label, TYPES.get(column.type, "text"))
        value = values.get(column.name)
        if column.type == CustomColumn.Types.LOOKUP:
            one.noun = column.target
            value = names.get(value, _("not visible to you")) if value else ""
        one.required = column.is_required
        one.value = value if isinstance(value, bool) else "" if value is None else str(value)
        one.keep = True
        one.options = [("", ""), *((str(each), str(each)) for each in column.choices or ())]
        made.append(one)
    return made


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
