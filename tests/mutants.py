"""Mutants: change one rule of ``casework/cases`` at a time, and see that some test fails.

``python -m tests.mutants`` tries all of them and writes docs/mutants.md; ``--file resolve.py`` and
``--sample 20`` some. It fails when more than three of a hundred stay unnoticed.
"""

import argparse
import ast
import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue

ROOT = Path(__file__).parent.parent
RULES = ROOT / "casework" / "cases"
PAGE = ROOT / "docs" / "mutants.md"
AT_MOST = 0.03
NOTHING = "**nothing**"
# What holds no rule: tables, lists of choices, and what an empty installation begins with.
WITHOUT_RULES = {"__init__.py", "models.py", "choices.py", "founding.py", "policies.py"}
OPPOSITE = {
    ast.Eq: "!=", ast.NotEq: "==", ast.Is: "is not", ast.IsNot: "is", ast.In: "not in",
    ast.NotIn: "in", ast.Lt: ">=", ast.Gt: "<=", ast.LtE: ">", ast.GtE: "<",
}  # fmt: skip
REFUSING = ("refuse", "guard", "_refuse", "hold_cascaded")


@dataclass(frozen=True)
class Mutant:
    """One change: in which file and line, what stood there, and what stands there instead."""

    file: str
    line: int
    start: int
    end: int
    old: str
    new: str

    def of(self, source: str) -> str:
        """The source with this change."""
        return source[: self.start] + self.new + source[self.end :]


def mutants(path: Path) -> list[Mutant]:
    """Every change of a file that turns a condition round, or takes a refusal away."""
    source = path.read_text(encoding="utf-8")
    starts = [0]
    for line in source.splitlines(keepends=True):
        starts.append(starts[-1] + len(line))

    def at(line: int, column: int) -> int:
        text = source[starts[line - 1] : starts[line]]
        return starts[line - 1] + len(text.encode()[:column].decode())

    found = []
    for node, new in _changes(ast.parse(source)):
        start = at(node.lineno, node.col_offset)
        end = at(node.end_lineno or node.lineno, node.end_col_offset or 0)
        found.append(Mutant(path.name, node.lineno, start, end, source[start:end], new))
    return found


def _changes(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    passed_over = {id(one) for node in ast.walk(tree) for one in _without_effect(node)}
    for node in ast.walk(tree):
        if id(node) in passed_over:
            continue
        match node:
            case ast.Expr(value=ast.Call() as call) if _name(call).startswith(REFUSING):
                yield node, "pass"
            case ast.Raise(exc=ast.Call()):
                yield node, "pass"
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                yield node, f"({_said(left)} {OPPOSITE[type(operator)]} {_said(right)})"
            case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=operand):
                yield node, f"({_said(operand)})"
            case ast.BoolOp(op=operator, values=values):
                word = " or " if isinstance(operator, ast.And) else " and "
                yield node, "(" + word.join(f"({_said(one)})" for one in values) + ")"
            case ast.BinOp(left=left, op=ast.BitAnd() | ast.BitOr(), right=right):
                sign = "|" if isinstance(node.op, ast.BitAnd) else "&"
                yield node, f"(({_said(left)}) {sign} ({_said(right)}))"
            case ast.If(test=ast.Name() | ast.Attribute() | ast.Call() as test):
                yield test, f"(not {_said(test)})"


def _without_effect(node: ast.AST) -> Iterator[ast.AST]:
    """What changes nothing when it is turned round: types, and what stands for nothing, as in
    ``or ()``."""
    for name in ("annotation", "returns"):
        if typed := getattr(node, name, None):
            yield from ast.walk(typed)
    if isinstance(node, ast.BoolOp) and isinstance(node.op, ast.Or):
        last = node.values[-1]
        if isinstance(last, ast.Tuple | ast.Dict | ast.List | ast.Constant):
            yield node


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _said(node: ast.expr) -> str:
    return ast.unparse(node)


def every() -> list[Mutant]:
    """The mutants of all rules."""
    paths = [path for path in sorted(RULES.glob("*.py")) if path.name not in WITHOUT_RULES]
    return [one for path in paths for one in mutants(path)]


