"""Two agents on one case, two tabs of one agent, ways back, and a session that ends in between."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from casework.models import Activity, Case
from tests.conftest import fresh


@pytest.fixture
def case(given, alice):
    """A case that both may change."""
    return given.case(owner=alice, title="No toner")


def sign_in(page, name, password):
    """By the form, as it stands."""
    page.locator("[name=username]").fill(name)
    page.locator("[name=password]").fill(password)
    with page.expect_navigation():
        page.locator("[name=password]").press("Enter")


def test_who_saves_second_sees_the_other_change_and_keeps_what_was_typed(
    new_page, signed_in, watch, case, alice, carol
):
    """Red without presence, with the last one winning, or when what was typed is lost."""
    hers, mine = signed_in(new_page(), "carol"), signed_in(new_page(), "alice")
    watch.expect("status of 412")
    for page in (hers, mine):
        page.goto(f"/cases/{case.number}")
    expect(mine.locator("[data-presence] .present")).to_contain_text("Carol")
    mine.locator("#case-form [name=title]").fill("Toner is empty")
    hers.locator("#case-form [name=title]").fill("No toner on floor 2")
    with hers.expect_navigation():
        hers.locator("#case-form [type=submit]").click()

    with mine.expect_navigation():
        mine.locator("#case-form [type=submit]").click()

    assert fresh(case).title == "No toner on floor 2"
    expect(mine.locator("#case-form [name=title]")).to_have_value("Toner is empty")
    expect(mine.locator(".field", has=mine.locator("[name=title]"))).to_contain_text(
        "No toner on floor 2"
    )
    with mine.expect_navigation():
        mine.locator("#case-form [type=submit]").click()  # seen, and still meant
    assert fresh(case).title == "Toner is empty"


def test_two_tabs_of_one_agent_do_not_do_it_twice(page, signed_in, watch, case, alice):
    """Red when a tab that is behind resolves once more, or breaks."""
    signed_in(page, "alice")
    behind = page.context.new_page()
    watch.expect("status of 409")
    for tab in (page, behind):
        tab.goto(f"/cases/{case.number}")
        tab.locator('[data-operation="case.resolve"]').click()
        tab.locator("dialog[open] [name=resolution]").fill("Toner has come")
    with page.expect_navigation():
        page.locator("dialog[open] [data-confirm]").click()

    behind.locator("dialog[open] [data-confirm]").click()

    expect(behind.locator("dialog[open] .problem").first).to_contain_text(case.number)
    expect(behind.locator("dialog[open] [name=resolution]")).to_have_value("Toner has come")
    assert fresh(case).resolutions.count() == 1


def test_the_way_back_leads_to_the_list_as_it_was_and_tells_nothing_anew(
    page, signed_in, case, alice
):
    """Red when a filter is lost, or a notice of what was done comes again."""
    signed_in(page, "alice")
    page.goto("/cases?view=active&q=toner")
    with page.expect_navigation():
        page.locator("tbody .c-title a").click()
    page.locator('[data-operation="case.assign"]').click()
    page.locator("dialog[open] [name=whom][value=me]").check()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.locator('[data-operation="case.resolve"]').click()
    page.locator("dialog[open] [name=resolution]").fill("Toner has come")
    with page.expect_navigation():
        page.locator("dialog[open] [data-confirm]").click()
    expect(page.locator("[data-notice]")).to_be_visible()

    with page.expect_navigation():
        page.locator('nav a[href="/queues"]').first.click()
    page.go_back()
    expect(page.locator(".case-side .resolutions")).to_contain_text("Toner has come")
    expect(page.locator("[data-notice]")).to_have_count(0)
    page.goto("/cases?view=active&q=toner")
    page.goto("/queues")
    page.go_back()
    expect(page.locator(".find-words")).to_have_value("toner")


def test_who_follows_a_link_signs_in_and_is_there(page, with_password, case, alice):
    """Red when signing in leads elsewhere, or the form cannot be used by keyboard."""
    page.goto(f"/cases/{case.number}?tab=history")
    expect(page).to_have_url(re.compile("/sign-in"))

    sign_in(page, "alice", with_password("alice"))

    expect(page).to_have_url(re.compile(rf"/cases/{case.number}\?tab=history$"))
    expect(page.locator(".case h1")).to_have_text("No toner")


def test_a_session_that_ends_while_somebody_types_costs_no_word(
    page, signed_in, watch, with_password, case, alice
):
    """Red when the text of a dialog or of the composer is gone after signing in again."""
    password = with_password("alice")
    signed_in(page, "alice")
    watch.allow("401")
    page.goto(f"/cases/{case.number}")
    page.locator('[data-operation="case.resolve"]').click()
    with page.expect_response("**/do/case.resolve"):
        page.locator("dialog[open] [name=resolution]").fill("Toner has come")
    expect(page.locator("dialog[open] .effects")).to_be_visible()
    Session.objects.all().delete()
    page.locator("dialog[open] [data-confirm]").click()
    line = page.locator("dialog[open] [data-signed-out-line]")
    expect(line).to_be_visible()
    with page.context.expect_page() as beside:
        line.locator("a").click()
    sign_in(beside.value, "alice", password)
    beside.value.close()
    with page.expect_navigation():
        page.locator("dialog[open] [data-confirm]").click()
    assert Case.objects.get().state == 1
    expect(page.locator(".case-side .resolutions")).to_contain_text("Toner has come")


def test_a_note_survives_a_session_that_has_ended(
    page, signed_in, watch, with_password, case, alice
):
    """Red when what was written for the story is gone after signing in again."""
    password = with_password("alice")
    signed_in(page, "alice")
    page.goto(f"/cases/{case.number}")
    text = page.locator("#compose-text")
    text.fill("They called twice")
    watch.allow("401")
    Session.objects.all().delete()
    with page.expect_navigation():
        page.locator("[data-composer] [data-send]").click()
    expect(page.locator("[name=username]")).to_be_visible()

    sign_in(page, "alice", password)

    expect(page).to_have_url(re.compile("/typed$"))
    assert not Activity.objects.exists()  # it is looked at before it is sent
    expect(page.locator(".typed [name=description]")).to_have_value("They called twice")
    with page.expect_navigation():
        page.locator(".typed [type=submit]").click()
    expect(page).to_have_url(re.compile(f"/cases/{case.number}"))
    assert Activity.objects.get().description == "They called twice"
