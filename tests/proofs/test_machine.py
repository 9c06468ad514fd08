"""Anybody does anything to anything: what must be true afterwards, is."""

import os
from collections import Counter
from typing import Any, ClassVar

import pytest
from django.db import transaction
from django.db.models import Exists, F, OuterRef
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from casework.history.doctor.examining import chosen, examine
from casework.history.lasting import undoable
from casework.kernel.history import Event, Run
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Refusal
from casework.models import Activity, Attachment, Case, CaseResolution, QueueItem, User
from tests.conftest import AGENT, MANAGER, Given, acting
from tests.proofs.hindsight import assert_seen, between_runs, counted, foreseen, tables
from tests.proofs.rebuild import assert_events_tell_everything

FULL = os.environ.get("CASEWORK_PROVE") == "full"
EXAMPLES, STEPS = (400, 120) if FULL else (6, 50)
CASES, ACTIVITIES = 8, 6

case = st.integers(0, CASES - 1)
some_cases = st.lists(case, min_size=1, max_size=3, unique=True)
activity = st.integers(0, ACTIVITIES - 1)
some_activities = st.lists(activity, min_size=1, max_size=2, unique=True)
who = st.sampled_from(["admin", "alice", "carol", "dora", "bob", "alice at the web"])
skipping = st.sampled_from(["stop", "stop", "skip"])
CHOICES: dict[str, dict[str, list[Any]]] = {
    "case": {
        "closure": ["independent", "refuse", "cascade", "last_child"],
        "cascade_needs": ["every record", "parent is enough"],
        "enforce_transitions": [True, False, False],
        "update_closed": ["resolved and cancelled", "resolved", "cancelled", "none"],
        "lock_closed_for_people": [True, False],
        "merge_limit": [2, 3, 10],
        "merge_into_own_parent": [True, False],
        "family_levels": [0, 0, 1, 3],
        "family_children": [0, 0, 2],
        "delete_children": ["refuse", "delete", "set free"],
        "assign_moves": ["nothing", "open activities", "all activities"],
        "assign_children": [True, False],
        "assign_moves_queue_item": [True, False],
    },
    "queue": {
        "picking_changes_owner": [True, False],
        "releasing_gives_to_queue_owner": [True, False],
    },
}
policy = st.sampled_from(
    [(group, name, v) for group, all_of in CHOICES.items() for name in all_of for v in all_of[name]]
)


def sick(only: Any = (), *, thorough: bool = False) -> dict[str, Any]:
    """What the doctor finds; attachments of the tests have no bytes."""
    checks = [one for one in chosen(only, thorough=thorough) if one.name != "files"]
    return {one.check.name: one.faults for one in examine(checks) if one.faults}


