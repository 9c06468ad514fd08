"""Sharing: a record that one person keeps, and lets others read."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.kernel.access import EVERYONE, NOBODY, TEAM
from casework.kernel.records import RECORDS


class Sharing(models.TextChoices):
    """Who may read what somebody keeps, beside its owner."""

    NOBODY = NOBODY, _("Nobody")
    TEAM = TEAM, _("A team")
    EVERYONE = EVERYONE, _("Everyone")


class Shared(models.Model):
    """A record of one person's own: ``owner_user`` changes it, those it is shared with read it."""

    SHARED: ClassVar[bool] = True
    ACCESS: ClassVar[bool] = True
    PERSON: ClassVar[str] = "owner_user"

    owner_user = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")
    shared_with = models.CharField(max_length=10, choices=Sharing.choices, default=Sharing.NOBODY)
    team = models.ForeignKey("casework.Team", models.DO_NOTHING, null=True, related_name="+")

    class Meta:
        abstract = True


def shared_nouns() -> list[Any]:
    """The nouns whose records people share."""
    return [model for _noun, model in sorted(RECORDS.items()) if model.SHARED]


def shared_as_said(name: str) -> models.CheckConstraint:
    """A team where it is shared with one, and nowhere else."""
    with_team = models.Q(shared_with=TEAM)
    return models.CheckConstraint(
        condition=(with_team & models.Q(team__isnull=False))
        | (~with_team & models.Q(team__isnull=True)),
        name=name,
    )
