"""States by update: ``statecode`` and ``statuscode`` of every table that has them (18.2)."""

from typing import Any

import pytest

from casework.kernel.operations import OPERATIONS
from casework.models import Activity, Case
from tests.interfaces.odata.conftest import error_of

pytestmark = pytest.mark.django_db


def told(api: Any, place: str) -> tuple[int, int]:
    row = api.get(place).json()
    return row["statecode"], row["statuscode"]


@pytest.mark.parametrize(
    ("kind", "table", "first", "done", "off"),
    [
        ("task", "tasks", (0, 2), (1, 5), (2, 6)),
        ("phone_call", "phonecalls", (0, 1), (1, 2), (2, 3)),
        ("email", "emails", (0, 1), (1, 2), (2, 5)),
        ("appointment", "appointments", (3, 5), (1, 3), (2, 4)),
    ],
)
def test_activities_are_completed_cancelled_and_reopened(
    odata: Any, admin: Any, given: Any, kind: str, table: str, first: Any, done: Any, off: Any
) -> None:
    api = odata.as_(admin)
    one = given.activity(given.case(), kind=kind, state=first[0], status=first[1])
    place = f"{table}({one.pk})"
    body = {"statecode": done[0], "statuscode": done[1], "actualdurationminutes": 9,
            "subject": "Said"}  # fmt: skip
    for state in ({"statecode": done[0]}, {"statuscode": done[1]}, body):
        assert api.patch(place, state).status_code == 204
        assert told(api, place) == done
        assert api.patch(place, {"statecode": first[0]}).status_code == 204
        assert told(api, place) == first
    row = Activity.objects.get(pk=one.pk)
    assert (row.minutes, row.subject) == (9, "Said")
    assert api.patch(place, {"statecode": 2}).status_code == 204
    assert told(api, place) == off
    assert error_of(api.patch(place, {"statecode": 1, "statuscode": off[1]})) == (400, "0x80048408")
    assert error_of(api.patch(place, {"statecode": 9})) == (400, "0x80048408")


def test_an_open_status_is_chosen_when_made_and_later(odata: Any, admin: Any, given: Any) -> None:
    api, case = odata.as_(admin), given.case()
    bind = {"regardingobjectid_incident_task@odata.bind": f"incidents({case.pk})", "subject": "x"}
    made = api.post("tasks", {**bind, "statuscode": 3}, Prefer="return=representation").json()
    assert (made["statecode"], made["statuscode"]) == (0, 3)
    assert error_of(api.post("tasks", {**bind, "statuscode": 5})) == (400, "0x80048408")
    ignored = api.post("tasks", {**bind, "statecode": 1}, Prefer="return=representation").json()
    assert (ignored["statecode"], ignored["statuscode"]) == (0, 2)
    assert api.patch(f"tasks({made['activityid']})", {"statuscode": 4}).status_code == 204
    assert told(api, f"tasks({made['activityid']})") == (0, 4)


def test_cases_are_cancelled_and_reopened_and_never_resolved(
    odata: Any, admin: Any, given: Any
) -> None:
    api, case = odata.as_(admin), given.case()
    place = f"incidents({case.pk})"
    for body in ({"statecode": 1}, {"statuscode": 5}, {"statecode": 1, "statuscode": 1000}):
        refused = api.patch(place, {**body, "title": "x"})
        assert refused.status_code == 400
        assert "use the CloseIncidentRequest message instead" in refused.json()["error"]["message"]
    assert Case.objects.get(pk=case.pk).version == case.version
    assert api.patch(place, {"statuscode": 3}).status_code == 204
    assert told(api, place) == (0, 3)
    assert error_of(api.patch(place, {"statecode": 0, "statuscode": 6})) == (400, "0x80048408")
    assert api.patch(place, {"statecode": 2, "title": "Off"}).status_code == 204
    assert told(api, place) == (2, 6)
    assert api.patch(place, {"statecode": 0, "title": "On", "statuscode": 2}).status_code == 204
    assert told(api, place) == (0, 2)
    assert Case.objects.get(pk=case.pk).title == "On"
    OPERATIONS["case.resolve"](case, by=admin, resolution="Done", resolution_type=5)
    assert told(api, place) == (1, 5)
    assert api.patch(place, {"statecode": 1, "statuscode": 5}).status_code == 204
    assert api.patch(place, {"statecode": 0}).status_code == 204
    assert told(api, place) == (0, 1)


@pytest.mark.parametrize("table", ["accounts", "contacts", "queues"])
def test_customers_and_queues_are_deactivated(
    odata: Any, admin: Any, given: Any, table: str
) -> None:
    api = odata.as_(admin)
    one = getattr(given, table[:-1])()
    place = f"{table}({one.pk})"
    for body in ({"statecode": 1}, {"statuscode": 2}, {"statecode": 1, "statuscode": 2}):
        assert api.patch(place, body).status_code == 204
        assert told(api, place) == (1, 2)
        assert api.patch(place, {"statecode": 0, "description": "Here"}).status_code == 204
        assert told(api, place) == (0, 1)


def test_users_are_disabled_and_queues_get_owners(
    odata: Any, admin: Any, alice: Any, given: Any
) -> None:
    api, queue = odata.as_(admin), given.queue()
    place = f"systemusers({alice.user})"
    for wanted in (True, True, False):
        body = {"isdisabled": wanted, "fullname": "Al"}
        assert api.patch(place, body).status_code == 204
        row = api.get(place).json()
        assert (row["isdisabled"], row["fullname"]) == (wanted, "Al")
    owner = {"ownerid@odata.bind": place}
    assert api.patch(f"queues({queue.pk})", owner).status_code == 204
    assert api.get(f"queues({queue.pk})").json()["_ownerid_value"] == str(alice.user)
    assert error_of(api.patch(f"teams({given.team('Blue').pk})", {"statecode": 1}))[0] == 400
