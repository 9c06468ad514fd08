"""Arguments of a run: checked before anything is read, and kept with the run."""

import datetime
import enum
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.utils.translation import gettext as _

from casework.kernel.by_record import ByRecord
from casework.kernel.identity import new_id
from casework.kernel.refusals import InvalidInput
from casework.kernel.text import storable
from casework.kernel.working_sets import WorkingSet

Moments = Mapping[UUID, tuple[datetime.datetime, UUID | None]]


@dataclass(kw_only=True)
class NewRow:
    """The columns of a row to be made, known by the id it will have."""

    id: UUID = field(default_factory=new_id)


class Unset(enum.Enum):
    """An argument nobody gave: leave the column as it is."""

    UNSET = "unset"


UNSET = Unset.UNSET


def check_texts(value: Any, name: str = "") -> None:
    """Refuse text that no database can keep, naming the argument it came by (answers 24)."""
    if isinstance(value, str):
        if not storable(value):
            raise InvalidInput(
                field=name,
                problem=_("holds a character that cannot be stored (NUL or half a pair)"),
            )
    elif isinstance(value, Mapping):
        for key, one in value.items():
            check_texts(one, str(key))
    elif isinstance(value, list | tuple):
        for one in value:
            check_texts(one, name)
    elif isinstance(value, ByRecord):
        for one in value.values.values():
            check_texts(one, name)


def recordable(
    params: Mapping[str, Any], rows: int | None = None, secret: Collection[str] = ()
) -> dict[str, Any]:
    """The arguments as they are kept with the run, without those that are secret; a table of rows
    is kept as its events."""
    kept = {
        name: _plain(value)
        for name, value in params.items()
        if value is not UNSET and name not in secret
    }
    return kept if rows is None else {"rows": rows}


def _plain(value: Any) -> Any:
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, ByRecord):
        return {"per record": len(value.values)}
    if isinstance(value, WorkingSet):
        return {"records": len(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, bool | int | float | str):
        return value
    return str(value)
