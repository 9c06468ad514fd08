"""What a problem is made of: everything that is said about it, from the first line to the last."""

from collections.abc import Mapping
from dataclasses import dataclass, field

QUESTION, PROBLEM, REQUEST = 1, 2, 3


@dataclass(frozen=True)
class Problem:
    """One thing that customers come with.

    ``subject`` is a leaf of the subject tree, ``kind`` a case type. ``title`` and ``text`` are the
    customer's, ``cause`` is the note of whoever looked into it, ``reply`` what the customer was
    told or asked, ``outcome`` how it ended (200 characters at most when filled in).
    """

    subject: str
    kind: int
    title: str
    text: str
    cause: str
    reply: str
    outcome: str


@dataclass(frozen=True)
class Area:
    """Problems about the same products; ``desk`` is the team that knows them.

    ``suited`` names the products of a subject that not all of them can be about.
    """

    desk: str
    products: tuple[str, ...]
    serials: str
    tasks: tuple[str, ...]
    problems: tuple[Problem, ...]
    suited: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
