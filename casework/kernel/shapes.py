"""Shapes: the columns of a noun that go outside, what each is, and how it is compared."""

from dataclasses import dataclass
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from casework.kernel.refusals import InvalidInput
from casework.kernel.text import ascii_of

LONG = 10_000  # a text that may be longer is not in lists unless asked for
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


@dataclass(frozen=True)
class Shape:
    """One name in the JSON of a noun: where it comes from and what it is.

    ``kind`` is one of id, text, number, decimal, yes_no, moment, date, json, record, state, code,
    status; ``model`` the noun of a record.
    """

    name: str
    column: str
    kind: str
    field: Any
    model: Any = None
    long: bool = False

    @property
    def nullable(self) -> bool:
        return bool(self.field.null)


KINDS = {
    "UUIDField": "id",
    "BooleanField": "yes_no",
    "DateTimeField": "moment",
    "DateField": "date",
    "JSONField": "json",
    "FloatField": "decimal",
    "DecimalField": "decimal",
}
_shapes: dict[Any, dict[str, Shape]] = {}
_words: dict[Any, dict[int, str]] = {}


def shapes_of(model: Any) -> dict[str, Shape]:
    """The columns of a noun that go outside, by name: no secret and no derived column."""
    if model not in _shapes:
        hidden = {*model.SECRET, *model.DERIVED, *model.INTERNAL}
        fields = [one for one in model._meta.concrete_fields if one.name not in hidden]
        _shapes[model] = {one.name: _shape(model, one) for one in fields}
    return _shapes[model]


def _shape(model: Any, field: Any) -> Shape:
    if field.is_relation:
        return Shape(field.name, field.attname, "record", field, field.related_model)
    kind = KINDS.get(field.get_internal_type(), "")
    if not kind:
        kind = "number" if field.get_internal_type().endswith("IntegerField") else "text"
    if kind == "number" and field.choices:
        kind = "state" if field.name == "state" else "code"
    if field.name == model.STATUS:
        kind = "status"
    long = bool(field.max_length and field.max_length >= LONG)
    return Shape(field.name, field.attname, kind, field, long=long)


def words(field: Any) -> dict[int, str]:
    """The words of a state, as programs read them: the same in every language."""
    if field not in _words:
        with translation.override(None):
            labels = {code: str(label) for code, label in field.flatchoices}
        _words[field] = {
            code: label.lower().replace(" ", "_").replace("canceled", "cancelled")
            for code, label in labels.items()
        }
    return _words[field]


def filtered_by(model: Any, name: str) -> Shape:
    """The column a list is filtered by under this name; raises InvalidInput telling those there
    are."""
    bare = name.partition(".")[0]
    if bare.endswith("_code") and bare[:-5] in ("state", "status"):
        bare = bare[:-5]
    shape = shapes_of(model).get(bare)
    if shape is None or shape.kind == "json":
        known = ", ".join(n for n, one in shapes_of(model).items() if one.kind != "json")
        problem = _("is no column to filter by; there are: {known}").format(known=known)
        raise InvalidInput(field=ascii_of(name), problem=problem)
    return shape


def sorted_by(model: Any, name: str) -> Shape:
    """The column a list is sorted by under this name; raises InvalidInput telling those there
    are."""
    shapes = shapes_of(model)
    shape = shapes.get(name.removesuffix("_code") if "_code" in name else name)
    if shape is None or shape.kind in ("json", "record") or shape.long:
        known = ", ".join(n for n, one in shapes.items() if one.kind not in ("json", "record"))
        problem = _("{name} is no column to sort by; there are: {known}").format(
            name=ascii_of(name[:50]), known=known
        )
        raise InvalidInput(field="sort", problem=problem)
    return shape


def refuse_operator(kind: str, name: str, operator: str) -> None:
    """Raises InvalidInput telling the operators by which columns of this kind are compared."""
    if operator not in OPERATORS[kind]:
        known = ", ".join(OPERATORS[kind])
        problem = _("knows these operators: {known}").format(known=known)
        raise InvalidInput(field=ascii_of(name), problem=problem)
