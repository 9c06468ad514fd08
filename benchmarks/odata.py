"""Paging through cases by the Dataverse face, against the same rows by the driver and orjson.

``python -m benchmarks.odata --cases 100000``: a page has 5,000 cases with their accounts. By hand,
the very columns of each page are fetched by a join and serialised under the very names; there is
nobody to ask what he may see. Its last line is what it found, as JSON.
"""

import argparse
import json
import resource
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlencode

import django

django.setup()

import orjson  # noqa: E402
from django.db import connection, transaction  # noqa: E402

from benchmarks.by_hand import POSTGRES  # noqa: E402
from benchmarks.measuring import settle  # noqa: E402
from benchmarks.works import given  # noqa: E402
from casework.interfaces.odata import routes  # noqa: E402
from casework.interfaces.odata.answering import answer  # noqa: E402
from casework.interfaces.odata.asking import Asked  # noqa: E402
from casework.interfaces.odata.entities import Catalogue  # noqa: E402
from casework.kernel.writing import now  # noqa: E402
from casework.models import Account, Case  # noqa: E402

PAGE, ACCOUNTS, LIMIT = 5_000, 2_000, 4.0
EXPAND = "customerid_account"
BASE = "http://localhost/api/data/v9.2/"


def main() -> None:
    """Measure a few columns and all of them."""
    options = argparse.ArgumentParser()
    options.add_argument("--cases", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=3)
    said = options.parse_args()
    if not routes.ROUTES:
        raise SystemExit("there are no routes")
    made = given()
    with transaction.atomic():
        fill(made.admin, said.cases)
    settle()
    told = {}
    for name, query in (
        ("all columns", {"$expand": EXPAND}),
        (
            "six columns",
            {
                "$select": "title,ticketnumber,prioritycode,statuscode,createdon,_customerid_value",
                "$expand": f"{EXPAND}($select=name,accountnumber)",
            },
        ),
    ):
        told[name] = compared(made.admin, query, said.rounds)
    print(json.dumps({"cases": said.cases, "limit": LIMIT, "rows": told}))


def fill(admin: Any, number: int) -> None:
    """Accounts and cases, of which nothing is on record: they are only read."""
    stamps = {
        "created_at": now(), "modified_at": now(), "created_by_id": admin.user,
        "modified_by_id": admin.user, "owner_user_id": admin.user, "unit_id": admin.unit,
    }  # fmt: skip
    accounts = [Account(name=f"Account {n}", city="Riga", **stamps) for n in range(ACCOUNTS)]
    Account._base_manager.bulk_create(accounts, batch_size=1_000)
    for start in range(0, number, 10_000):
        Case._base_manager.bulk_create(
            [
                Case(
                    number=f"B-{n}",
                    title=f"Case {n}",
                    description="It does not print. " * 5,
                    account=accounts[n % ACCOUNTS],
                    origin=1,
                    **stamps,
                )
                for n in range(start, min(start + 10_000, number))
            ],
            batch_size=1_000,
        )


def compared(admin: Any, query: dict[str, str], rounds: int) -> dict[str, Any]:
    """Seconds of each, the median ratio, and how far the memory grew after the second page."""
    first = orjson.loads(next(ours(admin, query)))["value"][0]
    pairs, grown = [], 0
    for _round in range(rounds):
        began, seconds = time.perf_counter(), {}
        before = 0
        for number, _page in enumerate(ours(admin, query)):
            if number == 2:
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        grown = max(grown, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before)
        seconds["ours"] = time.perf_counter() - began
        began = time.perf_counter()
        for _page in by_hand(first):
            pass
        seconds["by_hand"] = time.perf_counter() - began
        pairs.append(seconds)
    best = {name: min(one[name] for one in pairs) for name in pairs[0]}
    ratios = sorted(one["ours"] / one["by_hand"] for one in pairs)
    return {**best, "ratio": ratios[len(ratios) // 2], "grown_kilobytes": grown}


def ours(admin: Any, query: dict[str, str]) -> Iterator[bytes]:
    """Every page, as it would go out."""
    text = urlencode(query)
    while True:
        asked = Asked(
            method="GET", path="incidents", actor=admin, base=BASE, query=text,
            headers={"prefer": f"odata.maxpagesize={PAGE}"}, catalogue=Catalogue(),
        )  # fmt: skip
        made = answer(asked)
        if made.status != 200:
            raise SystemExit(made.content.decode())
        yield made.content
        link = made.body.get("@odata.nextLink")
        if link is None:
            return
        text = link.partition("?")[2]


def by_hand(first: dict[str, Any]) -> Iterator[bytes]:
    """The same rows by one join for each page, serialised under the same names."""
    entity = Catalogue().table("incident")
    account = Catalogue().table("account")
    own, own_names = kept(entity, {name: first[name] for name in first if name != EXPAND}, "i")
    theirs, their_names = kept(account, first[EXPAND], "a")
    width = len(own)
    sql = (
        f"SELECT {', '.join([*own, *theirs])}, i.id FROM casework_case i "  # noqa: S608
        "LEFT JOIN casework_account a ON a.id = i.account_id "
        f"WHERE i.id > {'%s' if POSTGRES else '?'} ORDER BY i.id LIMIT {PAGE}"
    )
    last: Any = "00000000-0000-0000-0000-000000000000" if POSTGRES else ""
    with connection.cursor() as wrapped:
        cursor: Any = wrapped if POSTGRES else wrapped.cursor.connection.cursor()
        while True:
            cursor.execute(sql, [last])
            rows = cursor.fetchall()
            if not rows:
                return
            records = []
            for row in rows:
                record = dict(zip(own_names, row[:width], strict=True))
                record[EXPAND] = dict(zip(their_names, row[width:-1], strict=True))
                records.append(record)
            last = rows[-1][-1]
            yield orjson.dumps({"value": records}, default=str)


def kept(entity: Any, names: Any, table: str) -> tuple[list[str], list[str]]:
    """The columns behind the names of a record, as SQL, and the names."""
    sql: Callable[[Any], str] = lambda one: f"{table}.{one}"  # noqa: E731
    columns, told = [], []
    for name in names:
        attribute = entity.by_wire.get(name)
        column = "NULL"
        if name == "@odata.etag":
            column = sql("version")
        elif attribute is not None and attribute.navigations:
            column = sql(f"{attribute.navigations[0].path.partition('__')[0]}_id")
        elif attribute is not None and attribute.column:
            field = entity.model._meta.pk if attribute.column == "pk" else None
            column = sql(field.column if field else attribute.column)
        columns.append(column)
        told.append(name)
    return columns, told


if __name__ == "__main__":
    main()
