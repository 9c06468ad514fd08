"""Many cases at once: rows that were made once, repeated by the database with other values."""

from typing import Any

from django.db import connection

from benchmarks.measuring import settle
from casework.cases.resolve import resolve
from casework.kernel.actor import Actor
from casework.models import Account, Case, CaseResolution, Event
from tests.conftest import AGENT, Given

AGENTS = 8
ENTRIES = 100  # of the timeline of the one case
ACCOUNTS = 2_000
ONE_OPEN_OF = 5
ACTIVITIES = 3  # of each case
SECONDS = 200_000_000  # between the oldest and the newest case


def filled(given: Given, cases: int) -> tuple[Case, list[Actor]]:
    """So many cases of eight agents, one in five open; and one with a timeline of its own.

    Each has an account, three activities, an event, and a resolution or a place in a queue.
    """
    agents = [given.user(f"agent{n}", AGENT) for n in range(AGENTS)]
    account = given.account("Customer 0")
    name = {"name": "'Customer ' || n", "name_key": "'customer ' || n"}
    repeated(account, f"generate_series(1, {ACCOUNTS - 1}) AS n", **name)
    active, closed = (given.case(owner=agents[0], account=account) for _twice in range(2))
    patterns = [given.activity(active, owner=agents[0], kind="phone_call", state=1, status=5)]
    patterns.append(given.queue_item(given.queue("Front"), active))
    patterns.append(Event.objects.filter(record_id=active.pk).latest("pk"))
    resolve(closed, by=given.admin, resolution="Done")
    patterns.append(CaseResolution.objects.get(case=closed))
    _cases(active, cases // ONE_OPEN_OF, cases)
    _cases(Case.objects.get(pk=closed.pk), cases - cases // ONE_OPEN_OF, cases)
    _below(active, closed, patterns)
    busy = given.case(owner=agents[0], account=account)
    for n in range(ENTRIES - 1):
        given.activity(busy, owner=agents[n % AGENTS], kind="phone_call", state=1, status=5)
    settle()
    return busy, agents


def repeated(row: Any, rows: str, **values: str) -> None:
    """Rows like this one, one for each of ``rows``, with these values, as SQL."""
    columns = [one.column for one in row._meta.concrete_fields]
    if isinstance(row, Event):
        columns.remove("id")
    else:
        values = {"id": "gen_random_uuid()", **values}
    said = ", ".join(values.get(one, f'pattern."{one}"') for one in columns)
    names = ", ".join(f'"{one}"' for one in columns)
    table = row._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}) SELECT {said} FROM {table} AS pattern, {rows} "  # noqa: S608
            "WHERE pattern.id = %s",
            [row.pk],
        )


def _cases(pattern: Case, times: int, of: int) -> None:
    """Cases like this one, in turn of every agent and of every account."""
    when = f"pattern.created_at - n * interval '{SECONDS // of} seconds'"
    repeated(
        pattern,
        f"generate_series(1, {times}) AS n "
        f"JOIN {_numbered('casework_user', 'username LIKE $$agent%%$$')} AS agent "
        f"ON agent.place = n %% {AGENTS} "
        f"JOIN {_numbered(Account._meta.db_table, 'true')} AS customer "
        f"ON customer.place = n %% {ACCOUNTS}",
        number=f"'CAS-{pattern.state}' || lpad(n::text, 7, '0')",
        title="'Order ' || n || ' did not arrive'",
        title_key="'order ' || n || ' did not arrive'",
        priority="1 + n %% 3",
        created_at=when,
        modified_at=when,
        owner_user_id="agent.id",
        account_id="customer.id",
    )


def _numbered(table: str, condition: str) -> str:
    numbers = "SELECT row_number() OVER (ORDER BY id) - 1 AS place, id"
    return f"({numbers} FROM {table} WHERE {condition})"


def _below(active: Case, closed: Case, patterns: list[Any]) -> None:
    """What each case has below it."""
    call, item, event, resolution = patterns
    of_case = {"case_id": "one.id", "created_at": "one.created_at"}
    every = f"{Case._meta.db_table} AS one"
    others = f"(SELECT * FROM {every} WHERE id NOT IN ('{active.pk}', '{closed.pk}')"  # noqa: S608
    for _each in range(ACTIVITIES):
        owner = {"logged_on_id": "one.id", "owner_user_id": "one.owner_user_id"}
        repeated(call, f"{others}) AS one", **of_case, **owner)
    repeated(event, f"{others}) AS one", record_id="one.id", **of_case)
    entered = {"entered_at": "one.created_at"}
    repeated(item, f"{others} AND state = 0) AS one", **of_case, **entered)
    resolved = {"resolved_case_id": "one.id", "resolved_at": "one.created_at"}
    repeated(resolution, f"{others} AND state = 1) AS one", **of_case, **resolved)
