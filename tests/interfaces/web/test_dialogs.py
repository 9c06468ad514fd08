"""The dialogs: what each asks, what it shows before it is confirmed, and what it does."""

import re

import pytest

from casework.history.undo import undo
from casework.models import Activity, Case, CaseResolution, Run
from tests.interfaces.web.conftest import fingerprint, text
from tests.setups import queue_items


def asked(answer):
    """The names of the questions of a dialog."""
    content = answer.content.decode()
    named = re.findall(r'<(?:input|select|textarea) id="f-d-(\w+)"', content)
    return named + (["whom"] if 'name="whom"' in content else [])


@pytest.fixture
def case(given, alice):
    """One of alice's cases."""
    return given.case(owner=alice, title="No toner")


@pytest.mark.spec("S7", "S8")
@pytest.mark.parametrize(
    ("chosen", "fields"),
    [
        ({}, ["resolution_type", "resolution"]),
        (
            {"resolve": "legacy"},
            ["resolution_type", "resolution", "total", "billable", "description"],
        ),
        (
            {"resolve": "chosen", "resolve_fields": ["resolution", "billable"]},
            ["resolution", "billable"],
        ),
    ],
)
def test_the_dialog_that_resolves_asks_what_an_administrator_chose(
    given, web, alice, case, chosen, fields
):
    """Red when the variant is not asked for."""
    given.policy("dialogs", **chosen)

    assert asked(web.as_(alice).get(f"/do/case.resolve?on={case.number}")) == fields


@pytest.mark.spec("S3", "S4", "S9")
def test_resolving_shows_what_happens_then_does_exactly_that(given, web, alice, case):
    """Red without the preview, or when closing happens before confirming."""
    client = web.as_(alice)

    shown = client.get(f"/do/case.resolve?on={case.number}")
    assert "1 case is resolved" in text(shown)
    assert Case.objects.get().state == 0
    done = client.post("/do/case.resolve", {
        "on": case.number, "resolution_type": "1000", "resolution": "Told them",
        "step": "confirm", "fingerprint": fingerprint(shown), "next": f"/cases/{case.number}",
    })  # fmt: skip

    assert done.status_code == 409  # another type than the one that was shown
    done = client.confirm(
        "case.resolve", case, resolution_type="1000", resolution="Told them", next="/cases"
    )
    assert done["Location"] == f"/cases?did={Run.objects.latest('pk').pk}"
    assert (Case.objects.get().state, Case.objects.get().status) == (1, 1000)
    assert CaseResolution.objects.get().subject == "Told them"


@pytest.mark.spec("S6", "S6a", "S6b", "S19", "S20", "S21")
def test_open_activities_are_told_first_with_a_link_to_the_tab_that_was_chosen(
    given, web, alice, case
):
    """Red without the warning, its number, its tab, or when confirming it cancels at once."""
    given.activity(case, owner=alice)
    given.activity(case, owner=alice)
    client = web.as_(alice)

    warned = client.get(f"/do/case.resolve?on={case.number}").content.decode()
    assert f'href="/cases/{case.number}?tab=activities"' in warned
    assert "2 open activities" in warned
    given.policy("dialogs", open_activities_tab="summary")
    warned = client.get(f"/do/case.resolve?on={case.number}").content.decode()
    assert f'href="/cases/{case.number}?tab=summary"' in warned

    form = client.get(f"/do/case.resolve?on={case.number}&cancel_open_activities=true")
    assert "2 open activities are cancelled" in text(form)
    assert Activity.objects.filter(state=0).count() == 2
    client.confirm("case.resolve", case, resolution="Done", cancel_open_activities="true")
    assert Activity.objects.filter(state=2).count() == 2


