"""Activity and its kinds, and Attachment (codes: spec 2.4)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.kernel.records import Customised, Owned, Record, one_owner


class Kind(models.TextChoices):
    """What sort of activity it is."""

    TASK = "task", _("Task")
    PHONE_CALL = "phone_call", _("Phone call")
    APPOINTMENT = "appointment", _("Appointment")
    EMAIL = "email", _("Email")
    NOTE = "note", _("Note")


class ActivityState(models.IntegerChoices):
    """Whether it is still to be done. Open and scheduled count as open (answers 18)."""

    OPEN = 0, _("Open")
    COMPLETED = 1, _("Completed")
    CANCELLED = 2, _("Canceled")
    SCHEDULED = 3, _("Scheduled")


# kind -> state -> status codes, the default first
STATUSES: dict[str, dict[int, tuple[int, ...]]] = {
    Kind.TASK: {0: (2, 3, 4, 7), 1: (5,), 2: (6,)},
    Kind.PHONE_CALL: {0: (1,), 1: (2, 4), 2: (3,)},
    Kind.EMAIL: {0: (1, 8), 1: (2, 3, 4, 6, 7), 2: (5,)},
    Kind.APPOINTMENT: {0: (1, 2), 1: (3,), 2: (4,), 3: (5, 6)},
    Kind.NOTE: {1: (1,)},
}

OPEN = Q(state__in=[ActivityState.OPEN, ActivityState.SCHEDULED])


class ActivityPriority(models.IntegerChoices):
    """How urgent an activity is."""

    LOW = 0, _("Low")
    NORMAL = 1, _("Normal")
    HIGH = 2, _("High")


class Activity(Customised, Owned, Record):
    """One thing said, done or to be done about a case.

    ``case`` is the case it belongs to now, ``logged_on`` its first case, for ever: they differ
    after a merge (answers 16). ``minutes`` is how long it took.
    """

    NOUN = "activity"
    THROUGH: ClassVar = ("case",)
    CASE = "case_id"
    QUEUEING: ClassVar[tuple[Any, ...]] = ()

    kind = models.CharField(max_length=20, choices=Kind.choices)
    case = models.ForeignKey("casework.Case", models.DO_NOTHING, related_name="activities")
    logged_on = models.ForeignKey(
        "casework.Case", models.DO_NOTHING, related_name="+", db_constraint=False
    )
    subject = models.CharField(max_length=400)
    description = models.TextField(max_length=100_000, blank=True, default="")
    state = models.PositiveSmallIntegerField(
        choices=ActivityState.choices, default=ActivityState.OPEN
    )
    status = models.PositiveSmallIntegerField()
    priority = models.PositiveSmallIntegerField(
        choices=ActivityPriority.choices, default=ActivityPriority.NORMAL
    )
    minutes = models.PositiveIntegerField(default=0)
    is_billed = models.BooleanField(default=False)
    is_incoming = models.BooleanField(default=False)
    starts_at = models.DateTimeField(null=True)
    due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    sender = models.CharField(max_length=400, blank=True, default="")
    recipients = models.JSONField(default=list, blank=True)

    class Meta:
        constraints = [one_owner("activity_one_owner")]
        indexes = [
            models.Index(fields=["case", "state"], name="activity_of_case"),
            models.Index(fields=["owner_user", "state", "due_at"], name="activity_due"),
        ]

    def __str__(self) -> str:
        return self.subject


class Attachment(Record):
    """A file on a case or on one of its activities. The bytes lie in the storage under ``key``."""

    NOUN = "attachment"
    KEY = "file_name"
    ACCESS = True
    THROUGH = ("case",)
    CASE = "case_id"
    INTERNAL = frozenset({"key"})

    case = models.ForeignKey("casework.Case", models.DO_NOTHING, related_name="attachments")
    logged_on = models.ForeignKey(
        "casework.Case", models.DO_NOTHING, related_name="+", db_constraint=False
    )
    activity = models.ForeignKey(Activity, models.DO_NOTHING, null=True, related_name="attachments")
    file_name = models.CharField(max_length=255)
    media_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=200)
