"""Wording: the values of columns in words, those of the past as well."""

import functools
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from casework.interfaces.web.cells import listed
from casework.interfaces.web.naming import names
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.words.reasons import reasons
from casework.kernel.actor import Actor
from casework.kernel.records import RECORDS

Told = tuple[str, str, Any]  # record type, column, value
SILENT = frozenset(
    {"id", "version", "created_at", "created_by", "modified_at", "modified_by", "title_key", "key",
     "logged_on", "name_key", "unit", "unit_path", "sha256"}
)  # fmt: skip


class Wording:
    """The words for many values, with one query for each noun that they refer to."""

    def __init__(self, values: Iterable[Told], actor: Actor, reader: Reader) -> None:
        self.reader = reader
        wanted: dict[Any, set[UUID]] = {}
        codes = False
        for noun, column, value in values:
            field = _field(noun, column)
            if field is not None and field.is_relation and isinstance(value, UUID):
                wanted.setdefault(field.related_model, set()).add(value)
            codes = codes or (noun == "case" and column == "status")
            codes = codes or column == "resolution_type"
        self.names = {model: names(model, ids, actor) for model, ids in wanted.items()}
        self.statuses = reasons() if codes else {}

    def of(self, noun: str, column: str, value: Any) -> str:
        """A value in words; what the reader may not see is not named."""
        if value in (None, "", [], {}):
            return "–"
        field = _field(noun, column)
        if field is None:
            return str(value)
        if field.is_relation:
            return self.names.get(field.related_model, {}).get(value, _("not visible to you"))
        if (noun == "case" and column == "status") or column == "resolution_type":
            return self.statuses.get(value, str(value))
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if column == "language":
            return str(dict(settings.LANGUAGES).get(value, value))
        kind = field.get_internal_type()
        if kind == "DateTimeField":
            return self.reader.moment(value)
        if kind == "DateField":
            return self.reader.date(value)
        if kind == "BooleanField":
            return _("Yes") if value else _("No")
        return listed(value) if kind == "JSONField" else str(value)


@functools.cache
def _field(noun: str, column: str) -> Any:
    model = RECORDS.get(noun)
    if model is None:
        return None
    for field in model._meta.concrete_fields:
        if column in (field.name, field.attname):
            return field
    return None
