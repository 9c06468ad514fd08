"""Queue, QueueMembership and QueueItem (spec 2.5)."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from casework.kernel.records import Record
from casework.kernel.text import fold


class QueueKind(models.IntegerChoices):
    """Whose lists show a queue. A private queue hides items from lists; it secures nothing."""

    PUBLIC = 0, _("Public")
    PRIVATE = 1, _("Private")


class QueueItemState(models.IntegerChoices):
    """Whether the item still waits or is being worked on."""

    ACTIVE = 0, pgettext_lazy("queue", "Active")
    INACTIVE = 1, pgettext_lazy("queue", "Inactive")


class Queue(Record):
    """A place where cases and activities wait for somebody to take them."""

    NOUN = "queue"
    KEY = "name"
    DERIVED: ClassVar = {"name_key": ("name", fold)}

    name = models.CharField(max_length=200, unique=True)
    name_key = models.CharField(max_length=200, blank=True, default="", db_index=True)
    description = models.CharField(max_length=2000, blank=True, default="")
    kind = models.PositiveSmallIntegerField(choices=QueueKind.choices, default=QueueKind.PUBLIC)
    email = models.EmailField(max_length=254, blank=True, default="")
    owner_user = models.ForeignKey("casework.User", models.DO_NOTHING, null=True, related_name="+")
    owner_team = models.ForeignKey("casework.Team", models.DO_NOTHING, null=True, related_name="+")
    is_active = models.BooleanField(default=True)


class QueueMembership(Record):
    """A user works on a queue."""

    NOUN = "queue_membership"

    queue = models.ForeignKey(Queue, models.DO_NOTHING, related_name="memberships")
    user = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["queue", "user"], name="queue_member_once")]


class QueueItem(Record):
    """A case, or an activity, waiting in a queue or being worked on from it.

    ``case`` is always set: for an activity it is the activity's case.
    """

    NOUN = "queue_item"
    ACCESS = True
    THROUGH = ("case",)
    CASE = "case_id"
    WAITING: ClassVar = Q(state=QueueItemState.ACTIVE)
    LEFT: ClassVar = {"state": QueueItemState.INACTIVE}

    queue = models.ForeignKey(Queue, models.DO_NOTHING, related_name="items")
    case = models.ForeignKey("casework.Case", models.DO_NOTHING, related_name="queue_items")
    activity = models.ForeignKey(
        "casework.Activity", models.DO_NOTHING, null=True, related_name="queue_items"
    )
    worker_user = models.ForeignKey("casework.User", models.DO_NOTHING, null=True, related_name="+")
    worker_team = models.ForeignKey("casework.Team", models.DO_NOTHING, null=True, related_name="+")
    worker_since = models.DateTimeField(null=True)
    entered_at = models.DateTimeField()
    state = models.PositiveSmallIntegerField(
        choices=QueueItemState.choices, default=QueueItemState.ACTIVE
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(state=QueueItemState.ACTIVE, activity__isnull=True),
                name="case_in_one_queue",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(state=QueueItemState.ACTIVE, activity__isnull=False),
                name="activity_in_one_queue",
            ),
        ]
        indexes = [models.Index(fields=["queue", "state", "entered_at"], name="items_waiting")]
