"""Versions: the ETag of a record, and who may write which (section 12 of the contract)."""

from typing import Any

import pytest

from casework.models import Case
from tests.interfaces.odata.conftest import error_of

pytestmark = pytest.mark.django_db
STALE = (412, "0x80060882")


@pytest.mark.parametrize("tag", ['W/"{}"', '"{}"', "{}"])
def test_a_write_on_an_old_version_changes_nothing(
    odata: Any, admin: Any, given: Any, tag: str
) -> None:
    api, case = odata.as_(admin), given.case(title="Old")
    place, person = f"incidents({case.pk})", given.contact()
    old, new = tag.format(case.version), tag.format(case.version + 1)
    body = {"title": "New", "ownerid@odata.bind": f"systemusers({admin.user})"}
    assert api.patch(place, body, If_Match=old).status_code == 204
    link = {"@odata.id": f"contacts({person.pk})"}
    for answer in (
        api.patch(place, {"title": "Newer"}, If_Match=old),
        api.patch(place, {}, If_Match=old),
        api.patch(place, {"statecode": 2}, If_Match=old),
        api.put(f"{place}/title", {"value": "Newer"}, If_Match=old),
        api.delete(f"{place}/description", If_Match=old),
        api.put(f"{place}/primarycontactid/$ref", link, If_Match=old),
        api.delete(place, If_Match=old),
        api.delete(place, If_Match='W/"x"'),
    ):
        assert error_of(answer) == STALE
    now = Case.objects.get(pk=case.pk)
    assert (now.title, now.version, now.state) == ("New", case.version + 1, 0)
    assert api.delete(place, If_Match=new).status_code == 204


def test_a_reader_who_has_the_version_is_told_nothing_again(
    odata: Any, admin: Any, given: Any
) -> None:
    api, case = odata.as_(admin), given.case()
    place = f"incidents({case.pk})"
    tag = api.get(place)["ETag"]
    assert tag == f'W/"{case.version}"'
    again = api.get(place, If_None_Match=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    assert api.get(place, If_None_Match='W/"99"').status_code == 200
    assert api.get(place, If_None_Match="null").status_code == 200
    api.patch(place, {"title": "New"})
    assert api.get(place, If_None_Match=tag).status_code == 200


def test_an_alternate_key_finds_and_makes(odata: Any, admin: Any, given: Any) -> None:
    api = odata.as_(admin)
    place = "accounts(accountnumber='O''Hara 1')"
    assert error_of(api.patch(place, {"name": "x"}, If_Match="*")) == (404, "0x80060891")
    assert api.patch(place, {"name": "O'Hara"}).status_code == 204
    assert api.get(place).json()["accountnumber"] == "O'Hara 1"
    assert api.get("accounts%28accountnumber%3D%27O%27%27Hara%201%27%29").status_code == 200
    assert api.patch(place, {"name": "Again"}).status_code == 204
    assert [one["name"] for one in api.get("accounts").json()["value"]] == ["Again"]
    case = given.case()
    told = api.get(f"incidents(ticketnumber='{case.number}')").json()
    assert told["incidentid"] == str(case.pk)
    given.account("Twin", account_number="2")
    given.account("Twin", account_number="2")
    assert error_of(api.get("accounts(accountnumber='2')/name")) == (400, "0x80040203")


def test_a_record_sent_back_as_it_was_read_changes_nothing(
    odata: Any, admin: Any, given: Any
) -> None:
    api, case = odata.as_(admin), given.case(origin=1)
    place = f"incidents({case.pk})"
    read = api.get(place, Prefer='odata.include-annotations="*"').json()
    body = {name: value for name, value in read.items() if not name.startswith("_")}
    assert api.patch(place, body).status_code == 204
    assert Case.objects.get(pk=case.pk).version == case.version
    changed = api.patch(place, {"ticketnumber": "CAS-1"})
    assert error_of(changed) == (400, "0x80048d19")


def test_who_an_email_is_from_and_to(odata: Any, admin: Any, given: Any) -> None:
    api, case, ann = odata.as_(admin), given.case(), given.contact("Ann", email="ann@example.com")
    bob = given.contact("Bob")
    body = {
        "subject": "Hello",
        "regardingobjectid_incident_email@odata.bind": f"/incidents({case.pk})",
        "directioncode": False,
        "email_activity_parties": [
            {"partyid_contact@odata.bind": f"/contacts({ann.pk})", "participationtypemask": 1},
            {"partyid_contact@odata.bind": f"/contacts({bob.pk})", "participationtypemask": 2},
            {"addressused": "desk@example.com", "participationtypemask": 3},
        ],
    }
    made = api.post("emails", body, Prefer="return=representation").json()
    assert {name: made[name] for name in ("sender", "torecipients", "directioncode")} == {
        "sender": "ann@example.com", "torecipients": "Bob;desk@example.com", "directioncode": False,
    }  # fmt: skip
    wrong = {**body, "email_activity_parties": [{"participationtypemask": 1}]}
    assert error_of(api.post("emails", wrong)) == (400, "0x80048d19")
