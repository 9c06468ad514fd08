"""Names: no two users, teams, units, roles or queues of one name."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from casework.kernel.by_record import ByRecord
from casework.kernel.refusals import Refusal
from casework.kernel.work import Work


class NameTaken(Refusal):
    """A second record of a name that only one may bear."""

    code = "name-taken"
    message = _("There is a {noun} called {name} already. Choose another name.")


def refuse_taken(work: Work, model: Any, column: str, names: Mapping[UUID, Any]) -> None:
    """Refuse names (id to name) that another record has, or would have by the same table.

    One statement for any number. Raises NameTaken.
    """
    wanted = sorted({name for name in names.values() if isinstance(name, str)})
    rows = model.objects.using(work.using).filter(**{f"{column}__in": wanted})
    holders = dict(rows.values_list(column, "pk"))
    holders = {name: key for name, key in holders.items() if key not in names}
    for key, name in names.items():
        if isinstance(name, str) and holders.setdefault(name, key) != key:
            seen = rows.filter(pk=holders[name]).visible_to(work.actor)
            raise NameTaken(seen, count=1, targets=[key], noun=model.NOUN, name=name)


def at(value: Any, key: UUID) -> Any:
    """An argument as it stands for one record of the set; a record is told by its id."""
    one = value.values.get(key) if isinstance(value, ByRecord) else value
    return getattr(one, "pk", one)
