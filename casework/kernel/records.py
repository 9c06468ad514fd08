"""Records: what every noun's rows have, and which rows an actor sees."""

from collections.abc import Callable
from typing import Any, ClassVar, Self

from django.db import models

from casework.kernel.access import allowed
from casework.kernel.actor import Actor
from casework.kernel.identity import new_id
from casework.kernel.reach import Reach
from casework.kernel.shadows import judged

NOUNS: dict[str, Any] = {}
RECORDS: dict[str, type["Record"]] = {}
STAMPS = ("version", "modified_at", "modified_by")


class RecordQuerySet(models.QuerySet[Any]):
    """Questions about records. Reads begin at ``visible_to``; only the kernel writes."""

    def visible_to(self, actor: Actor | Reach) -> Self:
        """The rows this actor may read."""
        return judged(self, allowed(actor, f"{self.model.NOUN}.read", self.model))  # type: ignore[return-value]


class Noun:
    """What has a name outside: a record, or a run of an operation.

    A noun says of itself: ``NOUN`` its name; ``KEY`` the column people call it by; ``ACCESS``
    whether rows differ in who may touch them (reference data does not); ``OWNED`` whether it has
    an owner of its own; ``PERSON`` the column of the person it is about, who counts as its owner;
    ``THROUGH`` the relations whose rights it shares; ``SHARED`` whether that person lets others
    read it; ``VERSIONED`` whether its rows change; ``INTERNAL`` the columns that are told to nobody
    outside; ``STATUS`` the column that holds a status of the organisation's own.
    """

    NOUN: ClassVar[str] = ""
    KEY: ClassVar[str] = "id"
    ACCESS: ClassVar[bool] = False
    OWNED: ClassVar[bool] = False
    PERSON: ClassVar[str] = ""
    THROUGH: ClassVar[tuple[str, ...]] = ()
    SHARED: ClassVar[bool] = False
    VERSIONED: ClassVar[bool] = True
    INTERNAL: ClassVar[frozenset[str]] = frozenset()
    STATUS: ClassVar[str] = ""
    SECRET: ClassVar[frozenset[str]] = frozenset()
    DERIVED: ClassVar[dict[str, tuple[str, Callable[[Any], Any]]]] = {}

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("NOUN"):
            NOUNS[cls.NOUN] = cls

    def __str__(self) -> str:
        return str(getattr(self, self.KEY))


class Record(Noun, models.Model):
    """One row of a noun, whose every change is an event.

    Beside what every noun says: ``CASE`` the path to the case it is told under; ``SECRET`` columns
    never put on record; ``DERIVED`` columns made from another by a function; ``COUNTED`` columns
    whose total a preview tells; ``WITHDRAWN`` the column that marks a row whose making was undone,
    where it stays on view.
    """

    CASE: ClassVar[str | None] = None
    COUNTED: ClassVar[tuple[str, ...]] = ()
    WITHDRAWN: ClassVar[str] = ""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    created_at = models.DateTimeField(editable=False)
    created_by = models.ForeignKey(
        "casework.User", models.DO_NOTHING, null=True, editable=False, related_name="+"
    )
    modified_at = models.DateTimeField(editable=False)
    modified_by = models.ForeignKey(
        "casework.User", models.DO_NOTHING, null=True, editable=False, related_name="+"
    )

    objects: ClassVar[Any] = RecordQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("NOUN"):
            RECORDS[cls.NOUN] = cls

    @classmethod
    def on_record(cls) -> list[Any]:
        """The columns that events keep: all but the stamps and what is secret."""
        return [
            field
            for field in cls._meta.concrete_fields
            if field.name not in STAMPS and field.name not in cls.SECRET
        ]


class Owned(models.Model):
    """A record that a user or a team owns; the owner's business unit follows."""

    OWNED: ClassVar[bool] = True
    ACCESS: ClassVar[bool] = True

    owner_user = models.ForeignKey("casework.User", models.DO_NOTHING, null=True, related_name="+")
    owner_team = models.ForeignKey("casework.Team", models.DO_NOTHING, null=True, related_name="+")
    unit = models.ForeignKey("casework.BusinessUnit", models.DO_NOTHING, related_name="+")

    class Meta:
        abstract = True


class Customised(models.Model):
    """A record with columns of the organisation's own (answers 22)."""

    custom = models.JSONField(default=dict, blank=True)

    class Meta:
        abstract = True


def one_owner(name: str) -> models.CheckConstraint:
    """Exactly one of user and team owns a row."""
    return models.CheckConstraint(
        condition=models.Q(owner_user__isnull=False, owner_team__isnull=True)
        | models.Q(owner_user__isnull=True, owner_team__isnull=False),
        name=name,
    )
