"""Creating queues."""

import pytest

from casework.kernel.history import Event
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.people.owning import OwnerInactive
from casework.queues.create import create
from casework.queues.models import Queue
from casework.queues.naming import QueueNameTaken
from tests.conftest import fresh


def test_a_queue_belongs_to_a_user_a_team_or_its_maker(given, carol):
    """Red without the owners of create."""
    dora, team = given.user("dora"), given.team("Hardware")

    result = create.table(
        [
            {"name": "Own"},
            {"name": "Doras", "user": dora.user, "kind": 1},
            {"name": "Hardware", "team": team, "email": "hw@example.org"},
        ],
        by=carol,
    )

    columns = ("name", "kind", "email", "owner_user", "owner_team", "is_active")
    assert list(Queue.objects.order_by("created_at", "pk").values_list(*columns)) == [
        ("Own", 0, "", carol.user, None, True),
        ("Doras", 1, "", dora.user, None, True),
        ("Hardware", 0, "hw@example.org", None, team.pk, True),
    ]
    assert Event.objects.filter(run=result.run, kind="queue.created").count() == 3


def test_no_two_queues_have_one_name(given, carol):
    """Red without refuse_taken in create; `skip` makes the others."""
    given.queue("Hardware")

    with pytest.raises(QueueNameTaken):
        create(by=carol, name="Hardware")
    with pytest.raises(QueueNameTaken):
        create.table([{"name": "Twice"}, {"name": "Twice"}], by=carol)
    result = create.table([{"name": "Hardware"}, {"name": "New"}], by=carol, on_refusal="skip")

    assert [one.code for one in result.left_out.values()] == ["queue-name-taken"]
    assert set(Queue.objects.values_list("name", flat=True)) == {"Hardware", "New"}


def test_only_those_with_the_privilege_make_queues_that_fit(given, alice, carol):
    """Red without the kernel's guard, its columns, or owners in create."""
    team = given.team("Gone")
    type(team).objects.filter(pk=team.pk).update(is_active=False)

    with pytest.raises(Forbidden):
        create(by=alice, name="Mine")
    with pytest.raises(InvalidInput):
        create(by=carol, name="")
    with pytest.raises(InvalidInput):
        create(by=carol, name="Wrong", kind=7)
    with pytest.raises(OwnerInactive):
        create(by=carol, name="Theirs", team=fresh(team))

    assert not Queue.objects.exists()
