"""Telling: what a record of each noun looks like in JSON."""

import functools
from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from casework.cases.labels import status_labels
from casework.kernel.actor import Actor
from casework.kernel.policies import PolicySetting, complete
from casework.kernel.prepared import Prepared
from casework.kernel.shapes import Shape, shapes_of, words


def chosen(model: Any, fields: Sequence[str] | None, *, whole: bool) -> list[Shape]:
    """The shapes to answer: those asked for, else all (in lists without the long ones)."""
    known = shapes_of(model)
    if fields is None:
        return [one for one in known.values() if whole or not one.long]
    return [known[name] for name in fields]


def columns(shapes: Iterable[Shape]) -> list[str]:
    """The columns to read from the database."""
    return [one.column for one in shapes]


def told(rows: Sequence[dict[str, Any]], shapes: Sequence[Shape], actor: Actor) -> list[Any]:
    """Rows of columns as JSON: records as id and name, codes with their labels.

    One query for each noun referred to and one for the statuses, whatever the number of rows;
    a record that the actor may not see has no name.
    """
    names = _names(rows, shapes, actor)
    statuses = _statuses() if any(one.kind == "status" for one in shapes) else {}
    labels = {
        one.name: (words(one.field), {c: str(label) for c, label in one.field.flatchoices})
        for one in shapes
        if one.kind in ("state", "code")
    }
    made = []
    for row in rows:
        item: dict[str, Any] = {}
        for one in shapes:
            value = row[one.column]
            if one.kind == "record":
                item[one.name] = value and _reference(one.model, value, names)
            elif one.kind == "state":
                item["state"], item["state_code"] = labels["state"][0].get(value), value
            elif one.kind == "status":
                item["status"], item["status_code"] = statuses.get(value), value
            elif one.kind == "code":
                item[one.name] = value
                item[f"{one.name}_label"] = labels[one.name][1].get(value)
            elif one.field.model is PolicySetting and one.name == "values":
                item["values"] = complete(row.get("name", ""), value)
            elif one.name == "custom":
                item["custom"] = {k: v for k, v in (value or {}).items() if v is not None}
            else:
                item[one.name] = value
        made.append(item)
    return made


def _reference(model: Any, key: UUID, names: dict[Any, dict[UUID, str]]) -> dict[str, Any]:
    word = "number" if model.NOUN == "case" else "name"
    return {"id": key, word: names.get(model, {}).get(key)}


def _names(
    rows: Sequence[dict[str, Any]], shapes: Sequence[Shape], actor: Actor
) -> dict[Any, dict[UUID, str]]:
    wanted: dict[Any, set[UUID]] = {}
    for one in shapes:
        if one.kind == "record":
            ids = {row[one.column] for row in rows} - {None}
            wanted.setdefault(one.model, set()).update(ids)
    names = {}
    for model, ids in wanted.items():
        if ids:
            # a noun without a key of its own is told by its subject
            column = model.KEY if model.KEY != "id" else "subject"
            if column not in {field.name for field in model._meta.concrete_fields}:
                continue
            names[model] = dict(_named(model, column)(frozenset(ids), actor=actor))
    return names


@functools.cache
def _named(model: Any, column: str) -> Prepared:
    def make(keys: frozenset[UUID], actor: Actor) -> Any:
        return model.objects.visible_to(actor).filter(pk__among=keys).values_list("pk", column)

    return Prepared(make, model)


def _statuses() -> dict[int, str]:
    return {code: gettext(label) for code, label in status_labels().items()}
