"""docs/dataverse.md says what the code does: tables, columns, calls and codes."""

import re
from pathlib import Path

from casework.interfaces.odata import codes, entities, routes  # noqa: F401  (fills the messages)
from casework.interfaces.odata.messages.calling import MESSAGES

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "dataverse.md").read_text(encoding="utf-8")
CODE = "".join(
    path.read_text(encoding="utf-8")
    for path in sorted((ROOT / "casework" / "interfaces" / "odata").rglob("*.py"))
)
REFUSED = {"DeleteMultiple", "GrantAccess", "ModifyAccess", "RevokeAccess"}
APART = {"documentbody"}  # the file of a note, kept beside it
WRITES = (("create", "create"), ("update", "edit"), ("delete", "delete"))


def rows(heading: str) -> list[list[str]]:
    """The rows of the first table under a heading, without marks of code."""
    part = re.split(r"\n#+ ", PAGE.split(f"# {heading}\n", 1)[1])[0]
    lines = [line for line in part.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def quoted(cell: str) -> list[str]:
    return re.findall(r"`([^`]+)`", cell)


def test_its_first_lines_say_who_cannot_connect() -> None:
    assert PAGE.splitlines()[2:4] == [
        "Clients that speak SOAP cannot connect. "
        "Cloud connectors that insist on a tenant cannot connect.",
        "Clients of the Dataverse Web API (OData 4) that take an address and a bearer token can.",
    ]


def test_it_names_every_table_with_what_may_be_written_and_its_keys() -> None:
    assert rows("Tables") == [
        [
            f"`{one.name}`",
            f"`{one.set_name}`",
            one.noun.replace("_", " "),
            ", ".join(word for word, way in WRITES if getattr(one, way)) or "read only",
            ", ".join(f"`{','.join(key.attributes)}`" for key in one.keys) or "–",
        ]
        for one in entities.ENTITIES.values()
    ]


def test_it_names_every_column_that_is_not_kept() -> None:
    told = {
        quoted(table)[0]: quoted(columns) for table, columns in rows("Columns that are not kept")
    }
    known = {
        one.name: [
            column.name
            for column in one.attributes
            if not column.is_kept and column.name not in APART
        ]
        for one in entities.ENTITIES.values()
    }
    assert told == {name: columns for name, columns in known.items() if columns}


def test_it_names_every_function_and_action_that_is_served_and_no_other() -> None:
    told = {quoted(name)[0]: (kind, bound) for name, kind, bound in rows("Functions and actions")}
    assert told == {
        name: (
            "function" if one.function else "action",
            ", ".join(f"`{table}`" for table in one.bound_to)
            or ("every table" if one.many else "–"),
        )
        for name, one in MESSAGES.items()
        if name not in REFUSED
    }
    part = PAGE.split("## Not served", 1)[1].split("\n## ", 1)[0]
    assert set(quoted(part)) >= REFUSED


def test_it_tells_every_refusal_with_its_code_and_status() -> None:
    told = {quoted(a)[0]: (quoted(b)[0], int(c)) for a, b, c in rows("Errors")[: len(codes.CODES)]}
    assert told == codes.CODES


def test_every_code_it_names_is_one_of_the_code() -> None:
    named = set(re.findall(r"0x[0-9a-f]{8}", PAGE))
    assert named - set(re.findall(r"0x[0-9a-f]{8}", CODE)) == set()
