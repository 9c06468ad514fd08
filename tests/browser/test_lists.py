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
