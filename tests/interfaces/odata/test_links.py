"""Links of the Dataverse face: lookups set and emptied, collections joined and left."""

from typing import Any

import pytest

from casework.models import Account, Activity, Case, Contact, QueueItem, TeamMembership
from tests.interfaces.odata.conftest import API, error_of

pytestmark = pytest.mark.django_db


def test_a_lookup_is_set_and_emptied_in_every_form(odata: Any, admin: Any, given: Any) -> None:
    api, account, person = odata.as_(admin), given.account(), given.contact()
    place = f"accounts({account.pk})"

    def now() -> Any:
        return Account.objects.get(pk=account.pk).primary_contact_id

    links = [f"{API}contacts({person.pk})", f"/contacts({person.pk})", f"contacts({person.pk})"]
    for link in links:
        put = api.put(f"{place}/primarycontactid/$ref", {"@odata.id": link})
        assert (put.status_code, now()) == (204, person.pk)
        assert api.delete(f"{place}/primarycontactid/$ref").status_code == 204
        assert now() is None
        post = api.post(f"{place}/primarycontactid/$ref", {"@odata.id": link})
        assert (post.status_code, now()) == (204, person.pk)
        for empty in ({"primarycontactid": None}, {"primarycontactid@odata.bind": None}):
            api.patch(place, {"primarycontactid@odata.bind": link})
            assert now() == person.pk
            assert api.patch(place, empty).status_code == 204
            assert now() is None
    kept = api.patch(place, {"name": "New"}, Prefer="return=representation")
    assert (kept.status_code, kept.json()["name"]) == (200, "New")


def test_a_collection_is_joined_and_left(odata: Any, admin: Any, given: Any) -> None:
    api, account, person = odata.as_(admin), given.account(), given.contact()
    place = f"accounts({account.pk})/contact_customer_accounts"

    def now() -> Any:
        return Contact.objects.get(pk=person.pk).account_id

    link = {"@odata.id": f"contacts({person.pk})"}
    for leave in (f"{place}({person.pk})/$ref", f"{place}/$ref?$id={API}contacts({person.pk})"):
        assert api.post(f"{place}/$ref", link, Prefer="return=representation").status_code == 204
        assert now() == account.pk
        assert api.delete(leave).status_code == 204
        assert now() is None
        assert error_of(api.delete(leave)) == (404, "0x80040217")
    wrong = {"@odata.id": f"accounts({account.pk})"}
    assert error_of(api.post(f"{place}/$ref", wrong)) == (400, "0x80048d19")
    made = api.post(place, {"lastname": "New"}, Prefer="return=representation")
    assert made.json()["_parentcustomerid_value"] == str(account.pk)


def test_people_join_and_leave_teams_from_either_side(
    odata: Any, admin: Any, alice: Any, given: Any
) -> None:
    api, team = odata.as_(admin), given.team("Blue")
    there = f"teams({team.pk})/teammembership_association"
    back = f"systemusers({alice.user})/teammembership_association"
    user = {"@odata.id": f"systemusers({alice.user})"}
    for place, link, key in (
        (there, user, alice.user),
        (back, {"@odata.id": f"teams({team.pk})"}, team.pk),
    ):
        assert api.post(f"{place}/$ref", link).status_code == 204
        assert TeamMembership.objects.filter(team=team, user=alice.user).count() == 1
        assert len(api.get(place).json()["value"]) == 1
        assert api.delete(f"{place}({key})/$ref").status_code == 204
        assert not TeamMembership.objects.filter(team=team).exists()


def test_one_customer_not_two(odata: Any, admin: Any, given: Any) -> None:
    api, account, person = odata.as_(admin), given.account(), given.contact()
    body = {
        "title": "x",
        "customerid_account@odata.bind": f"accounts({account.pk})",
        "customerid_contact@odata.bind": f"contacts({person.pk})",
    }
    assert error_of(api.post("incidents", body)) == (400, "0x8004440f")
    assert error_of(api.post("incidents", {"title": "x"})) == (400, "0x80044410")
    del body["customerid_contact@odata.bind"]
    case = Case.objects.get(pk=api.post("incidents", body)["OData-EntityId"][-37:-1])
    other = {"customerid_contact@odata.bind": f"contacts({person.pk})"}
    assert api.patch(f"incidents({case.pk})", other).status_code == 204
    case = Case.objects.get(pk=case.pk)
    assert (case.account_id, case.contact_id) == (None, person.pk)


