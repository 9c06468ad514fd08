"""The palette in a real browser."""

from playwright.sync_api import expect

from tests.browser.looking import axe


def test_the_palette_is_worked_with_the_keyboard_alone(given, page, signed_in, alice):
    """Red without the combobox: arrows choose, Enter goes, commands open over the page."""
    case = given.case(owner=alice)
    signed_in(page, "alice")
    page.goto(f"/cases/{case.number}")
    page.keyboard.press("Control+k")
    words = page.get_by_role("combobox", name="Command, page, view or record")
    options = page.locator("#palette").get_by_role("option")
    chosen = page.locator("#palette [role=option][aria-selected=true]")
    expect(words).to_be_focused()
    expect(options.first).to_be_visible()
    axe(page, "#palette")

    words.fill("resolve")
    expect(chosen).to_contain_text("Resolve")
    page.keyboard.press("Enter")

    expect(page.locator("dialog[open] h2")).to_have_text("Resolve case")
    expect(page.locator("#palette")).not_to_be_visible()
    expect(page.locator("dialog[open] .primary")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog[open]")).to_have_count(0)
    page.keyboard.press("Control+k")
    words.fill("overdue f")
    expect(chosen).to_contain_text("Overdue Follow-ups")
    page.keyboard.press("Enter")
    page.wait_for_url("**/cases?view=overdue")
