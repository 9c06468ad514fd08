"""The history of a case: who changed what, when, by which interface."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.activities.complete import complete
from casework.cases.edit import edit
from casework.history.changes import history, history_of
from casework.kernel.history import Event
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import InvalidInput, NotFound
from tests.conftest import acting
from tests.interfaces.test_cli import answered


def test_each_changed_column_is_told_newest_first(given, alice):
    """Red without any column of changes._changes."""
    case = given.case()
    task = given.activity(case)
    edit(case, by=acting("alice", "web"), title="Printer is cold", severity=3)
    result = complete(task, by=alice, minutes=5)

    changes = history(case, alice, limit=2).changes

    at = Event.objects.filter(run=result.run).first().run.at
    assert [(one.record_type, one.column, one.before, one.after) for one in changes] == [
        ("activity", "ended_at", None, at),
        ("activity", "minutes", 0, 5),
        ("activity", "state", 0, 1),
        ("activity", "status", 2, 5),
        ("case", "severity", 1, 3),
        ("case", "title", case.title, "Printer is cold"),
        ("case", "title_key", case.title_key, "printer is cold"),
    ]
    first, last = changes[0], changes[-1]
    assert (first.who, first.interface, first.operation, first.event, first.record) == (
        "Alice", "rest", "activity.complete", "activity.completed", task.pk,
    )  # fmt: skip
    assert first.at == at
    assert (last.interface, last.event) == ("web", "case.edited")


def test_page_by_page_it_is_the_whole_history_once(given, alice):
    """Red without `pk__lt` in history."""
    case = given.case()
    for severity in range(2, 9):
        edit(case, by=alice, severity=severity)

    whole = history(case, alice)
    first = history(case, alice, limit=5)
    second = history(case, alice, limit=5, before=first.next)

    assert (whole.next, second.next) == (None, None)
    assert first.changes + second.changes == whole.changes
    assert [one.after for one in first.changes] == [8, 7, 6, 5, 4]


def test_who_may_not_see_the_case_may_not_see_its_past(given, alice, bob):
    """Red without seeing.case_seen in history."""
    with pytest.raises(NotFound):
        history(given.case(), bob)
    with pytest.raises(InvalidInput):
        history(given.case(), alice, before="x")


def test_a_long_history_costs_the_queries_of_a_short_one(given, alice):
    """Red if a change asks for its person or its run."""
    short, long = given.cases(2)
    for severity in range(2, 60):
        edit(long, by=alice, severity=severity)

    counts = []
    for case in (short, long):
        with CaptureQueriesContext(connection) as queries:
            history(case, alice)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 3


def test_one_column_is_told_alone(given, alice, rest):
    """Red without the filter, or with all columns of the events that it finds."""
    case = given.case(number="CAS-1", title="First")
    for title in ("Second", "Third"):
        edit(case, by=alice, title=title, severity=3)
    client = rest.as_(alice)

    first = client.get("/cases/CAS-1/history?column=title&limit=2").json()
    rest_of_it = client.get(first["next"]).json()
    owner = client.get("/cases/CAS-1/history?column=owner_user").json()
    none = client.get("/cases/CAS-1/history?column=password")

    told = [(one["column"], one["before"], one["after"]) for one in first["items"]]
    told += [(one["column"], one["before"], one["after"]) for one in rest_of_it["items"]]
    assert told == [
        ("title", "Second", "Third"),
        ("title", "First", "Second"),
        ("title", None, "First"),
    ]
    assert [one["column"] for one in owner["items"]] == ["owner_user_id"]
    assert (none.status_code, none.json()["errors"][0]["field"]) == (422, "column")


def test_a_record_of_any_noun_has_its_history(given, admin, bob, rest):
    """Red without history_of in REST or in the shell."""
    account = given.account("Acme")
    OPERATIONS["account.edit"](account, by=admin, name="Acme GmbH")

    told = rest.as_(admin).get("/accounts/Acme GmbH/history?column=name").json()
    by_shell = answered("account", "history", "Acme GmbH", "--column", "name")

    assert [(one["before"], one["after"], one["who"]) for one in told["items"]] == [
        ("Acme", "Acme GmbH", "Administrator"),
        (None, "Acme", "Administrator"),
    ]
    assert by_shell == told
    assert rest.as_(bob).get("/accounts/Acme GmbH/history").status_code == 404
    with pytest.raises(NotFound):
        history_of(account, bob)


@pytest.mark.parametrize("size", [2, 40])
def test_its_history_costs_the_same_for_any_number_of_changes(given, admin, size):
    """Red with a query for each change."""
    account = given.account("Acme")
    for n in range(size):
        OPERATIONS["account.edit"](account, by=admin, name=f"Acme {n}")

    with CaptureQueriesContext(connection) as queries:
        found = history_of(account, admin, limit=500)

    assert (len(queries), len([one for one in found.changes if one.column == "name"])) == (
        3,
        size + 1,
    )


@pytest.mark.parametrize(("story", "said"), [("timeline", "column=title"), ("history", "kinds=x")])
def test_what_a_story_cannot_be_asked_is_refused(given, alice, rest, story, said):
    """Red when one story takes in silence what only the other knows."""
    given.case(owner=alice, number="CAS-1")

    answer = rest.as_(alice).get(f"/cases/CAS-1/{story}?{said}")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, said.split("=")[0])
