"""What passes: drafts, visits, who is where. A cache outside history, exempt by list (answers 8).

None of it says anything about a customer's matter: it may be lost, and nobody but its user asks.
"""

import datetime
from typing import Any
from uuid import UUID

from django.db import models

from casework.kernel import writing
from casework.kernel.identity import new_id


class Draft(models.Model):
    """What somebody typed at a place and has not sent."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")
    place = models.CharField(max_length=200)
    values = models.JSONField(default=dict)
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "place"], name="draft_once")]
        indexes = [models.Index(fields=["user", "updated_at"], name="draft_by_age")]


class Visit(models.Model):
    """A record that somebody looked at."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")
    noun = models.CharField(max_length=30)
    record = models.UUIDField()
    seen_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "record"], name="visit_once")]
        indexes = [models.Index(fields=["user", "seen_at"], name="visit_by_age")]


class Presence(models.Model):
    """Somebody has a case open, perhaps to change it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    user = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")
    case = models.UUIDField()
    seen_at = models.DateTimeField()
    editing = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="presence_once")]
        indexes = [models.Index(fields=["user", "seen_at"], name="presence_by_age")]


class BellSeen(models.Model):
    """Up to when somebody has seen what concerns him."""

    user = models.OneToOneField("casework.User", models.DO_NOTHING, primary_key=True,
                                related_name="+")  # fmt: skip
    seen_at = models.DateTimeField()


def now() -> datetime.datetime:
    """The time, outside any run."""
    return writing.now()


def key_of(one: Any) -> UUID:
    """The id of a record, or the id itself."""
    key: UUID = getattr(one, "pk", one)
    return key
