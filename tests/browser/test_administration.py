"""Administration in a browser: a change is seen through."""

from playwright.sync_api import expect

from casework.models import Transition
from tests.browser.looking import axe


def test_a_transition_is_ticked_looked_at_saved_and_taken_back(given, page, signed_in):
    """Red when a step of it does not lead to the next."""
    signed_in(page, "admin")
    page.goto("/administration/transitions")
    page.locator('[name=allow][value="1-5"]').check()
    page.locator('[name=submitted][value="preview"]').click()
    expect(page.locator(".change-lines li")).to_have_count(1)
    axe(page)

    page.locator('[name=step][value="confirm"]').click()
    expect(page.locator('[name=allow][value="1-5"]')).to_be_checked()
    assert list(Transition.objects.values_list("from_code", "to_code")) == [(1, 5)]

    page.locator('[data-notice] [data-key="undo"]').click()
    expect(page.locator('[name=allow][value="1-5"]')).not_to_be_checked()
    assert not Transition.objects.exists()
