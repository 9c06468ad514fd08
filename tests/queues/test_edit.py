"""Editing queues."""

import pytest

from casework.kernel.history import Event, decoded
from casework.kernel.refusals import InvalidInput
from casework.models import User
from casework.queues.edit import edit
from casework.queues.models import Queue
from casework.queues.naming import QueueNameTaken
from tests.conftest import fresh


def test_what_is_given_changes_and_only_that_is_recorded(given, carol):
    """Red without the change of edit."""
    queue, dora = given.queue("Hardware"), given.user("dora")

    result = edit(queue, by=carol, name="Printers", user=User.objects.get(pk=dora.user))

    after = fresh(queue)
    assert (after.name, after.name_key, after.owner_user_id, after.owner_team_id) == (
        "Printers", "printers", dora.user, None,
    )  # fmt: skip
    event = Event.objects.get(run=result.run)
    assert decoded(Queue, event.before) == {
        "name": "Hardware", "name_key": "hardware",
        "owner_user_id": given.admin.user, "owner_team_id": None,
    }  # fmt: skip


def test_a_team_takes_the_place_of_the_user_who_owned(given, carol):
    """Red without owner_user among the columns of edit."""
    queue, team = given.queue(), given.team("Hardware")

    edit(queue, by=carol, team=team)

    after = fresh(queue)
    assert (after.owner_user_id, after.owner_team_id) == (None, team.pk)


def test_rows_of_a_table_have_values_of_their_own(given, carol):
    """Red without value_of; what a row leaves out stays."""
    one, other = given.queue("One"), given.queue("Other", description="Kept")
    dora = given.user("dora")

    edit.table(
        [
            {"id": one.pk, "description": "New", "user": dora.user},
            {"id": other.pk, "name": "Renamed"},
        ],
        by=carol,
    )

    assert [(q.name, q.description, q.owner_user_id) for q in (fresh(one), fresh(other))] == [
        ("One", "New", dora.user),
        ("Renamed", "Kept", given.admin.user),
    ]


def test_no_queue_takes_the_name_of_another_or_none(given, carol):
    """Red without refuse_taken in edit."""
    one, other = given.queue("One"), given.queue("Other")

    with pytest.raises(QueueNameTaken):
        edit(one, by=carol, name="Other")
    with pytest.raises(QueueNameTaken):
        edit([one, other], by=carol, name="Both")
    with pytest.raises(InvalidInput):
        edit(one, by=carol, name="")
    unchanged = edit(one, by=carol, name="One")

    assert unchanged.run is None
    assert [fresh(one).name, fresh(other).name] == ["One", "Other"]
