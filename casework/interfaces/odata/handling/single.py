"""Single records: create, retrieve, update or upsert, delete."""

import re
from typing import Any
from uuid import UUID

from casework.interfaces.odata import errors, query, writing
from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer, no_content
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.finding import found, located, missing, rows_of

_TAG = re.compile(r'(?:W/)?"?(\d{1,9})"?')


def retrieved(asked: Asked, address: Address) -> Answer:
    """One record, or 304 when the caller has this version."""
    entity, key = _named(address)
    made = represented(asked, entity, rows_of(asked, entity, key))
    if made is None:
        raise missing(entity, key)
    known = asked.header("If-None-Match")
    if known is not None and known != "*" and "$expand" not in asked.options:
        tags = [one.strip().removeprefix("W/") for one in known.split(",")]
        if made.headers["ETag"].removeprefix("W/") in tags:
            return Answer(304, headers={"ETag": made.headers["ETag"]})
    return made


def represented(asked: Asked, entity: Entity, rows: Any, status: int = 200) -> Answer | None:
    """The one row as an answer; None where there is none."""
    told = query.one(asked, entity, rows)
    if told is None:
        return None
    context, record = told
    body = {"@odata.context": context, **record}
    return Answer(status, body, {"ETag": str(record["@odata.etag"])})


def created(asked: Asked, address: Address) -> Answer:
    """A new record of the body."""
    entity = address.entity
    pk = writing.as_one(asked, lambda: writing.create(asked, entity, asked.json))
    return written(asked, entity, pk, 201)


def written(asked: Asked, entity: Entity, pk: UUID, status: int) -> Answer:
    """What a write answers: the record if it is wanted, else only where it lies."""
    if asked.wants_representation:
        made = represented(asked, entity, entity.rows(asked.actor).filter(pk=pk), status)
        if made is not None:
            link = asked.link(entity, pk)
            made.headers.update(
                {"OData-EntityId": link, "Location": link,
                 "Preference-Applied": "return=representation"}
            )  # fmt: skip
            return made
    return no_content(asked, entity, pk)


def updated(asked: Asked, address: Address) -> Answer:
    """Change the record of the address, or make it where there is none (upsert).

    ``If-Match`` never makes one, ``If-None-Match: *`` never changes one.
    """
    entity, key = _named(address)
    wanted = version_wanted(asked)
    may_create = asked.header("If-Match") is None
    may_update = asked.header("If-None-Match") != "*"

    def step() -> tuple[UUID, bool]:
        pk = found(asked, entity, key)
        if pk is not None:
            if not may_update:
                raise errors.exists_already()
            writing.update(asked, entity, pk, asked.json, if_match=wanted)
            return pk, False
        if not may_create:
            raise missing(entity, key)
        return writing.create(asked, entity, asked.json, key=key), True

    pk, is_new = writing.as_one(asked, step)
    return written(asked, entity, pk, 201 if is_new else 200)


def deleted(asked: Asked, address: Address) -> Answer:
    """Erase the record of the address."""
    entity, key = _named(address)
    wanted = version_wanted(asked)
    writing.delete(asked, entity, located(asked, entity, key), if_match=wanted)
    return no_content(asked)


def version_wanted(asked: Asked) -> int | None:
    """The version of If-Match; None for ``*`` or none. Refuses what is no ETag of ours."""
    given = asked.header("If-Match")
    if given is None or given == "*":
        return None
    tag = _TAG.fullmatch(given)
    if tag is None:
        raise errors.changed_since()
    return int(tag[1])


def _named(address: Address) -> tuple[Entity, Any]:
    return address.entity, address.key
