"""Values that the database computes for the table of names."""

from typing import Any

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from casework.activities.models import Attachment
from casework.cases.models import Case
from casework.people.models import TeamMembership
from casework.queues.models import QueueItem, QueueItemState, QueueMembership


def number_of_children(prefix: str) -> Any:
    """How many cases lie below one."""
    return counted(Case._base_manager.all(), "parent", prefix)


def number_of_items(prefix: str) -> Any:
    """How many items wait in a queue."""
    return counted(QueueItem._base_manager.filter(state=QueueItemState.ACTIVE), "queue", prefix)


def number_of_members(prefix: str) -> Any:
    """How many people work on a queue."""
    return counted(QueueMembership._base_manager.all(), "queue", prefix)


def number_in_team(prefix: str) -> Any:
    """How many people belong to a team."""
    return counted(TeamMembership._base_manager.all(), "team", prefix)


def counted(rows: Any, path: str, prefix: str) -> Any:
    """How many of ``rows`` lead to a row by ``path``."""
    own = rows.filter(**{path: OuterRef(f"{prefix}pk")}).order_by().values(path)
    found = own.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def of_first_file(column: str) -> Any:
    """A column of the first file of a note."""

    def expression(prefix: str) -> Any:
        files = Attachment._base_manager.filter(activity=OuterRef(f"{prefix}pk"))
        return Subquery(files.order_by("created_at", "pk").values(column)[:1])

    return expression


def has_file(prefix: str) -> Any:
    """Whether a note has a file."""
    return Exists(Attachment._base_manager.filter(activity=OuterRef(f"{prefix}pk")))
