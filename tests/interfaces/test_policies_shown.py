"""Policies as administrators read them: what was chosen, and the defaults of the rest."""

from dataclasses import asdict

from casework.activities.policies import ActivityPolicy
from casework.cases.policies import CasePolicy, DialogPolicy, ProcessPolicy
from casework.history.policies import UndoPolicy
from casework.kernel.progress import ProgressPolicy
from casework.kernel.retrying import RetryPolicy
from casework.queues.policies import QueuePolicy


def test_every_group_is_there_with_its_defaults_and_what_was_chosen(rest, given):
    """Red without `complete` in reading.shapes, or without the groups of founding."""
    given.policy(merge_limit=20)

    answer = rest.as_(given.admin).get("/policies?sort=name")

    assert {one["name"]: one["values"] for one in answer.json()["items"]} == {
        "activity": asdict(ActivityPolicy()),
        "case": {**asdict(CasePolicy()), "merge_limit": 20},
        "dialogs": asdict(DialogPolicy()),
        "process": asdict(ProcessPolicy()),
        "progress": asdict(ProgressPolicy()),
        "queue": asdict(QueuePolicy()),
        "retry": asdict(RetryPolicy()),
        "undo": asdict(UndoPolicy()),
    }
