"""Names of queues: no two alike."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.queues.models import Queue


class QueueNameTaken(Refusal):
    """A second queue of the same name."""

    code = "queue-name-taken"
    message = _("There is a queue called {name} already. Choose another name.")


def refuse_taken(work: Work, names: Mapping[UUID, str]) -> None:
    """Refuse names (queue id to name) that another queue has, or would have by the same table."""
    found = Queue.objects.using(work.using).filter(name__in=sorted(set(names.values())))
    holders = dict(found.exclude(pk__among=names).values_list("name", "pk"))
    for key, name in names.items():
        if holders.setdefault(name, key) != key:
            seen = Queue.objects.using(work.using).filter(pk=holders[name])
            raise QueueNameTaken(seen.visible_to(work.actor), count=1, name=name, targets=[key])
