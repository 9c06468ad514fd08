"""The steps of the mission, walked in a browser as its documents number them."""

import re

import pytest
from playwright.sync_api import expect

from casework.cases.policies import DialogPolicy
from casework.models import Activity, Case, User
from casework.people.users import edit
from tests.browser.looking import axe, no_overflow, picture

LANGUAGES = ["en", "ro", "id"]


@pytest.fixture(params=LANGUAGES)
def desk(request, given, page, signed_in, carol):
    """Carol's page, in each language: nothing in a walk is known by its words."""
    edit(User.objects.get(pk=carol.user), by=given.admin, language=request.param)
    signed_in(page, "carol")
    assert page.locator("html").get_attribute("lang") == request.param
    return page


def command(page, name):
    """A command on the bar of a page."""
    return page.locator(f'[data-operation="{name}"], [data-bulk="{name}"]').first


def dialog(page):
    """The dialog that is open."""
    return page.locator("dialog[open]")


def follow(page, link):
    """Go where a link leads, and be there."""
    with page.expect_navigation():
        link.click()


def confirm(page):
    """Press the button that confirms, and wait until it is done."""
    with page.expect_navigation():
        dialog(page).locator("[data-confirm]").click()


@pytest.mark.spec("S2", "S3", "S4", "S6", "S6a", "S6b", "S8", "S9", "S11", "S20", "S21", "S35")
def test_resolving_a_case_over_open_activities(given, desk, carol):
    """Red when a step of the mission leads nowhere."""
    case = given.case(owner=carol, title="No toner")
    given.activity(case, owner=carol, subject="Order toner")

    desk.goto("/cases")
    axe(desk)
    follow(desk, desk.locator("tbody .c-title a"))
    axe(desk)
    no_overflow(desk)
    picture(desk, "case")
    command(desk, "case.resolve").click()
    expect(dialog(desk).locator(".advice a")).to_contain_text("1")
    axe(desk)
    follow(desk, dialog(desk).locator(".advice a"))  # the link with the number (S6a)
    expect(desk).to_have_url(re.compile(r"tab=activities"))
    expect(desk.locator("tbody")).to_contain_text("Order toner")
    command(desk, "case.resolve").click()
    dialog(desk).locator("[data-close]").last.click()  # Back leaves all as it was
    assert (Case.objects.get().state, Activity.objects.get().state) == (0, 0)
    command(desk, "case.resolve").click()
    dialog(desk).locator(".primary").click()  # Confirm goes on, and cancels nothing yet (S6b)
    resolution = dialog(desk).locator("[name=resolution]")
    resolution.fill("Toner has come")
    assert dialog(desk).locator("select, input:not([type=hidden])").count() == 2  # S8
    assert Activity.objects.get().state == 0
    axe(desk)
    picture(desk, "resolve")
    confirm(desk)

    assert (Case.objects.get().state, Activity.objects.get().state) == (1, 2)
    expect(desk.locator(".resolutions")).to_contain_text("Toner has come")
    desk.goto(f"/cases/{case.number}")
    expect(desk.locator("#case-form [name=title]")).not_to_be_editable()
    expect(desk.locator(".banner a")).to_be_visible()
    axe(desk)


@pytest.mark.spec("S24", "S25", "S26", "S28")
def test_cancelling_a_case(given, desk, carol):
    """Red when a step of the mission leads nowhere."""
    case = given.case(owner=carol)

    desk.goto(f"/cases/{case.number}")
    command(desk, "case.cancel").click()
    dialog(desk).locator("[name=status]").select_option("6")
    axe(desk)
    confirm(desk)

    assert (Case.objects.get().state, Case.objects.get().status) == (2, 6)
    desk.goto("/cases")
    expect(desk.locator("tbody")).to_have_count(0)


@pytest.mark.spec("S32", "S33", "S34")
def test_assigning_a_case_from_the_list(given, desk, carol, alice):
    """Red when a step of the mission leads nowhere."""
    given.case(owner=carol)

    desk.goto("/cases")
    desk.locator("tbody [name=on]").check()
    command(desk, "case.assign").click()
    dialog(desk).locator("[name=to]").fill("alice")
    dialog(desk).locator("[name=note]").fill("You know them")
    axe(desk)
    picture(desk, "assign")
    confirm(desk)

    assert Case.objects.get().owner_user_id == alice.user
    assert Activity.objects.get().subject == "You know them"


