"""Comparing: what makes two questions the same, value by value and type by type."""

import datetime
from collections.abc import Hashable
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import F, Field, OrderBy, Q
from django.db.models.expressions import BaseExpression

PLAIN = (str, int, bool, float, Decimal, UUID, bytes, type(None), datetime.timedelta, datetime.date)


class Incomparable(Exception):
    """Something that is equal to nothing but itself, or that passes, as a time does."""


def exact(one: Any) -> Hashable:
    """A key that is the same only for what reads the same: 1, 1.0 and True differ.

    Raises Incomparable for what is no value, such as a queryset.
    """
    kind = type(one)
    if kind is str or one is None or isinstance(one, type):
        return one
    if kind in PLAIN or isinstance(one, Enum):
        return kind, one
    if kind in (tuple, list):
        return kind, *map(exact, one)
    if kind is dict:
        return kind, *sorted((name, exact(value)) for name, value in one.items())
    if isinstance(one, Field):
        return kind, exact(one.deconstruct()[2:])
    if kind is frozenset:
        return kind, frozenset(map(exact, one))
    if kind is Q:
        return Q, one.connector, one.negated, *map(exact, one.children)
    if isinstance(one, OrderBy):
        return kind, exact(one.expression), one.descending, one.nulls_first, one.nulls_last
    if isinstance(one, (BaseExpression, F)):
        return kind, exact(_identity(one))
    if is_dataclass(one):
        return kind, *(exact(getattr(one, field.name)) for field in fields(one))
    raise Incomparable(one)


def _identity(one: Any) -> Any:
    """What an expression was made of, as its constructor got it."""
    made = getattr(one, "_constructor_args", None)
    if made is None:
        raise Incomparable(one)
    args, named = made
    return tuple(args), tuple(sorted(named.items()))
