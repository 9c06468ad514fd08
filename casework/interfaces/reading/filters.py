"""Filters: ``column.operator=value`` of a list as a condition; only names we know."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.interfaces.calling import look_up
from casework.interfaces.reading.customs import Custom, custom_of
from casework.interfaces.reading.shapes import Shape, shapes_of, words
from casework.interfaces.reading.values import ascii_of, typed, yes_or_no
from casework.kernel.access import NONE
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.text import fold, storable

ORDERED = ("eq", "ne", "in", "lt", "lte", "gt", "gte", "null")
OPERATORS = {
    "id": ("eq", "ne", "in"),
    "text": (*ORDERED, "contains"),
    "number": ORDERED,
    "decimal": ORDERED,
    "moment": ORDERED,
    "date": ORDERED,
    "yes_no": ("eq", "ne", "null"),
    "record": ("eq", "ne", "in", "null"),
    "state": ("eq", "ne", "in"),
    "code": ("eq", "ne", "in", "null"),
    "status": ("eq", "ne", "in"),
}
LOOKUPS = {"lt": "lt", "lte": "lte", "gt": "gt", "gte": "gte"}
AT_MOST = 500  # values of one filter
FILTERS = 100
WORDS = 1_000  # characters to look for inside a text


def condition(model: Any, given: list[tuple[str, str]], actor: Actor) -> tuple[Q, dict[str, Any]]:
    """What the rows must be, and what they must be annotated with for it.

    Raises InvalidInput for an unknown column or operator and for a value that does not fit.
    """
    if len(given) > FILTERS:
        problem = _("are more than {most} values").format(most=FILTERS)
        raise InvalidInput(field="filters", problem=problem)
    made, annotations = Q(), {}
    for name, text in given:
        if not storable(text) or not storable(name):
            problem = _("holds a character that cannot be stored (NUL or half a pair)")
            raise InvalidInput(field=ascii_of(name), problem=problem)
        if name.startswith("custom."):
            bare, operator = _split(name.removeprefix("custom."))
            column = custom_of(model, bare)
            annotations[column.alias] = column.expression
            made &= _custom(column, name, operator, text)
            continue
        bare, operator = _split(name)
        if bare.endswith("_code") and bare[:-5] in ("state", "status"):
            bare = bare[:-5]
        shape = shapes_of(model).get(bare)
        if shape is None or shape.kind == "json":
            known = ", ".join(n for n, one in shapes_of(model).items() if one.kind != "json")
            problem = _("is no column to filter by; there are: {known}").format(known=known)
            raise InvalidInput(field=ascii_of(name), problem=problem)
        made &= _plain(model, shape, name, operator, text, actor)
    return made, annotations


def _split(name: str) -> tuple[str, str]:
    bare, _dot, operator = name.partition(".")
    return bare, operator or "eq"


def _allowed(kind: str, name: str, operator: str) -> None:
    if operator not in OPERATORS[kind]:
        known = ", ".join(OPERATORS[kind])
        problem = _("knows these operators: {known}").format(known=known)
        raise InvalidInput(field=ascii_of(name), problem=problem)


def _plain(model: Any, shape: Shape, name: str, operator: str, text: str, actor: Actor) -> Q:
    _allowed(shape.kind, name, operator)
    column = shape.column
    if operator == "null":
        return Q(**{f"{column}__isnull": yes_or_no(name, text)})
    if operator == "contains":
        _refuse_long(name, text)
        for folded, (source, make) in model.DERIVED.items():
            if source == shape.name:
                return Q(**{f"{folded}__contains": make(text)})
        return Q(**{f"{column}__icontains": text})
    texts = _texts(name, text) if operator == "in" else [text]
    if shape.kind == "record":
        values = _records(shape, name, texts, actor)
    else:
        values = [value(shape, name, one) for one in texts]
    return compared(column, operator, values, nullable=shape.nullable)


def compared(column: str, operator: str, values: list[Any], *, nullable: bool) -> Q:
    """A column compared with values; "not equal" takes what is empty along."""
    if operator in LOOKUPS:
        return Q(**{f"{column}__{LOOKUPS[operator]}": values[0]})
    among = Q(**{f"{column}__in": values}) if values else NONE
    if operator == "ne":
        return (~among | Q(**{f"{column}__isnull": True})) if nullable else ~among
    return among


def _refuse_long(name: str, text: str) -> None:
    if len(text) > WORDS:
        problem = _("is longer than {length}").format(length=WORDS)
        raise InvalidInput(field=ascii_of(name), problem=problem)


def _texts(name: str, text: str) -> list[str]:
    texts = [one.strip() for one in text.split(",") if one.strip()]
    if len(texts) > AT_MOST:
        problem = _("are more than {most} values").format(most=AT_MOST)
        raise InvalidInput(field=ascii_of(name), problem=problem)
    return texts


def _records(shape: Shape, name: str, texts: list[str], actor: Actor) -> list[UUID]:
    if shape.model.NOUN == "user":
        texts = [str(actor.user) if one == "me" else one for one in texts]
    values = []
    for one in look_up(shape.model, texts, actor).values():
        if isinstance(one, Refusal):
            raise InvalidInput(field=ascii_of(name), problem=one.text)
        values.append(one.pk)
    return values


def value(shape: Shape, name: str, text: str) -> Any:
    """The text of a filter as a value of the column."""
    if shape.kind in ("state", "code"):
        known = {word: code for code, word in words(shape.field).items()}
        if text in known:
            return known[text]
        if text.isdecimal() and len(text) < 11 and int(text) in known.values():
            return int(text)
        choices = ", ".join(f"{word} ({code})" for word, code in known.items())
        problem = _("must be one of {choices}").format(choices=choices)
        raise InvalidInput(field=ascii_of(name), problem=problem)
    return typed("number" if shape.kind == "status" else shape.kind, name, text)


def _custom(column: Custom, name: str, operator: str, text: str) -> Q:
    kind = column.kind
    _allowed(kind, name, operator)
    alias = column.alias
    if operator == "null":
        return Q(**{f"{alias}__isnull": yes_or_no(name, text)})
    if operator == "contains":
        _refuse_long(name, text)
        return Q(**{f"{alias}__icontains": text})
    texts = _texts(name, text) if operator == "in" else [text]
    values = [typed(kind, name, one) for one in texts]
    if kind == "yes_no":
        values = ["true" if one else "false" for one in values]
    elif kind == "date":
        values = [one.isoformat() for one in values]
    return compared(alias, operator, values, nullable=True)


def searched(model: Any, text: str) -> Q:
    """Rows that hold the words of a search: in their name, their number or their subject."""
    if not storable(text):
        problem = _("holds a character that cannot be stored (NUL or half a pair)")
        raise InvalidInput(field="q", problem=problem)
    _refuse_long("q", text)
    made = NONE
    for column in model.DERIVED:
        made |= Q(**{f"{column}__contains": fold(text)})
    names = {field.name for field in model._meta.concrete_fields}
    folded = {source for source, _make in model.DERIVED.values()}
    for column in {model.KEY, "subject", "number", "email"} - folded - {"id"}:
        if column in names and not model._meta.get_field(column).is_relation:
            made |= Q(**{f"{column}__icontains": text})
    return made
