"""Resolving, cancelling and assigning, walked in a browser as the mission document numbers it."""

import re

import pytest
from playwright.sync_api import expect

from casework.models import Activity, Case
from tests.browser.looking import no_overflow, picture
from tests.conftest import fresh


def rows(hand):
    """The rows of the list, or of a table, on the page."""
    return hand.page.locator("tbody tr")


@pytest.mark.spec("S1", "S2", "S3", "S4", "S6", "S6a", "S6b", "S8", "S9", "S11", "S20", "S21")
@pytest.mark.spec("S35", "S37")
def test_resolving_a_case_over_open_activities(given, hand, carol):
    """Red when a step of the mission leads nowhere."""
    case = given.case(owner=carol, title="No toner")
    given.activity(case, owner=carol, subject="Order toner")
    page = hand.page

    page.goto("/cases")
    hand.follow(page.locator("tbody .c-title a"))
    for verb in ("resolve", "cancel", "assign"):
        expect(hand.command(f"case.{verb}")).to_be_visible()
    expect(page.locator("[data-status-bar].state-active")).to_be_visible()
    no_overflow(page, (360, 1280))
    picture(page, "case")
    dialog = hand.open("case.resolve")
    expect(dialog.locator(".advice a")).to_contain_text("1")
    hand.follow(dialog.locator(".advice a"))  # the link with the number (S6a)
    expect(page).to_have_url(re.compile("tab=activities"))
    expect(rows(hand)).to_contain_text("Order toner")
    hand.open("case.resolve")
    hand.leave()  # Back leaves all as it was
    assert (Case.objects.get().state, Activity.objects.get().state) == (0, 0)
    hand.press(hand.open("case.resolve").locator(".primary"))  # goes on, cancels nothing yet (S6b)
    hand.write(dialog.locator("[name=resolution]"), "Toner has come")
    assert dialog.locator("select, input:not([type=hidden])").count() == 2  # S8
    assert Activity.objects.get().state == 0
    picture(page, "resolve")
    hand.confirm()

    assert (Case.objects.get().state, Activity.objects.get().state) == (1, 2)
    expect(page.locator(".case-side .resolutions")).to_contain_text("Toner has come")
    page.goto(f"/cases/{case.number}")
    expect(page.locator("[data-status-bar].state-resolved")).to_be_visible()
    expect(page.locator("#case-form [name=title]")).not_to_be_editable()
    expect(page.locator(".banner a")).to_be_visible()


@pytest.mark.spec("S16", "S17", "S19", "S21")
def test_closing_a_parent_as_the_setting_says(given, hand, carol, watch):
    """Red when the parent does not wait, or its children and their activities do not come along."""
    parent = given.case(owner=carol)
    child = given.case(owner=carol, parent=parent)
    given.policy(closure="refuse")
    watch.expect("status of 409")
    page = hand.page

    page.goto(f"/cases/{parent.number}")
    dialog = hand.open("case.resolve")
    expect(dialog.locator(".problem").first).to_contain_text("(1)")  # how many (S16)
    expect(dialog.locator(".problem").first).to_contain_text(child.number)
    hand.leave()
    given.policy(closure="cascade")
    given.activity(child, owner=carol)
    page.reload()
    expect(hand.open("case.resolve").locator(".advice a")).to_contain_text("1")  # a child's (S19)
    hand.press(dialog.locator(".primary"))
    hand.write(dialog.locator("[name=resolution]"), "All at once")
    hand.confirm()

    assert {one.state for one in (fresh(parent), fresh(child))} == {1}
    assert Activity.objects.get().state == 2


@pytest.mark.spec("S23", "S24", "S25", "S26", "S28")
def test_cancelling_a_case(given, hand, carol, watch):
    """Red when a step of the mission leads nowhere."""
    case = given.case(owner=carol)
    given.activity(case, owner=carol, subject="Order toner")
    watch.expect("status of 409")
    page = hand.page

    page.goto(f"/cases/{case.number}")
    expect(hand.open("case.cancel").locator(".problem").first).to_contain_text("Order toner")  # S23
    hand.leave()
    page.goto(f"/activities/{Activity.objects.get().pk}")
    hand.open("activity.complete")
    hand.confirm()
    page.goto(f"/cases/{case.number}")
    hand.choose(hand.open("case.cancel").locator("[name=status]"), "6")
    hand.confirm()

    assert (Case.objects.get().state, Case.objects.get().status) == (2, 6)
    page.goto("/cases")
    expect(rows(hand)).to_have_count(0)


