"""Pages of records, the palette, views and settings in a real browser."""

import pytest
from playwright.sync_api import expect

from casework.workplace.views import create as create_view
from tests.browser.looking import axe, no_overflow


@pytest.fixture
def office(given, alice):
    """A queue, an account with a case that waits, an activity and a saved view."""
    account = given.account("Foundry", owner_user=alice.user)
    case = given.case(owner=alice, account=account, title="Furnace cold")
    queue = given.queue("Printers")
    given.queue_item(queue, case)
    activity = given.activity(case, owner=alice)
    either = [{"column": "priority", "operator": "eq", "value": "high"}]
    made = create_view(by=alice, name="Hot", table="case", filter={"any": either})
    [view] = made.created["view"]
    return {"case": case, "places": [
        f"/accounts/{account.pk}", f"/activities/{activity.pk}", f"/people/{alice.user}",
        f"/queues/{queue.pk}", "/queues", "/me", "/texts", "/bell", "/palette?q=re",
        f"/views/{view}/edit", f"/cases/{case.number}", f"/accounts/{account.pk}?tab=history",
    ]}  # fmt: skip


def test_every_page_is_accessible_and_fits_a_phone_in_light_and_dark(office, page, signed_in):
    """Red with a field without a label, a weak colour, or what sticks out."""
    signed_in(page, "alice")
    for place in office["places"]:
        page.goto(place)
        no_overflow(page)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            axe(page)


def test_the_palette_is_worked_with_the_keyboard_alone(office, page, signed_in):
    """Red without the combobox: arrows choose, Enter goes, commands open over the page."""
    signed_in(page, "alice")
    page.goto(f"/cases/{office['case'].number}")
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