@pytest.mark.spec("S24", "S25", "S26", "S28")
def test_cancelling_asks_for_the_status(given, web, alice, case):
    """Red without the status, or when it is not taken."""
    client = web.as_(alice)
    shown = client.get(f"/do/case.cancel?on={case.number}")

    assert "Confirm cancellation" in text(shown)
    options = re.findall(r'<option value="(\d+)"', shown.content.decode())
    assert options == ["6", "2000"]
    client.confirm("case.cancel", case, status="6")
    assert (Case.objects.get().state, Case.objects.get().status) == (2, 6)


@pytest.mark.spec("S23")
def test_cancelling_over_open_activities_is_refused_with_their_names(given, web, alice, case):
    """Red when the refusal is not told."""
    given.activity(case, owner=alice, subject="Call back")

    shown = web.as_(alice).get(f"/do/case.cancel?on={case.number}")

    assert shown.status_code == 409
    assert "Call back" in text(shown)


@pytest.mark.spec("S27")
def test_cancelling_as_merged_needs_the_case_that_goes_on(given, web, alice, case):
    """Red when the target is not asked for."""
    into = given.case(owner=alice)
    client = web.as_(alice)

    refused = client.post("/do/case.cancel", {
        "on": case.number, "status": "2000", "step": "confirm",
    })  # fmt: skip
    assert refused.status_code == 422
    client.confirm("case.cancel", case, status="2000", into=into.number)
    assert Case.objects.get(pk=case.pk).merged_into_id == into.pk


@pytest.mark.spec("S14", "S15")
def test_only_statuses_that_may_follow_are_offered(given, web, alice, case):
    """Red when the picker lists all."""
    given.policy(enforce_transitions=True)
    given.transition((1, 5), (1, 6))
    client = web.as_(alice)

    shown = client.get(f"/do/case.resolve?on={case.number}").content.decode()
    assert re.findall(r'<option value="(\d+)"', shown) == ["5"]


@pytest.mark.spec("S31", "S32", "S33", "S34")
def test_assigning_asks_me_or_user_or_team(given, web, alice, carol, case):
    """Red without one of the two questions, or when a team is not taken."""
    team = given.team("Desk")
    client = web.as_(alice)

    assert asked(client.get(f"/do/case.assign?on={case.number}")) == ["to", "note", "whom"]
    client.confirm("case.assign", case, whom="other", to="carol", note="Please look")
    assert Case.objects.get().owner_user_id == carol.user
    assert Activity.objects.get().subject == "Please look"
    client.confirm("case.assign", case, whom="other", to="Desk")
    assert Case.objects.get().owner_team_id == team.pk
    client.confirm("case.assign", case, whom="me")
    assert Case.objects.get().owner_user_id == alice.user
    refused = client.confirm("case.assign", case, whom="other", to="Nobody")
    assert refused.status_code == 422
    assert "no user and no team is called Nobody" in text(refused)


@pytest.mark.spec("M15", "M19")
def test_merging_lays_the_cases_side_by_side_and_needs_the_one_that_goes_on(given, web, alice):
    """Red when the survivor need not be chosen, or another customer is not warned of."""
    kept = given.case(owner=alice, title="Same")
    gone = given.case(owner=alice, title="Other", account=given.account("Elsewhere"))
    client = web.as_(alice)
    on = {"on": [kept.number, gone.number]}

    shown = client.get(f"/do/case.merge?on={kept.number}&on={gone.number}")
    assert re.findall(r'name="into" value="([^"]+)"', shown.content.decode()) == [
        gone.number, kept.number,
    ]  # fmt: skip
    assert 'class="differs"' in shown.content.decode()
    assert "</i>Alice</span>" in shown.content.decode()  # by name, as lists tell people
    assert client.post("/do/case.merge", {**on, "step": "confirm"}).status_code == 422
    first = client.post("/do/case.merge", {**on, "into": kept.number, "step": "confirm"})
    assert "of another customer" in text(first)  # shown before it is done
    assert not Case.objects.filter(status=2000).exists()
    client.confirm("case.merge", kept, gone, into=kept.number)
    assert Case.objects.get(status=2000).pk == gone.pk


