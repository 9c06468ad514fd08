"""References: records that a plain file names in its cells, found as the actor sees them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.importing.values import Name
from casework.kernel.actor import Actor

ALSO = {"account": ("account_number", "email"), "contact": ("email",), "user": ("email",)}


class References:
    """The records some rows name: by id, by the column people call them by, or by their number or
    address."""

    def __init__(self, by: Actor, rows: Sequence[dict[str, Any]]) -> None:
        wanted: dict[Any, set[str]] = {}
        for row in rows:
            for value in row.values():
                if isinstance(value, Name):
                    wanted.setdefault(value.model, set()).add(str(value))
        self.found = {model: self._find(by, model, names) for model, names in wanted.items()}

    def resolve(self, row: dict[str, Any]) -> tuple[dict[str, Any], list[str]]:
        """The row with records in place of their names, and what could not be found."""
        values, problems = dict(row), []
        for column, value in row.items():
            if not isinstance(value, Name):
                continue
            noun, keys = value.model.NOUN, self.found[value.model].get(str(value), set())
            if len(keys) == 1:
                values[column] = next(iter(keys))
            elif keys:
                problems.append(
                    _("{column}: {name} is the name of {count} records; use the id").format(
                        column=column, name=value, count=len(keys)
                    )
                )
            else:
                problems.append(
                    _("{column}: there is no {noun} {name}; import or make it first").format(
                        column=column, noun=noun, name=value
                    )
                )
        return values, problems

    def _find(self, by: Actor, model: Any, names: set[str]) -> dict[str, set[UUID]]:
        found: dict[str, set[UUID]] = {}
        seen = model.objects.visible_to(by)
        for column in (model.KEY, *ALSO.get(model.NOUN, ())):
            left = sorted(names - found.keys())
            for name, key in seen.filter(**{f"{column}__in": left}).values_list(column, "pk"):
                found.setdefault(name, set()).add(key)
        ids = {name: key for name in names - found.keys() if (key := _id(name))}
        for key in seen.filter(pk__in=ids.values()).values_list("pk", flat=True):
            found.update({name: {key} for name, one in ids.items() if one == key})
        return found


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
