"""Columns: whether a value fits the column it is meant for, said once for every path."""

import datetime
from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db.models import Model
from django.utils.translation import gettext as _

from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import InvalidInput
from casework.kernel.text import storable

LARGEST = 2_147_483_647


def fitting(model: Any, name: str, value: Any, *, shown: str = "") -> Any:
    """``value`` as the column ``name`` keeps it.

    Raises InvalidInput naming the field and the cure when it does not fit: missing, too long, not
    one of the choices, of the wrong type, or text no database can keep (answers 24).
    """
    field = model._meta.get_field(name)
    shown = shown or field.name
    if isinstance(value, Model):
        value = value.pk
    if value is None or value == "":
        return _absent(field, value, shown)
    target = field.target_field if field.is_relation else field
    if isinstance(value, str) and not storable(value):
        raise InvalidInput(
            field=shown, problem=_("holds a character that cannot be stored (NUL or half a pair)")
        )
    kind = target.get_internal_type()
    try:
        value = _typed(kind, target, value)
        if not field.is_relation:
            field.run_validators(value)
            if kind == "TextField" and field.max_length and len(value) > field.max_length:
                MaxLengthValidator(field.max_length)(value)
    except (ValidationError, ValueError, TypeError, OverflowError) as error:
        raise InvalidInput(field=shown, problem=_problem(error)) from None
    if field.choices and value not in {code for code, _label in field.flatchoices}:
        wanted = ", ".join(f"{code} ({label})" for code, label in field.flatchoices)
        raise InvalidInput(
            field=shown,
            problem=_("{value} is not one of {wanted}").format(value=value, wanted=wanted),
        )
    return value


def fitting_each(rows: Iterable[tuple[UUID, Any]], fit: Callable[[Any], Any]) -> list[Any]:
    """What ``fit`` makes of the value of each row (id and value), in their order.

    Raises the first row's InvalidInput with all rows that fail like it as ``targets``, so that
    ``skip`` leaves them out at one go.
    """
    made: list[Any] = []
    failing: dict[str, tuple[InvalidInput, set[UUID]]] = {}
    for key, value in rows:
        try:
            made.append(fit(value))
        except InvalidInput as refusal:
            failing.setdefault(refusal.text, (refusal, set()))[1].add(key)
    for first, keys in failing.values():
        first.targets = keys
        raise first
    return made


def fitted_by_record(model: Any, name: str, given: ByRecord) -> dict[UUID, Any]:
    """The values of a table as the column ``name`` keeps them, by record."""
    known: dict[Any, Any] = {}

    def fit(value: Any) -> Any:
        if isinstance(value, dict | list):
            return fitting(model, name, value)
        what = type(value), value  # True equals 1, and is no number
        if what not in known:
            known[what] = fitting(model, name, value)
        return known[what]

    made = fitting_each(given.values.items(), fit)
    return dict(zip(given.values, made, strict=True))


def _absent(field: Any, value: Any, shown: str) -> Any:
    if field.get_internal_type() in ("CharField", "TextField", "EmailField") and not field.null:
        if not field.blank:
            raise InvalidInput(field=shown, problem=_("is required"))
        return ""
    if not field.null:
        raise InvalidInput(field=shown, problem=_("is required"))
    return None


def _typed(kind: str, field: Any, value: Any) -> Any:
    if kind == "UUIDField":
        return value if isinstance(value, UUID) else UUID(str(value))
    if kind == "DateTimeField":
        moment = field.to_python(value)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=datetime.UTC)
        return moment.astimezone(datetime.UTC)
    if kind in ("CharField", "TextField", "EmailField") and not isinstance(value, str):
        raise ValueError(_("must be text"))
    if kind.endswith("IntegerField"):
        if isinstance(value, bool) or (isinstance(value, float) and not value.is_integer()):
            raise ValueError(_("must be a whole number"))
        value = field.to_python(value)
        if kind != "BigIntegerField" and not -LARGEST <= value <= LARGEST:
            raise ValueError(_("is too large a number"))
        return value
    return field.to_python(value)


def _problem(error: Exception) -> str:
    return " ".join(error.messages) if isinstance(error, ValidationError) else str(error)