@pytest.mark.spec("M13", "M18")
def test_one_case_alone_cannot_be_merged(given, web, alice, case):
    """Red when the dialog opens for one."""
    answer = web.as_(alice).get(f"/do/case.merge?on={case.number}")

    assert answer.status_code == 422
    assert "Choose at least 2 first." in text(answer)


@pytest.mark.spec("S10")
def test_deleting_an_active_case_advises_to_resolve_it(given, web, carol):
    """Red without the advice."""
    case = given.case(owner=carol)

    shown = web.as_(carol).get(f"/do/case.delete?on={case.number}")

    assert "Delete only what was opened by mistake" in text(shown)
    assert f"/do/case.resolve?on={case.number}" in shown.content.decode()


def test_when_the_world_changed_the_new_preview_is_shown_and_nothing_done(given, web, alice, case):
    """Red when an old preview is confirmed."""
    client = web.as_(alice)
    shown = client.get(f"/do/case.resolve?on={case.number}&cancel_open_activities=true")
    given.activity(case, owner=alice)

    answer = client.post("/do/case.resolve", {
        "on": case.number, "resolution": "Done", "resolution_type": "5", "step": "confirm",
        "cancel_open_activities": "true", "fingerprint": fingerprint(shown),
    })  # fmt: skip

    assert answer.status_code == 409
    assert "Something has changed since this was shown" in text(answer)
    assert "1 open activity is cancelled" in text(answer)
    assert Case.objects.get().state == 0
    assert fingerprint(answer) != fingerprint(shown)


def test_of_several_those_that_may_not_be_are_left_out_and_named(given, web, alice, case):
    """Red when one bad case stops the others, or is passed over in silence."""
    done = given.case(owner=alice, state=1, status=5, closed_at="2026-01-01T00:00:00Z")

    answer = web.as_(alice).confirm("case.resolve", case, done, resolution="Done")

    assert "1 record is done" in text(answer)
    assert f"{done.number} is already resolved" in text(answer)
    assert Case.objects.get(pk=case.pk).state == 1


def test_all_rows_of_a_list_can_be_chosen_by_its_address(given, web, alice):
    """Red when only the rows of the page are taken."""
    given.cases(60, owner=alice)
    given.case(owner=alice, title="Another")
    client = web.as_(alice)
    chosen = {"all": "view=all&title.contains=case", "whom": "me"}

    shown = client.post("/do/case.assign", {**chosen, "step": "preview"})
    assert "60 records" in text(shown)
    client.post("/do/case.assign", {**chosen, "note": "N", "step": "confirm"})
    assert Activity.objects.filter(kind="note").count() == 60


def test_the_notice_takes_back_what_was_done_with_one_press(given, web, alice, case):
    """Red without the notice, or when it is somebody else's."""
    client = web.as_(alice)
    there = client.confirm("case.resolve", case, resolution="Done")["Location"]
    page = client.get(there)
    [key] = re.findall(r'action="/runs/([0-9a-f-]+)/undo"', page.content.decode())

    assert "Case resolved. Undo What it did" in text(page)
    assert "1 case is resolved" in text(client.get(f"/runs/{key}"))
    back = client.post(f"/runs/{key}/undo", {"next": f"/cases/{case.number}"})
    assert Case.objects.get().state == 0
    assert "Taken back." in text(client.get(back["Location"]))


def test_the_notice_tells_of_how_many_records_it_is(given, web, alice, case):
    """Red when ten cases are told as one."""
    client = web.as_(alice)
    there = client.confirm("case.resolve", case, given.case(owner=alice), resolution="Done")

    assert "Case resolved: 2 records. Undo" in text(client.get(there["Location"]))


