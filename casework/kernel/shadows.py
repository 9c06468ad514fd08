"""Shadows: for the length of a transaction a table answers as it was at a past moment.

A temporary view of the same name stands before the table: what was not touched since, and what
was, as it was. So every question about records is a question about the past, in the same words.
The transaction is rolled back: the next one on the connection sees the table again.
"""

import contextlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.db import connections, transaction
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from casework.kernel.bulk import insert_rows, insert_select

_judged: ContextVar[Mapping[Any, str] | None] = ContextVar("judged", default=None)


def judged(rows: QuerySet[Any], condition: Any) -> QuerySet[Any]:
    """The rows within sight: by ``condition``, or, of a noun that stands in shadow, those that were
    in sight before the shadow fell (today's rights on yesterday's rows)."""
    table = (_judged.get() or {}).get(rows.model)
    if table is None:
        return rows.filter(condition)
    return rows.filter(pk__in=RawSQL(f"SELECT id FROM {table}", ()))  # noqa: S611


def shadowed() -> bool:
    """Whether some noun may stand in shadow now, so that sight is not what it usually is."""
    return _judged.get() is not None


@contextlib.contextmanager
def shadows(using: str) -> Iterator["Shadows"]:
    """A transaction in which tables may be shadowed; nothing of it stays."""
    connection: Any = connections[using]
    usual = getattr(connection, "transaction_mode", None)
    outermost = not connection.in_atomic_block
    if connection.vendor == "sqlite" and outermost:
        connection.transaction_mode = "DEFERRED"
    # Asked before our own state of the database is fixed: what commits in between counts as open.
    oldest = _oldest_transaction(connection)
    try:
        with transaction.atomic(using=using):
            if connection.vendor == "postgresql" and outermost:
                with connection.cursor() as cursor:  # events and rows of one and the same state
                    cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            token = _judged.set({})
            try:
                yield Shadows(using, oldest)
            finally:
                _judged.reset(token)
                transaction.set_rollback(True, using=using)
    finally:
        if connection.vendor == "sqlite":
            connection.transaction_mode = usual


def _oldest_transaction(connection: Any) -> Any:
    """When the transaction of others that is open longest began (UTC); None where there is none, or
    where nobody knows."""
    if connection.vendor != "postgresql":
        return None
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(xact_start) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        return cursor.fetchone()[0]


class Shadows:
    """What stands before the tables in this transaction.

    ``oldest_transaction`` is when the longest open one of others began, if that is known.
    """

    def __init__(self, using: str, oldest_transaction: Any) -> None:
        self.using, self.oldest_transaction = using, oldest_transaction
        self.connection = connections[using]
        self.schema = "main" if self.connection.vendor == "sqlite" else "public"
        if self.connection.vendor == "postgresql":
            with self.connection.cursor() as cursor:
                cursor.execute("SELECT current_schema()")
                self.schema = cursor.fetchone()[0]

    def see(self, rows: QuerySet[Any]) -> None:
        """These rows are those within sight, also when the table stands in shadow."""
        name = f"seen_{rows.model.NOUN}"
        self._execute(f"CREATE TEMPORARY TABLE {name} (id {self._id_type})")
        insert_select(rows.model, ["id"], rows.order_by().values_list("pk"), table=name)
        _judged.set({**(_judged.get() or {}), rows.model: name})

    def fall(self, model: Any, touched: Iterable[UUID], rows: Sequence[dict[str, Any]]) -> None:
        """From here on the table has ``rows`` in the place of the records ``touched`` since."""
        table = self.connection.ops.quote_name(model._meta.db_table)
        real = f"{self.schema}.{table}"
        columns = ", ".join(
            self.connection.ops.quote_name(one.column) for one in model._meta.concrete_fields
        )
        past, gone = f"past_{model.NOUN}", f"gone_{model.NOUN}"
        self._execute(f"CREATE TEMPORARY TABLE {past} AS SELECT {columns} FROM {real} WHERE 1 = 0")
        self._execute(f"CREATE TEMPORARY TABLE {gone} (id {self._id_type} PRIMARY KEY)")
        insert_rows(model, rows, self.using, table=past)
        insert_rows(model, [{"id": key} for key in touched], self.using, table=gone)
        self._execute(
            f"CREATE TEMPORARY VIEW {table} AS "
            f"SELECT {columns} FROM {real} AS now WHERE NOT EXISTS "
            f"(SELECT 1 FROM {gone} WHERE {gone}.id = now.id) "
            f"UNION ALL SELECT {columns} FROM {past}"
        )

    @property
    def _id_type(self) -> str:
        return "char(32)" if self.connection.vendor == "sqlite" else "uuid"

    def _execute(self, sql: str) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(sql)
