"""The page that says which test proves which row: made of the markers, never written by hand.

``python -m tests.coverage_of_spec`` prints it, ``--write`` puts it in its place.
"""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.spec_rows import PARTLY, ROWS, SCREENS

TESTS = Path(__file__).parent
AT_THE_HUB = ("tests/browser/", "tests/interfaces/web/")
PAGE = TESTS.parent / "docs" / "spec-coverage.md"


@dataclass(frozen=True)
class Proof:
    """A test that names rows of the specification."""

    file: str
    name: str
    rows: tuple[str, ...]
    docstring: str

    @property
    def id(self) -> str:
        """The test as pytest knows it."""
        return f"{self.file}::{self.name}"


def proofs() -> list[Proof]:
    """Every test with a marker, in the order of files and of lines."""
    return [proof for path in sorted(TESTS.rglob("test_*.py")) for proof in _in_file(path)]


def _in_file(path: Path) -> Iterator[Proof]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            rows = tuple(row for one in node.decorator_list for row in _rows(one))
            if rows:
                file = path.relative_to(TESTS.parent).as_posix()
                yield Proof(file, node.name, rows, ast.get_docstring(node) or "")


def _rows(decorator: ast.expr) -> list[str]:
    if not (isinstance(decorator, ast.Call) and ast.unparse(decorator.func) == "pytest.mark.spec"):
        return []
    return [str(one.value) for one in decorator.args if isinstance(one, ast.Constant)]


def holes(found: list[Proof]) -> list[str]:
    """Rows nobody proves; those of a screen are proved at the hub or not at all."""
    proved = {row for proof in found for row in proof.rows}
    seen = {row for proof in found for row in proof.rows if proof.file.startswith(AT_THE_HUB)}
    return [row for row in ROWS if row not in (seen if row in SCREENS else proved)]


def strangers(found: list[Proof]) -> list[str]:
    """Markers that name no row."""
    return sorted({row for proof in found for row in proof.rows} - ROWS.keys())


def page(found: list[Proof]) -> str:
    """The whole page."""
    lines = [
        "# Which test proves which row",
        "",
        "Made of the markers by `python -m tests.coverage_of_spec --write`; the suite fails when a",
        "row has no test or this page is out of date; rows that speak of a screen are",
        "proved at the hub. *Partly* says what is still absent.",
        "",
        "| Row | What it says | | Proved by |",
        "|---|---|---|---|",
    ]
    for row, words in ROWS.items():
        tests = [proof for proof in found if row in proof.rows]
        proved = "<br>".join(f"`{proof.id.removeprefix('tests/')}`" for proof in tests)
        lines.append(f"| {row} | {words} | {_verdict(row, found)} | {proved} |")
    partly = sum(row in PARTLY for row in ROWS)
    lines += [
        "",
        f"{len(ROWS)} rows: {len(ROWS) - partly - len(holes(found))} proved, "
        f"{partly} partly, {len(holes(found))} without a test.",
        "",
    ]
    return "\n".join(lines)


def _verdict(row: str, found: list[Proof]) -> str:
    if row in PARTLY:
        return f"partly ({PARTLY[row]})"
    if row in holes(found):
        return "**hole**"
    return "proved on a screen" if row in SCREENS else "proved"


if __name__ == "__main__":
    text = page(proofs())
    if "--write" in sys.argv:
        PAGE.write_text(text, encoding="utf-8")
    else:
        print(text)