def test_an_undo_that_is_refused_says_why(given, web, alice, case):
    """Red when it fails in silence."""
    client = web.as_(alice)
    client.confirm("case.resolve", case, resolution="Done")
    run = Run.objects.latest("pk")
    undo([run], by=alice)

    there = client.post(f"/runs/{run.pk}/undo", {"next": "/cases"})["Location"]

    assert "taken back already" in text(client.get(there)) or "already" in text(client.get(there))


def test_a_new_case_is_opened_for_an_account_or_a_contact(given, web, alice):
    """Red when one of the two is not found by its name."""
    given.account("Ana & Co")
    given.contact("Ion Pop")
    client = web.as_(alice)

    for name in ("Ana & Co", "Ion Pop"):
        done = client.confirm("case.open", title=f"For {name}", customer=name, priority="1")
        assert done.status_code == 303
    first, second = Case.objects.order_by("number")
    assert (first.title, str(first.account), first.contact_id) == (
        "For Ana & Co", "Ana & Co", None,
    )  # fmt: skip
    assert (str(second.contact), second.account_id, second.priority) == ("Ion Pop", None, 1)
    refused = client.confirm("case.open", title="X", customer="Nobody")
    assert "no account and no contact is called Nobody" in text(refused)


def test_a_dialog_leads_back_only_inside(given, web, alice, case):
    """Red when an address from outside is followed."""
    done = web.as_(alice).confirm(
        "case.resolve", case, resolution="Done", next="https://elsewhere.example/"
    )

    assert done["Location"].startswith("/?did=")


@pytest.mark.parametrize("name", ["no.such", "case", "run.read"])
def test_there_is_no_dialog_for_what_is_no_operation(web, alice, name):
    """Red when it is a mistake of ours."""
    assert web.as_(alice).get(f"/do/{name}").status_code == 404


def test_a_preview_names_no_record_by_its_bare_key(given, web, alice, case):
    """Red when an item of a queue, which has no name, is told as its key."""
    item = queue_items(given, [case])[0]

    shown = web.as_(alice).get(f"/do/case.resolve?on={case.number}")
    assert "1 item leaves its queue" in text(shown)
    assert str(item.pk) not in shown.content.decode()


def test_what_helps_leads_to_the_activities_that_stand_in_the_way(given, web, alice, case):
    """Red when the way leads to the case, which no operation on activities knows."""
    call = given.activity(case, owner=alice, subject="Call back")
    client = web.as_(alice)

    refused = client.get(f"/do/case.cancel?on={case.number}").content.decode()
    ways = re.findall(r'href="(/do/activity\.\w+\?on=[^&"]*)', refused)

    assert ways == [f"/do/activity.complete?on={call.pk}", f"/do/activity.cancel?on={call.pk}"]
    assert client.get(ways[0]).status_code == 200
    assert refused.count("Open activities stand in the way") == 1


def test_an_item_of_a_queue_is_foretold_by_the_name_of_its_queue(given, web, alice, case):
    """Red when its key is shown, which tells nobody anything."""
    given.queue_item(given.queue("Front desk"), case)

    shown = text(web.as_(alice).get(f"/do/case.resolve?on={case.number}"))

    assert "1 item leaves its queue: Front desk" in shown


def test_reopening_tells_what_stays_closed_in_words_of_the_screen(given, web, alice, case):
    """Red when it names a parameter, or counts what there is none of."""
    given.activity(case, owner=alice)
    client = web.as_(alice)
    client.confirm("case.resolve", case, resolution="Done", cancel_open_activities="true")

    shown = text(client.get(f"/do/case.reopen?on={case.number}"))

    assert "1 activity that was cancelled along stays cancelled." in shown
    assert "0 child" not in shown
    assert "bring_back" not in shown


def test_a_form_half_filled_in_is_not_told_to_be_wrong_before_it_is_sent(given, web, alice):
    """Red when what is still missing is complained of while somebody types."""
    said = {"title": "", "step": "preview"}
    answer = web.as_(alice).post("/do/case.open", said, **{"HX-Request": "true"})

    assert answer.content.decode().strip() == ""
