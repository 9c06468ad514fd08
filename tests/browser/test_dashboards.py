"""Merging from a dashboard, step by step as the mission document numbers it, and the charts."""

import re

import pytest
from playwright.sync_api import expect

from casework.models import Case
from tests.browser.looking import axe, picture


@pytest.fixture
def twins(given, alice):
    """Two active cases about one thing, and another one."""
    cases = [given.case(owner=alice, title=title) for title in ("No toner", "Printer is empty")]
    given.case(owner=alice, title="Lost badge", priority=1)
    return cases


@pytest.fixture
def desk(page, signed_in, twins):
    """Alice at her desk."""
    return signed_in(page, "alice")


def stream(page, name):
    return page.get_by_role("form", name=name)


def select(page, *titles):
    """Bulk select in the stream of one's own cases, and these rows of it."""
    mine = stream(page, "My Active Cases")
    mine.get_by_text("Bulk select", exact=True).click()
    for title in titles:
        mine.locator("[data-card]", has_text=title).get_by_role("checkbox").check()
    return mine


@pytest.mark.spec("M11")
@pytest.mark.spec("M12")
def test_from_the_site_map_one_opens_the_dashboard_wanted(desk):
    """Red when Dashboards is not in the site map, or the others cannot be chosen there."""
    desk.get_by_role("navigation", name="Site map").get_by_role("link", name="Dashboards").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Agent dashboard")

    desk.locator("#dashboard-choice").click()
    desk.get_by_role("link", name="Supervisor dashboard").click()

    expect(desk.get_by_role("heading", level=1)).to_have_text("Supervisor dashboard")
    expect(desk).to_have_url(re.compile("/dashboards/supervisor$"))


@pytest.mark.spec("M13")
def test_merging_needs_two_active_cases_chosen_with_bulk_select(desk):
    """Red when the command can be given before, or does not say why it cannot."""
    desk.goto("/dashboards/agent")
    mine = stream(desk, "My Active Cases")
    expect(mine.get_by_role("checkbox", name="Select CAS")).to_have_count(0)

    select(desk, "No toner")
    mine.get_by_text("More actions").click()
    merge = mine.get_by_role("button", name="Merge cases")

    expect(merge).to_have_attribute("aria-disabled", "true")
    expect(merge).to_contain_text("Select at least two active cases with Bulk select.")
    mine.locator("[data-card]", has_text="Printer is empty").get_by_role("checkbox").check()
    mine.get_by_text("More actions").click()
    expect(merge).to_have_attribute("aria-disabled", "false")
    picture(desk, "dashboard-bulk-select")


@pytest.mark.spec("M9")
@pytest.mark.spec("M14")
def test_cases_are_merged_from_a_stream(desk, twins):
    """Red when More actions > Merge Cases merges other cases, or does not come back here."""
    desk.goto("/dashboards/agent?priority=normal")
    mine = select(desk, "No toner", "Printer is empty")

    mine.get_by_text("More actions").click()
    mine.get_by_role("button", name="Merge cases").click()
    dialog = desk.get_by_role("dialog", name="Merge cases")
    dialog.get_by_role("radio", name=twins[0].number).check()
    dialog.get_by_role("button", name="Merge", exact=True).click()

    expect(desk.get_by_text("Cases merged")).to_be_visible()
    expect(desk).to_have_url(re.compile(r"/dashboards/agent\?priority=normal$"))
    expect(desk.locator("[data-tile=mine]")).to_have_text("1")
    merged = Case.objects.get(pk=twins[1].pk)
    assert (merged.state, merged.status, merged.merged_into_id) == (2, 2000, twins[0].pk)


def test_a_case_is_assigned_from_its_card(desk, given, carol):
    """Red when the actions of a card lead nowhere, or are about another case."""
    desk.goto("/dashboards/agent")
    card = stream(desk, "My Active Cases").locator("[data-card]", has_text="Lost badge")

    card.get_by_label("Actions for").click()
    card.get_by_role("link", name="Assign").click()
    dialog = desk.get_by_role("dialog", name="Assign")
    dialog.locator("[name=to]").fill("carol")
    dialog.get_by_role("button", name="Assign", exact=True).click()

    expect(desk.locator("[data-tile=mine]")).to_have_text("2")
    assert Case.objects.get(title="Lost badge").owner_user_id == carol.user


def test_a_slice_is_chosen_by_keyboard_and_the_way_back_gives_it_up(desk):
    """Red when charts are for the mouse only, the focus is lost, or Back leads elsewhere."""
    desk.goto("/dashboards/agent?charts=show")
    high = desk.get_by_role("link", name="High: 1").first

    high.focus()
    desk.keyboard.press("Enter")
    expect(desk.locator("[data-tile=mine]")).to_have_text("1")
    expect(desk.locator(":focus")).to_have_attribute("aria-current", "true")
    axe(desk)
    desk.go_back()

    expect(desk.locator("[data-tile=mine]")).to_have_text("3")
    expect(desk.get_by_text("Priority: High")).to_have_count(0)


def test_a_chart_is_saved_as_a_picture(desk):
    """Red when the policy for content stops it, or the file is no PNG."""
    desk.goto("/dashboards/agent?charts=show")
    chart = desk.locator("[data-chart=priority]")

    chart.get_by_label("Export the chart").click()
    with desk.expect_download() as saved:
        chart.get_by_text("As PNG").click()

    assert saved.value.suggested_filename == "priority.png"
    assert saved.value.path().read_bytes().startswith(b"\x89PNG")


def test_cases_are_merged_from_a_stream_without_script(new_page, signed_in, twins):
    """Red when Bulk select or More actions need a script."""
    page = signed_in(new_page(java_script_enabled=False), "alice")
    page.goto("/dashboards/agent")
    mine = select(page, "No toner", "Printer is empty")
    mine.get_by_text("More actions").click()
    mine.get_by_role("button", name="Merge cases").click()
    page.get_by_role("radio", name=twins[0].number).check()
    page.get_by_role("button", name="Show what would happen").click()
    expect(page.get_by_text("1 case is merged away")).to_be_visible()
    page.get_by_role("button", name="Merge", exact=True).click()

    expect(page.locator("[data-tile=mine]")).to_have_text("2")
