"""Pick: take an item to work on it."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.rules import Ask, Rule
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.queues.giving import give_what_waits
from casework.queues.models import QueueItem
from casework.queues.of_cases import lock_cases
from casework.queues.policies import QueuePolicy
from casework.queues.rules import IS_ACTIVE, cases_of, refuse_idle
from casework.queues.values import value_of
from casework.queues.waiting import free


class AlreadyPicked(Refusal):
    """Taking what somebody else works on."""

    code = "already-picked"
    enabled_by = ("queue_item.release",)
    message = gettext_lazy("{worker} works on {cases} already. Have it released or routed first.")


def _picker(ask: Ask) -> Any:
    user = ask.params.get("user")
    if isinstance(user, ByRecord):
        made = user.of(QueueItem._meta.get_field("worker_user"))
        ask.work.maps.append(made)
        return made
    return ask.work.by("case_id") if user is None else user


def _mine(ask: Ask) -> Q:
    return Q(worker_user=_picker(ask))


def _free(ask: Ask) -> Q:
    return free(ask.actor)


def _workers(ask: Ask, ids: list[UUID]) -> dict[str, Any]:
    items = QueueItem.objects.filter(pk__among=ids).order_by()
    names: list[str] = []
    for model, column in ((User, "worker_user"), (Team, "worker_team")):
        rows = model.objects.using(ask.work.using).filter(pk__in=items.values(column))
        seen = rows.visible_to(ask.actor).order_by("pk")
        names += seen.values_list("full_name" if model is User else "name", flat=True)
    return {**cases_of(ask, ids), "worker": ", ".join(names) or _("Somebody else")}


@operation(
    "queue_item.pick",
    on=QueueItem,
    rules=(IS_ACTIVE, Rule("free", _free, AlreadyPicked, _workers)),
    lock=lock_cases,
    settled=_mine,
)
def pick(work: Work, items: WorkingSet, *, user: User | None = None) -> None:
    """Take items: the actor works on them from now; what the actor works on already stays so.

    An item routed to a team is there for its members. ``user`` says who took it, in an import
    only. By policy the owner of the case (or activity) changes too. A private queue hides its
    items from lists and secures nothing, so whoever reaches an item may pick it (spec 2.5).
    Refuses with item-inactive, already-picked naming who works on it, worker-inactive.
    """
    importing = work.actor.interface == "import" and work.actor.holds("import")
    people = _people(work, items, user)
    if user is not None:
        others = [key for key, one in people.items() if one != work.actor.user]
        if others and not importing:
            raise InvalidInput(
                field="user",
                problem=_("nobody picks for somebody else; route it to them"),
                targets=others,
            )
        refuse_idle(work, {key: (one, None) for key, one in people.items()})
    work.change(
        items,
        "queue_item.picked",
        worker_user=ByRecord(people),
        worker_team=None,
        worker_since=work.happened("case_id"),
    )
    if work.policy(QueuePolicy).picking_changes_owner:
        give_what_waits(work, items, {key: (one, None) for key, one in people.items()})


def _people(work: Work, items: WorkingSet, user: Any) -> dict[UUID, UUID]:
    actor, moments = work.actor, work.moments or {}
    homes = work.facts(items, "case_id")
    return {
        key: value_of(user, key)
        or moments.get(row.case_id, (None, None))[1]
        or actor.on_behalf_of
        or actor.user
        for key, row in homes.items()
    }
