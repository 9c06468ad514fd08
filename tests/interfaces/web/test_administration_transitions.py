"""Status reasons and transitions: the table to tick, its graph, check and replay."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation
from django.utils.translation import gettext

from casework.cases.statuses import create as create_status
from casework.kernel.history import Run
from casework.models import StatusReason, Transition, User
from tests.conftest import acting
from tests.interfaces.web.administering import fields, save
from tests.interfaces.web.conftest import text

PATH = "/administration/transitions"
SOUND = ((1, 5), (2, 5), (3, 5), (4, 5))


def steps():
    return set(Transition.objects.values_list("from_code", "to_code"))


def operations():
    return list(
        Run.objects.filter(interface="web").order_by("pk").values_list("operation", flat=True)
    )


def test_the_table_is_ticked_where_a_transition_is_allowed(web, given):
    """Red when a box is ticked by anything but the transitions there are."""
    given.transition((1, 5), (1, 2), (5, 1))

    answer = web.as_(given.admin).get(PATH)

    assert set(fields(answer)["allow"]) == {"1-5", "1-2", "5-1"}


def test_the_graph_has_an_arrow_for_each_step_and_one_for_both_ways(web, given):
    """Red when the picture leaves a step out."""
    given.transition((1, 5), (1, 2), (2, 1), (5, 1))

    page = web.as_(given.admin).get(PATH).content.decode()

    assert page.count('<path class="graph-step') == 2
    assert page.count("marker-start=") == 2
    assert page.count('<g class="graph-box') == StatusReason.objects.count()


def test_saving_allows_and_forbids_only_the_differences(web, given):
    """Red when the whole table is sent, or what stays is forbidden and allowed anew."""
    given.transition((1, 5), (1, 2))
    kept = Transition.objects.get(to_code=5).pk

    answer = save(web.as_(given.admin), PATH, allow=["1-5", "2-1", "3-1"])

    assert steps() == {(1, 5), (2, 1), (3, 1)}
    assert Transition.objects.get(to_code=5).pk == kept
    assert operations() == ["transition.allow", "transition.forbid"]
    assert "/do/run.undo?" in web.as_(given.admin).get(answer["Location"]).content.decode()


def test_what_somebody_else_allowed_meanwhile_stays(web, given):
    """Red when what was not shown is forbidden."""
    client = web.as_(given.admin)
    form = {**fields(client.get(PATH)), "allow": ["1-5"]}
    given.transition((4, 6))

    client.post(PATH, {**form, "step": "confirm"})

    assert steps() == {(1, 5), (4, 6)}


def test_the_preview_says_each_step_and_what_it_would_have_refused(web, given):
    """Red without the lines, or without the replay of what is ticked."""
    answer = web.as_(given.admin).post(PATH, {"allow": ["1-5"], "was": ""})

    assert "In Progress → Problem Solved : not allowed → becomes allowed" in text(answer)
    assert "would have refused 0 of 0 changes" in text(answer)
    assert steps() == set()


def test_the_preview_names_the_dead_ends_of_what_is_ticked(web, given):
    """Red when the picture and the warning tell of the table that is stored."""
    given.transition(*SOUND)
    ticked = ["1-5", "2-5", "3-5"]

    answer = web.as_(given.admin).post(PATH, {"allow": ticked, "was": "1-5 2-5 3-5 4-5"})

    assert "no case could be closed from: Researching" in text(answer)
    assert answer.content.decode().count("graph-dead") == 1


def test_a_dead_end_is_refused_and_nothing_of_the_change_is_done(web, given):
    """Red when the steps of a change are not one transaction."""
    given.transition(*SOUND)
    given.policy(enforce_transitions=True)

    answer = save(web.as_(given.admin), PATH, allow=["1-5", "2-5", "3-5", "5-1"])

    assert answer.status_code == 409
    assert "From Researching no way would lead to a closed status" in text(answer)
    assert steps() == set(SOUND)


def test_another_way_out_is_allowed_before_the_old_one_is_forbidden(web, given):
    """Red when forbidding comes first."""
    given.transition(*SOUND)
    given.policy(enforce_transitions=True)

    save(web.as_(given.admin), PATH, allow=["1-5", "2-5", "3-5", "4-6"])

    assert steps() == {(1, 5), (2, 5), (3, 5), (4, 6)}


def test_the_enforcing_policy_is_saved_with_the_table(web, given):
    """Red without the policy beside the table."""
    given.transition(*SOUND)

    answer = save(web.as_(given.admin), PATH, enforce="true")

    assert operations() == ["policy.change"]
    assert "Transitions are enforced" in text(web.as_(given.admin).get(answer["Location"]))


def test_the_check_names_the_statuses_without_a_way_out(web, given):
    """Red without the check."""
    given.transition((1, 5), (2, 1), (3, 5))

    answer = web.as_(given.admin).get(PATH)

    assert "By this table no case could be closed from: Researching" in text(answer)


def test_the_replay_counts_what_would_have_been_refused(web, given):
    """Red without the replay, or when it counts what is allowed."""
    given.transition((1, 2))
    for status in (2, 3):
        web.as_(given.admin).confirm("case.edit", given.case(), status=str(status))

    answer = web.as_(given.admin).get(f"{PATH}?days=7")

    assert "1 of 2 changes of status" in text(answer)
    assert "In Progress → Waiting for Details 1" in text(answer)


def test_an_impossible_number_of_days_is_told(web, given):
    """Red when the refusal is not caught."""
    answer = web.as_(given.admin).get(f"{PATH}?days=many")

    assert answer.status_code == 200
    assert "must be a whole number" in text(answer)


def test_who_may_not_allow_sees_the_table_and_why(web, given, alice):
    """Red when the boxes can be ticked, or when the page allows by itself."""
    given.transition((1, 5))
    client = web.as_(alice)

    shown = client.get(PATH)
    answer = client.post(PATH, {"allow": ["1-2"], "was": "", "step": "confirm"})

    assert "You may not do this (transition.allow)" in text(shown)
    assert "Show what would change" not in text(shown)
    assert answer.status_code == 403
    assert steps() == {(1, 5)}


@pytest.mark.parametrize("path", [PATH, "/administration/statuses"])
def test_more_statuses_cost_no_more_queries(web, given, path):
    """Red when each status is asked for by itself."""
    client = web.as_(given.admin)

    def cost():
        client.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(path)
        return len(asked)

    before = cost()
    for n in range(12):
        create_status(by=acting("admin"), label=f"Status {n}", state=n % 3)

    assert cost() == before


def test_the_statuses_are_listed_by_state_and_say_why_one_stays(web, given):
    """Red when the reason against a command is not told."""
    answer = web.as_(given.admin).get("/administration/statuses")

    assert "In Progress is the default of its state. Make another the default first." in text(
        answer
    )
    assert "Merged is the status that merging gives. It has to stay." in text(answer)


def test_a_new_status_is_of_the_state_it_was_opened_in(web, given):
    """Red when the dialog forgets the state."""
    answer = web.as_(given.admin).get("/do/status.create?state=2")

    assert '<option value="2" selected>' in answer.content.decode()


def test_shipped_statuses_are_told_in_the_readers_language_and_own_ones_as_written(web, given):
    """Red where administration shows a label as it is stored."""
    create_status(by=given.admin, state=0, label="Parked")
    User.objects.filter(pk=given.admin.user).update(language="ro")
    kept = StatusReason.objects.get(code=1)
    client = web.as_(given.admin)

    pages = [
        text(client.get(path))
        for path in ("/administration/statuses", PATH, f"/administration/statuses/{kept.pk}")
    ]

    with translation.override("ro"):
        told = gettext(kept.label)
    assert told != kept.label
    assert [told in page for page in pages] == [True, True, True]
    assert [kept.label in page for page in pages[:2]] == [False, False]
    assert ["Parked" in page for page in pages[:2]] == [True, True]
