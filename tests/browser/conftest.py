"""A real browser before the product: ``page``, ``new_page``, ``signed_in``, ``watch``."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from playwright.sync_api import Browser, Page, expect, sync_playwright

from bootstrap.browser import CURE, find
from bootstrap.chromium import NoBrowser
from bootstrap.suite import in_ci
from casework.interfaces.web.entrance import HASH, USER
from casework.kernel.actor import Actor
from casework.models import User
from casework.people.users import edit, set_password
from tests.browser.driving import driving, settled
from tests.browser.hands import HANDS, Hand
from tests.browser.serving import on_disk, serving
from tests.browser.watching import Watch

HERE = Path(__file__).parent
PASSWORD = "tall green hedges"
PATIENCE = 30_000  # milliseconds for what a page has to do
ARGUMENTS = [
    "--font-render-hinting=none",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost",  # nothing gets out
]
CUSTOMS: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "locale": "en-GB",
    "timezone_id": "UTC",
    "reduced_motion": "reduce",
}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What lies here is marked `browser`."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def chromium() -> Iterator[tuple[Browser, Any]]:
    """One browser for each process of the suite, and the loop that drives it.

    Between tests the loop counts as not running, so that other tests of this process can have
    a loop of their own, and Django has no reason to refuse the database to them.
    """
    try:
        program, reason = find(), f"no Chromium here: {CURE}"
    except NoBrowser as error:
        program, reason = None, str(error)
    if program is None:
        pytest.fail(reason) if in_ci() else pytest.skip(reason)
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield browser, loop
        asyncio._set_running_loop(loop)
        browser.close()


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """Where the product is served, for as long as the suite runs."""
    with serving() as url:
        yield url


@pytest.fixture
def server(address: str, transactional_db: None, tmp_path: Path) -> Iterator[str]:
    """The address of the product, before a database that test and server both see."""
    with on_disk(tmp_path):
        yield address


@pytest.fixture
def organisation(server: str, organisation: Any) -> Any:
    """The organisation of the other tests, in the database of the server."""
    return organisation


@pytest.fixture
def watch(server: str) -> Iterator[Watch]:
    """What pages do wrong fails the test: ``watch.expect("status of 404")`` is an exception."""
    watch = Watch(server)
    yield watch
    verdict = watch.verdict()
    assert verdict == []


@pytest.fixture
def new_page(
    chromium: tuple[Browser, Any], server: str, watch: Watch
) -> Iterator[Callable[..., Page]]:
    """``new_page(locale="ro-RO")``: a page of somebody new, with no cookies of anybody else."""
    browser, loop = chromium
    contexts = []

    def make(**customs: Any) -> Page:
        context = browser.new_context(base_url=server, **{**CUSTOMS, **customs})
        context.set_default_timeout(PATIENCE)
        watch.over(context)
        contexts.append(context)
        return context.new_page()

    with driving(loop):
        yield make
        for context in contexts:
            for page in context.pages:
                settled(page)
            context.close()


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page as a desk shows it; ``page.goto("/path")`` goes to the product."""
    return new_page()


@pytest.fixture
def signed_in(server: str) -> Callable[[Page, str], Page]:
    """``signed_in(page, "alice")``: as that user, by the cookie of a session, at the start."""

    def sign_in(page: Page, username: str) -> Page:
        user = User.objects.get(username=username)
        session = SessionStore()
        session[USER], session[HASH] = str(user.pk), user.get_session_auth_hash()
        session.save()
        cookie = {"name": "sessionid", "value": str(session.session_key), "url": server}
        page.context.add_cookies([cookie])  # type: ignore[list-item]
        page.goto("/")
        return page

    return sign_in


@pytest.fixture
def with_password(admin: Actor) -> Callable[[str], str]:
    """``with_password("alice")``: the password that this user has from now on."""

    def give(username: str) -> str:
        set_password(User.objects.get(username=username), by=admin, password=PASSWORD)
        return PASSWORD

    return give


WALKS = [(hand, language) for hand in HANDS for language in ("en", "ro", "id")]


@pytest.fixture(params=WALKS, ids="-".join)
def hand(request: Any, given: Any, page: Page, carol: Actor, signed_in: Any) -> Hand:
    """Carol's hand on her page: mouse or keys, in each language; nothing is known by its words."""
    name, language = request.param
    edit(User.objects.get(pk=carol.user), by=given.admin, language=language)
    signed_in(page, "carol")
    assert page.locator("html").get_attribute("lang") == language
    return HANDS[name](page)
