"""Functions and actions do what Dataverse's do, by our operations and under their rules."""

from typing import Any
from urllib.parse import quote

import pytest

from casework.models import Case, CaseResolution, Queue, QueueItem, Team, Transition
from casework.queues.models import QueueItemState, QueueKind
from tests.conftest import fresh
from tests.interfaces.odata.conftest import API, error_of

pytestmark = pytest.mark.django_db
CRM = "Microsoft.Dynamics.CRM"


def ref(name: str, key: Any, typed: bool = True) -> dict[str, Any]:
    """A record as a parameter says it."""
    ids = {"task": "activityid", "email": "activityid"}
    kind = {"@odata.type": f"{CRM}.{name}"} if typed else {}
    return {ids.get(name, f"{name}id"): str(key), **kind}


def closing(case: Any, status: Any = 5, **more: Any) -> dict[str, Any]:
    link = {"incidentid@odata.bind": f"/incidents({case.pk})"}
    return {"IncidentResolution": {"subject": "Part replaced", **link, **more}, "Status": status}


def test_close_incident_resolves_the_case_and_keeps_how(odata: Any, alice: Any, given: Any) -> None:
    case = given.case(owner=alice)
    task = given.activity(case, owner=alice)
    body = closing(case, 1000, timespent=30, description="Done")
    body["IncidentResolution"]["@odata.type"] = f"#{CRM}.incidentresolution"
    answer = odata.as_(alice).post("CloseIncident", body, Prefer="return=representation")
    assert (answer.status_code, answer.content) == (204, b"")
    case, made = fresh(case), CaseResolution.objects.get()
    assert (case.state, case.status, fresh(task).state) == (1, 1000, 2)
    assert (made.subject, made.total_minutes, made.description) == ("Part replaced", 30, "Done")


def test_close_incident_takes_the_default_status_and_the_case_as_an_object(
    odata: Any, alice: Any, given: Any
) -> None:
    case = given.case(owner=alice)
    body = {"IncidentResolution": {"subject": "x", "incidentid": ref("incident", case.pk, False)},
            "Status": -1}  # fmt: skip
    assert odata.as_(alice).post("CloseIncident", body).status_code == 204
    assert (fresh(case).state, fresh(case).status) == (1, 5)


def test_close_incident_refuses_with_its_documented_codes(
    odata: Any, alice: Any, given: Any
) -> None:
    case, done = given.case(owner=alice), given.case(owner=alice)
    api = odata.as_(alice)
    api.post("CloseIncident", closing(done))
    kept = str(CaseResolution.objects.get().pk)
    missing = f"/incidents({kept})"
    refused = {
        "no status": ({"IncidentResolution": {"subject": "x"}}, 400, "0x80040203"),
        "no resolution": ({"Status": 5}, 400, "0x80040203"),
        "no object": ({"IncidentResolution": 5, "Status": 5}, 400, "0x80040203"),
        "no case": ({"IncidentResolution": {"subject": "x"}, "Status": 5}, 400, "0x80044409"),
        "no such case": (
            {"IncidentResolution": {"subject": "x", "incidentid@odata.bind": missing}, "Status": 5},
            404, "0x80040217",
        ),
        "status of another state": (closing(case, 6), 400, "0x80048408"),
        "no text": (closing(case, subject=""), 400, "0x80040200"),
        "already closed": (closing(done), 400, "0x80044411"),
        "resolution there already": (closing(case, activityid=kept), 412, "0x80040237"),
        "unknown column": (closing(case, unicorn=1), 400, "0x80048d19"),
    }  # fmt: skip
    for name, (body, status, code) in refused.items():
        assert error_of(api.post("CloseIncident", body)) == (status, code), name
    assert fresh(case).state == 0
    assert CaseResolution.objects.count() == 1


def test_the_hierarchy_refuses_with_a_number_for_closing_and_one_for_cancelling(
    odata: Any, alice: Any, given: Any
) -> None:
    given.policy("case", closure="refuse")
    parent = given.case(owner=alice)
    given.case(owner=alice, parent=parent)
    api = odata.as_(alice)
    assert error_of(api.post("CloseIncident", closing(parent))) == (400, "0x8003f452")
    cancelled = api.patch(f"incidents({parent.pk})", {"statecode": 2, "statuscode": 6})
    assert error_of(cancelled) == (400, "0x8003f451")


