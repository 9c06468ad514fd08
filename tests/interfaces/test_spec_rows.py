"""Rows of the specification as a program meets them: lists, what is offered, what is refused."""

import pytest

from casework.cases.cancel import cancel
from casework.cases.merge import merge
from casework.cases.models import Case
from casework.cases.resolve import resolve
from tests.conftest import fresh


def numbers(answer) -> list[str]:
    assert answer.status_code == 200, answer.content
    return [item["number"] for item in answer.json()["items"]]


def offered(client, case) -> dict[str, str | None]:
    """Each operation on a case with the code that stands against it, if one does."""
    items = client.get(f"/cases/{case.number}/available").json()["items"]
    return {item["operation"]: item["code"] for item in items}


@pytest.mark.spec("S2")
def test_the_list_of_active_cases_leads_to_the_case_that_is_resolved(rest, given, alice):
    """Red without the filter on columns in rest/filters.py."""
    active, resolved, cancelled = given.cases(3)
    resolve(resolved, by=alice, resolution="Done")
    cancel(cancelled, by=alice)
    client = rest.as_(alice)

    [number] = numbers(client.get("/cases?state=active"))
    answer = client.post(f"/cases/{number}/resolve", {"resolution": "Done"})

    assert (number, answer.status_code) == (active.number, 200)
    assert numbers(client.get("/cases?state=active")) == []
    assert len(numbers(client.get("/cases"))) == 3


@pytest.mark.spec("S1")
@pytest.mark.spec("S3")
@pytest.mark.spec("S24")
def test_the_three_verbs_are_offered_on_an_active_case_and_say_why_not_on_others(
    rest, given, alice
):
    """Red without the rules in kernel/available.py."""
    active, resolved, survivor, merged = given.cases(4)
    resolve(resolved, by=alice, resolution="Done")
    merge(merged, by=alice, into=survivor)
    client = rest.as_(alice)
    verbs = ("case.resolve", "case.cancel", "case.assign")

    codes = {
        case: tuple(offered(client, case)[verb] for verb in verbs)
        for case in (active, resolved, merged)
    }

    assert codes == {
        active: (None, None, None),
        resolved: ("already-closed", "already-closed", None),
        merged: ("merged-away", "merged-away", "merged-away"),
    }


@pytest.mark.spec("S5")
def test_no_patch_makes_a_case_resolved(rest, given, alice):
    """Red without ResolveInstead, or when the state becomes an argument of edit."""
    case = given.case()
    client = rest.as_(alice)

    by_status = client.patch(f"/cases/{case.number}", {"status": 5})
    by_state = client.patch(f"/cases/{case.number}", {"state": 1})
    opened = client.post("/cases", {"title": "A", "account": str(case.account_id), "state": 1})

    assert [(one.status_code, one.json()["code"]) for one in (by_status, by_state, opened)] == [
        (409, "resolve-instead"),
        (422, "invalid-input"),
        (422, "invalid-input"),
    ]
    assert (fresh(case).state, Case.objects.count()) == (0, 1)


@pytest.mark.spec("S6")
@pytest.mark.spec("S6a")
def test_the_problem_counts_the_open_activities_and_their_list_is_one_step_away(rest, given, alice):
    """Red without the count in problems.of_refusal, or the list of a case's activities."""
    case = given.case()
    open_one = given.activity(case)
    given.activity(case, state=1, status=5)
    client = rest.as_(alice)

    refused = client.post(f"/cases/{case.number}/resolve", {"resolution": "Done"})
    listed = client.get(f"/cases/{case.number}/activities?state=open").json()["items"]

    body = refused.json()
    assert (refused.status_code, body["code"], body["count"]) == (409, "activities-open", 1)
    assert [item["id"] for item in listed] == [str(open_one.pk)]


@pytest.mark.spec("S36")
def test_the_resolutions_of_a_reopened_case_are_listed_newest_first(rest, given, alice):
    """Red without the order of a list by `-resolved_at`."""
    case = given.case()
    client = rest.as_(alice)
    for text in ("First", "Second", "Third"):
        client.post(f"/cases/{case.number}/resolve", {"resolution": text})
        client.post(f"/cases/{case.number}/reopen")

    listed = client.get(f"/cases/{case.number}/resolutions").json()["items"]

    assert [item["subject"] for item in listed] == ["Third", "Second", "First"]


@pytest.mark.spec("M10")
def test_the_caller_chooses_the_columns_by_which_a_survivor_is_found(rest, given, alice):
    """Red without `fields` in rest/reading.py."""
    given.cases(2, severity=4)

    listed = rest.as_(alice).get("/cases?state=active&fields=number,severity,created_at")

    items = listed.json()["items"]
    assert [list(item) for item in items] == [["number", "severity", "created_at"]] * 2


@pytest.mark.spec("M15")
def test_merging_without_a_survivor_is_refused_naming_what_is_missing(rest, given, alice):
    """Red when `into` of merge gets a default."""
    case = given.case()

    refused = rest.as_(alice).post(f"/cases/{case.number}/merge")

    body = refused.json()
    assert (refused.status_code, body["code"]) == (422, "invalid-input")
    assert "into" in body["detail"]


@pytest.mark.spec("M16")
@pytest.mark.spec("M20")
def test_the_survivor_lists_what_was_merged_into_it(rest, given, alice):
    """Red without the list `merged` of a case, or without `survivor` in a merged one."""
    survivor, merged = given.cases(2)
    client = rest.as_(alice)
    body = {"numbers": [survivor.number, merged.number], "into": survivor.number}

    done = client.post("/cases/merge", body)

    assert done.status_code == 200
    assert numbers(client.get(f"/cases/{survivor.number}/merged")) == [merged.number]
    assert client.get(f"/cases/{merged.number}").json()["survivor"]["number"] == survivor.number
