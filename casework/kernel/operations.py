"""Operations: the verbs of the house. Each takes a set, and every interface calls it."""

import functools
import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import IntegrityError, connections
from django.db.models import Q, QuerySet

from casework.kernel.actor import Actor
from casework.kernel.arguments import Moments, check_texts
from casework.kernel.by_record import ByRecord
from casework.kernel.previews import Preview
from casework.kernel.refusals import Conflict, Forbidden, NotFound, Stale
from casework.kernel.results import Result
from casework.kernel.rules import Ask, Rule
from casework.kernel.running import Call, OnRefusal, foresee, run
from casework.kernel.trying import in_snapshot, in_transaction
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

OPERATIONS: dict[str, "Operation"] = {}


@functools.cache
def _defaults(body: Callable[..., Any]) -> Mapping[str, Any]:
    return {
        name: one.default
        for name, one in inspect.signature(body).parameters.items()
        if one.default is not inspect.Parameter.empty
    }


@dataclass(frozen=True)
class Operation:
    """One verb: its name, its noun, its rules and its body.

    Called with a set of records (``creates`` is False) or with rows to make (``creates`` is True).
    ``secret`` names the arguments that are never put on record; ``trial`` the arguments with which
    it can be previewed to see whether other records stand in its way.
    """

    name: str
    model: Any
    body: Callable[..., Any]
    rules: Sequence[Rule] = ()
    lock: Callable[[Work, WorkingSet, Mapping[str, Any]], None] | None = None
    settled: Callable[[Ask], Q | None] | None = None
    row: type[Any] | None = None
    privilege: str | None = None
    secret: Sequence[str] = ()
    trial: Mapping[str, Any] | None = field(default=None, hash=False)
    do_not_call_in_templates: bool = field(default=True, init=False)

    @property
    def verb(self) -> str:
        return self.name.partition(".")[2]

    @property
    def creates(self) -> bool:
        return self.row is not None

    @property
    def summary(self) -> str:
        """What it does for the user, in the words of its docstring."""
        return inspect.getdoc(self.body) or ""

    def __call__(
        self,
        targets: Any = None,
        /,
        *,
        by: Actor,
        on_refusal: OnRefusal = "stop",
        if_match: int | None = None,
        moments: Moments | None = None,
        using: str = "default",
        expecting: str | None = None,
        **params: Any,
    ) -> Result:
        """Run it on a set, in one transaction: all of it, or (``skip``) all that may.

        ``moments`` gives for each case when and on whose behalf it happened in the system an
        importer reads from; ``expecting`` is the fingerprint of the preview that is confirmed.
        Raises the Refusal of the rule that stands against it, WorldChanged when what would happen
        is no longer what the preview showed.
        """
        targets, params = self._given(targets, params)
        call = Call(by, on_refusal, if_match, moments, using)
        try:
            return in_transaction(lambda: run(self, call, targets, params, expecting), using)
        except IntegrityError as error:
            raise Conflict() from error

    def preview(
        self,
        targets: Any = None,
        /,
        *,
        by: Actor,
        on_refusal: OnRefusal = "stop",
        if_match: int | None = None,
        moments: Moments | None = None,
        using: str = "default",
        **params: Any,
    ) -> Preview:
        """What the same call would do: it gathers and writes nothing, and nobody waits for it.

        Raises what the call itself would, but for a stale version, which is advice here.
        """
        targets, params = self._given(targets, params)
        call = Call(by, on_refusal, if_match, moments, using)
        return in_snapshot(lambda: foresee(self, call, targets, params), using)

    def _given(self, targets: Any, params: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
        if self.creates and targets is None:
            targets, params = [params], {}
        check_texts(targets if self.creates else params)
        return targets, params

    def perform(
        self,
        work: Work,
        wanted: Any,
        params: Mapping[str, Any],
        if_match: int | None = None,
        result: Result | None = None,
    ) -> WorkingSet:
        """Lock, guard and gather within a work: also how one operation is part of another."""
        if self.creates:
            privilege = self.privilege or self.name
            if not work.actor.holds(privilege):
                raise Forbidden(privilege=privilege)
            made = self.body(work, wanted)
            return made if isinstance(made, WorkingSet) else WorkingSet(self.model, [])
        ask = Ask(work, self.complete(params))
        records = WorkingSet(self.model, wanted)
        # A writer of SQLite is alone from its first statement: there is nothing to order.
        many_writers = connections[work.using].features.has_select_for_update
        if self.lock and many_writers and not work.preview:
            self.lock(work, records, ask.params)
        held = work.gather_again(records)
        if missing := records - held:
            raise NotFound(noun=self.model.NOUN, key=", ".join(map(str, missing)), targets=missing)
        work.guard(held, self.privilege or self.name, (), ask)
        if if_match is not None:
            self._refuse_stale(work, held.rows.exclude(version=if_match))
        if self.settled and (condition := self.settled(ask)) is not None:
            settled = WorkingSet(
                self.model,
                held.rows.using(work.using).filter(condition).values_list("pk", flat=True),
            )
            held = held - settled
            if result is not None:
                result.unchanged = list(settled)
        work.guard(held, None, self.rules, ask)
        if held:
            self.body(work, held, **params)
        return held

    def _refuse_stale(self, work: Work, others: QuerySet[Any]) -> None:
        try:
            work.refuse(others, Stale, targets=lambda keys: keys)
        except Stale as refusal:
            if not work.preview:
                raise
            work.advise(Stale.code, refusal.text)

    def complete(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """The arguments with the defaults of those that were not given."""
        return {**_defaults(self.body), **params}

    def table(
        self,
        rows: Sequence[Mapping[str, Any]],
        *,
        by: Actor,
        on_refusal: OnRefusal = "stop",
        moments: Moments | None = None,
        using: str = "default",
    ) -> Result:
        """Run it on a table of rows, with values for each row, in the statements of one.

        A creation makes a record of each row. Any other operation reads ``id`` from the row (the
        record's id) and takes the other columns as its arguments, row by row.
        """
        if self.creates:
            made = [dict(row) for row in rows]
            return self(made, by=by, on_refusal=on_refusal, moments=moments, using=using)
        columns: dict[str, dict[UUID, Any]] = {}
        for row in rows:
            for name, value in row.items():
                if name != "id":
                    columns.setdefault(name, {})[row["id"]] = getattr(value, "pk", value)
        params: dict[str, Any] = {name: ByRecord(values) for name, values in columns.items()}
        return self(
            [row["id"] for row in rows],
            by=by,
            on_refusal=on_refusal,
            moments=moments,
            using=using,
            **params,
        )

    def wanted(self, targets: Any) -> list[Any]:
        """The ids of the targets, or the rows to be made."""
        if self.row is not None:
            return [self.row(**one) if isinstance(one, Mapping) else one for one in targets]
        if isinstance(targets, self.model):
            return [targets.pk]
        if isinstance(targets, QuerySet):
            return list(targets.values_list("pk", flat=True))
        many: Iterable[Any] = [targets] if isinstance(targets, UUID) else targets
        return WorkingSet(self.model, [getattr(one, "pk", one) for one in many]).ids

    def key(self, one: Any) -> UUID:
        """The id of a target, or of a row to be made."""
        return one.id if self.creates else one


def operation(name: str, *, on: Any, **options: Any) -> Callable[[Callable[..., Any]], Operation]:
    """Declare the function as the operation ``name`` on records of a noun."""

    def declare(body: Callable[..., Any]) -> Operation:
        return _register(Operation(name, on, body, **options))

    return declare


def creation(
    name: str, *, makes: Any, row: type[Any], **options: Any
) -> Callable[[Callable[..., Any]], Operation]:
    """Declare the function as the operation ``name`` that makes records from rows."""

    def declare(body: Callable[..., Any]) -> Operation:
        return _register(Operation(name, makes, body, row=row, **options))

    return declare


def _register(made: Operation) -> Operation:
    if made.name in OPERATIONS:
        raise TypeError(f"two operations are called {made.name}")
    OPERATIONS[made.name] = made
    return made
