"""Families of accounts: no account lies below itself."""

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.customers.models import Account
from casework.kernel.bulk import ancestors
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet


class AccountCycle(Refusal):
    """Putting an account below itself."""

    code = "account-cycle"
    message = _("{records} would lie below itself. Choose another parent.")


def refuse_cycles(work: Work, parents: Mapping[UUID, UUID | None]) -> None:
    """Refuse new parents (account to parent) by which an account would lie below itself.

    All above the new parents is locked, so two runs cannot make a cycle between them.
    """
    wanted = {parent for parent in parents.values() if parent}
    held: set[UUID] = set()
    while True:
        above = {key for _t, key, _d in ancestors(Account, wanted, using=work.using)}
        if above <= held:
            break
        held |= above
        work.gather(Account.objects.filter(pk__among=held))
    present = work.facts(WorkingSet(Account, held), "parent_id")
    upper = {**{key: row.parent_id for key, row in present.items()}, **parents}
    at_fault = []
    for start in parents:
        seen = {start}
        one = upper[start]
        while one is not None and one not in seen:
            seen.add(one)
            one = upper.get(one)
        if one == start:
            at_fault.append(start)
    work.refuse(WorkingSet(Account, at_fault), AccountCycle, targets=lambda keys: keys)
