"""The product in a browser, and what the browser of the tests notices."""

import asyncio

import pytest
from django.db import connections
from playwright.sync_api import expect

from casework.models import Case
from tests.browser.looking import no_overflow, picture


def test_the_page_of_the_api_needs_nothing_from_elsewhere(page):
    """Red when its scripts or styles come from another host, or one of them fails."""
    page.goto("/api/v1/docs")

    expect(page.locator("#swagger-ui .title").first).to_contain_text("Casework")
    picture(page, "api-docs", whole=False)


@pytest.mark.urls("tests.browser.standin")
def test_what_a_page_does_wrong_is_noticed(page, watch):
    """Red without one of the listeners in watching.py."""
    for text in (
        "a complaint",
        "a slip",
        "status of 404",
        "left the host: https://elsewhere.example/",
        "content security policy: style-src",
    ):
        watch.expect(text)
    watch.expect("ERR_NAME_NOT_RESOLVED")
    watch.expect("Content Security Policy")

    page.goto("/problems/faulty", wait_until="networkidle")

    assert watch.verdict() == []
    watch.expected.remove("a slip")
    assert watch.verdict() == ["script: a slip"]
    watch.expected.append("a slip")


def test_people_sign_in_side_by_side_and_see_what_the_test_made(
    given, new_page, signed_in, alice, bob
):
    """Red when pages share cookies, or when test and server have two databases."""
    given.case(title="No toner", owner=alice)
    hers, his = new_page(), new_page(locale="ro-RO")

    signed_in(hers, "alice")
    signed_in(his, "bob")
    hers.reload()

    expect(hers.locator(".menu-list small").last).to_have_text("alice")
    expect(his.locator(".menu-list small").last).to_have_text("bob")
    expect(hers.locator("tbody")).to_contain_text("No toner")
    expect(his.locator("tbody")).to_have_count(0)
    assert his.evaluate("navigator.language") == "ro-RO"
    no_overflow(his)


def test_each_test_begins_with_nothing(server):
    """Red when what an earlier test made is still there."""
    assert Case.objects.count() == 0


@pytest.fixture
def before(server):
    """The connection that a test has before there is a page."""
    return connections["default"]


def test_a_test_has_one_connection(before, page):
    """Red when Django opens another one while the browser's loop runs: nobody would close it."""
    assert connections["default"] is before


def test_between_tests_no_loop_is_in_the_way(chromium):
    """Red when a test without a page finds the browser's loop running."""
    assert asyncio.run(asyncio.sleep(0, "done")) == "done"
