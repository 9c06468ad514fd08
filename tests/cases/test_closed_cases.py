"""Closed cases: people change nothing, programs what the setting allows, whatever the verb."""

import pytest

from casework.cases.cancel import cancel
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.cases.rules import ClosedCase, MergedAway
from casework.kernel.history import Event
from casework.kernel.operations import OPERATIONS
from casework.models import User
from tests.conftest import acting, fresh

SETTINGS = [
    ("resolved and cancelled", True, True),
    ("resolved", True, False),
    ("cancelled", False, True),
    ("none", False, False),
]


def arguments(verb, given):
    return {
        "case.edit": {"description": "Changed"},
        "case.assign": {"user": User.objects.get(username="alice")},
        "case.set_parent": {"parent": given.case()},
        "case.create_child": {"title": "Below"},
    }[verb]


VERBS = ("case.edit", "case.assign", "case.set_parent", "case.create_child")


@pytest.mark.spec("S11")
@pytest.mark.parametrize("verb", VERBS)
def test_no_verb_of_a_person_changes_a_closed_case(given, alice, verb):
    """Red without OPEN_TO_CHANGE in the verb's rules, or lock_closed_for_people in the rule."""
    resolved, cancelled = given.cases(2)
    resolve(resolved, by=alice, resolution="Done")
    cancel(cancelled, by=alice)
    wanted = arguments(verb, given)
    events = Event.objects.count()

    for case in (resolved, cancelled):
        with pytest.raises(ClosedCase) as refused:
            OPERATIONS[verb](case, by=acting("alice", "web"), **wanted)
        assert refused.value.records == [case]

    assert Event.objects.count() == events


@pytest.mark.spec("S12")
@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize(("setting", "resolved_may", "cancelled_may"), SETTINGS)
def test_every_verb_of_a_program_obeys_the_setting(
    given, alice, verb, setting, resolved_may, cancelled_may
):
    """Red without update_closed in rules.open_to_change, or OPEN_TO_CHANGE in the verb's rules."""
    given.policy(update_closed=setting)
    resolved, cancelled = given.cases(2)
    resolve(resolved, by=alice, resolution="Done")
    cancel(cancelled, by=alice)
    wanted = arguments(verb, given)

    for case, may in ((resolved, resolved_may), (cancelled, cancelled_may)):
        state = fresh(case).state
        if may:
            assert OPERATIONS[verb](case, by=alice, **wanted).run is not None
        else:
            with pytest.raises(ClosedCase):
                OPERATIONS[verb](case, by=alice, **wanted)
        assert fresh(case).state == state


@pytest.mark.spec("S12")
def test_an_importer_changes_closed_cases_whatever_the_setting(given, alice):
    """Red without the importer's branch of rules.open_to_change (answers 25)."""
    given.policy(update_closed="none")
    case = given.case()
    resolve(case, by=alice, resolution="Done")
    program = given.user("replay", "Integration")
    program.interface = "import"

    OPERATIONS["case.edit"](case, by=program, description="From the log")

    assert (fresh(case).description, fresh(case).state) == ("From the log", 1)


@pytest.mark.parametrize("verb", VERBS)
def test_no_setting_opens_a_merged_case(given, alice, verb):
    """Red without NOT_MERGED in the verb's rules."""
    survivor, merged = given.cases(2)
    merge(merged, by=alice, into=survivor)

    with pytest.raises(MergedAway) as refused:
        OPERATIONS[verb](merged, by=alice, **arguments(verb, given))

    assert refused.value.facts == {"survivor": survivor.number}
