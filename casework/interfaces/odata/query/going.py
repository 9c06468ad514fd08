"""Going through the words of an expression, one at a time."""

from collections.abc import Mapping

from casework.interfaces.odata.query.lexing import Word, unreadable, words
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.tree import Node


class Cursor:
    """Goes through the words of one text; ``aliases`` are the parameters ``@name`` of the
    address."""

    def __init__(self, text: str, aliases: Mapping[str, str] | None = None) -> None:
        self.text, self.aliases = text, aliases or {}
        self.words = list(words(text))
        self.at = self.deep = 0
        self.known: dict[str, Node] = {}

    @property
    def now(self) -> Word:
        return self.words[self.at]

    def take(self) -> Word:
        """This word, and on to the next."""
        word = self.words[self.at]
        self.at += word.kind != "end"
        return word

    def took(self, mark: str) -> bool:
        """Whether this word is the mark; then on to the next."""
        if self.now.kind == "mark" and self.now.text == mark:
            self.at += 1
            return True
        return False

    def want(self, mark: str) -> None:
        """The mark must stand here."""
        if not self.took(mark):
            raise self.wrong()

    def wrong(self) -> QueryRefused:
        """It cannot be read from this word on."""
        return unreadable(self.text, self.now.at)

    def end(self) -> None:
        """Nothing more may follow."""
        if self.now.kind != "end":
            raise self.wrong()

    def name(self) -> str:
        """The name that must stand here."""
        if self.now.kind != "name":
            raise self.wrong()
        return self.take().text

    def followed_by(self, mark: str) -> bool:
        """Whether the next word but one is this mark, at once."""
        after = self.words[min(self.at + 1, len(self.words) - 1)]
        return after.kind == "mark" and after.text == mark and not after.after_blank
