"""Case, CaseResolution, Subject, and the statuses a case may have (codes: spec 2.1 to 2.3)."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.cases.choices import CaseType, Origin, Priority, Satisfaction, Stage
from casework.kernel.records import Customised, Owned, Record, one_owner
from casework.kernel.text import fold


class State(models.IntegerChoices):
    """Whether a case is worked on. States are fixed; status reasons are data."""

    ACTIVE = 0, _("Active")
    RESOLVED = 1, _("Resolved")
    CANCELLED = 2, _("Cancelled")


class Status(models.IntegerChoices):
    """The status reasons that ship; an organisation adds its own (StatusReason)."""

    IN_PROGRESS = 1, _("In Progress")
    ON_HOLD = 2, _("On Hold")
    WAITING_FOR_DETAILS = 3, _("Waiting for Details")
    RESEARCHING = 4, _("Researching")
    PROBLEM_SOLVED = 5, _("Problem Solved")
    CANCELLED = 6, _("Cancelled")
    INFORMATION_PROVIDED = 1000, _("Information Provided")
    MERGED = 2000, _("Merged")


ACTIVE = Q(state=State.ACTIVE)
CLOSED = Q(state__in=[State.RESOLVED, State.CANCELLED])
MERGED = Q(merged_into__isnull=False)


class Subject(Record):
    """What cases are about: a tree."""

    NOUN = "subject"
    KEY = "title"
    DERIVED: ClassVar = {"title_key": ("title", fold)}

    title = models.CharField(max_length=500)
    title_key = models.CharField(max_length=500, blank=True, default="", db_index=True)
    description = models.CharField(max_length=2000, blank=True, default="")
    parent = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="children")
    is_active = models.BooleanField(default=True)


class StatusReason(Record):
    """A status a case may have within a state; ``code`` never changes."""

    NOUN = "status"
    KEY = "label"

    code = models.PositiveIntegerField(unique=True)
    label = models.CharField(max_length=100)
    state = models.PositiveSmallIntegerField(choices=State.choices)
    is_default = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    position = models.PositiveIntegerField(default=0)


class Transition(Record):
    """From one status reason to another: allowed, when transitions are enforced (S14)."""

    NOUN = "transition"

    from_code = models.PositiveIntegerField()
    to_code = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["from_code", "to_code"], name="transition_once")
        ]


class Case(Customised, Owned, Record):
    """What a customer asked of us, and what became of it."""

    NOUN = "case"
    KEY = "number"
    CASE = "pk"
    STATUS = "status"
    ADDING: ClassVar[tuple[Any, ...]] = ()
    CHANGING: ClassVar[tuple[Any, ...]] = ()
    WORKING: ClassVar[tuple[Any, ...]] = ()
    QUEUEING: ClassVar[tuple[Any, ...]] = ()
    CLOSED: ClassVar = CLOSED
    DERIVED: ClassVar = {"title_key": ("title", fold)}

    number = models.CharField(max_length=100, unique=True, blank=True)
    title = models.CharField(max_length=200)
    title_key = models.CharField(max_length=200, blank=True, default="")
    description = models.TextField(max_length=2000, blank=True, default="")
    account = models.ForeignKey(
        "casework.Account", models.DO_NOTHING, null=True, related_name="cases"
    )
    contact = models.ForeignKey(
        "casework.Contact", models.DO_NOTHING, null=True, related_name="cases"
    )
    primary_contact = models.ForeignKey(
        "casework.Contact", models.DO_NOTHING, null=True, related_name="+"
    )
    subject = models.ForeignKey(Subject, models.DO_NOTHING, null=True, related_name="cases")
    priority = models.PositiveSmallIntegerField(choices=Priority.choices, default=Priority.NORMAL)
    severity = models.PositiveSmallIntegerField(default=1)
    origin = models.PositiveIntegerField(choices=Origin.choices, null=True)
    case_type = models.PositiveSmallIntegerField(choices=CaseType.choices, null=True)
    satisfaction = models.PositiveSmallIntegerField(choices=Satisfaction.choices, null=True)
    stage = models.PositiveSmallIntegerField(choices=Stage.choices, default=Stage.IDENTIFY)
    product = models.CharField(max_length=160, blank=True, default="")
    serial_number = models.CharField(max_length=100, blank=True, default="")
    email = models.EmailField(max_length=254, blank=True, default="")
    follow_up_by = models.DateField(null=True)
    is_escalated = models.BooleanField(default=False)
    escalated_at = models.DateTimeField(null=True)
    first_response_sent = models.BooleanField(default=False)
    state = models.PositiveSmallIntegerField(choices=State.choices, default=State.ACTIVE)
    status = models.PositiveIntegerField(default=Status.IN_PROGRESS)
    parent = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="children")
    merged_into = models.ForeignKey(
        "self", models.DO_NOTHING, null=True, related_name="merged_cases"
    )
    closed_at = models.DateTimeField(null=True)
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        "casework.User", models.DO_NOTHING, null=True, related_name="+"
    )

    class Meta:
        constraints = [
            one_owner("case_one_owner"),
            models.CheckConstraint(
                condition=Q(account__isnull=False, contact__isnull=True)
                | Q(account__isnull=True, contact__isnull=False),
                name="case_one_customer",
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="case_not_own_parent"),
            models.CheckConstraint(
                condition=~Q(merged_into=models.F("id")), name="case_not_merged_into_itself"
            ),
        ]
        indexes = [
            # the unit comes last so that those in sight are counted without their rows
            models.Index(fields=["state", "created_at", "id", "unit"], name="case_by_state"),
            models.Index(fields=["owner_user", "state", "created_at", "unit"], name="case_by_user"),
            models.Index(fields=["owner_team", "state", "created_at"], name="case_by_team"),
            models.Index(fields=["created_at", "id"], name="case_by_age"),
            models.Index(fields=["title_key"], name="case_by_title"),
            # what is due: few cases are to be followed up, and only these have a place here
            models.Index(
                fields=["follow_up_by", "id"],
                condition=Q(state=0, follow_up_by__isnull=False),
                name="case_to_follow_up",
            ),
        ]


class CaseResolution(Record):
    """How a case was resolved, by whom and in how many minutes. Every resolving has its own.

    ``case`` is where it is told now; ``resolved_case`` the case that was resolved, for ever: the
    two differ after a merge (answers 16).
    """

    NOUN = "resolution"
    KEY = "subject"
    ACCESS = True
    THROUGH = ("case",)
    CASE = "case_id"
    COUNTED = ("total_minutes", "billable_minutes")
    WITHDRAWN = "withdrawn_at"

    case = models.ForeignKey(Case, models.DO_NOTHING, related_name="resolutions")
    resolved_case = models.ForeignKey(
        Case, models.DO_NOTHING, related_name="+", db_constraint=False
    )
    subject = models.CharField(max_length=200)
    description = models.TextField(max_length=100_000, blank=True, default="")
    resolution_type = models.PositiveIntegerField()
    total_minutes = models.PositiveIntegerField(default=0)
    billable_minutes = models.PositiveIntegerField(default=0)
    is_billed = models.BooleanField(default=False)
    resolved_at = models.DateTimeField()
    resolved_by = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["case", "-resolved_at"], name="resolution_newest")]
