"""Report: what an import did, and which rows it could not read or was refused."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.kernel.refusals import InvalidInput

KEPT = 1_000


class RowUnusable(InvalidInput):
    """A row that a strict import stops at."""

    code = "row-unusable"
    message = _("Line {line}: {problem}. Nothing from line {first} on was imported.")


@dataclass
class Report:
    """What an import did.

    ``rows`` are the rows read, ``cases`` the records made, ``repeated`` the rows that were known
    from an earlier import. ``problems`` names the first thousand bad rows with their line and
    what is wrong, ``problem_count`` counts all. ``counts`` says how often each operation was run
    for a record. ``resumed_at`` is the line from which a killed import went on, 0 for a fresh
    one; ``is_finished`` says that the file was imported to its end, now or before.
    """

    source: str
    file: Path
    rows: int = 0
    cases: int = 0
    repeated: int = 0
    problem_count: int = 0
    problems: list[tuple[int, str]] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    resumed_at: int = 0
    dry_run: bool = False
    is_finished: bool = False

    def tell(self, problems: list[tuple[int, str]]) -> None:
        """Add bad rows, in the order of their lines."""
        self.problem_count += len(problems)
        self.problems = sorted([*self.problems, *problems])[:KEPT]

    def kept(self) -> dict[str, Any]:
        """What is kept with the progress of the file, so that a later run can tell it again."""
        return {
            "rows": self.rows,
            "cases": self.cases,
            "repeated": self.repeated,
            "problem_count": self.problem_count,
            "problems": self.problems,
            "counts": dict(self.counts),
        }

    def recall(self, kept: dict[str, Any]) -> None:
        """Begin with what an earlier run of the same file did."""
        for name in ("rows", "cases", "repeated", "problem_count"):
            setattr(self, name, kept.get(name, 0))
        self.problems = [(line, text) for line, text in kept.get("problems", ())]
        self.counts = Counter(kept.get("counts", {}))
