"""Customs: the organisation's own columns in filters and sortings."""

from dataclasses import dataclass
from typing import Any

from django.db.models import FloatField, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from casework.kernel.refusals import InvalidInput
from casework.organisation.models import CustomColumn

KINDS = {"number": "decimal", "date": "date", "yes_no": "yes_no"}


@dataclass(frozen=True)
class Custom:
    """A custom column, by the alias under which rows are annotated with it."""

    alias: str
    kind: str
    expression: Any


def custom_of(model: Any, name: str) -> Custom:
    """The custom column of this name; raises InvalidInput naming those there are."""
    rows = CustomColumn.objects.filter(table=model.NOUN, is_active=True)
    types = dict(rows.order_by("name").values_list("name", "type"))
    if name not in types:
        known = ", ".join(types) or _("none")
        problem = _("is no custom column; there are: {known}").format(known=known)
        shown = name[:50].encode("ascii", "replace").decode()
        raise InvalidInput(field=f"custom.{shown}", problem=problem)
    kind = KINDS.get(types[name], "text")
    output: Any = FloatField() if kind == "decimal" else TextField()
    position = list(types).index(name)
    return Custom(f"custom_{position}", kind, Cast(KeyTextTransform(name, "custom"), output))
