"""Why not: each operation that may not be done says the rule, the records, and the way out."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.kernel.available import available
from casework.kernel.operations import OPERATIONS
from casework.kernel.policies import POLICIES, chosen
from casework.kernel.refusals import REFUSALS
from tests.conftest import AGENT


def obstacles(client, case, verb, **query):
    """What stands against one operation, as REST tells it."""
    said = "".join(f"?{name}={value}" for name, value in query.items())
    answer = client.get(f"/cases/{case.number}/available{said}")
    assert answer.status_code == 200, answer.json()
    [one] = [one for one in answer.json()["items"] if one["operation"] == verb]
    assert one["available"] == (one["obstacles"] == [])
    return one["obstacles"]


def test_open_activities_that_stand_in_the_way_are_named(given, rest, alice):
    """Red without the trial of case.cancel."""
    case = given.case(owner=alice)
    task = given.activity(case, owner=alice, subject="Call back")

    [one] = obstacles(rest.as_(alice), case, "case.cancel")

    assert (one["code"], one["count"], one["enabled_by"]) == (
        "cannot-cancel", 1, ["activity.complete", "activity.cancel"],
    )  # fmt: skip
    assert one["records"] == [{"noun": "activity", "id": str(task.pk), "name": "Call back"}]


def test_children_that_stand_in_the_way_are_named_with_the_policy_behind_it(given, rest, alice):
    """Red without `policies` of ChildrenOpen, or the roles in why_not."""
    given.policy(closure="refuse")
    parent = given.case(owner=alice)
    child = given.case(parent=parent, owner=alice)

    [one] = obstacles(rest.as_(alice), parent, "case.resolve")

    assert (one["code"], [each["name"] for each in one["records"]]) == (
        "children-open", [child.number],
    )  # fmt: skip
    assert one["policies"][0] == {
        "policy": "case.closure",
        "value": "refuse",
        "roles": ["System Administrator"],
    }


def test_a_closed_case_says_that_reopening_enables(given, rest, alice):
    """Red without `enabled_by` of AlreadyClosed."""
    case = given.case(owner=alice)
    resolve(case, by=alice, resolution="Done")

    [one] = obstacles(rest.as_(alice), case, "case.resolve")

    assert (one["rule"], one["code"], one["enabled_by"]) == (
        "active", "already-closed", ["case.reopen"],
    )  # fmt: skip


def test_a_missing_privilege_names_the_roles_that_have_it(given, rest, alice):
    """Red without the roles of Forbidden in why_not."""
    case = given.case(owner=alice)

    [one] = obstacles(rest.as_(alice), case, "case.delete")

    assert (one["rule"], one["code"]) == ("privilege", "forbidden")
    assert one["roles"] == ["Customer Service Manager", "Integration", "System Administrator"]


def test_somebody_elses_rights_are_asked_and_only_what_the_asker_sees_is_named(given, rest):
    """Red without told_to in available."""
    near, far = given.unit("Near"), given.unit("Far")
    dora, dan = given.user("dora", AGENT, unit=near), given.user("dan", AGENT, unit=far)
    given.policy(closure="refuse", cascade_needs="parent is enough")
    parent = given.case(owner=dora)
    given.case(parent=parent, owner=dan)
    client = rest.as_(dora)

    [forbidden] = obstacles(client, parent, "case.resolve", actor="dan")
    [waiting] = obstacles(client, parent, "case.resolve", actor="admin")

    assert forbidden["code"] == "forbidden"
    assert (waiting["code"], waiting["count"], waiting["records"]) == ("children-open", 1, [])


def test_nobody_without_sight_of_grants_asks_for_somebody_else(given, rest, bob, alice):
    """Red without the privilege grant.read in below._somebody."""
    case = given.case(owner=alice)

    hidden = rest.as_(bob).get(f"/cases/{case.number}/available?actor=alice")
    unknown = rest.as_(alice).get(f"/cases/{case.number}/available?actor=nobody")

    assert (hidden.status_code, unknown.status_code) == (404, 404)


def test_a_set_is_told_by_how_many_may(given, rest, alice):
    """Red when the operations of a set are those of its first record."""
    one, closed, merged, survivor = given.cases(4, owner=alice)
    resolve(closed, by=alice, resolution="Done")
    merge(merged, by=alice, into=survivor)
    numbers = [case.number for case in (one, closed, merged)]

    answer = rest.as_(alice).post("/cases/available", {"numbers": numbers})

    [told] = [each for each in answer.json()["items"] if each["operation"] == "case.resolve"]
    assert (told["allowed"], told["available"]) == (1, False)
    assert [(each["code"], each["against"]) for each in told["obstacles"]] == [
        ("merged-away", 1),
        ("already-closed", 1),
    ]


def test_it_costs_the_same_for_one_and_for_many(given, alice):
    """Red with a question for each record."""
    given.policy(closure="refuse")
    sent = []
    for size in (1, 40):
        cases = given.cases(size, owner=alice)
        for case in cases:
            given.case(parent=case, owner=alice)
        with CaptureQueriesContext(connection) as queries:
            available(cases, alice)
        sent.append(len(queries))

    assert sent[0] == sent[1]


@pytest.mark.parametrize("code", sorted(REFUSALS))
def test_every_way_out_is_one(organisation, code):
    """Red when a refusal names an operation or a policy that there is not."""
    refusal, groups = REFUSALS[code], {name: group for name, group in POLICIES.items()}

    assert [name for name in refusal.enabled_by if name not in OPERATIONS] == []
    for name in refusal.policies:
        group, _dot, policy = name.partition(".")
        assert hasattr(chosen()[groups[group]], policy), name
