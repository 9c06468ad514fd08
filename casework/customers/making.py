"""What making and assigning customers of either kind have in common."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.kernel.arguments import NewRow
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.organisation import custom
from casework.people.models import Team, User
from casework.people.naming import at
from casework.people.owning import Owner, owners, refuse_beyond


@dataclass(kw_only=True)
class NewCustomer(NewRow):
    """What accounts and contacts have in common."""

    email: str = ""
    phone: str = ""
    street: str = ""
    city: str = ""
    postal_code: str = ""
    country: str = ""
    description: str = ""
    user: User | None = None
    team: Team | None = None
    custom: dict[str, Any] | None = None


def make(work: Work, model: Any, rows: Sequence[Any], plain: Sequence[str]) -> WorkingSet:
    """Make customers from rows, owned and with the organisation's own columns."""
    owned = owners(work, {row.id: (row.user, row.team) for row in rows})
    refuse_beyond(work, f"{model.NOUN}.create", owned)
    customs = custom.checked(work, model.NOUN, {row.id: row.custom for row in rows}, creating=True)
    return work.add(
        model,
        [
            {
                "id": row.id,
                **{name: getattr(row, name) for name in plain},
                **owned[row.id].columns,
                "custom": customs[row.id],
            }
            for row in rows
        ],
        f"{model.NOUN}.created",
    )


def wanted_owners(work: Work, records: WorkingSet, user: Any, team: Any) -> dict[UUID, Owner]:
    """The new owner of each record: exactly one user or team."""
    wanted = {key: (at(user, key), at(team, key)) for key in records}
    return owners(work, wanted, default_to_actor=False)
