"""Merging, walked in a browser as the mission document numbers it, from the list and a stream."""

import re

import pytest
from playwright.sync_api import expect

from casework.models import Activity, Case
from tests.browser.looking import picture
from tests.conftest import fresh


@pytest.mark.spec("M1", "M2", "M3", "M4", "M5", "M7", "M10", "M15", "M16", "M17", "M18", "M19")
@pytest.mark.spec("M20")
def test_merging_cases_from_the_list(given, hand, carol):
    """Red when a step of the mission leads nowhere."""
    given.policy("dialogs", merge_columns=["title", "customer", "origin"])
    kept = given.case(owner=carol, origin=1)
    gone = given.case(owner=carol, origin=2, contact=given.contact("Ann Miller"))
    given.activity(gone, owner=carol, subject="Call her")
    child = given.case(owner=carol, parent=gone)
    page = hand.page

    hand.follow(page.locator('nav a[href="/cases"]').first)
    merge = hand.command("case.merge")
    expect(merge).to_have_attribute("aria-disabled", "true")
    for case in (kept, gone):
        hand.tick(page.locator(f'tbody [name=on][value="{case.number}"]'))
    expect(merge).to_have_attribute("aria-disabled", "false")
    dialog = hand.open("case.merge")
    expect(dialog.locator("thead th")).to_have_count(5)  # goes on, three columns, activities
    button = dialog.locator("[data-confirm]")
    expect(button).to_have_attribute("aria-disabled", "true")  # W12: one must be picked
    hand.tick(dialog.locator(f'[name=into][value="{kept.number}"]'))
    expect(button).to_have_attribute("aria-disabled", "false")
    expect(dialog.locator(".effects")).to_be_visible()
    picture(page, "merge")
    hand.confirm()

    gone = fresh(gone)
    assert (gone.state, gone.status, gone.merged_into_id) == (2, 2000, kept.pk)
    assert (fresh(child).parent_id, Activity.objects.get().case_id) == (kept.pk, kept.pk)
    assert Case.objects.filter(state=0, parent=None).count() == 1
    page.goto(f"/cases/{kept.number}")
    expect(page.locator("#timeline")).to_contain_text("Call her")
    hand.follow(page.locator('.tabs a[href*="relationships"]'))
    expect(page.locator("#merged-cases")).to_contain_text(gone.number)
    expect(page.locator("#child-cases")).to_contain_text(child.number)
    hand.follow(page.locator(f'#merged-cases a[href="/cases/{gone.number}"]').first)
    expect(page.locator(".banner a").first).to_have_text(kept.number)


@pytest.mark.spec("M9", "M11", "M12", "M13", "M14")
def test_merging_cases_from_a_stream(given, hand, carol):
    """Red when a step of the mission leads nowhere."""
    kept, gone = given.cases(2, owner=carol)
    page = hand.page

    hand.follow(page.locator('nav a[href="/dashboards"]').first)  # M11
    hand.press(page.locator("#dashboard-choice"))
    hand.follow(page.locator('a[href="/dashboards/agent"]'))  # M12
    stream = page.locator("[data-stream]", has=page.locator(f'[href="/cases/{kept.number}"]')).first
    hand.tick(stream.locator("[data-bulk-select]"))
    merge = stream.locator('[data-stream-command="case.merge"]')
    hand.tick(stream.locator(f'[name=on][value="{kept.number}"]'))
    expect(merge).to_have_attribute("aria-disabled", "true")  # M13: two at least
    hand.tick(stream.locator(f'[name=on][value="{gone.number}"]'))
    hand.press(stream.locator(".more-actions summary"))
    expect(merge).to_have_attribute("aria-disabled", "false")
    hand.press(merge)  # M14
    hand.tick(hand.dialog().locator(f'[name=into][value="{kept.number}"]'))
    hand.confirm()

    expect(page).to_have_url(re.compile("/dashboards/"))
    assert (fresh(gone).status, fresh(gone).merged_into_id) == (2000, kept.pk)


@pytest.mark.spec("M6", "M8")
def test_what_may_not_be_merged_says_why(given, hand, carol, watch):
    """Red when eleven are merged, or a child goes into a case of another family."""
    parent, other, *many = given.cases(13, owner=carol)
    child = given.case(owner=carol, parent=parent)
    watch.expect("status of 409")
    page = hand.page

    on = "&".join(f"on={one.number}" for one in many)
    page.goto(f"/do/case.merge?{on}&into={many[0].number}")
    expect(page.locator("main .problem").first).to_contain_text("10")  # M6
    page.goto(f"/do/case.merge?on={child.number}&on={other.number}&next=/cases")
    hand.tick(page.locator(f'[name=into][value="{other.number}"]'))
    expect(page.locator("main .problem").first).to_contain_text(child.number)  # M8
    assert not Case.objects.filter(status=2000).exists()