def test_transitions_refuse_with_a_number_for_each_step(odata: Any, alice: Any, given: Any) -> None:
    case, done = given.case(owner=alice), given.case(owner=alice)
    api = odata.as_(alice)
    api.post("CloseIncident", closing(done))
    given.policy("case", enforce_transitions=True)
    Transition.objects.all().delete()
    assert error_of(api.post("CloseIncident", closing(case))) == (400, "0x8004f854")
    assert error_of(api.patch(f"incidents({case.pk})", {"statecode": 2})) == (400, "0x8004f855")
    assert error_of(api.patch(f"incidents({done.pk})", {"statecode": 0})) == (400, "0x8004f856")


def test_merge_cancels_the_subordinate_into_the_target(odata: Any, alice: Any, given: Any) -> None:
    target, other = given.case(owner=alice), given.case(owner=alice)
    api = odata.as_(alice)
    body = {"Target": ref("incident", target.pk), "Subordinate": ref("incident", other.pk, False),
            "PerformParentingChecks": False}  # fmt: skip
    assert api.post("Merge", body).status_code == 204
    assert (fresh(other).state, fresh(other).status) == (2, 2000)
    assert fresh(other).merged_into_id == target.pk
    assert error_of(api.post("Merge", body)) == (400, "0x80045304")


def test_merge_refuses_with_its_documented_codes(odata: Any, alice: Any, given: Any) -> None:
    parent, other_parent = given.case(owner=alice), given.case(owner=alice)
    one = given.case(owner=alice, parent=parent)
    two = given.case(owner=alice, parent=other_parent)
    alone = given.case(owner=alice)
    api = odata.as_(alice)

    def merged(target: Any, source: Any, checks: bool = False) -> tuple[int, str]:
        pair = {"Target": ref("incident", target.pk), "Subordinate": ref("incident", source.pk)}
        return error_of(api.post("Merge", {**pair, "PerformParentingChecks": checks}))

    assert merged(alone, alone) == (400, "0x80045305")
    assert merged(one, two) == (400, "0x8003f450")
    assert merged(one, alone, checks=True) == (400, "0x80045316")
    accounts = {"Target": ref("account", alone.account_id or alone.pk), "Subordinate": {}}
    assert error_of(api.post("Merge", accounts)) == (400, "0x80040800")
    assert error_of(api.post("Merge", {})) == (400, "0x80040203")


def test_a_case_goes_through_queues_and_hands(odata: Any, alice: Any, given: Any) -> None:
    case, first, second = given.case(owner=alice), given.queue("First"), given.queue("Second")
    api = odata.as_(alice)
    place = f"queues({first.pk})/{CRM}.AddToQueue"
    answer = api.post(place, {"Target": ref("incident", case.pk)})
    item = QueueItem.objects.get()
    assert answer.json() == {
        "@odata.context": f"{API}$metadata#{CRM}.AddToQueueResponse",
        "QueueItemId": str(item.pk),
    }
    named = f"queueitems({item.pk})/{CRM}"
    me = ref("systemuser", alice.user)
    assert api.post(f"{named}.PickFromQueue", {"SystemUser": me}).status_code == 204
    assert (fresh(item).worker_user_id, fresh(case).owner_user_id) == (alice.user, alice.user)
    for _again in range(2):
        assert api.post(f"{named}.ReleaseToQueue").status_code == 204
    assert fresh(item).worker_user_id is None
    routing = {"QueueItem": ref("queueitem", item.pk), "Target": ref("queue", second.pk)}
    assert api.post("RouteTo", routing).status_code == 204
    assert fresh(item).queue_id == second.pk
    assert api.post("RouteTo", {**routing, "Target": me}).status_code == 204
    assert (fresh(item).queue_id, fresh(item).worker_user_id) == (second.pk, alice.user)
    moved = api.post(place, {"Target": ref("incident", case.pk),
                             "SourceQueue": ref("queue", second.pk)})  # fmt: skip
    assert moved.json()["QueueItemId"] == str(item.pk)
    assert api.post(f"{named}.RemoveFromQueue").status_code == 204
    assert (QueueItem.objects.count(), Case.objects.count()) == (0, 1)


def test_picking_may_take_the_item_out_of_its_queue(odata: Any, alice: Any, given: Any) -> None:
    case, queue = given.case(owner=alice), given.queue()
    api = odata.as_(alice)
    added = api.post(f"queues({queue.pk})/AddToQueue", {"Target": ref("incident", case.pk)})
    body = {"SystemUser": ref("systemuser", alice.user), "RemoveQueueItem": True}
    place = f"queueitems({added.json()['QueueItemId']})/PickFromQueue"
    assert api.post(place, body).status_code == 204
    assert not QueueItem.objects.exists()