class Machine(RuleBasedStateMachine):
    """A small office: eight cases, six activities, three queues, six people, any order."""

    done: ClassVar[Counter[str]] = Counter()
    refused: ClassVar[Counter[str]] = Counter()
    codes: ClassVar[Counter[str]] = Counter()
    steps: ClassVar[int] = 0

    @initialize()
    def begin(self) -> None:
        self.whole = transaction.atomic()
        self.whole.__enter__()
        self.runs: list[Any] = []
        self.moments: list[Any] = []
        self.taking_back = False
        given = Given(acting("admin"))
        below = given.unit("Below")
        self.who = {
            "admin": given.admin,
            "alice": given.user("alice", AGENT),
            "carol": given.user("carol", MANAGER),
            "dora": given.user("dora", AGENT, unit=below),
            "bob": given.user("bob"),
            "alice at the web": acting("alice", "web"),
        }
        self.people = [User.objects.get(pk=one.user) for one in self.who.values()]
        self.teams = [given.team("Team", self.who["dora"])]
        self.queues = [given.queue(), given.queue(owner_team=self.teams[0]), given.queue()]
        given.transition((1, 5), (1, 2000), (5, 1))
        self.cases = given.cases(4, owner=self.who["alice"])
        self.cases += given.cases(2, owner=self.who["dora"])
        self.cases += given.cases(2, team=self.teams[0])
        self.activities = [given.activity(one) for one in self.cases[:ACTIVITIES]]

    def teardown(self) -> None:
        """At the end the events alone make every table; then all of it is taken back."""
        if hasattr(self, "whole"):
            try:
                assert_events_tell_everything()
                assert sick(thorough=True) == {}
                for moment, kept in self.moments:
                    assert_seen(moment, kept, self.who["admin"])
            finally:
                transaction.set_rollback(True)
                self.whole.__exit__(None, None, None)

    def attempt(self, name: str, targets: Any, by: str, **arguments: Any) -> Any:
        """Refused means: nothing is written."""
        type(self).steps += 1
        before = (Run.objects.count(), Event.objects.count())
        print_, effects = foreseen(OPERATIONS[name], targets, self.who[by], arguments)
        assert (Run.objects.count(), Event.objects.count()) == before, "a preview writes nothing"
        was = tables() if self.taking_back else None
        try:
            result = OPERATIONS[name](targets, by=self.who[by], expecting=print_, **arguments)
        except Refusal as refusal:
            code = refusal.code if refusal.text else "without a sentence"
            result = None
            assert (code, effects) == (print_, None), "what is refused is foreseen as refused"
        if result is None:
            self.refused[name] += 1
            self.codes[f"{name}: {code}"] += 1
            assert (Run.objects.count(), Event.objects.count()) == before, code
            return None
        self.done[name] += 1
        events = Event.objects.filter(run=result.run).count() if result.run else 0
        runs = 1 if result.run else 0
        assert (Run.objects.count(), Event.objects.count()) == (
            before[0] + runs,
            before[1] + events,
        )
        assert (events > 0) == bool(result.run)
        assert effects == counted(result), "a preview is what happens"
        if result.run and name != "run.undo":
            self.runs = [*self.runs[-11:], result.run]
            if was is not None and name in undoable():
                self.take_back(result.run, was)
        return result

    def take_back(self, run: Any, was: Any) -> None:
        """Undoing a run is as if it had not been, and undoing that is as if it had."""
        self.taking_back = False
        done, undo = tables(), OPERATIONS["run.undo"]
        taken = undo([run], by=self.who["admin"])
        assert tables() == was, "undone it is as before"
        undo([taken.run], by=self.who["admin"])
        assert tables() == done, "done again it is as after"

    @rule()
    def take_back_the_next(self) -> None:
        self.taking_back = True

    @rule(by=who, place=st.integers(0, 11), changed=st.sampled_from(["refuse", "refuse", "leave"]))
    def undo(self, by: str, place: int, changed: str) -> None:
        if self.runs:
            self.attempt("run.undo", [self.runs[place % len(self.runs)]], by, changed=changed)

    @rule()
    def remember(self) -> None:
        if len(self.moments) < 4:
            kept = tables(withdrawn=True)
            self.moments.append((between_runs(), kept))

    @rule(by=who, at=some_cases, skip=skipping,
          back=st.sampled_from(["nothing", "activities", "everything"]))  # fmt: skip
    def reopen_with(self, by: str, at: Any, skip: str, back: str) -> None:
        cases = self.of(self.cases, at)
        self.attempt("case.reopen", cases, by, on_refusal=skip, bring_back=back)

    def of(self, rows: list[Any], places: Any) -> Any:
        return [rows[n] for n in places] if isinstance(places, list) else rows[places]

    @rule(by=who, parent=st.none() | case, place=case, own=st.booleans())
    def open(self, by: str, parent: Any, place: int, own: bool) -> None:
        row = {
            "title": "New",
            "account": self.cases[place].account_id,
            "parent": None if parent is None else self.cases[parent].pk,
            "user": None if own else self.people[place % len(self.people)].pk,
        }
        if result := self.attempt("case.open", [row], by):
            self.cases[place] = Case.objects.get(pk=result.created["case"][0])

    @rule(by=who, at=some_cases, skip=skipping, title=st.sampled_from(["A", "B"]),
          status=st.sampled_from([None, 1, 2, 3, 5, 6, 77]), raised=st.booleans())  # fmt: skip
    def edit(self, by: str, at: Any, skip: str, title: str, status: Any, raised: bool) -> None:
        more = {} if status is None else {"status": status}
        more["is_escalated"] = raised
        self.attempt("case.edit", self.of(self.cases, at), by, on_refusal=skip, title=title, **more)

    @rule(
        by=who, at=some_cases, skip=skipping, to=st.integers(0, 6), note=st.sampled_from(["", "N"])
    )
    def assign(self, by: str, at: Any, skip: str, to: int, note: str) -> None:
        owner = {"team": self.teams[0]} if to == 6 else {"user": self.people[to]}
        cases = self.of(self.cases, at)
        self.attempt("case.assign", cases, by, on_refusal=skip, note=note, **owner)

    @rule(by=who, at=some_cases, skip=skipping, parent=st.none() | case)
    def set_parent(self, by: str, at: Any, skip: str, parent: Any) -> None:
        above = None if parent is None else self.cases[parent]
        cases = self.of(self.cases, at)
        self.attempt("case.set_parent", cases, by, on_refusal=skip, parent=above)

    @rule(by=who, at=case, place=case)
    def create_child(self, by: str, at: int, place: int) -> None:
        if result := self.attempt("case.create_child", self.cases[at], by):
            self.cases[place] = Case.objects.get(pk=result.created["case"][0])

    @rule(by=who, at=some_cases, skip=skipping, kind=st.sampled_from([None, 5, 1000, 6]),
          confirm=st.booleans(), settled=st.sampled_from(["refuse", "leave"]),
          closure=st.sampled_from([None, None, None, "cascade", "last_child"]))  # fmt: skip
    def resolve(self, by: str, at: Any, skip: str, kind: Any, confirm: bool, settled: str,
                closure: Any) -> None:  # fmt: skip
        self.attempt(
            "case.resolve", self.of(self.cases, at), by, on_refusal=skip, resolution="Done",
            resolution_type=kind, cancel_open_activities=confirm, already_closed=settled,
            closure=closure,
        )  # fmt: skip

    @rule(by=who, at=some_cases, skip=skipping, status=st.sampled_from([None, 6, 2000, 5]),
          into=st.none() | case)  # fmt: skip
    def cancel(self, by: str, at: Any, skip: str, status: Any, into: Any) -> None:
        target = None if into is None else self.cases[into]
        cases = self.of(self.cases, at)
        self.attempt("case.cancel", cases, by, on_refusal=skip, status=status, into=target)

    @rule(by=who, at=some_cases, skip=skipping, into=case)
    def merge(self, by: str, at: Any, skip: str, into: int) -> None:
        cases = self.of(self.cases, at)
        self.attempt("case.merge", cases, by, on_refusal=skip, into=self.cases[into])

    @rule(by=who, at=some_cases, skip=skipping)
    def reopen(self, by: str, at: Any, skip: str) -> None:
        self.attempt("case.reopen", self.of(self.cases, at), by, on_refusal=skip)

    @rule(by=who, at=some_cases, skip=skipping)
    def confirm_closed(self, by: str, at: Any, skip: str) -> None:
        self.attempt("case.confirm_closed", self.of(self.cases, at), by, on_refusal=skip)

    @rule(by=who, at=case)
    def delete(self, by: str, at: int) -> None:
        self.attempt("case.delete", self.cases[at], by)

    @rule(by=who, at=case, place=activity, verb=st.sampled_from(["log", "plan"]))
    def tell(self, by: str, at: int, place: int, verb: str) -> None:
        row = {"case": self.cases[at], "kind": "task", "subject": "Task"}
        if result := self.attempt(f"activity.{verb}", [row], by):
            self.activities[place] = Activity.objects.get(pk=result.created["activity"][0])

    @rule(by=who, at=some_activities, skip=skipping,
          verb=st.sampled_from(["complete", "cancel", "reopen"]))  # fmt: skip
    def close_activity(self, by: str, at: Any, skip: str, verb: str) -> None:
        rows = self.of(self.activities, at)
        self.attempt(f"activity.{verb}", rows, by, on_refusal=skip)

    @rule(by=who, at=some_activities, skip=skipping, to=st.integers(0, 5))
    def change_activity(self, by: str, at: Any, skip: str, to: int) -> None:
        rows = self.of(self.activities, at)
        self.attempt("activity.edit", rows, by, on_refusal=skip, minutes=to)
        self.attempt("activity.assign", rows, by, on_refusal=skip, user=self.people[to])

    @rule(by=who, at=activity)
    def delete_activity(self, by: str, at: int) -> None:
        self.attempt("activity.delete", self.activities[at], by)

    @rule(by=who, then=who, at=some_cases, on=activity, into=st.integers(0, 2), skip=skipping,
          verb=st.sampled_from(["pick", "release", "route", "remove"]),
          place=st.integers(0, 9))  # fmt: skip
    def queue(self, by: str, then: str, at: Any, on: int, into: int, skip: str, verb: str,
              place: int) -> None:  # fmt: skip
        queue, cases = self.queues[into], self.of(self.cases, at)
        self.attempt("queue_item.add", cases, by, on_refusal=skip, queue=queue)
        one = self.activities[on]
        self.attempt("queue_item.add_activities", one, by, on_refusal=skip, queue=queue)
        items = list(QueueItem.objects.order_by("state", "pk"))
        if items:
            more = {"queue": self.queues[place % 3]} if verb == "route" else {}
            item = items[place % len(items)]
            self.attempt(f"queue_item.{verb}", item, then, on_refusal=skip, **more)

    @rule(by=st.sampled_from(["admin", "admin", "carol"]), choice=policy)
    def choose(self, by: str, choice: Any) -> None:
        group, name, value = choice
        self.attempt("policy.change", [{"name": group, "values": {name: value}}], by)

    @invariant()
    def every_resolved_case_has_its_resolution(self) -> None:
        own = CaseResolution.objects.filter(resolved_case=OuterRef("pk"), withdrawn_at=None)
        assert not Case.objects.filter(~Exists(own), state=1).exists()

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        assert sick(["resolutions", "closing-times", "units", "waiting", "states", "merged"]) == {}

    @invariant()
    def closed_is_closed(self) -> None:
        assert not Case.objects.filter(state=0, closed_at__isnull=False).exists()
        assert not Case.objects.exclude(state=0).filter(closed_at__isnull=True).exists()
        assert not QueueItem.objects.filter(state=0).exclude(case__state=0).exists()

    @invariant()
    def nothing_stays_on_a_merged_case(self) -> None:
        for model in (Activity, Attachment, CaseResolution):
            assert not model.objects.filter(case__merged_into__isnull=False).exists()
        assert not Case.objects.filter(merged_into__isnull=False).exclude(status=2000).exists()
        assert (
            not Case.objects.filter(parent__merged_into__isnull=False)
            .exclude(pk=F("parent__merged_into"))
            .exists()
        )

    @invariant()
    def a_case_waits_once(self) -> None:
        waiting = QueueItem.objects.filter(state=0, activity=None).values_list("case", flat=True)
        assert len(waiting) == len(set(waiting))
        stray = QueueItem.objects.filter(activity__isnull=False).exclude(activity__case=F("case"))
        assert not stray.filter(state=0).exists()

    @invariant()
    def no_case_is_above_itself(self) -> None:
        for relation in ("parent_id", "merged_into_id"):
            up = dict(Case.objects.values_list("pk", relation))
            for start in up:
                seen, key = set(), start
                while key is not None:
                    assert key not in seen, relation
                    seen.add(key)
                    key = up[key]

    @invariant()
    def every_owner_has_its_unit(self) -> None:
        assert (
            not Case.objects.filter(owner_user__isnull=False)
            .exclude(unit=F("owner_user__unit"))
            .exists()
        )
        assert (
            not Case.objects.filter(owner_team__isnull=False)
            .exclude(unit=F("owner_team__unit"))
            .exists()
        )


@pytest.mark.prove
def test_whatever_anybody_does(organisation):
    """Red without any one rule that an invariant above stands for."""
    Machine.done, Machine.refused, Machine.codes, Machine.steps = (
        Counter(), Counter(), Counter(), 0,
    )  # fmt: skip
    health = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    chosen = settings(
        max_examples=EXAMPLES,
        stateful_step_count=STEPS,
        deadline=None,
        database=None,
        suppress_health_check=health,
        phases=(Phase.generate, Phase.shrink) if FULL else (Phase.generate,),
        print_blob=True,
    )

    run_state_machine_as_test(Machine, settings=chosen)

    print(f"{Machine.steps} steps; done and refused:")
    for name in sorted(Machine.done | Machine.refused):
        print(f"  {name}: {Machine.done[name]} done, {Machine.refused[name]} refused")
    if FULL:
        seldom = [
            name
            for name in Machine.done.keys() | Machine.refused.keys()
            if min(Machine.done[name], Machine.refused[name]) < 100 and name != "policy.change"
        ]
        assert seldom == [], "each operation is to be done and refused a hundred times"