class Copy:
    """A copy of the sources, in which one mutant at a time is tried."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in ("casework", "tests", "docs", "benchmarks", "pyproject.toml"):
            copied = shutil.copytree if (ROOT / name).is_dir() else shutil.copy
            copied(ROOT / name, folder / name)

    def notices(self, mutant: Mutant) -> str:
        """The first test that fails, nothing when none does: the file's own tests are first."""
        source = self.folder / "casework" / "cases" / mutant.file
        whole = source.read_text(encoding="utf-8")
        source.write_text(mutant.of(whole), encoding="utf-8")
        try:
            own = self.folder / "tests" / "cases" / f"test_{mutant.file}"
            rounds = [[f"tests/cases/{own.name}"]] if own.exists() else []
            rounds.append(["tests/cases", "tests/history"])
            for some in rounds:
                if told := self._run(some):
                    return told
            return ""
        finally:
            source.write_text(whole, encoding="utf-8")

    def _run(self, tests: list[str]) -> str:
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("PYTEST", "DATABASE_URL"))}
        command = [sys.executable, "-m", "pytest", "-x", "-q", "--no-header", "--timeout=60", "-p",
                   "no:cacheprovider", *tests]  # fmt: skip
        done = subprocess.run(
            command,
            cwd=self.folder,
            env={**kept, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if done.returncode == 0:
            return ""
        failed = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
        return failed[0].split(" ")[1] if failed else "it does not start"


def tried(chosen: list[Mutant], workers: int) -> dict[Mutant, str]:
    """Each mutant with the test that notices it."""
    copies: SimpleQueue[Copy] = SimpleQueue()
    with tempfile.TemporaryDirectory(prefix="casework-mutants-") as folder:
        for number in range(workers):
            place = Path(folder) / str(number)
            place.mkdir()
            copies.put(Copy(place))

        def one(mutant: Mutant) -> str:
            copy = copies.get()
            try:
                told = copy.notices(mutant)
            finally:
                copies.put(copy)
            print(f"{mutant.file}:{mutant.line} {told or 'NOT NOTICED'}", flush=True)
            return told

        with ThreadPoolExecutor(workers) as pool:
            return dict(zip(chosen, pool.map(one, chosen), strict=True))


def page(found: dict[Mutant, str]) -> str:
    """What was tried, as docs/mutants.md."""
    unnoticed = [one for one, told in found.items() if not told]
    lines = [
        "# Mutants",
        "",
        "Written by `python -m tests.mutants`: every condition of `casework/cases` turned round,",
        "and every refusal taken away, one at a time, and the first test that failed.",
        "",
        f"{len(found)} mutants, {len(unnoticed)} unnoticed.",
        "",
        "| where | instead of | stood | noticed by |",
        "|---|---|---|---|",
    ]
    for one, told in found.items():
        lines.append(f"{named(one)} {told or NOTHING} |")
    return "\n".join([*lines, ""])


def named(mutant: Mutant) -> str:
    """A mutant as the page tells it."""
    old, new = (
        " ".join(text.replace("|", "\\|").split())[:90] for text in (mutant.old, mutant.new)
    )
    return f"| {mutant.file}:{mutant.line} | `{old}` | `{new}` |"


def noticed_before() -> list[Mutant]:
    """Those that the page tells to be noticed, and by which test."""
    rows = PAGE.read_text(encoding="utf-8").splitlines()
    known = {row.rpartition(" | ")[0] + " |" for row in rows if "::" in row.rpartition(" | ")[2]}
    return [one for one in every() if named(one) in known]


def main() -> int:
    """Try them, and say which stay unnoticed."""
    options = argparse.ArgumentParser()
    options.add_argument("--file")
    options.add_argument("--sample", type=int)
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    said = options.parse_args()
    chosen = [one for one in every() if said.file in (None, one.file)]
    if said.sample:
        chosen = random.Random(said.seed).sample(chosen, min(said.sample, len(chosen)))
    if red := tried([Mutant("assign.py", 1, 0, 0, "", "")], 1).popitem()[1]:
        raise SystemExit(f"without any change this fails already: {red}")
    found = tried(chosen, said.workers)
    if not said.file and not said.sample:
        PAGE.write_text(page(found), encoding="utf-8")
    unnoticed = [one for one, told in found.items() if not told]
    print(f"{len(found)} mutants, {len(unnoticed)} unnoticed")
    return int(len(unnoticed) > AT_MOST * len(found))


if __name__ == "__main__":
    sys.exit(main())
