"""The laws of the house that no linter knows."""

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.functional import Promise

from casework.kernel.operations import OPERATIONS
from casework.kernel.records import NOUNS as ALL_NOUNS
from casework.kernel.records import Record
from casework.kernel.refusals import REFUSALS, InvalidInput, Refusal
from casework.people.roles import EVERYBODY, ROLES

ROOT = Path(__file__).parent.parent
HOUSE = ROOT / "casework"
LONGEST = 220
NOUNS = (
    "people",
    "organisation",
    "workplace",
    "customers",
    "activities",
    "queues",
    "cases",
    "history",
)
NOUNS_PAGE = ROOT / "docs" / "decisions" / "nouns-and-verbs.md"

# Writes outside the kernel, each with its reason: (file, what it writes with).
WRITES: dict[tuple[str, str], str] = {
    ("interfaces/web/settings_page.py", "delete"): "sessions, which are exempt by list (answers 8)",
}

# SQL of our own outside kernel/bulk.py, each with its reason.
SQL: dict[tuple[str, str], str] = {
    ("kernel/counting.py", "execute"): "counters and sequences, which no model shows",
    ("kernel/counting.py", "cursor"): "the same",
    ("kernel/shadows.py", "execute"): "views that stand before tables for one transaction",
    ("kernel/shadows.py", "cursor"): "the same",
    ("kernel/statements.py", "execute"): "the number of rows of a statement put together before",
    ("kernel/statements.py", "cursor"): "the same",
    ("kernel/shadows.py", "RawSQL"): "the ids that were in sight before the shadow fell",
}

# Times read outside any run, each with its reason.
CLOCK_READERS = {
    "people/tokens.py": "a token ends, and is used, at a time outside any run",
    "workplace/passing.py": "what passes is kept outside any run",
    "history/concerning.py": "what is due by now is read outside any run",
}

# Tables that are no noun's and have no events, each with its reason.
OUTSIDE_HISTORY = {
    "Run": "history itself",
    "Event": "history itself",
    "Undoing": "history itself",
    "Counter": "only grows",
    "ImportProgress": "how far an import has come",
    "ImportedRecord": "what an import has brought",
    "KeptAnswer": "what was answered to a key",
    "TokenUse": "when a token was last used",
    "Draft": "what somebody has not sent",
    "Visit": "what somebody looked at",
    "Presence": "who has a case open",
    "BellSeen": "what somebody has seen of the bell",
}

# Files that are one thing and longer than others, each with its reason.
LONGER = {
    "kernel/operations.py": (260, "what an operation is, and its one way from call to commit"),
    "interfaces/rest/documenting.py": (260, "the whole of the API's description of itself"),
}

# Verbs that are tested beside their opposite.
TESTED_IN = {
    "queue_item.remove": "queues/test_release.py",
    "queue.activate": "queues/test_deactivate.py",
    "queue.add_members": "queues/test_members.py",
    "queue.remove_members": "queues/test_members.py",
}

# What tells a model's write from a method of the same name: how it is called.
ALWAYS = {"bulk_create", "bulk_update", "get_or_create", "update_or_create", "_raw_delete", "raw",
          "execute", "executemany", "cursor", "executescript", "abulk_create", "aupdate",
          "adelete", "asave", "acreate"}  # fmt: skip
WITHOUT_POSITION = {"save", "create", "update"}
RAW = {"raw", "execute", "executemany", "executescript", "cursor", "extra", "RawSQL"}
CLOCKS = {"timezone.now", "datetime.now", "datetime.utcnow", "datetime.datetime.now", "date.today",
          "datetime.datetime.utcnow", "datetime.date.today", "time.time", "time.time_ns",
          "writing.now"}  # fmt: skip


def sources() -> list[Path]:
    """Every source file of the product, migrations apart."""
    return [p for p in sorted(HOUSE.rglob("*.py")) if "migrations" not in p.parts]


def named(path: Path) -> str:
    return path.relative_to(HOUSE).as_posix()


