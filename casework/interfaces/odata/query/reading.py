"""Reading a collection: by the options of the address, by FetchXML, by SQL or by a saved view."""

from typing import Any

from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.query.applying import grouped, groups_of
from casework.interfaces.odata.query.fetching import Fetching
from casework.interfaces.odata.query.options import Options
from casework.interfaces.odata.query.paging import Page, context_of, page
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.selecting import Selecting
from casework.interfaces.odata.query.structured import Statement
from casework.interfaces.odata.query.translating import Translating

APPLIED = frozenset({"$apply", "$format"})


def read(asked: Asked, entity: Entity, rows: Any) -> Page:
    """The page of ``rows`` (within the caller's sight) that the request asks."""
    if "fetchXml" in asked.options:
        return _fetch(asked, entity)
    if "sql" in asked.options:
        return _sql(asked, entity)
    if "$apply" in asked.options:
        return _apply(asked, entity, rows)
    return page(asked, entity, rows)


def _apply(asked: Asked, entity: Entity, rows: Any) -> Page:
    beside = [name for name in asked.options if name.startswith("$") and name not in APPLIED]
    if beside:
        raise QueryRefused(f"'{beside[0][:50]}' does not go with $apply.")
    aliases = {name: text for name, text in asked.options.items() if name.startswith("@")}
    translating = Translating(asked.actor, asked.catalogue)
    rows, grouping = grouped(asked.options["$apply"], aliases, entity, rows, translating)
    return Page(context_of(asked, entity, Options()), groups_of(rows, grouping))


def _fetch(asked: Asked, entity: Entity) -> Page:
    text = asked.options["fetchXml"]
    fetching = Fetching(text, entity, Translating(asked.actor, asked.catalogue))
    records, members = Selecting(asked, fetching.selection()).answered()
    return Page(context_of(asked, entity, Options()), records, members)


def _sql(asked: Asked, entity: Entity) -> Page:
    translating = Translating(asked.actor, asked.catalogue)
    statement = Statement(asked.options["sql"], entity, translating)
    records, members = Selecting(asked, statement.selection(), nulls=True).answered()
    return Page(context_of(asked, entity, Options()), records, members)