@pytest.mark.spec("S27")
def test_cancelling_a_case_as_merged(given, hand, carol):
    """Red when the status Merged does not need the case that goes on, or moves nothing to it."""
    kept, gone = given.cases(2, owner=carol)
    page = hand.page

    page.goto(f"/cases/{gone.number}")
    dialog = hand.open("case.cancel")
    hand.choose(dialog.locator("[name=status]"), "2000")
    hand.write(dialog.locator("[name=into]"), kept.number)
    hand.confirm()

    assert (fresh(gone).status, fresh(gone).merged_into_id) == (2000, kept.pk)


@pytest.mark.spec("S31", "S32", "S33", "S34")
def test_assigning_a_case_from_the_list(given, hand, carol, alice):
    """Red when a step of the mission leads nowhere."""
    given.case(owner=carol)
    desk = given.team("Desk", alice)
    page = hand.page

    page.goto("/cases")
    hand.tick(page.locator("tbody [name=on]"))
    dialog = hand.open("case.assign")
    hand.write(dialog.locator("[name=to]"), "alice")
    hand.write(dialog.locator("[name=note]"), "You know them")
    picture(page, "assign")
    hand.confirm()
    assert Case.objects.get().owner_user_id == alice.user
    assert Activity.objects.get().subject == "You know them"

    page.goto("/cases?view=active")
    hand.tick(page.locator("tbody [name=on]"))
    hand.write(hand.open("case.assign").locator("[name=to]"), "Desk")
    hand.confirm()
    assert Case.objects.get().owner_team_id == desk.pk
    page.goto("/cases?view=active")
    hand.tick(page.locator("tbody [name=on]"))
    hand.tick(hand.open("case.assign").locator("[name=whom][value=me]"))
    hand.confirm()
    assert Case.objects.get().owner_user_id == carol.user


@pytest.mark.spec("S7", "S10", "S13", "S36")
def test_resolving_from_the_process_reopening_and_deleting(given, hand, carol):
    """Red when the last stage does not resolve, the history is lost, or deleting does not warn."""
    given.policy("dialogs", resolve="legacy")
    case = given.case(owner=carol, stage=2)
    page = hand.page

    for text in ("Told them", "Told them again"):
        page.goto(f"/cases/{case.number}")
        hand.press(page.locator(".process .here a"))  # inside the process (S13)
        hand.write(hand.dialog().locator("[name=resolution]"), text)
        expect(hand.dialog().locator("[name=total]")).to_be_visible()  # the large dialog (S7)
        hand.confirm()
        assert fresh(case).state == 1
        hand.open("case.reopen")
        hand.confirm()
        assert fresh(case).state == 0
    expect(page.locator(".case-side .resolutions strong")).to_have_text(
        ["Told them again", "Told them"]
    )
    advice = hand.open("case.delete").locator(".advice")
    expect(advice.locator('a[href*="case.resolve"]')).to_be_visible()  # S10
    hand.leave()
    assert fresh(case).state == 0


@pytest.mark.spec("S14", "S15")
def test_only_statuses_that_may_follow_are_offered(given, hand, carol):
    """Red when a dialog offers a status that may not follow, or resolves all the same."""
    given.policy(enforce_transitions=True)
    given.transition((1, 5), (2, 6))
    case, waiting = given.case(owner=carol), given.case(owner=carol, status=2)
    page = hand.page

    page.goto(f"/cases/{case.number}")
    types = hand.open("case.resolve").locator("[name=resolution_type] option")
    assert [one.get_attribute("value") for one in types.all()] == ["5"]
    hand.leave()
    page.goto(f"/cases/{waiting.number}")
    expect(hand.command("case.resolve")).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#why-case-resolve, #why-caseresolve")).not_to_be_empty()
