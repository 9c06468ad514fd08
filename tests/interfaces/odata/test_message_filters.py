"""sdkmessagefilters: what a client asks before it sends many records at once."""

from typing import Any

import pytest

from tests.interfaces.odata.conftest import API, error_of

pytestmark = pytest.mark.django_db
ASKED = (
    "sdkmessagefilters?$select=sdkmessagefilterid&$expand=sdkmessageid($select=name)&$filter="
    "(sdkmessageid/name eq 'CreateMultiple' or sdkmessageid/name eq 'UpdateMultiple')"
    " and primaryobjecttypecode eq '{}'"
)


@pytest.mark.parametrize(
    ("table", "names"),
    [
        ("incident", {"CreateMultiple", "UpdateMultiple"}),
        ("activitypointer", set()),
        ("nothing", set()),
    ],
)
def test_a_client_learns_which_messages_a_table_takes(
    odata: Any, admin: Any, table: str, names: set[str]
) -> None:
    answer = odata.as_(admin).get(ASKED.format(table))
    assert answer.status_code == 200, answer.content
    told = answer.json()
    assert told["@odata.context"] == f"{API}$metadata#sdkmessagefilters"
    assert {one["sdkmessageid"]["name"] for one in told["value"]} == names
    assert all(set(one) == {"sdkmessagefilterid", "sdkmessageid"} for one in told["value"])


def test_every_pair_has_an_id_of_its_own_and_no_table_deletes_many(odata: Any, admin: Any) -> None:
    rows = odata.as_(admin).get("sdkmessagefilters?$expand=sdkmessageid").json()["value"]
    assert len({one["sdkmessagefilterid"] for one in rows}) == len(rows)
    named = {(one["primaryobjecttypecode"], one["sdkmessageid"]["name"]) for one in rows}
    assert ("queue", "AddToQueue") in named
    assert ("incident", "AddToQueue") not in named
    assert "DeleteMultiple" not in {name for _table, name in named}


def test_what_is_none_is_refused(odata: Any, admin: Any) -> None:
    api = odata.as_(admin)
    assert error_of(api.get("sdkmessagefilters?$select=none")) == (400, "0x80060888")
    assert error_of(api.post("sdkmessagefilters"))[0] == 405
    assert error_of(odata.get("sdkmessagefilters"))[0] == 401
