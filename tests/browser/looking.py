"""Looks at a page: can everybody use it, does it fit, and a picture of it."""

import os
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# WCAG 2.2 level AA; the size of targets is in it, and off in axe unless it is asked for.
LEVEL = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa"]
RULES = {
    "runOnly": {"type": "tag", "values": LEVEL},
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
WIDTHS = (360, 768, 1280, 1920)

# What sticks out to the right, unless it lies in something that scrolls by itself.
STICKS_OUT = """async () => {
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
    const root = document.scrollingElement, width = root.clientWidth;
    if (root.scrollWidth <= width) return [];
    const scrolls = one => one && one !== document.body && one !== root && (
        getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement));
    return [`it is ${root.scrollWidth} wide`, ...[...document.querySelectorAll('body *')]
        .filter(one => one.getBoundingClientRect().right > width + 0.5
            && !scrolls(one.parentElement))
        .map(one => one.cloneNode(false).outerHTML.slice(0, 120)).slice(0, 5)];
}"""


def axe(page: Page, within: str | None = None) -> None:
    """No violation of WCAG 2.2 AA that axe can find, on the page or within a selector."""
    page.wait_for_load_state()
    found = Axe().run(page, context=within, options=RULES)
    assert found.violations_count == 0, found.generate_report()


def contrast(page: Page, within: str | None = None) -> None:
    """Every text stands out enough: what a colour scheme may break of what axe has found well."""
    only = {
        "runOnly": {"type": "rule", "values": ["color-contrast"]},
        "resultTypes": ["violations"],
    }
    found = Axe().run(page, context=within, options=only)
    assert found.violations_count == 0, found.generate_report()


def no_overflow(page: Page, widths: tuple[int, ...] = WIDTHS) -> None:
    """Nothing has to be scrolled sideways, on a phone or on a wide screen."""
    before = page.viewport_size
    wide = {}
    for width in widths:
        page.set_viewport_size({"width": width, "height": 800})
        if found := page.evaluate(STICKS_OUT):
            wide[width] = found
    if before:
        page.set_viewport_size(before)
    assert wide == {}, wide


def picture(page: Page, name: str, *, whole: bool = True) -> Path | None:
    """A picture in the folder that CASEWORK_TEST_SCREENSHOTS names; without it, nothing."""
    folder = os.environ.get("CASEWORK_TEST_SCREENSHOTS")
    if not folder:
        return None
    size = page.viewport_size or {"width": 0}
    path = Path(folder).absolute() / f"{name}-{size['width']}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=path, full_page=whole)
    return path
