"""Finding: from what people call a record to the record, through ``visible_to``."""

import itertools
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import Q, Value
from django.utils.translation import gettext as _

from casework.kernel.access import NONE
from casework.kernel.actor import Actor
from casework.kernel.columns import LARGEST
from casework.kernel.refusals import NAMED, Ambiguous, NotFound, Refusal
from casework.kernel.text import storable
from casework.kernel.working_sets import WorkingSet

Key = str | UUID


def find(model: Any, keys: Iterable[Key], actor: Actor) -> list[UUID]:
    """The ids of these records, by id or by name, in the order asked for, by one query.

    Raises NotFound naming every missing key, Ambiguous naming the candidates.
    """
    wanted = list(keys)
    found = look_up(model, wanted, actor)
    refuse_missing(model, found)
    return [found[key].pk for key in wanted]


def find_records(model: Any, keys: Iterable[Key], actor: Actor) -> dict[Key, Any]:
    """The records themselves, by the key they were asked for by. Refuses as ``find``."""
    found = look_up(model, keys, actor, whole=True)
    refuse_missing(model, found)
    return found


def refuse_missing(model: Any, found: Mapping[Key, Any]) -> None:
    """Refuse the first ambiguous key, or all that are missing at once."""
    for one in found.values():
        if isinstance(one, Ambiguous):
            raise one
    missing = [str(key) for key, one in found.items() if isinstance(one, Refusal)]
    if missing:
        raise not_found(model, missing)


def not_found(model: Any, missing: list[str]) -> NotFound:
    """The refusal of keys that lead to no record the actor may see."""
    named = ", ".join(missing[:NAMED])
    if len(missing) > NAMED:
        named = _("{named} and {hidden} more").format(named=named, hidden=len(missing) - NAMED)
    noun = model.NOUN.replace("_", " ")
    return NotFound(noun=noun, key=named, missing=missing, count=len(missing))


class _Named(NamedTuple):
    """A record as much as is needed to find it."""

    pk: UUID
    name: Any
    code: Any


def look_up(
    model: Any, keys: Iterable[Key], actor: Actor, *, whole: bool = False
) -> dict[Key, Any]:
    """Each key with its record, or with the refusal it meets: one query for any number.

    A key is an id, or what people call the record: a case number in any case, a name with or
    without its marks. An exact name goes before a similar one.
    """
    wanted = list(dict.fromkeys(keys))
    ids = {key: one for key in wanted if (one := _uuid(key)) is not None}
    names = [str(key) for key in wanted if key not in ids and storable(str(key))]
    also = code_column(model)
    rows = model.objects.visible_to(actor).filter(_condition(model, ids, names, also))
    rows = rows.order_by("pk")
    if not whole:
        rows = itertools.starmap(_Named, rows.values_list("pk", model.KEY, also or Value("")))
    by_id: dict[UUID, Any] = {}
    exact: dict[str, list[Any]] = {}
    alike: dict[str, list[Any]] = {}
    fold = _folding(model)
    for row in rows if ids or names else ():
        by_id[row.pk] = row
        if model.KEY != "id":
            name = getattr(row, model.KEY) if whole else row.name
            exact.setdefault(name, []).append(row)
        if also:
            exact.setdefault(str(getattr(row, also) if whole else row.code), []).append(row)
    found: dict[Key, Any] = {}
    for key in wanted:
        if key in ids:
            candidates = [by_id[ids[key]]] if ids[key] in by_id else []
        else:
            candidates = exact.get(str(key), [])
            if not candidates:
                alike = alike or _alike(by_id.values(), model, fold)
                candidates = alike.get(fold(str(key)), [])
        if len(candidates) == 1:
            found[key] = candidates[0]
        elif candidates:
            people = model.objects.filter(pk__in=[one.pk for one in candidates]).order_by("pk")
            names_of = [f"{one} ({one.pk})" for one in people]
            found[key] = Ambiguous(names_of, key=str(key))
        else:
            found[key] = not_found(model, [str(key)])
    return found


def _alike(rows: Iterable[Any], model: Any, fold: Any) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows if model.KEY != "id" else ():
        name = row.name if isinstance(row, _Named) else getattr(row, model.KEY)
        found.setdefault(fold(name), []).append(row)
    return found


def _condition(model: Any, ids: Mapping[Key, UUID], names: list[str], also: str) -> Q:
    condition = Q(pk__among=WorkingSet(model, ids.values())) if ids else NONE
    if names and model.KEY != "id":
        folded = _folded_column(model)
        if folded:
            fold = _folding(model)
            condition |= Q(**{f"{folded}__among": frozenset(map(fold, names))})
        else:
            forms = {form for name in names for form in (name, name.upper(), name.lower())}
            condition |= Q(**{f"{model.KEY}__among": frozenset(forms)})
    if also:
        codes = [int(name) for name in names if name.isdecimal() and len(name) < 11]
        condition |= Q(**{f"{also}__in": [code for code in codes if code <= LARGEST]})
    return condition


def _folded_column(model: Any) -> str:
    for column, (source, _make) in model.DERIVED.items():
        if source == model.KEY:
            return str(column)
    return ""


def _folding(model: Any) -> Any:
    column = _folded_column(model)
    return model.DERIVED[column][1] if column else str.casefold


def code_column(model: Any) -> str:
    """The column of a number that people also call the record by, where there is one."""
    return "code" if any(field.name == "code" for field in model._meta.concrete_fields) else ""


def _uuid(key: Key) -> UUID | None:
    if isinstance(key, UUID):
        return key
    try:
        return UUID(key)
    except (ValueError, AttributeError, TypeError):
        return None
