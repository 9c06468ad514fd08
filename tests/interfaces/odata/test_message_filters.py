"""``sdkmessagefilters``: which tables take the messages for many records."""

from typing import Any

import pytest

pytestmark = pytest.mark.django_db
NAMES = "(sdkmessageid/name eq 'CreateMultiple' or sdkmessageid/name eq 'UpdateMultiple')"


@pytest.mark.parametrize(
    ("table", "messages"),
    [
        ("incident", ["CreateMultiple", "UpdateMultiple"]),
        ("activitypointer", []),
        ("nothing", []),
    ],
)
def test_a_client_learns_what_a_table_takes(
    odata: Any, admin: Any, table: str, messages: list[str]
) -> None:
    answer = odata.as_(admin).get(
        "sdkmessagefilters?$select=sdkmessagefilterid&$expand=sdkmessageid($select=name)"
        f"&$filter={NAMES} and primaryobjecttypecode eq '{table}'"
    )
    assert answer.status_code == 200, answer.content
    rows = answer.json()["value"]
    assert [row["sdkmessageid"] for row in rows] == [{"name": name} for name in messages]
    assert all(row.keys() == {"sdkmessagefilterid", "sdkmessageid"} for row in rows)