@pytest.mark.spec("M15", "M16", "M17", "M18", "M19", "M20")
def test_merging_cases_from_the_list(given, desk, carol):
    """Red when a step of the mission leads nowhere."""
    kept, gone = given.cases(2, owner=carol)
    given.activity(gone, owner=carol)

    desk.goto("/cases")
    merge = command(desk, "case.merge")
    expect(merge).to_have_attribute("aria-disabled", "true")
    for box in desk.locator("tbody [name=on]").all():
        box.check()
    expect(merge).to_have_attribute("aria-disabled", "false")
    merge.click()
    button = dialog(desk).locator("[data-confirm]")
    expect(button).to_have_attribute("aria-disabled", "true")  # W12: one must be picked
    dialog(desk).locator(f'[name=into][value="{kept.number}"]').check()
    expect(button).to_have_attribute("aria-disabled", "false")
    expect(dialog(desk).locator(".effects")).to_be_visible()
    axe(desk)
    picture(desk, "merge")
    confirm(desk)

    assert Case.objects.get(status=2000).pk == gone.pk
    desk.goto(f"/cases/{kept.number}?tab=relationships")
    expect(desk.locator("#merged-cases")).to_contain_text(gone.number)
    axe(desk)
    desk.goto(f"/cases/{gone.number}")
    expect(desk.locator(".banner a").first).to_have_text(kept.number)


def test_the_keyboard_alone_merges_and_takes_back(given, desk, carol):
    """Red when a hand must leave the keyboard."""
    given.cases(2, owner=carol)
    desk.goto("/cases")

    for key in ("j", "x", "j", "x", "m"):
        desk.keyboard.press(key)
    expect(dialog(desk).locator("[name=into]").first).to_be_focused()
    desk.keyboard.press("Space")
    expect(dialog(desk).locator(".effects")).to_be_visible()
    with desk.expect_navigation():
        desk.keyboard.press("Control+Enter")
    assert Case.objects.filter(status=2000).count() == 1
    with desk.expect_navigation():
        desk.keyboard.press("u")
    assert Case.objects.filter(status=2000).count() == 0


def test_the_keyboard_alone_resolves(given, desk, carol):
    """Red when a hand must leave the keyboard."""
    case = given.case(owner=carol)
    desk.goto(f"/cases/{case.number}")

    desk.keyboard.press("r")
    expect(dialog(desk).locator("[name=resolution]")).to_be_visible()
    desk.keyboard.press("Tab")
    desk.keyboard.type("Done")
    with desk.expect_navigation():
        desk.keyboard.press("Control+Enter")

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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_fault_in_light_and_dark_and_at_every_width(
    given, new_page, signed_in, carol, scheme
):
    """Red when axe finds fault, or something sticks out."""
    case = given.case(owner=carol, title="A title of no particular meaning " * 4)
    given.activity(case, owner=carol, due_at="2020-01-01T00:00:00Z")
    given.policy("dialogs", resolve="legacy")
    page = new_page(color_scheme=scheme)
    page.goto("/sign-in")
    axe(page)
    no_overflow(page)
    signed_in(page, "carol")

    for path in (
        "/cases", "/activities", "/accounts", "/contacts", "/queues", "/search?q=title",
        f"/cases/{case.number}", f"/cases/{case.number}?tab=details",
        f"/cases/{case.number}?tab=history", f"/do/case.resolve?on={case.number}", "/do/case.open",
    ):  # fmt: skip
        page.goto(path)
        axe(page)
        no_overflow(page)
        picture(page, f"{scheme}{path.partition('?')[0].replace('/', '-')}")
    assert DialogPolicy().resolve == "minimal"


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
    command(page, "case.resolve").click()
    dialog(page).locator("[name=resolution]").fill("Toner has come")
    confirm(page)
    expect(page.locator("[data-notice]")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator("[data-key=undo]")).to_be_focused()
