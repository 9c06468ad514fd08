"""Answering a selection: its rows with their columns, a page of them, or its groups."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F

from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.query.cookies import cookie_of, token_in
from casework.interfaces.odata.query.options import MOST
from casework.interfaces.odata.query.ordering import beyond, read_token, steps_of, token_of
from casework.interfaces.odata.query.reaching import Row, Scope
from casework.interfaces.odata.query.refusing import BAD_COOKIE, BAD_FETCH, QueryRefused
from casework.interfaces.odata.query.selection import Column, Selection
from casework.interfaces.odata.query.translating import Translating
from casework.interfaces.odata.query.tree import Order, Path
from casework.interfaces.odata.records import FORMATTED, Telling

FURTHEST = 50_000  # rows that a page without a cookie may lie behind, as Dataverse has it
MORE = "@Microsoft.Dynamics.CRM.morerecords"
COOKIE = "@Microsoft.Dynamics.CRM.fetchxmlpagingcookie"
TOTAL = "@Microsoft.Dynamics.CRM.totalrecordcount"
Answered = tuple[list[dict[str, Any]], dict[str, Any]]


class Selecting:
    """Answers one selection for one request; ``nulls`` whether empty columns are told."""

    def __init__(self, asked: Asked, made: Selection, *, nulls: bool = False) -> None:
        self.asked, self.made, self.nulls = asked, made, nulls
        self.translating = Translating(asked.actor, asked.catalogue)
        self.drives = made.drives or made.top
        self.own = [one for one in made.columns if one.own]
        self.others = [one for one in made.columns if not one.own]

    def answered(self) -> Answered:
        """The records, and what stands beside them. Raises QueryRefused."""
        made = self.made
        key = made.top.entity.id
        is_keyed = any(one.attribute.name == key for one in self.own)
        if made.aggregate or (made.distinct and not is_keyed):
            return self._groups()
        rows = made.rows(self.translating)
        scope = Scope(Row(self.drives.entity))
        order = [Order(self._by(by), down) for by, down in made.order]
        steps = steps_of(self.translating, scope, order)
        said = str([(str(one.by), one.down) for one in order])
        token = token_in(made.cookie) if made.cookie else ""
        size, start = self._place(token)
        beginning = rows
        if token:
            try:
                beginning = rows.filter(beyond(steps, read_token(token, said, steps)[1]))
            except QueryRefused:
                message = "The paging cookie is none of this query."
                raise QueryRefused(message, BAD_COOKIE) from None
        ordered = beginning.order_by(*(step.ordering for step in steps))
        extra = {f"@order{n}": step.expression for n, step in enumerate(steps[:-1])}
        extra |= {
            f"@{one.name}": self.made.value(one, self.translating).expression
            for one in self.others
        }  # fmt: skip
        found, records, place = self._read(ordered[start : start + size + 1], extra)
        more = len(found) > size and made.most is None
        del found[size:], records[size:]
        for row, record in zip(found, records, strict=True):
            for one in self.others:
                self._put(record, one, row[place[f"@{one.name}"]])
        members: dict[str, Any] = {}
        wanted = self.asked.annotations
        if more and MORE.removeprefix("@") in wanted:
            last = [*(found[-1][place[f"@order{n}"]] for n in range(len(steps) - 1)),
                    found[-1][0]]  # fmt: skip
            cookie = cookie_of(made.page, key, found[0][0], found[-1][0],
                               token_of(said, 0, last))  # fmt: skip
            members |= {MORE: True, COOKIE: cookie}
        if made.total and TOTAL.removeprefix("@") in wanted:
            number = rows.order_by()[: MOST + 1].count()
            members |= {TOTAL: min(number, MOST), f"{TOTAL}limitexceeded": number > MOST}
        return [self._told(one) for one in records], members

    def _by(self, by: Any) -> Path:
        if isinstance(by, Path):
            return by
        for one in self.made.columns:
            if one.name == by:
                return self.made.path(one.table, one.attribute)
        raise QueryRefused(f"The order names no column '{str(by)[:50]}'.", BAD_FETCH)

    def _place(self, token: str) -> tuple[int, int]:
        made = self.made
        size = made.size if made.most is None else min(made.most, MOST)
        start = 0 if token or made.most is not None else (made.page - 1) * made.size
        if start + size > FURTHEST:
            message = f"A page beyond {FURTHEST} rows needs the paging cookie of the page before."
            raise QueryRefused(message, BAD_COOKIE)
        return size, start

    def _read(self, rows: Any, extra: dict[str, Any]) -> tuple[list[Any], list[Any], Any]:
        """Rows with the key first, their records, and where each value stands."""
        attributes = [one.attribute for one in self.own]
        entity = self.made.top.entity
        key = entity.by_name[entity.id]
        columns = list({one.name: one for one in (key, *attributes)}.values())
        if self.drives is self.made.top:
            telling = Telling(entity, columns, self.asked, extra=extra)
            found = telling.read(rows)
            return found, telling.told(found), telling.place
        path = self.made.path(self.made.top, key)
        root = self.translating.reach(Row(self.drives.entity), path.steps)
        names = {"@key": F("pk"), **extra, "@root": root.expression}
        aliases = {f"c{n}": one for n, one in enumerate(names.values())}
        found = list(rows.annotate(**aliases).values_list(*aliases))
        place = {name: n for n, name in enumerate(names)}
        telling = Telling(entity, columns, self.asked)
        seen = entity.rows(self.asked.actor).filter(pk__in={row[-1] for row in found})
        inner = telling.read(seen)
        by_key = dict(zip((row[0] for row in inner), telling.told(inner), strict=True))
        return found, [dict(by_key.get(row[-1], {})) for row in found], place

    def _put(self, record: dict[str, Any], one: Column, value: Any) -> None:
        attribute = one.attribute
        if attribute.told is not None and not one.part:
            value = attribute.told(value)
        record[one.name] = value
        if value is not None and self.asked.annotations.formatted:
            if attribute.options is not None and not one.function:
                labels = {each.value: each.label for each in attribute.options()}
                record[one.name + FORMATTED] = labels.get(int(value), str(value))
            else:
                record[one.name + FORMATTED] = str(value)

    def _told(self, record: dict[str, Any]) -> dict[str, Any]:
        if self.nulls:
            return record
        return {name: value for name, value in record.items() if value is not None}

    def _groups(self) -> Answered:
        """Groups with their totals, or the distinct values of columns."""
        made = self.made
        size, start = self._place("")
        groups = [one for one in made.columns if not one.function]
        totals = [one for one in made.columns if one.function]
        rows = made.rows(self.translating)
        by = {f"g{n}": made.grouped(one, self.translating) for n, one in enumerate(groups)}
        reckoned = {f"t{n}": made.total_of(one, self.translating) for n, one in enumerate(totals)}
        columns: Sequence[Column] = [*groups, *totals]
        if not by:
            found = rows.aggregate(**reckoned)
            listed: list[Any] = [tuple(found[name] for name in reckoned)]
        else:
            query = rows.annotate(**by).values(*by)
            query = query.annotate(**reckoned) if reckoned else query.distinct()
            names = [*by, *reckoned]
            order = [self._in_order(one, columns, names, down) for one, down in made.order]
            order += [F(name).asc(nulls_first=True) for name in by]
            listed = list(
                query.order_by(*order).values_list(*names)[start : start + size + 1]
            )  # fmt: skip
        more = len(listed) > size and made.most is None
        records = []
        for row in listed[:size]:
            record: dict[str, Any] = {}
            for one, value in zip(columns, row, strict=True):
                self._put(record, one, value)
            records.append(self._told(record))
        members: dict[str, Any] = {}
        if more and MORE.removeprefix("@") in self.asked.annotations:
            following = f'<cookie pagenumber="{made.page + 1}" pagingcookie="" />'
            members = {MORE: True, COOKIE: following}
        return records, members

    def _in_order(self, by: Any, columns: Sequence[Column], names: list[str], down: bool) -> Any:
        for one, name in zip(columns, names, strict=True):
            if one.name == by or (
                isinstance(by, Path)
                and not one.function and self.made.path(one.table, one.attribute) == by
            ):  # fmt: skip
                return F(name).desc(nulls_last=True) if down else F(name).asc(nulls_first=True)
        raise QueryRefused("The order names a column that is not answered.", BAD_FETCH)
