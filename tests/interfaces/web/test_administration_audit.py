"""The audit log: who did what, filtered, page by page, and to take along."""

import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.kernel.history import Run
from tests.conftest import AGENT, acting
from tests.interfaces.web.conftest import text

PATH = "/administration/audit"


def shown(answer):
    """The runs on a page, in its order."""
    return re.findall(r'href="/runs/([0-9a-f-]{36})"', answer.content.decode())


def exported(answer):
    return [json.loads(line) for line in b"".join(answer.streaming_content).splitlines()]


def ids(**wanted):
    rows = Run.objects.filter(**wanted).order_by("-at", "-pk")
    return [str(key) for key in rows.values_list("pk", flat=True)]


@pytest.fixture
def busy(given, web, alice):
    """Runs of two people by two ways."""
    case = given.case(owner=alice)
    web.as_(alice).confirm("case.edit", case, title="Another title")
    given.policy(merge_limit=12)
    return case


def test_the_last_run_is_first_and_leads_to_what_it_did(web, given, busy):
    """Red when the order is another, or a run has no link."""
    answer = web.as_(given.admin).get(PATH)

    assert set(shown(answer)) == set(ids())
    assert shown(answer)[0] == str(Run.objects.order_by("-at")[0].pk)
    assert "Change settings policy.change" in text(answer)
    assert text(answer).count("Export as JSON lines") == 1


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("actor=alice", {"actor__username": "alice"}),
        ("operation=policy.change", {"operation": "policy.change"}),
        ("interface=web", {"interface": "web"}),
        ("since=2100-01-01T00:00", {"pk": None}),
        ("until=2100-01-01T00:00", {}),
        ("actor=admin&interface=web", {"pk": None}),
    ],
)
def test_it_is_filtered_and_exported_alike(web, given, busy, query, wanted):
    """Red without one of the filters, on the page or in the export."""
    client = web.as_(given.admin)

    page, lines = client.get(f"{PATH}?{query}"), client.get(f"{PATH}/export.jsonl?{query}")

    assert set(shown(page)) == set(ids(**wanted))
    assert {one["id"] for one in exported(lines)} == set(ids(**wanted))


def test_an_export_holds_every_run_once_and_no_arguments(web, given, busy, monkeypatch):
    """Red when portions overlap or end early, or what a run was given is told."""
    monkeypatch.setattr("casework.interfaces.web.administration.audit.PORTION", "2")

    answer = web.as_(given.admin).get(f"{PATH}/export.jsonl")
    lines = exported(answer)

    assert answer["Content-Disposition"] == 'attachment; filename="audit-log.jsonl"'
    assert sorted(one["id"] for one in lines) == sorted(ids())
    assert "arguments" not in lines[0]


def test_pages_follow_one_another_without_a_gap(web, given, busy, monkeypatch):
    """Red when a page begins anywhere but where the last one ended."""
    monkeypatch.setattr("casework.interfaces.web.administration.audit.PAGE", "2")
    client, path, found = web.as_(given.admin), PATH, []
    while path:
        answer = client.get(path)
        found += shown(answer)
        more = re.search(r'href="([^"]*)" rel="next"', answer.content.decode())
        path = more[1].replace("&amp;", "&") if more else ""

    assert sorted(found) == sorted(ids())


def test_an_agent_sees_what_they_did_themselves(web, given, busy, alice):
    """Red when the log does not begin at what the reader may see."""
    assert set(shown(web.as_(acting("alice")).get(PATH))) == set(ids(actor__username="alice"))


def test_who_may_not_read_runs_is_refused(web, given, bob):
    """Red without the privilege."""
    assert web.as_(bob).get(PATH).status_code == 403
    assert web.as_(bob).get(f"{PATH}/export.jsonl").status_code == 403


def test_a_filter_that_means_nothing_is_told(web, given):
    """Red when the refusal is not caught."""
    answer = web.as_(given.admin).get(f"{PATH}?actor=nobody")

    assert answer.status_code == 422
    assert "nobody" in text(answer)


def test_more_runs_cost_no_more_queries(web, given, busy):
    """Red when each run asks for its person."""
    client = web.as_(given.admin)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(PATH)
        return len(asked)

    before = cost()
    for n in range(5):
        given.user(f"user{n}", AGENT)
        given.policy(merge_limit=20 + n)

    assert cost() == before
