"""Asking: what a reader said, name by name, and where the following page lies."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from casework.kernel.refusals import InvalidInput


@dataclass(frozen=True)
class Asked:
    """The names and values of a question, and the address it was asked under."""

    path: str
    pairs: Sequence[tuple[str, str]] = ()

    def one(self, name: str) -> str:
        """The value of a name that may be there once. Raises InvalidInput."""
        values = [value for each, value in self.pairs if each == name]
        if len(values) > 1:
            raise InvalidInput(field=name, problem=_("is there twice"))
        return values[0] if values else ""

    def following(self, name: str, value: object) -> str:
        """The address of the page that follows: the same question, but for where it begins."""
        kept = [(each, one) for each, one in self.pairs if each != name]
        return f"{self.path}?{urlencode([*kept, (name, str(value))])}"


def asked(path: str, given: dict[str, list[str]]) -> Asked:
    """What was asked, from names with their values."""
    return Asked(path, [(name, value) for name, values in given.items() for value in values])