def test_queues_refuse_with_their_documented_codes(odata: Any, alice: Any, given: Any) -> None:
    case, done, queue = given.case(owner=alice), given.case(owner=alice), given.queue("A")
    idle = given.queue("B", is_active=False)
    api = odata.as_(alice)
    api.post("CloseIncident", closing(done))

    def added(where: Any, target: dict[str, Any], **more: Any) -> tuple[int, str]:
        body = {"Target": target, **more}
        return error_of(api.post(f"queues({where.pk})/{CRM}.AddToQueue", body))

    assert added(idle, ref("incident", case.pk)) == (400, "0x80040522")
    assert added(queue, ref("incident", done.pk)) == (400, "0x8004051e")
    assert added(queue, ref("account", case.pk)) == (400, "0x80040203")
    source = {"SourceQueue": ref("queue", idle.pk)}
    assert added(queue, ref("incident", case.pk), **source) == (400, "0x80040524")
    assert not QueueItem.objects.filter(state=QueueItemState.ACTIVE).exists()


def test_total_time_counts_the_minutes_of_activities(odata: Any, alice: Any, given: Any) -> None:
    case = given.case(owner=alice)
    given.activity(case, owner=alice, minutes=25)
    answer = odata.as_(alice).get(f"incidents({case.pk})/{CRM}.CalculateTotalTimeIncident()")
    assert answer.json() == {
        "@odata.context": f"{API}$metadata#{CRM}.CalculateTotalTimeIncidentResponse",
        "TotalTime": 25,
    }


@pytest.mark.parametrize(
    ("state", "status", "valid"),
    [("Resolved", 5, True), ("Canceled", 6, True), ("Active", 2, True), ("Active", 1, True),
     ("Resolved", 6, False), ("1", 1000, True)],
)  # fmt: skip
def test_a_step_is_valid_when_its_operation_would_be_done(
    odata: Any, alice: Any, given: Any, state: str, status: int, valid: bool
) -> None:
    case = given.case(owner=alice)
    target = quote(f"{{'@odata.id':'incidents({case.pk})'}}")
    address = "IsValidStateTransition(Entity=@p1,NewState=@p2,NewStatus=@p3)"
    query = f"@p1={target}&@p2='{state}'&@p3={status}"
    answer = odata.as_(alice).get(f"{address}?{query}")
    assert answer.json()["IsValid"] is valid
    assert fresh(case).state == 0


def test_a_child_case_begins_with_what_it_inherits(odata: Any, alice: Any, given: Any) -> None:
    account = given.account("Contoso")
    case = given.case(owner=alice, title="Parent", account=account)
    moniker = quote(f'{{"@odata.id":"incidents({case.pk})"}}')
    address = "InitializeFrom(EntityMoniker=@p1,TargetEntityName='incident',TargetFieldType=@p2)"
    answer = odata.as_(alice).get(f"{address}?@p1={moniker}&@p2='ValidForCreate'")
    assert answer.json() == {
        "@odata.context": f"{API}$metadata#incidents/$entity",
        "@odata.type": f"#{CRM}.incident",
        "title": "Parent",
        "customerid_account@odata.bind": f"/accounts({account.pk})",
        "parentcaseid@odata.bind": f"/incidents({case.pk})",
    }
    made = odata.as_(alice).post("incidents", answer.json())
    assert made.status_code == 204
    assert Case.objects.get(parent=case).title == "Parent"


def test_access_is_what_the_roles_held_now_give(
    odata: Any, alice: Any, bob: Any, given: Any
) -> None:
    case = given.case(owner=alice)
    target = quote(f"{{'@odata.id':'incidents({case.pk})'}}")
    api = odata.as_(alice)

    def rights(user: Any) -> str:
        name = f"systemusers({user.user})/{CRM}.RetrievePrincipalAccess(Target=@t)?@t={target}"
        return str(api.get(name).json()["AccessRights"])

    assert rights(bob) == "None"
    assert rights(alice).split(", ")[:2] == ["ReadAccess", "WriteAccess"]
    shared = api.get(f"RetrieveSharedPrincipalsAndAccess(Target=@t)?@t={target}")
    assert shared.json()["PrincipalAccesses"] == []
    grant = {"Target": ref("incident", case.pk), "PrincipalAccess": {"AccessMask": "ReadAccess"}}
    for name in ("GrantAccess", "ModifyAccess", "RevokeAccess"):
        assert error_of(api.post(name, grant)) == (400, "0x80040800")


