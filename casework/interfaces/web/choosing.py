"""Choosing: the records a dialog is about, from what a page sent."""

from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from casework.interfaces.calling import ROWS_AT_MOST, find_records
from casework.interfaces.web.called import called
from casework.interfaces.web.grids import ITEMS
from casework.interfaces.web.grids_admin import ADMIN_LISTS
from casework.interfaces.web.listing import question
from casework.interfaces.web.lists import LISTS, with_saved
from casework.interfaces.web.matching import matching
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.views import ITEM_VIEWS
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput

LOADED = 50  # records of a selection that are shown


@dataclass(frozen=True)
class Chosen:
    """What was chosen: the keys of all, the first of them as records, and how to say it again."""

    keys: list[Any]
    records: list[Any]
    all_of: str = ""
    names: list[str] = field(default_factory=list)

    @property
    def count(self) -> int:
        return len(self.keys)


def chosen(model: Any, given: Any, actor: Actor, reader: Reader) -> Chosen:
    """The records named one by one (``on``), or all that a list shows (``all``: its query).

    Raises NotFound, Ambiguous, InvalidInput for more than one run takes.
    """
    query = given.get("all", "")
    if query:
        keys = _all_of(model, query, actor, reader)
        some = model.objects.filter(pk__in=keys[:LOADED])
        records = list(some.visible_to(actor))
        return Chosen(keys, records, query, called(records, actor))
    named = list(dict.fromkeys(given.getlist("on")))
    found = find_records(model, named, actor)
    records = list({one.pk: one for one in found.values()}.values())
    return Chosen([one.pk for one in records], records, names=called(records[:LOADED], actor))


def _all_of(model: Any, query: str, actor: Actor, reader: Reader) -> list[Any]:
    known = (*LISTS.values(), (ITEMS, ITEM_VIEWS), *ADMIN_LISTS.values())
    found = next((pair for pair in known if pair[0].model is model), None)
    if found is None:
        raise InvalidInput(field="all", problem=_("is for records that have a list"))
    grid, views = found
    views = with_saved(grid, views, actor)
    asked = question(grid, views, dict(QueryDict(query).lists()), actor, reader)
    keys = list(
        matching(asked, actor).order_by("pk").values_list("pk", flat=True)[: ROWS_AT_MOST + 1]
    )
    if len(keys) > ROWS_AT_MOST:
        problem = _("has more than {most} rows: narrow the list first").format(
            most=reader.number(ROWS_AT_MOST)
        )
        raise InvalidInput(field=_("The list"), problem=problem)
    return keys
