"""EntityDefinitions, RelationshipDefinitions and GlobalOptionSetDefinitions, in every form that
clients ask (sections 5.4 to 5.6 of the contract). Never paged."""

import dataclasses
import re
from collections.abc import Sequence
from typing import Any

from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import Address, Segment, pairs_of, unquoted
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.metadata.messages import message_filters
from casework.interfaces.odata.metadata.narrowing import EXPANDED, TYPE, Row, narrowed
from casework.interfaces.odata.metadata.tables import BELOW, tables
from casework.interfaces.odata.query.options import Options, options_of

CAST = "Microsoft.Dynamics.CRM."
ENUM = re.compile(r"Microsoft\.Dynamics\.CRM\.\w+(?=')")  # AttributeTypeCode'Picklist'
MISSING = "0x80060888"


def told(asked: Asked, address: Address) -> Answer:
    """A list of definitions, one of them, or one member of one."""
    return _Walk(asked, address).answer()


class _Walk:
    """From the first segment of an address to what the last one names."""

    def __init__(self, asked: Asked, address: Address) -> None:
        self.asked, self.segments = asked, list(address.segments)
        self.kind = address.name
        self.where = address.name
        texts = {name: ENUM.sub("", text) for name, text in asked.options.items()}
        self.options = options_of(texts)

    def answer(self) -> Answer:
        first = self.segments.pop(0)
        rows = self._roots(first.name)
        if first.inside is None:
            return self._list(self._cast(rows))
        row = self._one(rows, first)
        if self.segments and self.segments[0].name.startswith(CAST):
            self._fits(row, self.segments.pop(0))
        if not self.segments:
            return self._single(row)
        second = self.segments.pop(0)
        if second.name not in BELOW or second.name not in row:
            return self._member(row, second)
        self.kind = second.name
        self.where = f"{self.where}('{row['LogicalName']}')/{second.name}"
        if second.inside is None:
            return self._list(self._cast(row[second.name]))
        row = self._one(row[second.name], second)
        if self.segments and self.segments[0].name.startswith(CAST):
            row = self._fits(row, self.segments.pop(0))
        if self.segments:
            return self._member(row, self.segments.pop(0))
        return self._single(row)

    def _roots(self, name: str) -> Sequence[Row]:
        if name == "EntityDefinitions":
            return tables(self.asked).definitions
        if name == "sdkmessagefilters":
            return message_filters(self.asked.catalogue.all())
        every = tables(self.asked).relationships if name != "GlobalOptionSetDefinitions" else []
        if name == "ManyToManyRelationships":
            return [one for one in every if one["RelationshipType"] == "ManyToManyRelationship"]
        return every

    def _one(self, rows: Sequence[Row], segment: Segment) -> Row:
        """The row that brackets name: by LogicalName, SchemaName or Name, or by MetadataId."""
        inside = segment.inside or ""
        pairs = pairs_of(inside) or {"MetadataId": inside}
        for row in rows:
            if all(str(row.get(n, "")).lower() == _plain(v) for n, v in pairs.items()):
                return row
        raise errors.ODataError(404, MISSING, f"There is no {segment.name}({inside[:100]}).")

    def _cast(self, rows: Sequence[Row]) -> Sequence[Row]:
        if not self.segments:
            return rows
        segment = self.segments.pop(0)
        if self.segments or segment.inside is not None or not segment.name.startswith(CAST):
            raise errors.unknown_segment(segment.name)
        self.where += f"/{segment.name}"
        return [_untyped(one) for one in rows if one.get(TYPE) == f"#{segment.name}"]

    def _fits(self, row: Row, segment: Segment) -> Row:
        if row.get(TYPE) != f"#{segment.name}" or segment.inside is not None:
            raise errors.ODataError(404, MISSING, f"It is no {segment.name}.")
        return _untyped(row)

    def _list(self, rows: Sequence[Row]) -> Answer:
        found = narrowed(rows, self.options, self.kind)
        body: dict[str, Any] = {"@odata.context": self._context(), "value": found}
        if self.options.count:
            everybody = dataclasses.replace(self.options, top=None, expand=())
            body["@odata.count"] = len(narrowed(rows, everybody, self.kind))
        return Answer(200, body)

    def _single(self, row: Row) -> Answer:
        alone = Options(select=self.options.select, expand=self.options.expand)
        [found] = narrowed([row], alone, self.kind)
        return Answer(200, {"@odata.context": f"{self._context()}/$entity", **found})

    def _member(self, row: Row, segment: Segment) -> Answer:
        if self.segments or segment.inside is not None or segment.name not in row:
            raise errors.unknown_segment(segment.name)
        value = row[segment.name]
        context = f"{self._context()}/{segment.name}"
        if segment.name in EXPANDED:
            if value is None:
                return Answer(204)
            return Answer(200, {"@odata.context": context, **value})
        return Answer(200, {"@odata.context": context, "value": value})

    def _context(self) -> str:
        chosen = f"({','.join(self.options.select)})" if self.options.select else ""
        return f"{self.asked.base}$metadata#{self.where}{chosen}"


def _untyped(row: Row) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name != TYPE}


def _plain(text: str) -> str:
    return unquoted(text.strip()).strip("{}").lower()
