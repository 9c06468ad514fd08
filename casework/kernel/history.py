"""History: a run of an operation, and an event for each record it touched. Insert-only."""

import datetime
import json
from typing import Any, ClassVar
from uuid import UUID

from django.db import models

from casework.kernel.identity import new_id
from casework.kernel.records import Noun, RecordQuerySet


class Run(Noun, models.Model):
    """One run of one operation: who asked, by which interface, when, and with what.

    ``at`` is stamped after the locks are held; ``happened_at`` and ``on_behalf_of`` say when and
    by whom it was done in the system an importer reads from (answers 3). A run is about the person
    who asked for it, and never changes.
    """

    NOUN = "run"
    ACCESS = True
    PERSON = "actor"
    VERSIONED = False
    INTERNAL = frozenset({"arguments"})  # these may tell of records that the reader may not see

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    operation = models.CharField(max_length=60)
    actor = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")
    interface = models.CharField(max_length=10)
    at = models.DateTimeField()
    happened_at = models.DateTimeField(null=True)
    on_behalf_of = models.ForeignKey(
        "casework.User", models.DO_NOTHING, null=True, related_name="+"
    )
    arguments = models.JSONField(default=dict)
    request_id = models.CharField(max_length=64, blank=True, default="")

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        indexes = [models.Index(fields=["at"], name="run_at")]


class Event(models.Model):
    """One record touched by a run: its columns before and after.

    A created record has only ``after``, whole; a deleted one only ``before``, whole. ``version``
    is the record's version after the event: the sequence that gives order, never the clock.
    ``case_id`` is the case it is told under, so a case's story is one index scan.
    """

    id = models.BigAutoField(primary_key=True)
    run = models.ForeignKey(Run, models.DO_NOTHING, related_name="events")
    kind = models.CharField(max_length=60)
    record_type = models.CharField(max_length=30)
    record_id = models.UUIDField()
    version = models.PositiveIntegerField()
    case_id = models.UUIDField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    happened_at = models.DateTimeField(null=True)
    on_behalf_of_id = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record_id", "version"], name="event_sequence")
        ]
        indexes = [models.Index(fields=["case_id", "id"], name="event_of_case")]


class Undoing(models.Model):
    """One run took another back; both stay on record (answers 17).

    It ``stands`` until the run that took back is itself taken back. A run is taken back when an
    undoing of it stands.
    """

    id = models.BigAutoField(primary_key=True)
    by = models.ForeignKey(Run, models.DO_NOTHING, related_name="takes_back")
    run = models.ForeignKey(Run, models.DO_NOTHING, related_name="taken_back")
    stands = models.BooleanField(default=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["by", "run"], name="undoing_once")]


class Counter(models.Model):
    """A number that only grows: case numbers come from here."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.BigIntegerField(default=0)


def decoded(model: Any, stored: dict[str, Any] | None) -> dict[str, Any] | None:
    """Values of an event as Python values; SQLite's JSON has types of its own (answers 24)."""
    if stored is None:
        return None
    return {name: _decode(model._meta.get_field(name), value) for name, value in stored.items()}


def _decode(field: Any, value: Any) -> Any:
    target = field.target_field if field.is_relation else field
    kind = target.get_internal_type()
    if value is None:
        return None
    if kind == "UUIDField":
        return UUID(value)
    if kind == "BooleanField":
        return bool(value)
    if kind == "JSONField":
        return json.loads(value) if isinstance(value, str) else value
    if kind == "DateTimeField":
        moment = datetime.datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)
    return target.to_python(value)
