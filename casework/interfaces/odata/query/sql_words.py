"""The words of a statement of SQL, one at a time."""

import re
from collections.abc import Iterator

from casework.interfaces.odata.query.refusing import QueryRefused

WORD = re.compile(
    r"\s*(?:(?P<text>N?'(?:[^']|'')*')|(?P<number>-?\d+(?:\.\d+)?)"
    r"|(?P<name>\[?[A-Za-z_]\w*\]?(?:\.\[?[A-Za-z_]\w*\]?)?)|(?P<mark><>|<=|>=|!=|[=<>(),*]))",
    re.ASCII,
)
RESERVED = frozenset(
    {
        "select", "from", "where", "inner", "left", "outer", "join", "on", "and", "or", "not",
        "in", "like", "between", "is", "null", "order", "by", "group", "asc", "desc", "distinct",
        "as", "having", "top", "union", "right", "full", "cross",
    }
)  # fmt: skip


class Words:
    """Goes through the words of one statement."""

    def __init__(self, text: str) -> None:
        self.words = [*_words(text)]
        self.at = 0

    def take(self) -> tuple[str, str]:
        """This word, and on to the next."""
        word = self.words[self.at]
        self.at += word[0] != "end"
        return word

    def sees(self, said: str) -> bool:
        """Whether this word is it."""
        kind, text = self.words[self.at]
        return kind != "text" and text.lower() == said

    def took(self, *said: str) -> bool:
        """Whether these words stand here; then on to the next."""
        start = self.at
        for one in said:
            if not self.sees(one):
                self.at = start
                return False
            self.at += 1
        return True

    def want(self, said: str) -> None:
        """The word must stand here."""
        if not self.took(said):
            raise refused(f"'{said.upper()}' is missing before '{self.words[self.at][1][:50]}'")

    def name(self) -> str:
        """The name that must stand here."""
        kind, text = self.take()
        if kind != "name" or text.lower() in RESERVED:
            raise refused(f"A name is missing before '{text[:50]}'")
        return text.replace("[", "").replace("]", "")


def _words(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    whole = text.strip().rstrip(";").rstrip()
    while at < len(whole):
        found = WORD.match(whole, at)
        if found is None:
            raise refused(f"Syntax error at position {at}")
        yield str(found.lastgroup), found[str(found.lastgroup)]
        at = found.end()
    yield "end", ""


def refused(message: str) -> QueryRefused:
    """A statement that is not answered."""
    return QueryRefused(f"{message}.")
