"""Members: who belongs to a team."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from casework.kernel.operations import operation
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.guarding import refuse_beyond_own, refuse_without_administrator
from casework.people.models import Team, TeamMembership, User
from casework.people.teams import handed_by_teams


class MemberInactive(Refusal):
    """Adding somebody who no longer works here."""

    code = "member-inactive"
    message = _("{records} is deactivated and can belong to nothing new. Activate the user first.")


@operation("team.add_members", on=Team)
def add_members(work: Work, teams: WorkingSet, *, users: list[User]) -> None:
    """Let people belong to teams; those who do already stay as they are.

    They gain the team's roles, which may hold no more than the actor does. Refuses with
    member-inactive, beyond-own.
    """
    people = _people(users)
    gone = people.rows.filter(is_active=False)
    work.refuse(gone, MemberInactive)
    refuse_beyond_own(work, handed_by_teams(work, teams))
    present = set(_memberships(teams, people, work).values_list("team_id", "user_id"))
    rows = [
        {"team": team, "user": user}
        for team in teams
        for user in people
        if (team, user) not in present
    ]
    work.add(TeamMembership, rows, "membership.added")


@operation("team.remove_members", on=Team)
def remove_members(work: Work, teams: WorkingSet, *, users: list[User]) -> None:
    """Let people belong to teams no longer; those who do not are passed over.

    What the teams own stays theirs. Refuses with last-administrator.
    """
    gone = work.gather(_memberships(teams, _people(users), work))
    if gone:
        refuse_without_administrator(work, memberships=gone)
    work.delete(gone, "membership.removed")


def _people(users: list[Any]) -> WorkingSet:
    return WorkingSet(User, [getattr(one, "pk", one) for one in users])


def _memberships(teams: WorkingSet, people: WorkingSet, work: Work) -> QuerySet[Any]:
    rows = TeamMembership.objects.using(work.using)
    return rows.filter(team__among=teams, user__among=people)
