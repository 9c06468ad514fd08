"""One operation, three interfaces, one and the same database afterwards."""

import base64
import datetime
import importlib.util
import itertools
import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.apps import apps
from django.db import models, transaction
from typer.testing import CliRunner

from casework.interfaces.calling import PLURALS
from casework.kernel.operations import OPERATIONS
from casework.people.models import TokenUse
from tests.conftest import acting
from tests.more_setups import SETUPS, Call, run

SHELL = importlib.util.find_spec("casework.interfaces.cli") is not None
# What differs from run to run for a reason, and is not compared.
MASKED = {"interface", "digest", "password", "key", "request_id"}
NUMBER = re.compile(r"\b(CAS-\d{5})-[A-Z0-9]{6}\b")
MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(\.\d+)?(Z|\+00:00)?")
HEX = re.compile(r"[0-9a-f]{8}-?[0-9a-f]{4}-?7[0-9a-f]{3}-?[0-9a-f]{4}-?[0-9a-f]{12}")


def dump() -> dict[str, list[dict[str, Any]]]:
    """Every table, ids in the place they came about, times and chance masked."""
    tables: dict[str, list[dict[str, Any]]] = {}
    ids: list[str] = []
    for model in apps.get_app_config("casework").get_models():
        if model is TokenUse:
            continue  # a sign-in table: only REST asks with a token
        rows = list(model._base_manager.order_by("pk").values())
        if isinstance(model._meta.pk, models.UUIDField):
            ids += [row[model._meta.pk.attname].hex for row in rows]
        tables[model.__name__] = rows
    places = {key: f"<{n}>" for n, key in enumerate(sorted(ids))}
    return {
        name: [
            {
                column: masked(value, column, places)
                for column, value in row.items()
                if not (column == "id" and isinstance(value, int))
            }
            for row in rows
        ]
        for name, rows in tables.items()
    }


def masked(value: Any, column: str, places: dict[str, str]) -> Any:
    if column in MASKED:
        return "<its own>"
    if isinstance(value, dict):
        return {name: masked(one, name, places) for name, one in value.items()}
    if isinstance(value, list):
        return [masked(one, "", places) for one in value]
    if isinstance(value, datetime.datetime):
        return "<a moment>"
    if isinstance(value, UUID):
        return places.get(value.hex, "<gone>")
    if isinstance(value, str):
        text = HEX.sub(lambda m: places.get(m[0].replace("-", ""), "<gone>"), value)
        return NUMBER.sub(r"\1-<chance>", MOMENT.sub("<a moment>", text))
    return value


def plain(value: Any) -> Any:
    """An argument as a program writes it: a record by its id, a file in base64."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    return value


def by_python(name: str, call: Call, **_others: Any) -> None:
    run(name, call, acting("admin"))


def by_rest(name: str, call: Call, client: Any, **_others: Any) -> None:
    operation = OPERATIONS[name]
    noun, verb = name.split(".", 1)
    path = f"/{PLURALS[noun]}/{verb.replace('_', '-')}"
    if call.rows is None:
        body = {"ids": [str(one.pk) for one in call.targets], **plain(call.arguments)}
    else:
        body = {"rows": plain(call.rows)}
    answer = client.post(path, body)
    if answer.status_code in (404, 405) and operation.creates:
        answer = client.post(f"/{PLURALS[noun]}", body)
    assert answer.status_code in (200, 201), answer.content


def by_shell(name: str, call: Call, folder: Any, **_others: Any) -> None:
    from casework.interfaces.cli.root import app

    noun, verb = (word.replace("_", "-") for word in name.split(".", 1))
    if call.rows is None:
        rows = [{"id": str(one.pk), **plain(call.arguments)} for one in call.targets]
    else:
        rows = plain(call.rows)
    file = folder / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)))
    result = CliRunner().invoke(app, [noun, verb, "--from", str(file), "--json"])
    assert result.exit_code == 0, (result.output, result.exception)


INTERFACES = {"python": by_python, "rest": by_rest, **({"shell": by_shell} if SHELL else {})}


def test_every_operation_takes_part():
    """Red when an operation is added without an entry in the set-ups."""
    assert sorted(OPERATIONS.keys() ^ SETUPS.keys()) == []


@pytest.mark.parametrize("name", sorted(SETUPS))
def test_every_interface_leaves_the_same_database(given, rest, tmp_path, name):
    """Red when an interface loses, adds or changes an argument, or does a thing of its own."""
    client = rest.as_(given.admin)
    left = {}
    for interface, call_by in INTERFACES.items():
        given.count = itertools.count(1)
        with transaction.atomic():
            call = SETUPS[name](given, 2)
            before = dump()
            call_by(name, call, client=client, folder=tmp_path)
            left[interface] = dump()
            transaction.set_rollback(True)
        assert left[interface] != before

    for interface, tables in left.items():
        for table, rows in tables.items():
            assert rows == left["python"][table], f"{interface} leaves another {table}"
