"""Administration in a browser: everybody can use it, it fits, and a change is seen through."""

import pytest
from playwright.sync_api import expect

from casework.models import Role, Transition
from tests.browser.looking import axe, no_overflow, picture


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everybody_can_use_every_page(given, new_page, signed_in, alice, scheme):
    """Red when a page breaks a rule of WCAG 2.2 AA, or sticks out at some width."""
    given.transition((1, 5), (1, 2), (2, 1), (5, 1))
    team, role = given.team("Desk", alice), Role.objects.get(name="Auditor")
    given.subject("Feeder", parent=given.subject("Printers"))
    page = signed_in(new_page(color_scheme=scheme), "admin")

    for path in (
        "", "/settings", "/settings/families", "/settings/process", "/statuses",
        "/transitions?days=7", "/users", "/subjects", "/audit", f"/teams/{team.pk}",
        f"/users/{alice.user}", f"/roles/{role.pk}/privileges",
    ):  # fmt: skip
        page.goto(f"/administration{path}")
        axe(page)
        no_overflow(page, (360, 1280))
        picture(page, f"administration{path.partition('?')[0].replace('/', '-')}-{scheme}")


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
