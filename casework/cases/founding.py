"""Founding: the statuses (spec 2.2) and policies every installation starts with."""

from django.db import transaction

from casework.cases.models import State, Status, StatusReason
from casework.kernel.history import Run
from casework.kernel.policies import POLICIES, PolicySetting
from casework.kernel.work import Work
from casework.people.founding import found_people, founder

STATUS_REASONS: tuple[tuple[Status, State, bool], ...] = (
    (Status.IN_PROGRESS, State.ACTIVE, True),
    (Status.ON_HOLD, State.ACTIVE, False),
    (Status.WAITING_FOR_DETAILS, State.ACTIVE, False),
    (Status.RESEARCHING, State.ACTIVE, False),
    (Status.PROBLEM_SOLVED, State.RESOLVED, True),
    (Status.INFORMATION_PROVIDED, State.RESOLVED, False),
    (Status.CANCELLED, State.CANCELLED, True),
    (Status.MERGED, State.CANCELLED, False),
)


def found(using: str = "default") -> bool:
    """Give an empty database its first people, roles and statuses; False when it has them.

    One run, ``organisation.found``: what an installation starts with is in its history.
    """
    with transaction.atomic(using=using):
        if Run.objects.using(using).exists():
            return False
        work = Work("organisation.found", founder(), using=using)
        found_people(work)
        work.add(
            StatusReason,
            [
                {
                    "code": status.value,
                    "label": str(status.label),
                    "state": state.value,
                    "is_default": default,
                    "position": position,
                }
                for position, (status, state, default) in enumerate(STATUS_REASONS)
            ],
            "status.created",
        )
        groups = [{"name": name, "values": {}} for name in sorted(POLICIES)]
        work.add(PolicySetting, groups, "policy.founded")
        work.write({})
        return True
