"""Closing, walked where editing may not, where children are left alone, and where it takes long."""

import re
from typing import Any

import pytest
from playwright.sync_api import expect

from casework.models import Case
from tests.browser.looking import picture
from tests.conftest import fresh

ANOTHER = """select => {
    const option = select.appendChild(document.createElement('option'));
    option.value = option.textContent = '5';
}"""


@pytest.mark.spec("S5")
def test_no_status_of_the_form_resolves_a_case(given, hand, carol, watch):
    """Red when the form offers a closed status, or takes one that was put into it."""
    case = given.case(owner=carol)
    watch.expect("status of 409")
    page = hand.page

    page.goto(f"/cases/{case.number}")
    status = page.locator("#case-form [name=status]")
    offered = [one.get_attribute("value") for one in status.locator("option").all()]
    assert offered == ["1", "2", "3", "4"]
    status.evaluate(ANOTHER)
    hand.choose(status, "5")
    hand.press(page.locator("#case-form [type=submit]").last)

    expect(page.locator("main [role=alert].problem").first).to_be_visible()
    assert (fresh(case).state, fresh(case).status) == (0, 1)


@pytest.mark.spec("S18")
def test_by_default_a_parent_closes_alone(given, hand, carol):
    """Red when a parent waits for its child by default, or takes it along."""
    parent = given.case(owner=carol)
    child = given.case(owner=carol, parent=parent)
    page = hand.page

    page.goto(f"/cases/{parent.number}")
    dialog = hand.open("case.resolve")
    hand.write(dialog.locator("[name=resolution]"), "Told the head office")
    expect(dialog.locator(".effects")).not_to_contain_text(child.number)
    hand.confirm()

    assert (fresh(parent).state, fresh(child).state) == (1, 0)
    page.goto("/cases")
    expect(page.locator("tbody .c-number")).to_have_text([child.number])


@pytest.mark.spec("S22")
def test_closing_a_large_family_tells_how_far_it_is(given, hand, carol):
    """Red when one waits before a blank page, or is not led on when it is done."""
    given.policy(closure="cascade")
    given.policy("progress", from_records=3)
    parent = given.case(owner=carol)
    given.cases(3, owner=carol, parent=parent)
    page = hand.page

    page.goto(f"/cases/{parent.number}")
    dialog = hand.open("case.resolve")
    hand.write(dialog.locator("[name=resolution]"), "All of them")
    expect(dialog.locator(".effects")).to_be_visible()
    asked: list[Any] = []  # how far it is comes only when the bar was seen, however quick it was
    page.route(
        re.compile("/progress/"),
        lambda route: route.continue_() if asked else asked.append(route),
    )
    hand.press(dialog.locator("[data-confirm]"))
    expect(dialog.locator("progress")).to_be_visible()
    picture(page, "progress")
    with page.expect_navigation(), page.expect_response(re.compile("/progress/")):
        for _turn in range(600):
            if asked:
                break
            page.wait_for_timeout(50)
        asked[0].continue_()

    expect(page.locator("[data-status-bar].state-resolved")).to_be_visible()
    assert set(Case.objects.values_list("state", flat=True)) == {1}
