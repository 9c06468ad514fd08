"""Delete: erase cases, for mistakes and for privacy."""

from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.activities.mentions import mentions_in
from casework.activities.models import Activity, Attachment
from casework.cases.closing import hold_cascaded
from casework.cases.hierarchy import lock_families
from casework.cases.models import Case, CaseResolution, State
from casework.cases.policies import CasePolicy
from casework.kernel.bulk import descendants
from casework.kernel.operations import operation
from casework.kernel.refusals import Refusal
from casework.kernel.rules import Ask
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.queues.models import QueueItem


class HasChildren(Refusal):
    """Deleting a parent, where the policy keeps its children from going with it."""

    code = "has-children"
    enabled_by = ("case.set_parent",)
    policies = ("case.delete_children",)
    message = gettext_lazy("There are {count} child cases below: {records}. Set them free first.")


@operation("case.delete", on=Case, lock=lock_families, trial={})
def delete(work: Work, cases: WorkingSet) -> None:
    """Erase cases with their activities, attachments, resolutions and queue items.

    Deleting an active case is advised against: resolve or cancel it first (S10). Children refuse
    it with their count unless the policy deletes them too or sets them free (answers 18). Cases
    merged into a deleted one lose their link to it. What was erased stays on record.
    """
    active = cases.rows.using(work.using).filter(state=State.ACTIVE).count()
    if active:
        work.advise("resolve-first", _("Resolve or cancel a case before deleting it."))
    doomed = cases | _children(work, cases)
    work.delete(work.gather(mentions_in(doomed, "activity__case")), "mention.removed")
    for model in (Attachment, QueueItem, CaseResolution, Activity):
        rows = work.gather(model.objects.filter(case__among=doomed))
        work.delete(rows, f"{model.NOUN}.deleted")
    merged = work.gather(Case.objects.filter(merged_into__among=doomed).exclude(pk__among=doomed))
    work.change(merged, "case.link_removed", merged_into=None)
    work.delete(doomed, "case.deleted")


def _children(work: Work, cases: WorkingSet) -> WorkingSet:
    policy = work.policy(CasePolicy)
    heads: dict[UUID, UUID] = {}
    for head, key, depth in descendants(Case, cases, using=work.using):
        if policy.delete_children != "set free" or depth == 1:
            heads.setdefault(key, head)
    below = work.gather(Case.objects.filter(pk__among=WorkingSet(Case, heads.keys() - set(cases))))
    if policy.delete_children == "refuse":
        work.refuse(below, HasChildren, targets=lambda keys: {heads[key] for key in keys})
    hold_cascaded(work, {key: heads[key] for key in below}, "case.delete", (), Ask(work, {}))
    if policy.delete_children == "set free":
        work.change(below, "case.parent_set", parent=None)
        return WorkingSet(Case, [])
    return below
