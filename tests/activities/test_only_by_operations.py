"""The minutes, state and status of an activity change only by its operations."""

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, example, settings
from hypothesis import given as for_any

from casework.activities.cancel import cancel
from casework.activities.complete import complete
from casework.activities.edit import edit
from casework.activities.log import log
from casework.activities.plan import plan
from casework.activities.reopen import reopen
from casework.cases.cancel import cancel as cancel_case
from casework.cases.reopen import reopen as reopen_case
from casework.cases.resolve import resolve
from casework.kernel.history import Event, decoded
from casework.kernel.refusals import Refusal
from casework.models import Activity

WATCHED = ("minutes", "state", "status")
MAY_CHANGE = {
    "activity.completed": {"minutes", "state", "status"},
    "activity.cancelled": {"state", "status"},
    "activity.reopened": {"state", "status"},
    "activity.edited": {"minutes", "state", "status"},
}
KINDS = st.sampled_from(["task", "phone_call", "appointment", "email", "note"])
MINUTES = st.integers(0, 600)
STEPS = st.one_of(
    st.tuples(st.just(log), st.fixed_dictionaries({"kind": KINDS, "minutes": MINUTES})),
    st.tuples(st.just(plan), st.fixed_dictionaries({"kind": KINDS})),
    st.tuples(st.just(complete), st.fixed_dictionaries({}, optional={"minutes": MINUTES})),
    st.tuples(st.just(cancel), st.just({})),
    st.tuples(st.just(reopen), st.just({})),
    st.tuples(
        st.just(edit),
        st.fixed_dictionaries({}, optional={"minutes": MINUTES, "status": st.integers(1, 8)}),
    ),
    st.tuples(
        st.just(resolve),
        st.fixed_dictionaries(
            {"resolution": st.just("Done"), "cancel_open_activities": st.booleans()}
        ),
    ),
    st.tuples(st.just(cancel_case), st.just({})),
    st.tuples(st.just(reopen_case), st.just({})),
)


@pytest.mark.spec("S6b")
@pytest.mark.spec("S21")
@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@for_any(steps=st.lists(st.tuples(STEPS, st.integers(0, 3)), max_size=12))
@example(
    steps=[
        ((plan, {"kind": "task"}), 0),
        ((resolve, {"resolution": "Done", "cancel_open_activities": True}), 0),
    ]
)
def test_every_change_has_an_event_of_its_operation(given, admin, steps):
    """Red if anything writes an activity without an event, or an event of another kind."""
    case = given.case()

    for (operation, arguments), nth in steps:
        activities = list(Activity.objects.filter(case=case).order_by("pk"))
        try:
            if operation.creates:
                operation(by=admin, case=case, subject="Something", **arguments)
            elif operation.model is not Activity:
                operation(case, by=admin, **arguments)
            elif activities:
                operation(activities[nth % len(activities)], by=admin, **arguments)
        except Refusal:
            pass

    for activity in Activity.objects.filter(case=case):
        events = Event.objects.filter(record_id=activity.pk).order_by("version")
        known = {name: decoded(Activity, events[0].after)[name] for name in WATCHED}
        for event in events[1:]:
            after = decoded(Activity, event.after)
            changed = {name for name in WATCHED if after.get(name, known[name]) != known[name]}
            assert changed <= MAY_CHANGE.get(event.kind, set())
            known.update({name: after[name] for name in changed})
        assert known == {name: getattr(activity, name) for name in WATCHED}
        assert events.last().version == activity.version
