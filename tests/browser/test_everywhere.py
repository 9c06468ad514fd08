"""Every page and every dialog: everybody can use it, light and dark, on every width."""

import pytest

from casework.interfaces.calling import call
from casework.kernel.operations import OPERATIONS
from casework.models import Transition
from tests.browser.looking import axe, contrast, no_overflow
from tests.interfaces.web.world import ADDRESSES, planted

WIDTHS = (360, 768, 1280, 1920, 3840)
NO_PAGES = ("export", "sign-out", "language", "attachments", ".svg", "/presence", "lookup")


@pytest.fixture
def world(given, alice, admin):
    """A record of every noun, some with long names, seen by the administrator."""
    made = planted(given, alice, team=given.team("Desk", alice).pk)
    given.transition((1, 5), (1, 2), (2, 1), (5, 1))
    given.subject("Feeder", parent=given.subject("Printers"))
    given.queue_item(given.queue("Printers"), given.case(title="A title of no meaning " * 6))
    for name, said in (
        ("column.define", {"table": "case", "name": "floor", "label": "Floor", "type": "number"}),
        ("token.create", {"name": "Scanner"}),
        ("column.define", {"table": "case", "name": "site", "label": "Site", "type": "text"}),
    ):
        call(OPERATIONS[name], [], said, by=admin)
    assert Transition.objects.exists()
    return made


@pytest.fixture
def desk(page, signed_in, world, watch):
    """The administrator's page; that a page refuses something is no fault of it."""
    yield signed_in(page, "admin")
    watch.complaints[:] = [one for one in watch.complaints if "Failed to load" not in one]


def looked_at(page, place, widths, within=None):
    """Everything that can be looked at without knowing what the page is about; its faults."""
    faults = []
    answer = page.goto(place)
    if answer is None or not answer.headers.get("content-type", "").startswith("text/html"):
        return faults
    assert answer.status < 500, place
    if "<html" not in answer.text():
        return faults  # a part of a page, seen where it is a part
    for look in (
        lambda: axe(page, within),
        lambda: no_overflow(page, widths),
        lambda: (page.emulate_media(color_scheme="dark"), contrast(page, within)),
    ):
        try:
            look()
        except AssertionError as fault:
            faults.append(f"{place}: {str(fault)[:700]}")
    page.emulate_media(color_scheme="light")
    return faults


def test_everybody_can_use_every_page_at_every_width_in_light_and_dark(desk, world):
    """Red when axe finds fault, a colour is too weak, or something sticks out."""
    places = [world.address(route) for route in ADDRESSES
              if not any(one in route for one in NO_PAGES)]  # fmt: skip
    case = world.keys["case"]
    places += [f"/cases/{case}?tab={tab}" for tab in ("summary", "details", "relationships",
                                                      "activities", "history")]  # fmt: skip
    places += [
        "/dashboards/agent", "/dashboards/supervisor", "/dashboards/tier-2", "/nowhere",
        "/administration/settings/families", "/administration/settings/process",
        "/cases?q=nothing", "/palette?q=re",
    ]  # fmt: skip
    assert [fault for place in places for fault in looked_at(desk, place, WIDTHS)] == []


def test_everybody_can_use_every_dialog_in_light_and_dark(desk, world):
    """Red when a dialog has a field without a label, a weak colour, or does not fit a phone."""
    faults = []
    for name, operation in sorted(OPERATIONS.items()):
        one = operation.model._base_manager.order_by("-pk").first()
        on = getattr(one, "number", "") or getattr(one, "pk", "")
        query = "" if operation.creates else f"?on={on}"
        faults += looked_at(desk, f"/do/{name}{query}", (360, 1280), "main")
    assert faults == []


def test_everybody_can_sign_in(new_page):
    """Red when the page to sign in has a fault, in either scheme."""
    assert looked_at(new_page(), "/sign-in", WIDTHS) == []
