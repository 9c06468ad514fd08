"""The hub leaves the same database as Python does, whatever the operation."""

import itertools
import json
from typing import Any

import pytest
from django.db import models, transaction

from casework.kernel.operations import OPERATIONS
from tests.conftest import acting
from tests.interfaces.test_agreement import dump
from tests.more_setups import SETUPS, Call, run


def typed(value: Any) -> Any:
    """An argument as somebody types it into a form."""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, bool):
        return "true" if value else ""
    if isinstance(value, list | tuple):
        return ",".join(str(typed(one)) for one in value)
    if isinstance(value, dict):
        return json.dumps(value)
    return value if isinstance(value, bytes) else "" if value is None else str(value)


def answered(name: str, call: Call) -> dict[str, Any]:
    """The fields of a dialog, as somebody fills them in."""
    given = dict(call.arguments if call.rows is None else call.rows[0])
    data = {key: typed(value) for key, value in given.items()}
    if name.endswith(".assign"):
        [(kind, owner)] = [(k, v) for k, v in given.items() if k in ("user", "team") and v]
        data |= {"whom": "other", "to": f"{kind}:{owner.pk}"}
    if name == "case.open":
        data["customer"] = f"account:{data.pop('account')}"
    for key, value in given.items():
        if isinstance(value, bool):
            data[f"{key}:asked"] = "1"
            if not value:
                del data[key]
    return data


@pytest.mark.parametrize("name", sorted(SETUPS))
def test_the_hub_leaves_the_same_database(given, web, name):
    """Red when a dialog loses, adds or changes an argument, or does a thing of its own."""
    left = {}
    for by_web in (False, True):
        given.count = itertools.count(1)
        with transaction.atomic():
            call = SETUPS[name](given, 1)
            if by_web:
                on = [] if OPERATIONS[name].creates else call.targets
                answer = web.as_(given.admin).confirm(name, *on, **answered(name, call))
                assert answer.status_code in (200, 303), answer.content.decode()[-3000:]
            else:
                run(name, call, acting("admin", "web"))
            left[by_web] = dump()
            transaction.set_rollback(True)

    for table, rows in left[False].items():
        assert left[True][table] == rows, f"the hub leaves another {table}"
