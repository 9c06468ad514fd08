"""Lists in a real browser: what hands do in them."""

import re

from playwright.sync_api import expect

from tests.browser.looking import axe, no_overflow


def test_a_column_is_sized_with_keys_and_moved_without_loading_the_list_anew(
    given, alice, page, signed_in
):
    """Red without the edges of the heads, and when the address does not follow."""
    given.case(owner=alice, title="Furnace cold")
    signed_in(page, "alice")
    page.goto("/cases?view=all")
    page.evaluate("window.stayed = true")
    edge = page.get_by_role("separator", name="Width of Title in pixels")
    before = edge.get_attribute("aria-valuenow")

    edge.focus()
    page.keyboard.press("ArrowLeft")

    after = str(int(before or 0) - 16)
    expect(edge).to_have_attribute("aria-valuenow", after)
    expect(page).to_have_url(re.compile(f"widths=title%3A{after}"))
    axe(page)

    page.locator("#columns-menu").click()
    up = page.get_by_role("button", name="Move Title up")
    up.click()
    expect(up).to_be_focused()
    no_overflow(page)
    assert page.evaluate("window.stayed") is True
    page.get_by_role("button", name="Show these").click()
    expect(page).to_have_url(re.compile(f"columns=title%2Cnumber.*widths=title%3A{after}"))


def test_a_row_is_peeked_at_by_its_button(given, alice, page, signed_in):
    """Red when only the space bar opens it."""
    case = given.case(owner=alice, title="Furnace cold", description="No flame.")
    signed_in(page, "alice")
    page.goto("/cases?view=all")

    page.get_by_role("link", name=f"Peek at {case.number}").press("Enter")

    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("No flame.")
    axe(page, "dialog[open]")
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)


def test_a_dialog_that_deletes_closes_menus_and_begins_on_the_way_back(
    given, admin, page, signed_in
):
    """Red when Enter, pressed once too often, deletes; and when a menu hangs over the dialog."""
    given.case(owner=admin)
    signed_in(page, "admin")
    page.goto("/cases?view=all")
    page.locator("tr [name=on]").check()
    page.locator("#columns-menu").click()

    page.get_by_role("button", name="Delete").click()

    back = page.locator("dialog[open] footer [data-close]")
    expect(back).to_be_focused()
    expect(page.locator("dialog[open] .danger")).to_have_text("Delete")
    expect(page.locator("details.menu[open]")).to_have_count(0)
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        axe(page, "dialog[open]")


def test_nothing_is_merged_with_before_it_is_chosen(given, alice, page, signed_in):
    """Red while the button does nothing and does not say why."""
    account = given.account("Foundry", owner_user=alice.user)
    case, _other = (
        given.case(owner=alice, account=account),
        given.case(owner=alice, account=account),
    )
    signed_in(page, "alice")
    page.goto(f"/cases/{case.number}")
    page.get_by_role("link", name="Merge with").click()
    button = page.get_by_role("button", name="Compare and merge")

    expect(button).to_have_attribute("aria-disabled", "true")
    expect(button).to_have_attribute("title", "Choose a case to merge with first.")
    page.locator("dialog[open] td [name=on]").check()
    expect(button).to_have_attribute("aria-disabled", "false")