TREES = {named(path): ast.parse(path.read_text(encoding="utf-8")) for path in sources()}


def calls(tree: ast.AST) -> Iterator[tuple[ast.Call, str]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name):
            func = node.func
            yield node, func.attr if isinstance(func, ast.Attribute) else func.id


def is_of_a_page(call: ast.Call, name: str) -> bool:
    """``paging.cursor(...)`` is where the next page of a list begins, no database's cursor."""
    return name == "cursor" and "connection" not in ast.unparse(call.func)


def is_write(call: ast.Call, name: str) -> bool:
    """``rows.update(a=1)`` and ``row.save()`` write; ``seen.update(more)`` does not."""
    if not isinstance(call.func, ast.Attribute) or is_of_a_page(call, name):
        return False
    if name in WITHOUT_POSITION:
        return not call.args and (name != "update" or bool(call.keywords))
    return name in ALWAYS or (name == "delete" and not call.args and not call.keywords)


def test_only_the_kernel_writes():
    """Red with one `rows.update(...)` in a noun, an interface or a command."""
    found = {
        (file, name)
        for file, tree in TREES.items()
        if not file.startswith("kernel/")
        for call, name in calls(tree)
        if is_write(call, name)
    }

    assert found - WRITES.keys() - SQL.keys() == set()
    assert WRITES.keys() - found == set(), "an exemption that nothing needs"


def test_sql_of_our_own_is_in_one_place():
    """Red with one `cursor.execute(...)` outside kernel/bulk.py."""
    found = {
        (file, name)
        for file, tree in TREES.items()
        if file != "kernel/bulk.py"
        for call, name in calls(tree)
        if name in RAW and not is_of_a_page(call, name)
    }

    assert found - SQL.keys() == set()
    assert SQL.keys() - found == set(), "an exemption that nothing needs"


def test_no_signals_and_no_saving_of_ones_own():
    """Red with a `post_save` receiver or a model's `def save`."""
    found = set()
    for file, tree in TREES.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ImportFrom) and node.module in (
                "django.db.models.signals",
                "django.dispatch",
            ):
                found.add((file, node.module))
            if isinstance(node, ast.ClassDef) and not file.startswith("kernel/"):
                found |= {
                    (file, f"{node.name}.{one.name}")
                    for one in node.body
                    if isinstance(one, ast.FunctionDef)
                    and one.name in ("save", "delete", "save_base", "full_clean")
                }

    # A new connection is no record: SQLite gets its functions there.
    assert found == {("kernel/connections.py", "django.dispatch")}


def test_no_noun_reads_a_clock():
    """Red with one `timezone.now()` in a noun: `work.happened()` is the time."""
    found = [
        f"{file}:{node.lineno}"
        for file, tree in TREES.items()
        if file.startswith(NOUNS) and file not in CLOCK_READERS
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in CLOCKS
    ]

    assert found == []


def test_every_table_has_a_history_or_says_why_not():
    """Red with a table that no noun has and nobody exempted."""
    models = apps.get_app_config("casework").get_models()

    assert {one.__name__ for one in models if not issubclass(one, Record)} == set(OUTSIDE_HISTORY)


def test_files_are_short():
    """Red with a file that nobody reads to its end."""
    long = {
        named(path): lines
        for path in sources()
        if (lines := len(path.read_text(encoding="utf-8").splitlines()))
        > LONGER.get(named(path), (LONGEST, ""))[0]
    }

    assert long == {}


def test_everything_public_says_what_it_is():
    """Red with a public module, class or function without a docstring."""
    mute = []
    for file, tree in TREES.items():
        if ast.get_docstring(tree) is None:
            mute.append(file)
        for node in tree.body:
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and ast.get_docstring(node) is None
            ):
                mute.append(f"{file}:{node.name}")

    assert mute == []


def table_of_page(columns: int) -> dict[str, list[str]]:
    """The table of so many columns on the page of nouns: a noun, and what is said of it."""
    rows = {}
    for line in NOUNS_PAGE.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == columns:
            rows[cells[0].strip("`")] = cells[1:]
    return rows


