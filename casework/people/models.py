"""User, Team, BusinessUnit, and the security roles with their privileges at a depth."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.kernel.records import Record, RecordQuerySet
from casework.kernel.text import fold


class BusinessUnit(Record):
    """A part of the organisation. ``path`` holds the ids from the top down to it."""

    NOUN = "unit"
    KEY = "name"

    name = models.CharField(max_length=160, unique=True)
    parent = models.ForeignKey("self", models.DO_NOTHING, null=True, related_name="+")
    path = models.CharField(max_length=1000, db_index=True)
    is_active = models.BooleanField(default=True)


class UserQuerySet(RecordQuerySet, BaseUserManager):  # type: ignore[misc]
    """People, found by the name they sign in with."""


class User(Record, AbstractBaseUser):
    """A person or a program that works with cases."""

    NOUN = "user"
    KEY = "username"
    SECRET = frozenset({"password", "last_login"})
    DERIVED: ClassVar = {"name_key": ("full_name", fold)}
    USERNAME_FIELD = "username"

    username = models.CharField(max_length=150, unique=True)
    full_name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, blank=True, default="", db_index=True)
    email = models.EmailField(max_length=254, blank=True, default="")
    unit = models.ForeignKey(BusinessUnit, models.DO_NOTHING, related_name="+")
    is_active = models.BooleanField(default=True)
    language = models.CharField(
        max_length=5,
        default="en",
        choices=[("en", "English"), ("ro", "Română"), ("id", "Indonesia")],
    )
    time_zone = models.CharField(max_length=50, default="UTC")


class Team(Record):
    """People who own cases together."""

    NOUN = "team"
    KEY = "name"
    DERIVED: ClassVar = {"name_key": ("name", fold)}

    name = models.CharField(max_length=160, unique=True)
    name_key = models.CharField(max_length=160, blank=True, default="", db_index=True)
    unit = models.ForeignKey(BusinessUnit, models.DO_NOTHING, related_name="+")
    description = models.CharField(max_length=2000, blank=True, default="")
    is_active = models.BooleanField(default=True)


class TeamMembership(Record):
    """A user belongs to a team."""

    NOUN = "membership"

    team = models.ForeignKey(Team, models.DO_NOTHING, related_name="memberships")
    user = models.ForeignKey(User, models.DO_NOTHING, related_name="memberships")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["team", "user"], name="member_once")]


class Role(Record):
    """A security role: what its holders may do, and how far."""

    NOUN = "role"
    KEY = "name"

    name = models.CharField(max_length=100, unique=True)
    description = models.CharField(max_length=2000, blank=True, default="")
    is_active = models.BooleanField(default=True)


class RolePrivilege(Record):
    """A role has a privilege at a depth; ``*`` is every privilege."""

    NOUN = "privilege"

    class Depths(models.IntegerChoices):
        """How far the privilege reaches."""

        OWN = 1, _("own records")
        UNIT = 2, _("business unit")
        UNITS_BELOW = 3, _("business unit and those below")
        ORGANISATION = 4, _("organisation")

    role = models.ForeignKey(Role, models.DO_NOTHING, related_name="privileges")
    privilege = models.CharField(max_length=60)
    depth = models.PositiveSmallIntegerField(choices=Depths.choices)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["role", "privilege"], name="privilege_once")]


class RoleGrant(Record):
    """A user or a team holds a role."""

    NOUN = "grant"

    role = models.ForeignKey(Role, models.DO_NOTHING, related_name="grants")
    user = models.ForeignKey(User, models.DO_NOTHING, null=True, related_name="grants")
    team = models.ForeignKey(Team, models.DO_NOTHING, null=True, related_name="grants")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["role", "user"], name="user_holds_once", condition=models.Q(team=None)
            ),
            models.UniqueConstraint(
                fields=["role", "team"], name="team_holds_once", condition=models.Q(user=None)
            ),
        ]


class ApiToken(Record):
    """A bearer token of a user: only its digest is kept, with scopes and an end."""

    NOUN = "token"
    KEY = "name"
    ACCESS = True
    PERSON = "user"
    SECRET = frozenset({"digest"})

    user = models.ForeignKey(User, models.DO_NOTHING, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    expires_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)


class TokenUse(models.Model):
    """When a token was last used: a sign-in table, outside history by list (answers 8)."""

    token = models.OneToOneField(ApiToken, models.CASCADE, primary_key=True, related_name="use")
    last_used_at = models.DateTimeField()
