"""Add members: people whose lists show a private queue."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team, User
from casework.queues.models import Queue, QueueMembership


class QueueMemberInactive(Refusal):
    """A member who no longer works here."""

    code = "queue-member-inactive"
    message = gettext_lazy("{records} is deactivated. Activate the user first, or leave them out.")


@operation("queue.add_members", on=Queue)
def add_members(
    work: Work, queues: WorkingSet, *, users: list[User] | None = None, team: Team | None = None
) -> None:
    """Make users members of queues; who is a member already stays one.

    ``team`` stands for the people who are in it now: who joins the team later must be added here
    too (spec 2.5), and its deactivated members are passed over. Refuses with
    queue-member-inactive, invalid-input when neither is given.
    """
    if not users and team is None:
        raise InvalidInput(field="users", problem=_("give users or a team"))
    if isinstance(team, ByRecord):
        problem = _("must be the same in every row: send the others in a run of their own")
        raise InvalidInput(field="team", problem=problem)
    wanted = WorkingSet(User, [user.pk for user in users or ()])
    work.refuse(wanted.rows.filter(is_active=False), QueueMemberInactive)
    if team is not None:
        people = User.objects.using(work.using).filter(memberships__team=team, is_active=True)
        wanted = wanted | WorkingSet(User, people.values_list("pk", flat=True))
    rows = QueueMembership.objects.using(work.using).filter(queue__among=queues)
    present = set(rows.filter(user__among=wanted).values_list("queue_id", "user_id"))
    missing = [
        {"queue": queue, "user": user}
        for queue in queues
        for user in wanted
        if (queue, user) not in present
    ]
    work.add(QueueMembership, missing, "queue_membership.added")
