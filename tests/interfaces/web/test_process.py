"""The process of a case: its stages, their fields and actions as an administrator set them (S13)."""

import pytest

from tests.conftest import fresh
from tests.interfaces.web.conftest import text


def bar(answer):
    """The process bar of a page."""
    return answer.content.decode().partition('<ol class="process"')[2].partition("</ol>")[0]


@pytest.mark.spec("S13")
@pytest.mark.parametrize(("stage", "offered"), [(0, False), (1, False), (2, True)])
def test_resolving_is_offered_in_the_last_stage(web, given, stage, offered):
    """Red when the action is in another stage, or in none."""
    case = given.case(stage=stage)

    assert ("/do/case.resolve" in bar(web.as_(given.admin).get(f"/cases/{case.number}"))) is offered


def test_actions_and_names_are_those_that_were_set(web, given):
    """Red when the bar does not read the policy."""
    given.policy("process", labels={"1": "Find out"}, actions={"1": ["case.assign"]})
    case = given.case(stage=1)

    shown = bar(web.as_(given.admin).get(f"/cases/{case.number}"))

    assert "<span>Find out</span>" in shown
    assert "/do/case.assign" in shown
    assert "/do/case.resolve" not in shown


def test_an_action_that_may_not_be_is_there_and_says_why(web, given, alice):
    """Red when the bar hides it."""
    given.policy("process", actions={"0": ["case.confirm_closed"]})
    case = given.case(owner=alice)

    assert 'aria-disabled="true"' in bar(web.as_(alice).get(f"/cases/{case.number}"))


def test_the_fields_of_the_stage_are_saved(web, given):
    """Red when a field of the stage is not asked for, or something else is written."""
    given.policy("process", fields={"0": ["severity", "product"]})
    case = given.case(severity=1, title="As it was")
    client, path = web.as_(given.admin), f"/cases/{case.number}/process"

    assert 'name="product"' in client.get(path).content.decode()
    answer = client.post(path, {"product": "Printer", "product:was": "", "title": "Another"})

    assert answer.status_code == 303
    assert (fresh(case).product, fresh(case).title) == ("Printer", "As it was")


def test_a_closed_case_has_neither_fields_nor_actions(web, given):
    """Red when a closed case can be changed from its process bar."""
    case = given.case(state=1, status=5, stage=2, closed_at="2026-01-01T00:00:00Z")
    client = web.as_(given.admin)

    page = client.get(f"/cases/{case.number}")

    assert "/do/" not in bar(page)
    assert "Fields of this stage" not in text(page)
    assert client.post(f"/cases/{case.number}/process", {"title": "X"}).status_code == 409


def test_who_may_not_see_the_case_finds_nothing(web, given, bob):
    """Red when the address begins anywhere but at what one may see."""
    case = given.case()

    assert web.as_(bob).get(f"/cases/{case.number}/process").status_code == 404


@pytest.mark.parametrize(
    "values",
    [{"fields": {"0": ["colour"]}}, {"labels": {"7": "Late"}}, {"labels": {"0": " "}}],
)
def test_what_no_process_could_have_is_refused(given, values):
    """Red without the check of the policies."""
    from casework.kernel.refusals import InvalidInput

    with pytest.raises(InvalidInput):
        given.policy("process", **values)
