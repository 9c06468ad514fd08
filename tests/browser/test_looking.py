"""What the looks at a page find."""

import pytest

from tests.browser.looking import axe, no_overflow, picture

PAGE = (
    "data:text/html;charset=utf-8,<!doctype html><html lang=ro>"
    "<title>Ședință</title><main>{}</main>"
)
LETTERS = "<h1>Ședință, țară, mâine</h1><p style='font-family:{}'>ȘșȚțĂăÂâÎî → ✓ il1</p>"


@pytest.mark.parametrize(
    ("fault", "rule"),
    [
        ("<img src='data:,'>", "image-alt"),
        ("<p style='color:%23aaa'>Pale</p>", "color-contrast"),
        ("<input>", "label"),
        (
            "<button style='width:9px;height:9px;padding:0' aria-label=A></button>" * 2,
            "target-size",
        ),
    ],
)
def test_axe_finds_what_is_wrong(page, fault, rule):
    """Red when the level or the rule is not asked for."""
    page.goto(PAGE.format(fault))

    with pytest.raises(AssertionError, match=rule):
        axe(page)


def test_axe_finds_nothing_where_nothing_is(page):
    """Red when axe finds fault with everything."""
    page.goto(PAGE.format("<h1>Ședință</h1><label>Nume <input></label>"))

    axe(page)
    axe(page, within="main")


def test_what_sticks_out_is_named_with_the_width_that_it_sticks_out_at(page):
    """Red without no_overflow."""
    page.goto(PAGE.format("<div id=wide style='width:700px'>Wide</div>"))

    with pytest.raises(AssertionError, match=r"360: .*id=.wide.*"):
        no_overflow(page)
    assert page.viewport_size["width"] == 1280


def test_what_scrolls_by_itself_does_not_stick_out(page):
    """Red when a table in a box that scrolls counts."""
    page.goto(PAGE.format("<div style='overflow-x:auto'><div style='width:3000px'>A</div></div>"))

    no_overflow(page)


def test_the_letters_of_our_languages_can_be_seen(page, tmp_path, monkeypatch):
    """Red when the browser has no fonts: then every letter is the same empty box, or none."""
    monkeypatch.setenv("CASEWORK_TEST_SCREENSHOTS", str(tmp_path))
    page.goto(PAGE.format("<p id=it style='font-size:40px;width:fit-content'></p>"))
    seen = set()
    for letter in "șțăâîi☐":
        page.locator("#it").evaluate("(it, letter) => it.textContent = letter", letter)
        seen.add(page.locator("#it").screenshot())

    assert len(seen) == 7
    path = picture(page, "letters")
    assert (path.parent, path.name) == (tmp_path, "letters-1280.png")
    assert path.read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize("family", ["sans-serif", "serif", "monospace", "system-ui"])
def test_a_page_of_letters(page, family):
    """A picture for people: CASEWORK_TEST_SCREENSHOTS=folder keeps it."""
    page.goto(PAGE.format(LETTERS.format(family)))

    assert picture(page, f"letters-{family}") or page.title() == "Ședință"
