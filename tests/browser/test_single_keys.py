"""Cases are peeked at, worked by single keys, and what was done is at hand to be taken back."""

import re

from playwright.sync_api import expect

from casework.models import Case
from tests.browser.looking import axe


def dialog(page):
    """The dialog that is open."""
    return page.locator("dialog[open]")


def test_the_keyboard_alone_merges_and_takes_back(given, page, signed_in, carol):
    """Red when a hand must leave the keyboard."""
    given.cases(2, owner=carol)
    signed_in(page, "carol")
    page.goto("/cases")

    for key in ("j", "x", "j", "x", "m"):
        page.keyboard.press(key)
    expect(dialog(page).locator("[name=into]").first).to_be_focused()
    page.keyboard.press("Space")
    expect(dialog(page).locator(".effects")).to_be_visible()
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")
    assert Case.objects.filter(status=2000).count() == 1
    with page.expect_navigation():
        page.keyboard.press("u")
    assert Case.objects.filter(status=2000).count() == 0


def test_the_keyboard_alone_resolves(given, page, signed_in, carol):
    """Red when a hand must leave the keyboard."""
    case = given.case(owner=carol)
    signed_in(page, "carol")
    page.goto(f"/cases/{case.number}")

    page.keyboard.press("r")
    expect(dialog(page).locator("[name=resolution]")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.type("Done")
    with page.expect_navigation():
        page.keyboard.press("Control+Enter")

    assert Case.objects.get().state == 1


def test_a_case_is_looked_into_without_leaving_the_list(given, page, signed_in, carol):
    """Red without the key, or when the list is left."""
    case = given.case(owner=carol, title="No toner")
    signed_in(page, "carol")
    page.goto("/cases")

    page.keyboard.press("j")
    page.keyboard.press("Space")

    expect(dialog(page).locator("h2")).to_have_text(f"{case.number} No toner")
    axe(page)
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    expect(page).to_have_url(re.compile("/cases$"))


def test_a_case_is_peeked_at_and_what_was_done_is_at_hand_to_undo(given, page, signed_in, carol):
    """Red without Space on a row, or when the keyboard is lost after an operation."""
    case = given.case(owner=carol, title="No toner")
    signed_in(page, "carol")

    page.goto("/cases")
    page.keyboard.press("j")
    page.keyboard.press("Space")
    expect(dialog(page).locator("h2")).to_have_text(f"{case.number} No toner")
    page.keyboard.press("Escape")
    page.goto(f"/cases/{case.number}")
    page.locator('[data-operation="case.resolve"]').click()
    dialog(page).locator("[name=resolution]").fill("Toner has come")
    with page.expect_navigation():
        dialog(page).locator("[data-confirm]").click()
    expect(page.locator("[data-notice]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-key=undo]")).to_be_focused()
