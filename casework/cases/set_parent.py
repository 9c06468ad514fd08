"""Set parent: make cases children of a case, or set them free."""

from casework.cases.families import refuse_misfits
from casework.cases.hierarchy import lock_families
from casework.cases.models import Case
from casework.cases.rules import NOT_MERGED, OPEN_TO_CHANGE
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import operation
from casework.kernel.rules import Ask
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet

RULES = (NOT_MERGED, OPEN_TO_CHANGE)


@operation("case.set_parent", on=Case, rules=RULES, lock=lock_families)
def set_parent(work: Work, cases: WorkingSet, *, parent: Case | None) -> None:
    """Make cases children of ``parent``, at any depth; None sets them free.

    Refuses with cycle, too-deep and too-many-children (where an administrator set bounds),
    merged-away and closed-case, for the cases and for the parent; the privilege is needed on
    both.
    """
    if isinstance(parent, ByRecord):
        parents = {key: parent.values.get(key) for key in cases}
    else:
        parents = dict.fromkeys(cases, None if parent is None else parent.pk)
    wanted = {key: above for key, above in parents.items() if above is not None}
    if wanted:
        above = work.hold(
            Case, wanted.values(), lambda gone: {key for key, one in wanted.items() if one in gone}
        )
        work.guard(above, "case.set_parent", RULES, Ask(work, {}))
        refuse_misfits(work, wanted, new=False)
    columns = {"parent": ByRecord(parents)}
    work.change(work.differing(cases, columns), "case.parent_set", **columns)
