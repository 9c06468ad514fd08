"""Writing: the statements of a run. Two for each change, whatever the number of records."""

import datetime
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db.models import (
    DateTimeField,
    Expression,
    F,
    JSONField,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Coalesce, JSONObject
from django.utils import timezone

from casework.kernel import bulk
from casework.kernel.by_record import ByRecord
from casework.kernel.history import Event, Run, Undoing
from casework.kernel.working_sets import WorkingSet

MOMENT = DateTimeField()
AT_OF_RUN = object()
COLUMNS = (
    "run",
    "kind",
    "record_type",
    "record_id",
    "version",
    "case_id",
    "before",
    "after",
    "happened_at",
    "on_behalf_of_id",
)


def now() -> datetime.datetime:
    """The clock of the kernel, in UTC."""
    return timezone.now()


class AtOfRun(Value):
    """The time of the run, known only once its locks are held."""

    def __init__(self, work: Any) -> None:
        self.work = work
        super().__init__(None, output_field=DateTimeField())

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return Value(self.work.at, DateTimeField()).as_sql(compiler, connection)


class RowAsJson(Expression):
    """Columns of a row as one JSON object, written at once: an expression for each of them would
    take longer to compile than the database takes to make the event of one record."""

    def __init__(self, model: Any, names: Sequence[str]) -> None:
        super().__init__(output_field=JSONField())
        self.model, self.names = model, names

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        quote = connection.ops.quote_name
        table = quote(self.model._meta.db_table)
        pairs = ", ".join(
            f"'{name}', {table}.{quote(self.model._meta.get_field(name).column)}"
            for name in self.names
        )
        made = "jsonb_build_object" if connection.vendor == "postgresql" else "json_object"
        return f"{made}({pairs})", []


def start(work: Any, arguments: dict[str, Any]) -> None:
    """Write the run, stamped now that its locks are held."""
    work.at = now()
    row = {
        "id": work.run,
        "operation": work.operation,
        "actor": work.actor.user,
        "interface": work.actor.interface,
        "at": work.at,
        "happened_at": work.actor.happened_at,
        "on_behalf_of": work.actor.on_behalf_of,
        "arguments": arguments,
        "request_id": work.actor.request_id[:64],
    }
    bulk.insert_rows(Run, [row], using=work.using)


def take_back(work: Any, runs: WorkingSet) -> None:
    """Note that this run takes the others back; what those had taken back stands again."""
    undoings = Undoing.objects.using(work.using)
    ended = undoings.filter(by__among=runs)
    undoings.filter(by__in=ended.values("run")).update(stands=True)
    ended.update(stands=False)
    rows = runs.rows.using(work.using).order_by("pk")
    columns = Value(work.run, UUIDField()), F("pk"), Value(True)
    bulk.insert_select(Undoing, ("by", "run", "stands"), rows.values_list(*columns))


def change(work: Any, records: WorkingSet, kind: str, values: dict[str, Any], stamp: bool) -> None:
    """Record before and after of exactly these columns (but the secret ones), then set them."""
    model = records.model
    sources = {name: _expression(model, name, value) for name, value in values.items()}
    names = {name: model._meta.get_field(name).attname for name in values}
    told = [name for name in values if name not in model.SECRET]
    before = RowAsJson(model, [names[name] for name in told])
    after = JSONObject(**{names[name]: sources[name] for name in told})
    _record(work, records, kind, F("version") + 1, before, after)
    stamps: dict[str, Any] = {"version": F("version") + 1}
    if stamp:
        stamps["modified_at"] = Value(work.at, DateTimeField())
        stamps["modified_by_id"] = work.by(model.CASE or "pk")
    rows = records.rows.using(work.using)
    rows.update(**{names[name]: source for name, source in sources.items()}, **stamps)


def add(work: Any, made: WorkingSet, rows: list[dict[str, Any]], kind: str, late: Any) -> None:
    """Insert a table of rows, ``made`` by their ids, and record each whole."""
    if late:
        late(rows)
    for row in rows:
        for name, value in row.items():
            if value is AT_OF_RUN:
                row[name] = work.at
    bulk.insert_rows(made.model, rows, using=work.using)
    _record_new(work, made, kind)


def add_for_each(
    work: Any,
    records: WorkingSet,
    made: WorkingSet,
    kind: str,
    twins: dict[UUID, UUID],
    values: dict[str, Any],
) -> None:
    """Insert one row for each record of a set, ``made`` by their ids, and record each whole."""
    model = made.model
    case = records.model.CASE or "pk"
    stamps: dict[str, Any] = {
        "id": ByRecord(twins).of(UUIDField()),
        "created_at": work.happened(case),
        "modified_at": Value(work.at, DateTimeField()),
        "created_by": work.by(case),
        "modified_by": work.by(case),
    }
    names, sources = [], []
    for field in model._meta.concrete_fields:
        value = values.get(field.name, stamps.get(field.name, field.get_default()))
        names.append(field.name)
        sources.append(_expression(model, field.name, value))
    rows = _in_order(records, work).values_list(*sources)
    bulk.insert_select(model, names, rows)
    stamps["id"].release()
    _record_new(work, made, kind)


def delete(work: Any, records: WorkingSet, kind: str) -> None:
    """Record each whole as it was, then erase it."""
    _record(work, records, kind, F("version") + 1, _whole(records.model), None)
    records.rows.using(work.using)._raw_delete(work.using)


def _record_new(work: Any, made: WorkingSet, kind: str) -> None:
    _record(work, made, kind, F("version"), None, _whole(made.model))


def _in_order(records: WorkingSet, work: Any) -> QuerySet[Any]:
    """The rows in key order; of one record there is no other."""
    rows = records.rows.using(work.using)
    return rows.order_by("pk") if len(records) > 1 else rows.order_by()


def _whole(model: Any) -> "RowAsJson":
    return RowAsJson(model, [field.attname for field in model.on_record()])


def _record(
    work: Any,
    records: WorkingSet,
    kind: str,
    version: Any,
    before: Expression | None,
    after: Expression | None,
) -> None:
    model = records.model
    nothing = Value(None, output_field=JSONField())
    happened: Any = Value(work.actor.happened_at, DateTimeField())
    behalf: Any = Value(work.actor.on_behalf_of, UUIDField())
    if work.moments and model.CASE:
        given = work.moments.items()
        times = ByRecord({key: at for key, (at, _who) in given}).of(MOMENT, model.CASE)
        people = ByRecord({key: who for key, (_at, who) in given}).of(UUIDField(), model.CASE)
        work.maps += (times, people)
        happened, behalf = Coalesce(times, happened), Coalesce(people, behalf)
    rows = _in_order(records, work).values_list(
        Value(work.run, UUIDField()),
        Value(kind),
        Value(model.NOUN),
        F("pk"),
        version,
        F(model.CASE) if model.CASE else Value(None, UUIDField()),
        nothing if before is None else before,
        nothing if after is None else after,
        happened,
        behalf,
    )
    bulk.insert_select(Event, COLUMNS, rows)


def _expression(model: Any, name: str, value: Any) -> Any:
    if hasattr(value, "resolve_expression"):
        return value
    field = model._meta.get_field(name)
    target = field.target_field if field.is_relation else field
    return Value(getattr(value, "pk", value), output_field=target)
