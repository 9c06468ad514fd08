"""Sight: no address of the hub shows anything to who may not see it."""

import html
import io
import zipfile
from typing import Any

import pytest
from django.test import Client

from tests.conftest import AGENT
from tests.interfaces.web.world import ADDRESSES, SECRET, planted, routes

OPEN = ("sign-in", "language")
# the words that were asked for stand in these again, as one's own
SAYS_AGAIN = {"search", "palette"}
SECRETS = tuple(f"{SECRET} {word}" for word in ("Inc", "Miller", "broke", "call", "view", "board"))
# these name no record: forms, ways on, counts, numbers
SILENT = (
    "", "activities/<uuid:key>/attach", "administration/audit/export.jsonl", "bell/count",
    "cases/<str:number>/compose", "cases/<str:number>/presence", "cases/<str:number>/stage",
    "dashboards/<str:name>/charts/<str:chart>.svg", "dashboards/<str:name>/default",
    "do/<str:name>", "drafts", "language", "progress/<str:request_id>", "queues/<uuid:key>/next",
    "queues/export.csv", "queues/export.xlsx", "runs/<uuid:key>", "runs/<uuid:key>/undo",
    "sign-in", "sign-out", "typed",
)  # fmt: skip


@pytest.fixture
def world(given, alice):
    """What alice keeps to herself."""
    return planted(given, alice)


@pytest.fixture
def strangers(given, bob):
    """Somebody without any role, and an agent of a unit beside alice's."""
    north, south = given.unit("North"), given.unit("South")
    return [bob, given.user("dora", AGENT, unit=north), given.user("emil", AGENT, unit=south)]


def said(answer: Any) -> str:
    """All that an answer says, in headers too; what was asked for is not said by it."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as book:
            content = b" ".join(book.read(name) for name in book.namelist())
    return f"{dict(answer.headers)} {html.unescape(content.decode(errors='replace'))}"


def test_every_address_is_listed_here():
    """Red for a new address that nobody has thought about."""
    assert sorted(routes()) == sorted(ADDRESSES)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_is_shown_the_way_to_sign_in(world, method):
    """Red for an address that Entrance lets pass."""
    send = getattr(Client(), method)
    answers = {route: send(world.address(route)) for route in ADDRESSES if route not in OPEN}

    told = {
        (one.status_code, one["Location"].partition("?")[0], one.content)
        for one in answers.values()
    }
    assert told == {(302, "/sign-in", b"")}


def test_a_stranger_is_told_nothing_by_any_address(world, strangers, web):
    """Red for one read that does not begin at visible_to."""
    told = []
    for stranger in strangers:
        client = web.as_(stranger)
        for route in sorted(ADDRESSES.keys() - {"sign-out"}):
            for method in ("get", "htmx", "post"):
                address = world.address(route)
                words = said(answer := getattr(client, method)(address))
                secrets = SECRETS if route in SAYS_AGAIN else (SECRET,)
                if any(one in words for one in secrets) or answer.status_code >= 500:
                    told.append((stranger.name, method, route, answer.status_code))

    assert told == []


def test_who_owns_it_is_told_all_of_it(world, alice, web):
    """Red where the secret is planted so that nobody could find it."""
    client = web.as_(alice)
    silent = {route for route in ADDRESSES if SECRET not in said(client.get(world.address(route)))}

    assert sorted(silent) == sorted(SILENT)
