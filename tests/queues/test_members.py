"""Members of queues."""

import pytest

from casework.kernel.refusals import InvalidInput
from casework.models import QueueMembership, TeamMembership, User
from casework.queues.add_members import QueueMemberInactive, add_members
from casework.queues.remove_members import remove_members
from tests.queues.people import person


def members(queue):
    rows = QueueMembership.objects.filter(queue=queue)
    return set(rows.values_list("user__username", flat=True))


def test_users_become_members_once_and_leave_again(given, alice, carol):
    """Red without `present` in add_members, or the deletion of remove_members."""
    one, other = given.queue(), given.queue()

    add_members([one, other], by=carol, users=[person(alice)])
    add_members(one, by=carol, users=[person(alice), person(carol)])
    assert (members(one), members(other)) == ({"alice", "carol"}, {"alice"})

    removed = remove_members([one, other], by=carol, users=[person(alice), person(given.admin)])
    assert (members(one), members(other)) == ({"carol"}, set())
    assert removed.effects == [("queue_membership.removed", 2)]


def test_a_team_copies_its_present_members_and_nothing_follows(given, alice, carol):
    """Red without the team's people in add_members (spec 2.5)."""
    dora, gone = given.user("dora"), given.user("gone")
    User.objects.filter(pk=gone.user).update(is_active=False)
    team, queue = given.team("Hardware", alice, gone), given.queue()

    add_members(queue, by=carol, team=team, users=[person(carol)])
    given.add(TeamMembership, [{"team": team, "user": dora.user}])

    assert members(queue) == {"alice", "carol"}


def test_nobody_who_left_and_not_nobody_at_all(given, carol):
    """Red without the two refusals of add_members."""
    gone, queue = given.user("gone"), given.queue()
    User.objects.filter(pk=gone.user).update(is_active=False)

    with pytest.raises(QueueMemberInactive) as refused:
        add_members(queue, by=carol, users=[person(carol), person(gone)])
    with pytest.raises(InvalidInput):
        add_members(queue, by=carol)

    assert refused.value.records == [person(gone)]
    assert members(queue) == set()


def test_rows_that_name_several_teams_are_refused_by_the_name_of_the_column(given, carol):
    """Red without the look for a table in `team` of add_members."""
    rows = [{"id": given.queue().pk, "team": given.team(name, carol)} for name in ("A", "B")]

    with pytest.raises(InvalidInput) as refused:
        add_members.table(rows, by=carol)

    assert refused.value.facts["field"] == "team"
    assert not QueueMembership.objects.exists()
