"""Parts: what belongs to a record of administration: members, roles, holders, what lies below."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import StatusReason, Subject, Transition
from casework.interfaces.web.administration.rights import creating, stands_against
from casework.interfaces.web.commands import Command
from casework.interfaces.web.words.reasons import in_words
from casework.kernel.actor import Actor
from casework.people.models import BusinessUnit, Role, RoleGrant, Team, TeamMembership, User
from casework.queues.models import QueueMembership

MOST = 200  # shown of one part


@dataclass(frozen=True)
class Item:
    """One line of a part: what it says, where it leads, and where to take it away."""

    text: str
    to: str
    more: str = ""
    without: str = ""


@dataclass(frozen=True)
class Part:
    """What belongs to a record, with the commands to add to it (``add``; ``offers`` where there is
    one for each of several) and to take from it (``why`` says why one may not)."""

    title: str
    items: list[Item]
    add: list[Command] = field(default_factory=list)
    take: str = ""
    why: str = ""
    more: bool = False
    offer: str = ""
    offers: list[Item] = field(default_factory=list)


def _part(title: str, items: list[Item], **more: Any) -> Part:
    return Part(title, items[:MOST], more=len(items) > MOST, **more)


def _person(one: User, **more: str) -> Item:
    name = one.full_name or one.username
    return Item(name, f"/administration/users/{one.pk}", one.username, **more)


def _members(noun: str, rows: Any, found: Any, actor: Actor) -> Part:
    """The members of a team or of a queue."""
    taking = f"{noun}.remove_members"
    why, cure = stands_against(taking, actor)
    people = User.objects.filter(pk__in=rows.values("user")).visible_to(actor)
    items = [
        _person(one, without=f"/do/{taking}?on={found.pk}&users={one.pk}")
        for one in people.order_by("name_key", "pk")[: MOST + 1]
    ]
    add = creating(f"{noun}.add_members", actor, f"on={found.pk}")
    return _part(_("Members"), items, add=[add], take=_("Remove"), why=f"{why} {cure}".strip())


def members_of_team(found: Any, actor: Actor) -> Part:
    """Who belongs to a team."""
    return _members("team", TeamMembership.objects.filter(team=found.pk), found, actor)


def members_of_queue(found: Any, actor: Actor) -> Part:
    """Who works on a queue."""
    return _members("queue", QueueMembership.objects.filter(queue=found.pk), found, actor)


def _roles(found: Any, actor: Actor, **holder: Any) -> Part:
    [(kind, key)] = holder.items()
    why, cure = stands_against("role.take", actor)
    rows = RoleGrant.objects.filter(**holder).visible_to(actor).select_related("role")
    offers = []
    if not stands_against("role.grant", actor)[0]:
        others = Role.objects.filter(is_active=True).visible_to(actor).order_by("name")
        others = others.exclude(pk__in=RoleGrant.objects.filter(**holder).values("role"))
        offers = [
            Item(one.name, f"/do/role.grant?on={one.pk}&to={kind}:{key}") for one in others[:MOST]
        ]
    items = [
        Item(
            one.role.name,
            f"/administration/roles/{one.role_id}",
            without=f"/do/role.take?on={one.role_id}&to={kind}:{key}",
        )
        for one in rows.order_by("role__name")[: MOST + 1]
    ]
    return _part(
        _("Roles"), items, take=_("Take back"), why=f"{why} {cure}".strip(),
        offer=_("Give role"), offers=offers,
    )  # fmt: skip


def roles_of_user(found: Any, actor: Actor) -> Part:
    """The roles that a user holds."""
    return _roles(found, actor, user=found.pk)


def roles_of_team(found: Any, actor: Actor) -> Part:
    """The roles that a team holds."""
    return _roles(found, actor, team=found.pk)


def teams_of_user(found: Any, actor: Actor) -> Part:
    """The teams that a user belongs to."""
    rows = TeamMembership.objects.filter(user=found.pk)
    teams = Team.objects.filter(pk__in=rows.values("team")).visible_to(actor).order_by("name_key")
    items = [Item(one.name, f"/administration/teams/{one.pk}") for one in teams[: MOST + 1]]
    return _part(_("Teams"), items)


def holders(found: Any, actor: Actor) -> Part:
    """Who holds a role: users and teams."""
    why, cure = stands_against("role.take", actor)
    rows = RoleGrant.objects.filter(role=found.pk).visible_to(actor)
    items = []
    for one in rows.select_related("user", "team").order_by("pk")[: MOST + 1]:
        kind = "user" if one.user_id else "team"
        taking = f"/do/role.take?on={found.pk}&to={kind}:{one.user_id or one.team_id}"
        if one.user is not None:
            items.append(_person(one.user, without=taking))
        elif one.team is not None:
            place = f"/administration/teams/{one.team_id}"
            items.append(Item(one.team.name, place, _("Team"), without=taking))
    add = creating("role.grant", actor, f"on={found.pk}")
    return _part(_("Held by"), items, add=[add], take=_("Take back"), why=f"{why} {cure}".strip())


def units_below(found: Any, actor: Actor) -> Part:
    """The business units below one."""
    rows = BusinessUnit.objects.filter(parent=found.pk).visible_to(actor).order_by("name")
    items = [Item(one.name, f"/administration/units/{one.pk}") for one in rows[: MOST + 1]]
    add = creating("unit.create", actor, f"parent={found.pk}")
    return _part(_("Business units below"), items, add=[add])


def people_of_unit(found: Any, actor: Actor) -> Part:
    """The users of a business unit."""
    rows = User.objects.filter(unit=found.pk, is_active=True).visible_to(actor)
    items = [_person(one) for one in rows.order_by("name_key", "pk")[: MOST + 1]]
    add = creating("user.create", actor, f"unit={found.pk}")
    return _part(_("Users"), items, add=[add])


def subjects_below(found: Any, actor: Actor) -> Part:
    """The subjects below one."""
    rows = Subject.objects.filter(parent=found.pk).visible_to(actor).order_by("title_key")
    items = [Item(one.title, f"/administration/subjects/{one.pk}") for one in rows[: MOST + 1]]
    add = creating("subject.create", actor, f"parent={found.pk}")
    return _part(_("Subjects below"), items, add=[add])


def steps_of_status(found: Any, actor: Actor) -> Part:
    """The statuses that may follow one."""
    steps = Transition.objects.filter(from_code=found.code).visible_to(actor)
    rows = StatusReason.objects.filter(code__in=steps.values("to_code")).visible_to(actor)
    items = [
        Item(one.label, f"/administration/statuses/{one.pk}", one.get_state_display())
        for one in in_words(rows.order_by("state", "position")[: MOST + 1])
    ]
    return _part(_("May be followed by"), items)


PARTS_OF: dict[str, tuple[Callable[[Any, Actor], Part], ...]] = {
    "team": (members_of_team, roles_of_team),
    "queue": (members_of_queue,),
    "user": (roles_of_user, teams_of_user),
    "role": (holders,),
    "unit": (units_below, people_of_unit),
    "subject": (subjects_below,),
    "status": (steps_of_status,),
}
