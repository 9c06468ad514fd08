"""The conditions of SQL: in them nothing is compared with nothing."""

from casework.interfaces.odata.query.lexing import text_of
from casework.interfaces.odata.query.sql_words import Words, refused
from casework.interfaces.odata.query.tree import (
    All,
    Any_,
    Asked,
    Compare,
    Literal,
    Node,
    Not,
    Path,
)

DEEPEST = 20
OPERATORS = {"=": "Eq", "<>": "Ne", "!=": "Ne", "<": "Lt", "<=": "Le", ">": "Gt", ">=": "Ge"}
WORDS = {"=": "eq", "<>": "ne", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge"}


class Conditions(Words):
    """Reads the condition of one statement; ``path_to`` tells where a column lies."""

    deep = 0

    def path_to(self, said: str) -> Path:
        """Where a column lies."""
        raise NotImplementedError

    def condition(self) -> Node:
        """The condition that stands here. Raises QueryRefused."""
        self.deep += 1
        if self.deep > DEEPEST:
            raise refused(f"A condition is at most {DEEPEST} levels deep")
        parts = [self._all()]
        while self.took("or"):
            parts.append(self._all())
        self.deep -= 1
        return Any_(tuple(parts)) if len(parts) > 1 else parts[0]

    def _all(self) -> Node:
        parts = [self._one()]
        while self.took("and"):
            parts.append(self._one())
        return All(tuple(parts)) if len(parts) > 1 else parts[0]

    def _one(self) -> Node:
        if self.took("not"):
            return Not(self._condition_in_parentheses() if self.sees("(") else self._one())
        return self._condition_in_parentheses() if self.sees("(") else self._comparison()

    def _condition_in_parentheses(self) -> Node:
        self.want("(")
        made = self.condition()
        self.want(")")
        return made

    def _comparison(self) -> Node:
        path = self.path_to(self.name())
        if self.took("is"):
            return Asked("NotNull" if self.took("not") else "Null", self._null(path))
        negative = self.took("not")
        there = Asked("NotNull", path)  # in SQL nothing is compared with nothing
        if self.took("like"):
            return All((Asked("NotLike" if negative else "Like", path, (self.value(),)), there))
        if self.took("in"):
            self.want("(")
            values = [self.value()]
            while self.took(","):
                values.append(self.value())
            self.want(")")
            return All((Asked("NotIn" if negative else "In", path, tuple(values)), there))
        if self.took("between"):
            low = self.value()
            self.want("and")
            name = "NotBetween" if negative else "Between"
            return All((Asked(name, path, (low, self.value())), there))
        kind, text = self.take()
        if kind != "mark" or text not in OPERATORS or negative:
            raise refused(f"'{text[:50]}' is no comparison")
        if self.words[self.at][0] == "name":
            other = self.path_to(self.name())
            return All((Compare(WORDS[text], path, other), there, Asked("NotNull", other)))
        return All((Asked(OPERATORS[text], path, (self.value(),)), there))

    def _null(self, path: Path) -> Path:
        self.want("null")
        return path

    def value(self) -> Literal:
        """The value that must stand here; numbers are read as the column has them."""
        kind, text = self.take()
        if kind == "text":
            return text_of(text[text.index("'") + 1 : -1].replace("''", "'"))
        if kind != "number":
            raise refused(f"A value is missing before '{text[:50]}'")
        return text_of(text)