def test_records_are_counted_as_the_caller_sees_them(
    odata: Any, alice: Any, bob: Any, given: Any
) -> None:
    given.case(owner=alice)
    name = "RetrieveTotalRecordCount(EntityNames=['incident','task'])"
    told = odata.as_(alice).get(name).json()["EntityRecordCountCollection"]
    assert told == {"Count": 2, "IsReadOnly": False, "Keys": ["incident", "task"], "Values": [1, 0]}
    seen = odata.as_(bob).get(name).json()["EntityRecordCountCollection"]
    assert seen["Values"] == [0, 0]
    unknown = odata.as_(alice).get("RetrieveTotalRecordCount(EntityNames=['unicorn'])")
    assert unknown.status_code == 404


def test_the_organisation_and_the_version_are_told(odata: Any, alice: Any) -> None:
    api = odata.as_(alice)
    assert api.get("RetrieveVersion()").json()["Version"] == "9.2.0.0"
    name = (
        "RetrieveCurrentOrganization(AccessType=Microsoft.Dynamics.CRM.EndpointAccessType'Default')"
    )
    detail = api.get(name).json()["Detail"]
    assert detail["OrganizationId"] == api.get("WhoAmI").json()["OrganizationId"]
    assert detail["Endpoints"]["Values"][0] == "http://testserver/"


def test_members_come_to_queues_and_teams(odata: Any, admin: Any, alice: Any, given: Any) -> None:
    queue, team = given.queue("Mine", kind=QueueKind.PRIVATE), given.team("Us")
    public = given.queue("Public")
    api = odata.as_(admin)
    person = ref("systemuser", alice.user)
    added = api.post(f"queues({queue.pk})/{CRM}.AddPrincipalToQueue", {"Principal": person})
    assert added.status_code == 204
    listed = f"systemusers({alice.user})/{CRM}.RetrieveUserQueues(IncludePublic=%s)"
    names = {
        flag: {one["queueid"] for one in api.get(listed % flag).json()["value"]}
        for flag in ("true", "false")
    }
    assert names == {"true": {str(queue.pk), str(public.pk)}, "false": {str(queue.pk)}}
    for name, count in (("AddMembersTeam", 1), ("RemoveMembersTeam", 0)):
        assert api.post(f"teams({team.pk})/{CRM}.{name}", {"Members": [person]}).status_code == 204
        assert Team.objects.get(pk=team.pk).memberships.count() == count


def test_an_email_sent_elsewhere_is_recorded_as_sent(odata: Any, alice: Any, given: Any) -> None:
    case = given.case(owner=alice)
    api = odata.as_(alice)
    made = api.post(
        "emails",
        {
            "subject": "Hello",
            "regardingobjectid_incident_email@odata.bind": f"incidents({case.pk})",
        },
    )
    place = f"{made['OData-EntityId']}/{CRM}.SendEmail".removeprefix(API)
    assert error_of(api.post(place, {"IssueSend": True})) == (501, "0x80040800")
    answer = api.post(place, {"IssueSend": False})
    assert answer.json()["Subject"] == "Hello"
    told = api.get(made["OData-EntityId"].removeprefix(API)).json()
    assert (told["statecode"], told["statuscode"]) == (1, 3)


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [("GET", "CloseIncident", 405, "0x80040216"), ("POST", "WhoAmI", 405, "0x80040216"),
     ("POST", "Unicorn", 404, "0x8006088a"), ("POST", f"incidents/{CRM}.Merge", 404, "0x8006088a"),
     ("GET", "RetrieveTotalRecordCount(x)", 400, "0x80060888"),
     ("GET", "RetrieveTotalRecordCount(EntityNames=@p)", 400, "0x80060888"),
     ("GET", "RetrieveTotalRecordCount(EntityNames=[)", 400, "0x80060888"),
     ("GET", "InitializeFrom(EntityMoniker=5,TargetEntityName='x')", 400, "0x80040203"),
     ("GET", "WhoAmI", 200, ""), ("GET", "WhoAmI()", 200, "")],
)  # fmt: skip
def test_what_is_no_such_call_is_said_in_the_one_shape(
    odata: Any, alice: Any, method: str, path: str, status: int, code: str
) -> None:
    answer = odata.as_(alice).send(method, path)
    assert answer.status_code == status
    if code:
        assert error_of(answer) == (status, code)
    assert (answer.status_code == 405) is ("Allow" in answer)


def test_what_is_not_seen_is_called_as_what_is_not_there(
    odata: Any, alice: Any, bob: Any, given: Any
) -> None:
    case, queue = given.case(owner=alice), given.queue()
    api = odata.as_(bob)
    assert error_of(api.post("CloseIncident", closing(case))) == (404, "0x80040217")
    body = {"Target": ref("incident", case.pk)}
    assert api.post(f"queues({queue.pk})/{CRM}.AddToQueue", body).status_code == 404
    assert Queue.objects.count() == 1
