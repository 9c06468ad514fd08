"""Mentions: who is named with @, whole words and active people only."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.activities.delete import delete
from casework.activities.edit import edit
from casework.activities.log import log
from casework.activities.mentions import names_in
from casework.activities.plan import plan
from casework.cases.delete import delete as delete_case
from casework.cases.merge import merge
from casework.history.undo import undo
from casework.models import Activity, Mention, User
from casework.people.users import deactivate
from tests.conftest import AGENT, fresh
from tests.proofs.hindsight import tables


def mentioned(activity=None):
    rows = Mention.objects.all() if activity is None else activity.mentions.all()
    return sorted(rows.values_list("user__username", flat=True))


def logged(by, case, **columns):
    done = log(by=by, case=case, **{"kind": "note", "description": "", **columns})
    return Activity.objects.get(pk=done.records[0]), done


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@bob look", ["bob"]),
        ("(@bob), @carol.", ["bob", "carol"]),
        ("@bob and @bob", ["bob"]),
        ("write to bob@example.com or @@bob or a.@bob", []),
        ("@jane.doe-x's", ["jane.doe-x"]),
        ("@țăran", ["țăran"]),
        ("@ bob @", []),
    ],
)
def test_a_name_is_a_whole_word_after_an_at(text, names):
    """Red with another expression in mentions.NAMED."""
    assert [bare for _whole, bare in names_in([text])] == names


def test_logging_and_planning_mention_active_people(given, alice, bob, carol):
    """Red without mention in add_activities."""
    case = given.case(owner=alice)
    deactivate(User.objects.get(pk=carol.user), by=given.admin)

    note, _done = logged(alice, case, description="Ask @bob. @carol and @system cannot, nor @zoe")
    done = plan(by=alice, case=case, kind="task", subject="With @alice and @bob")

    assert mentioned(note) == ["bob"]
    assert mentioned(Activity.objects.get(pk=done.records[0])) == ["alice", "bob"]


def test_editing_mentions_and_forgets(given, alice, bob, carol):
    """Red without mention_again in activity.edit."""
    case = given.case(owner=alice)
    note, _done = logged(alice, case, subject="For @bob", description="and @carol")

    edit(note, by=alice, description="and nobody else")
    assert mentioned(note) == ["bob"]
    edit(note, by=alice, subject="For @alice", description="and @carol")
    assert mentioned(note) == ["alice", "carol"]
    edit(note, by=alice, custom={})
    assert mentioned(note) == ["alice", "carol"]
    edit.table([{"id": note.pk, "subject": "For none"}], by=alice)
    assert mentioned(note) == ["carol"]


def test_fifty_people_are_mentioned_at_most(given, alice):
    """Red without MOST."""
    row = {"full_name": "P", "unit": alice.unit, "password": "!"}
    given.add(User, [{"username": f"p{n}", **row} for n in range(60)])
    text = " ".join(f"@p{n}" for n in range(60))

    note, _done = logged(alice, given.case(owner=alice), description=text)

    assert note.mentions.count() == 50


def test_a_mention_is_taken_back_with_its_run_and_goes_with_its_activity(given, alice, bob):
    """Red where a mention is left behind."""
    case = given.case(owner=alice)
    before = tables()
    note, done = logged(alice, case, description="@bob")
    undo(done.run, by=alice)
    assert tables() == before

    note, _done = logged(alice, case, description="@bob")
    edited = edit(note, by=alice, description="nobody")
    undo(edited.run, by=alice)
    assert mentioned(note) == ["bob"]
    delete(note, by=given.admin)
    assert mentioned() == []
    logged(alice, case, description="@bob")
    delete_case(case, by=given.admin)
    assert mentioned() == []


def test_a_mention_is_seen_by_who_sees_the_activity(given, alice, bob):
    """Red without THROUGH of Mention."""
    source, survivor = given.cases(2, owner=alice)
    note, _done = logged(alice, source, description="@bob")
    zoe = given.user("zoe", AGENT, unit=given.unit("Desk"))

    merge(source, by=alice, into=survivor)

    assert [Mention.objects.visible_to(one).count() for one in (alice, bob, zoe)] == [1, 0, 0]
    assert fresh(note).case == survivor


def test_a_thousand_texts_cost_what_one_costs_and_one_without_an_at_nothing(given, alice, bob):
    """Red with a question for each text, or one for texts without @."""

    def cost(how_many, text):
        cases = given.cases(how_many, owner=alice)
        rows = [{"case": one, "kind": "note", "description": text} for one in cases]
        with CaptureQueriesContext(connection) as asked:
            log.table(rows, by=alice)
        return len(asked)

    assert cost(1, "@bob") == cost(500, "@bob") == cost(1, "bob") + 3
