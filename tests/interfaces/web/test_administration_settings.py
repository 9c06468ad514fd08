"""Settings: every policy as a form, of which only what was changed is saved."""

import dataclasses

import pytest

from casework.cases.policies import CasePolicy, ProcessPolicy
from casework.interfaces.web.administration.settings import topics
from casework.kernel.history import Run
from casework.kernel.policies import POLICIES, PolicySetting, chosen
from tests.interfaces.web.administering import fields, save
from tests.interfaces.web.conftest import text


def stored(group="case"):
    return PolicySetting.objects.get(name=group).values


def test_every_policy_is_under_one_heading(web, given):
    """Red when a policy is left out of words/topics.py and `topics` forgets the rest."""
    client = web.as_(given.admin)
    every = [f"{g}.{one.name}" for g, t in POLICIES.items() for one in dataclasses.fields(t)]

    shown = []
    for topic in topics():
        form = fields(client.get(f"/administration/settings/{topic.name}"))
        shown += [name.removesuffix(":was") for name in form if name.endswith(":was")]

    assert sorted(shown) == sorted(every)


def test_a_form_sent_as_it_was_shown_changes_nothing(web, given):
    """Red when a field sends back something else than it has."""
    client = web.as_(given.admin)

    for topic in topics():
        path = f"/administration/settings/{topic.name}"
        answer = client.post(path, fields(client.get(path)))
        assert "Nothing differs" in text(answer), topic.name


def test_what_would_change_is_shown_and_nothing_is_saved_yet(web, given):
    """Red without the preview."""
    client, path = web.as_(given.admin), "/administration/settings/merging"

    answer = client.post(path, {**fields(client.get(path)), "case.merge_limit": "25"})

    assert "Cases merged at once : 10 → becomes 25" in text(answer)
    assert stored() == {}


def test_only_what_was_changed_is_saved_by_one_run(web, given):
    """Red when the form sends values that nobody changed."""
    answer = save(
        web.as_(given.admin),
        "/administration/settings/merging",
        **{"case.merge_limit": "25", "dialogs.merge_columns": ["number", "title", "age"]},
    )

    assert stored() == {"merge_limit": 25}
    assert stored("dialogs") == {"merge_columns": ["number", "title", "age"]}
    run = Run.objects.order_by("-at", "-pk")[0]
    assert (run.operation, run.interface) == ("policy.change", "web")
    assert answer["Location"] == f"/administration/settings/merging?did={run.pk}"


def test_what_somebody_else_saved_meanwhile_stays(web, given):
    """Red when the differences are told from what is stored and not from what was shown."""
    client, path = web.as_(given.admin), "/administration/settings/merging"
    form = {**fields(client.get(path)), "case.merge_limit": "25"}
    given.policy(merge_into_own_parent=True)

    client.post(path, {**form, "step": "confirm"})

    assert stored() == {"merge_into_own_parent": True, "merge_limit": 25}


def test_a_preview_that_is_no_longer_true_is_shown_anew(web, given):
    """Red when the fingerprint is not handed on."""
    client, path = web.as_(given.admin), "/administration/settings/merging"
    form = {**fields(client.get(path)), "case.merge_limit": "25"}
    form["fingerprint"] = fields(client.post(path, form))["fingerprint"]
    given.policy(merge_limit=30)

    answer = client.post(path, {**form, "step": "confirm"})

    assert answer.status_code == 409
    assert "Something has changed since this was shown" in text(answer)
    assert stored() == {"merge_limit": 30}


@pytest.mark.parametrize(
    ("topic", "given_", "policy"),
    [
        ("families", {"case.closure": "cascade"}, ("closure", "cascade")),
        ("families", {"case.closure_by_type:2": "refuse"}, ("closure_by_type", {"2": "refuse"})),
        ("families", {"case.inherited_columns": ["title"]}, ("inherited_columns", ["title"])),
        ("families", {"case.assign_children": "true"}, ("assign_children", True)),
        ("closed", {"case.lock_closed_for_people": []}, ("lock_closed_for_people", False)),
        ("numbering", {"case.number_prefix": "SR"}, ("number_prefix", "SR")),
    ],
)
def test_each_kind_of_policy_is_saved_as_it_is_kept(web, given, topic, given_, policy):
    """Red when a type of policy is read from its form in another way."""
    save(web.as_(given.admin), f"/administration/settings/{topic}", **given_)

    assert stored() == dict([policy])
    assert getattr(chosen()[CasePolicy], policy[0]) == policy[1]


def test_a_list_is_one_on_each_line(web, given):
    """Red when lines are not told apart."""
    path = "/administration/settings/files"

    save(
        web.as_(given.admin), path, **{"activity.allowed_media_types": "image/*\r\ntext/plain\r\n"}
    )

    assert stored("activity") == {"allowed_media_types": ["image/*", "text/plain"]}


def test_the_process_is_set_stage_by_stage(web, given):
    """Red when a policy keyed by stages loses one."""
    path = "/administration/settings/process"
    changes = {"process.labels:0": "Listen", "process.actions:1": ["case.assign"]}

    save(web.as_(given.admin), path, **changes)

    policy = chosen()[ProcessPolicy]
    assert policy.labels == {"0": "Listen"}
    assert policy.actions == {"1": ["case.assign"], "2": ["case.resolve"]}
    assert policy.fields == ProcessPolicy().fields


def test_what_does_not_fit_is_told_beside_its_policy(web, given):
    """Red without `_beside`."""
    client, path = web.as_(given.admin), "/administration/settings/merging"

    answer = client.post(path, {**fields(client.get(path)), "case.merge_limit": "1"})

    assert answer.status_code == 422
    page = answer.content.decode().partition('id="setting-case-merge-limit"')[2]
    assert "is at least 2" in page.partition('id="setting-case-merge-into')[0]


def test_who_may_not_change_settings_reads_them_and_who_may(web, given, alice):
    """Red without `stands_against`."""
    answer = web.as_(alice).get("/administration/settings/merging")

    assert "You may not do this (policy.change)" in text(answer)
    assert "These roles may: System Administrator." in text(answer)
    assert "Cases merged at once 10" in text(answer)
    assert fields(answer) == {}


def test_who_may_not_change_settings_is_refused(web, given, alice):
    """Red when the page changes settings by anything but the operation."""
    form = {"case.merge_limit": "25", "case.merge_limit:was": "10", "step": "confirm"}

    answer = web.as_(alice).post("/administration/settings/merging", form)

    assert answer.status_code == 403
    assert stored() == {}


def test_who_may_not_read_settings_sees_why(web, given, bob):
    """Red without the privilege to read."""
    answer = web.as_(bob).get("/administration/settings")

    assert answer.status_code == 403
    assert "policy.read" in text(answer)
