"""For every operation, something to run it on: what the proofs over all operations begin with.

``SETUPS[name](given, n)`` makes ``n`` records that the operation will take, with all that hangs
on them, and answers the call. A new operation needs an entry here; the proofs fail without it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from casework.kernel.operations import OPERATIONS
from casework.kernel.results import Result
from casework.models import (
    Activity,
    Attachment,
    Case,
    CaseResolution,
    Queue,
    QueueItem,
    QueueMembership,
    StatusReason,
    Subject,
    Transition,
    User,
)


@dataclass
class Call:
    """One call: records or rows, and arguments, in which records stand for themselves."""

    targets: list[Any] = field(default_factory=list)
    arguments: dict[str, Any] = field(default_factory=dict)
    rows: list[dict[str, Any]] | None = None


Setup = Callable[[Any, int], Call]
SETUPS: dict[str, Setup] = {}


def setup(*names: str) -> Callable[[Setup], Setup]:
    """Declare what these operations can be run on."""

    def declare(make: Setup) -> Setup:
        for name in names:
            assert name not in SETUPS, name
            SETUPS[name] = make
        return make

    return declare


def run(name: str, call: Call, by: Any) -> Result:
    """The call as the operation takes it from Python."""
    operation = OPERATIONS[name]
    return operation(call.targets if call.rows is None else call.rows, by=by, **call.arguments)


def user(given: Any, name: str) -> User:
    """A person, made when there is none of the name."""
    found = User.objects.filter(username=name).first()
    return found or User.objects.get(pk=given.user(name).user)


def activities(given: Any, cases: list[Case], **columns: Any) -> list[Activity]:
    """A task on each case: open, unless the columns say otherwise."""
    row = {"kind": "task", "state": 0, "status": 2, "owner_user": given.admin.user,
           "unit": given.admin.unit, **columns}  # fmt: skip
    return given.add(
        Activity,
        [
            {"subject": f"Task {n}", "case": one, "logged_on": one, **row}
            for n, one in enumerate(cases)
        ],
    )


def queue_items(given: Any, cases: list[Case], **columns: Any) -> list[QueueItem]:
    """Each case waiting in one queue."""
    row = {"queue": given.queue(), **columns}
    return given.add(
        QueueItem, [{"case": one, "entered_at": one.created_at, **row} for one in cases]
    )


def attachments(given: Any, cases: list[Case]) -> list[Attachment]:
    """A file on each case; only its row, nothing in the storage."""
    row = {"file_name": "a.txt", "media_type": "text/plain", "size": 1, "sha256": "0" * 64}
    return given.add(
        Attachment,
        [{"case": one, "logged_on": one, "key": f"none/{n}", **row} for n, one in enumerate(cases)],
    )


def resolutions(given: Any, cases: list[Case]) -> list[CaseResolution]:
    """An earlier resolution of each case."""
    row = {"subject": "Earlier", "resolution_type": 5, "resolved_by": given.admin.user}
    return given.add(
        CaseResolution,
        [{"case": c, "resolved_case": c, "resolved_at": c.created_at, **row} for c in cases],
    )


def linked(given: Any, cases: list[Case], relation: str, **columns: Any) -> list[Case]:
    """For each case one that is its child, or was merged into it."""
    row = {"title": "Linked", "account": given.account(), "owner_user": given.admin.user,
           "unit": given.admin.unit, **columns}  # fmt: skip
    return given.add(
        Case, [{"number": f"{relation}-{one.number}", relation: one, **row} for one in cases]
    )


def full(given: Any, n: int, **columns: Any) -> list[Case]:
    """Cases with an open and a done activity, a file, an earlier resolution, a queue item, and a
    child with an activity."""
    cases = given.cases(n, **columns)
    activities(given, [*cases, *linked(given, cases, "parent")])
    activities(given, cases, state=1, status=5, minutes=10)
    attachments(given, cases)
    resolutions(given, cases)
    queue_items(given, cases)
    return cases


def closed(given: Any, n: int) -> list[Case]:
    """Resolved cases."""
    return given.cases(n, state=1, status=5, closed_at="2026-01-01T00:00:00Z")


@setup("case.open")
def _open(given: Any, n: int) -> Call:
    account, parent = given.account(), given.case()
    rows = [{"title": f"Case {i}", "account": account, "parent": parent} for i in range(n)]
    return Call(rows=rows)


@setup("case.edit")
def _edit(given: Any, n: int) -> Call:
    contact = given.contact()
    return Call(
        full(given, n),
        {"title": "Changed", "priority": 1, "status": 3, "is_escalated": True,
         "account": None, "contact": contact},
    )  # fmt: skip


@setup("case.assign")
def _assign(given: Any, n: int) -> Call:
    given.policy(assign_moves="all activities", assign_children=True, assign_moves_queue_item=True)
    dora = user(given, "dora")
    given.queue("Dora's", owner_user=dora)
    return Call(full(given, n), {"user": dora, "note": "Please take over"})


@setup("case.set_parent")
def _set_parent(given: Any, n: int) -> Call:
    given.policy(family_levels=5, family_children=2000)
    return Call(full(given, n), {"parent": given.case()})


@setup("case.create_child")
def _create_child(given: Any, n: int) -> Call:
    given.policy(family_levels=5, family_children=2000)
    return Call(full(given, n), {"title": "Below"})


@setup("case.resolve")
def _resolve(given: Any, n: int) -> Call:
    given.policy(closure="cascade")
    return Call(full(given, n), {"resolution": "Done", "cancel_open_activities": True})


@setup("case.cancel")
def _cancel(given: Any, n: int) -> Call:
    given.policy(closure="last_child")
    children = linked(given, given.cases(n), "parent")
    activities(given, children, state=1, status=5)
    queue_items(given, children)
    return Call(children)


@setup("case.merge")
def _merge(given: Any, n: int) -> Call:
    given.policy(merge_limit=2000, family_children=5000)
    return Call(full(given, n), {"into": given.case()})


@setup("case.reopen", "case.confirm_closed")
def _closed(given: Any, n: int) -> Call:
    return Call(closed(given, n))


@setup("case.delete")
def _delete(given: Any, n: int) -> Call:
    given.policy(delete_children="delete")
    cases = full(given, n)
    linked(given, cases, "merged_into", state=2, status=2000)
    return Call(cases)


@setup("activity.log")
def _log(given: Any, n: int) -> Call:
    cases = given.cases(n)
    return Call(
        rows=[
            {"case": one, "kind": "phone_call", "subject": "Called back", "minutes": 5}
            for one in cases
        ]
    )


@setup("activity.plan")
def _plan(given: Any, n: int) -> Call:
    cases = given.cases(n)
    return Call(rows=[{"case": one, "kind": "task", "subject": "Call back"} for one in cases])


@setup("activity.edit")
def _edit_activity(given: Any, n: int) -> Call:
    return Call(activities(given, given.cases(n)), {"subject": "Other", "priority": 2})


@setup("activity.complete")
def _complete(given: Any, n: int) -> Call:
    return Call(activities(given, given.cases(n)), {"minutes": 7})


@setup("activity.cancel", "activity.delete")
def _open_activities(given: Any, n: int) -> Call:
    return Call(activities(given, given.cases(n)))


@setup("activity.reopen")
def _reopen_activity(given: Any, n: int) -> Call:
    return Call(activities(given, given.cases(n), state=1, status=5))


@setup("activity.assign")
def _assign_activity(given: Any, n: int) -> Call:
    return Call(activities(given, given.cases(n)), {"user": user(given, "dora")})


@setup("attachment.attach")
def _attach(given: Any, n: int) -> Call:
    cases = given.cases(n)
    return Call(
        rows=[{"case": one, "file_name": "a.txt", "content": b"text %d" % i}
              for i, one in enumerate(cases)]
    )  # fmt: skip


@setup("attachment.detach")
def _detach(given: Any, n: int) -> Call:
    return Call(attachments(given, given.cases(n)))


def queues(given: Any, n: int, **columns: Any) -> list[Queue]:
    """Queues with nothing in them."""
    rows = [{"name": f"Queue number {i}", "owner_user": given.admin.user} for i in range(n)]
    return given.add(Queue, [{**row, **columns} for row in rows])


@setup("queue.create")
def _create_queue(given: Any, n: int) -> Call:
    return Call(rows=[{"name": f"Queue number {i}"} for i in range(n)])


@setup("queue.edit")
def _edit_queue(given: Any, n: int) -> Call:
    return Call(queues(given, n), {"description": "For the printers", "user": user(given, "dora")})


@setup("queue.deactivate", "queue.delete")
def _queues(given: Any, n: int) -> Call:
    return Call(queues(given, n))


@setup("queue.activate")
def _inactive_queues(given: Any, n: int) -> Call:
    return Call(queues(given, n, is_active=False))


@setup("queue.add_members")
def _add_members(given: Any, n: int) -> Call:
    return Call(queues(given, n), {"users": [user(given, "dora"), user(given, "egon")]})


@setup("queue.remove_members")
def _remove_members(given: Any, n: int) -> Call:
    made, dora = queues(given, n), user(given, "dora")
    given.add(QueueMembership, [{"queue": one, "user": dora} for one in made])
    return Call(made, {"users": [dora]})


@setup("queue_item.add")
def _add(given: Any, n: int) -> Call:
    return Call(given.cases(n), {"queue": given.queue()})


@setup("queue_item.add_activities")
def _add_activities(given: Any, n: int) -> Call:
    return Call(activities(given, given.cases(n)), {"queue": given.queue()})


@setup("queue_item.route")
def _route(given: Any, n: int) -> Call:
    items = queue_items(given, given.cases(n))
    return Call(items, {"queue": given.queue(), "user": user(given, "dora")})


@setup("queue_item.pick")
def _pick(given: Any, n: int) -> Call:
    given.policy("queue", picking_changes_owner=True)
    dora = user(given, "dora")
    return Call(queue_items(given, given.cases(n, owner_user=dora)))


@setup("queue_item.release")
def _release(given: Any, n: int) -> Call:
    given.policy("queue", releasing_gives_to_queue_owner=True)
    queue = given.queue(owner_user=user(given, "dora"))
    worked = {"worker_user": given.admin.user, "worker_since": "2026-01-01T00:00:00Z"}
    return Call(queue_items(given, given.cases(n), queue=queue, **worked))


@setup("queue_item.remove")
def _remove(given: Any, n: int) -> Call:
    return Call(queue_items(given, given.cases(n)))


def subjects(given: Any, n: int, **columns: Any) -> list[Subject]:
    """Subjects below one."""
    parent = given.subject("Above")
    rows = [{"title": f"Subject {one}", "parent": parent, **columns} for one in range(n)]
    return given.add(Subject, rows)


@setup("subject.create")
def _create_subjects(given: Any, n: int) -> Call:
    above = given.subject("Above")
    return Call(rows=[{"title": f"Subject {one}", "parent": above} for one in range(n)])


@setup("subject.edit")
def _edit_subjects(given: Any, n: int) -> Call:
    return Call(subjects(given, n), {"title": "Other", "parent": given.subject("Elsewhere")})


@setup("subject.deactivate", "subject.delete")
def _subjects(given: Any, n: int) -> Call:
    return Call(subjects(given, n))


@setup("subject.activate")
def _inactive_subjects(given: Any, n: int) -> Call:
    return Call(subjects(given, n, is_active=False))


def statuses(given: Any, n: int, **columns: Any) -> list[StatusReason]:
    """Statuses of state Resolved."""
    rows = [{"code": 200_000_000 + one, "label": f"Status {one}", "state": 1} for one in range(n)]
    return given.add(StatusReason, [{**row, **columns} for row in rows])


@setup("status.create")
def _create_statuses(given: Any, n: int) -> Call:
    return Call(rows=[{"label": f"Status {one}", "state": 1} for one in range(n)])


@setup("status.edit")
def _edit_statuses(given: Any, n: int) -> Call:
    return Call(statuses(given, n), {"label": "Other", "position": 50})


@setup("status.deactivate")
def _statuses(given: Any, n: int) -> Call:
    given.policy(enforce_transitions=True)
    return Call(statuses(given, n))


@setup("status.activate")
def _inactive_statuses(given: Any, n: int) -> Call:
    return Call(statuses(given, n, is_active=False))


@setup("transition.allow")
def _allow(given: Any, n: int) -> Call:
    made = statuses(given, n)
    return Call(rows=[{"from_code": 1, "to_code": one.code} for one in made])


@setup("transition.forbid")
def _forbid(given: Any, n: int) -> Call:
    given.policy(enforce_transitions=True)
    given.transition((1, 5))
    steps = [{"from_code": 1, "to_code": one.code} for one in statuses(given, n)]
    return Call(given.add(Transition, steps))


@setup("case.repair")
def _repair(given: Any, n: int) -> Call:
    cases = given.cases(n, state=1, status=5)
    queue_items(given, cases)
    return Call(cases)