def test_an_owner_and_a_parent_are_bound(odata: Any, admin: Any, alice: Any, given: Any) -> None:
    api, [case, above] = odata.as_(admin), given.cases(2)
    team = given.team("Blue", admin)
    body = {
        "title": "Together",
        "ownerid@odata.bind": f"/systemusers({alice.user})",
        "parentcaseid@odata.bind": f"/incidents({above.pk})",
    }
    assert api.patch(f"incidents({case.pk})", body).status_code == 204
    case = Case.objects.get(pk=case.pk)
    assert (case.title, case.owner_user_id, case.parent_id) == ("Together", alice.user, above.pk)
    assert (
        api.patch(f"incidents({case.pk})", {"ownerid@odata.bind": f"teams({team.pk})"}).status_code
        == 204
    )
    told = api.get(f"incidents({case.pk})").json()
    assert (told["_ownerid_value"], told["_owningteam_value"], told["_owninguser_value"]) == (
        str(team.pk), str(team.pk), None,
    )  # fmt: skip
    assert api.delete(f"incidents({case.pk})/parentcaseid/$ref").status_code == 204
    assert Case.objects.get(pk=case.pk).parent_id is None


def test_all_that_lies_in_a_body_is_made_or_nothing(odata: Any, admin: Any, given: Any) -> None:
    api = odata.as_(admin)
    body = {
        "title": "Deep",
        "customerid_account": {"name": "New", "contact_customer_accounts": [{"lastname": "Lee"}]},
        "Incident_Tasks": [{"subject": "One"}, {"subject": "Two", "actualdurationminutes": 7}],
        "Incident_Annotation": [{"notetext": "Said"}],
    }
    bad = {**body, "Incident_Tasks": [{"subject": "One"}, {"subject": "x", "prioritycode": 9}]}
    assert error_of(api.post("incidents", bad)) == (400, "0x8004431a")
    assert (Case.objects.count(), Account.objects.count(), Activity.objects.count()) == (0, 0, 0)
    assert api.post("incidents", body).status_code == 204
    case = Case.objects.get()
    assert case.account.name == "New"
    assert [one.full_name for one in case.account.contacts.all()] == ["Lee"]
    rows = case.activities.order_by("kind", "subject").values_list("kind", "subject", "minutes")
    assert list(rows) == [("note", "Said", 0), ("task", "One", 0), ("task", "Two", 7)]


def test_a_body_makes_a_thousand_records_at_most(odata: Any, admin: Any, given: Any) -> None:
    api, case = odata.as_(admin), given.case()
    body = {"name": "x", "contact_customer_accounts": [{"lastname": "x"}] * 1000}
    assert error_of(api.post("accounts", body)) == (400, "0x80040203")
    assert not Contact.objects.exists()
    assert case.activities.count() == 0


def test_cases_are_put_into_queues_and_taken_out(
    odata: Any, admin: Any, alice: Any, given: Any
) -> None:
    api, case, first, second = odata.as_(admin), given.case(), given.queue(), given.queue()
    body = {
        "objectid_incident@odata.bind": f"incidents({case.pk})",
        "queueid@odata.bind": f"queues({first.pk})",
    }
    made = api.post("queueitems", body, Prefer="return=representation")
    assert made.status_code == 201, made.content
    item = made.json()
    assert (item["title"], item["objecttypecode"]) == (case.title, "incident")
    place = f"queueitems({item['queueitemid']})"
    for bind, column, key in (
        (f"workerid_systemuser@odata.bind=systemusers({alice.user})", "worker_user_id", alice.user),
        (f"queueid@odata.bind=queues({second.pk})", "queue_id", second.pk),
    ):
        name, _equal, link = bind.partition("=")
        assert api.patch(place, {name: link}).status_code == 204
        assert getattr(QueueItem.objects.get(), column) == key
    assert api.delete(place).status_code == 204
    assert api.get("queueitems").json()["value"] == []
