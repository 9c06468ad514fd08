"""A language made up for tests: every sentence stands between marks, so what has none shows."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html.parser import HTMLParser
from typing import Any

from django.utils.translation import trans_real

from casework.interfaces.web import reader

OPEN, CLOSE = "⟦", "⟧"
SHOWN = (
    "title", "aria-label", "placeholder", "alt", "aria-description", "label", "data-why",
    "data-copied", "data-failed", "data-offline", "data-selected", "data-selected-text",
    "data-sign-in", "data-signed-out", "data-unsaved", "hx-confirm",
)  # fmt: skip
BUTTONS = ("submit", "button", "reset")
SILENT = {"script", "style", "kbd", "code", "template"}  # signs of machines, the same everywhere
EMPTY = {
    "area",
    "base",
    "br",
    "col",
    "embed",
    "hr",
    "img",
    "input",
    "link",
    "meta",
    "source",
    "wbr",
}
LETTERS = re.compile(r"[^\W\d_]{2,}")


class MadeUp:
    """Translates every sentence into itself, between marks."""

    def __init__(self, real: Any) -> None:
        self.real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    def gettext(self, sentence: str) -> str:
        words = sentence.rpartition(trans_real.CONTEXT_SEPARATOR)[2]
        return f"{OPEN}{words}{CLOSE}" if sentence else self.real.gettext(sentence)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(one if count == 1 else many)


@contextmanager
def made_up_language() -> Iterator[None]:
    """English is the made-up language for as long as this lasts."""
    real = trans_real.translation("en")
    kept = dict(trans_real._translations)
    active = getattr(trans_real._active, "value", None)
    trans_real._translations["en"] = MadeUp(real)  # type: ignore[assignment]
    if hasattr(trans_real._active, "value"):
        del trans_real._active.value
    _forget()
    try:
        yield
    finally:
        trans_real._translations.clear()
        trans_real._translations.update(kept)
        if active is not None:
            trans_real._active.value = active
        _forget()


def _forget() -> None:
    reader._months.cache_clear()


class _Page(HTMLParser):
    """What a page says outside of the marks, to eyes and to a reader of screens."""

    def __init__(self, known: Callable[[str], bool]) -> None:
        super().__init__()
        self.known, self.within, self.depth = known, [], 0
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        said = dict(attributes)
        if tag not in EMPTY:
            self.within.append((tag, said.get("translate") == "no"))
        shown = [said.get(name) or "" for name in SHOWN if not (name == "label" and tag == "track")]
        if tag == "input" and said.get("type") in BUTTONS:
            shown.append(said.get("value") or "")
        if tag == "meta" and said.get("name") == "description":
            shown.append(said.get("content") or "")
        for text in shown:
            rest, _depth = outside(text, 0)
            self._look(rest)

    def handle_endtag(self, tag: str) -> None:
        names = [name for name, _free in self.within]
        if tag in names:
            while self.within.pop()[0] != tag:
                pass

    def handle_data(self, data: str) -> None:
        rest, self.depth = outside(data, self.depth)
        if not any(name in SILENT or free for name, free in self.within):
            self._look(rest)

    def _look(self, text: str) -> None:
        text = " ".join(text.split())
        if LETTERS.search(text) and not self.known(text):
            self.found.append(text)


def outside(text: str, depth: int) -> tuple[str, int]:
    """What of a text stands outside of the marks, and how many are still open behind it."""
    rest = []
    for sign in text:
        if sign == OPEN:
            depth += 1
        elif sign == CLOSE:
            depth = max(0, depth - 1)
        elif depth == 0:
            rest.append(sign)
    return "".join(rest), depth


def untranslated(answer: Any, known: Callable[[str], bool]) -> list[str]:
    """What a page says that went through no catalogue and is not known as data."""
    page = _Page(known)
    page.feed(answer.content.decode())
    return page.found