@pytest.mark.parametrize("name", sorted(OPERATIONS))
class TestOperation:
    """What every operation has."""

    def test_it_says_what_it_does(self, name):
        """Red without the docstring: the page of the API and the shell's help are made of it."""
        assert len(OPERATIONS[name].summary) > 30

    def test_it_has_a_test_file_of_its_own_name(self, name):
        """Red without tests/<noun>/test_<file>.py that calls it."""
        source = Path(inspect.getsourcefile(OPERATIONS[name].body) or "").relative_to(HOUSE)
        test = ROOT / "tests" / (TESTED_IN.get(name) or source.parent / f"test_{source.name}")

        assert test.is_file(), test
        assert re.search(rf"\b{OPERATIONS[name].body.__name__}\b", test.read_text("utf-8"))

    def test_a_role_that_ships_may_do_it(self, name):
        """Red without the privilege in people/roles.py, or the reason on the page of nouns."""
        privilege = OPERATIONS[name].privilege or name
        held = EVERYBODY | {one for _text, privileges in ROLES.values() for one in privileges}

        assert privilege in held or name.partition(".")[0] in table_of_page(2)


def test_every_privilege_of_a_role_is_of_something():
    """Red when a role holds a privilege that no operation and no reading asks for."""
    asked = {one.privilege or name for name, one in OPERATIONS.items()}
    asked |= {f"{noun}.{verb}" for noun in ALL_NOUNS for verb in ("read", "export")}
    asked |= {"*", "import", "case.override_closure"}
    held = EVERYBODY | {one for _text, privileges in ROLES.values() for one in privileges}

    assert sorted(held - asked) == []


def all_refusals() -> list[type[Refusal]]:
    found, waiting = [], [Refusal]
    while waiting:
        waiting += (below := waiting.pop().__subclasses__())
        found += [one for one in below if one.__module__.startswith("casework.")]
    return found


@pytest.mark.parametrize("refusal", all_refusals(), ids=lambda one: one.__name__)
def test_a_refusal_has_a_code_a_sentence_and_a_docstring_of_its_own(refusal):
    """Red when a refusal inherits its code, or its sentence cannot be translated.

    Only what is wrong with a value may borrow the sentence "field: problem".
    """
    assert "code" in vars(refusal)
    assert "message" in vars(refusal) or issubclass(refusal, InvalidInput)
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", refusal.code)
    assert REFUSALS[refusal.code] is refusal
    assert isinstance(refusal.message, Promise)
    assert refusal.__doc__


def test_every_noun_is_made_changed_and_ended_by_operations_or_says_why_not():
    """Red when a noun is added without its verbs in docs/decisions/nouns-and-verbs.md."""
    rows = table_of_page(4)

    assert sorted(rows) == sorted(ALL_NOUNS)
    for noun, cells in rows.items():
        for cell in cells:
            verbs = re.findall(r"`([a-z_]+\.[a-z_]+)`", cell)
            assert [one for one in verbs if one not in OPERATIONS] == [], noun
            assert verbs or len(cell) > 20, f"{noun} needs a verb or a reason: {cell!r}"


def test_every_silent_point_is_answered_and_its_test_is_there():
    """Red when docs/decisions/silent-points.md names a test that is gone, or leaves out a point."""
    page = (ROOT / "docs" / "decisions" / "silent-points.md").read_text(encoding="utf-8")
    points = re.findall(r"^(\d+)\. .+?(?=^\d+\. |\Z)", page, re.DOTALL | re.MULTILINE)
    tests = re.findall(r"`((?:\w+/)*test_\w+\.py)::(test_\w+)`", page)

    assert [int(one) for one in points] == list(range(1, 21))
    assert len(tests) >= 20
    for file, name in tests:
        source = (ROOT / "tests" / file).read_text(encoding="utf-8")
        assert f"def {name}(" in source, f"{file}::{name}"
