"""What must be true of what people keep: views that a list can show, one beginning for a role."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from casework.history.doctor.checks import Fault, check, of_ids
from casework.kernel.access import EVERYONE
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput
from casework.workplace.checking import check_columns, check_sort
from casework.workplace.models import Dashboard, View
from casework.workplace.trees import check as check_tree


@check("views", _("Saved lists that ask for columns that are not there"),
       _("Edit the view, or restore the column (casework column restore)."), slow=True)  # fmt: skip
def views(using: str) -> Iterable[Fault]:
    """A list can be filtered, shown and sorted as its view says; a column may have been retired."""
    rows: Any = View._base_manager.using(using).filter(is_active=True).order_by("pk")
    return of_ids(
        View, [one.pk for one in rows.iterator(chunk_size=2_000) if not _fits(one)], using
    )


def _fits(view: View) -> bool:
    model = RECORDS[view.table]
    try:
        check_tree(model, view.filter)
        check_columns(model, view.columns)
        check_sort(model, view.sort)
    except InvalidInput:
        return False
    return True


@check("beginnings", _("Roles that begin with several dashboards, or with one they cannot see"),
       _("Share the dashboard with which the role shall begin again (casework dashboard share)."),
       )  # fmt: skip
def beginnings(using: str) -> Iterable[Fault]:
    """A role begins with one dashboard, which everyone may read."""
    rows: Any = Dashboard._base_manager.using(using).filter(default_for_role__isnull=False)
    counts = rows.order_by().values("default_for_role").annotate(count=Count("pk"))
    several = counts.filter(count__gt=1).values("default_for_role")
    wrong = rows.filter(~Q(shared_with=EVERYONE) | Q(default_for_role__in=several))
    return of_ids(Dashboard, wrong.order_by("pk").values_list("pk", flat=True), using)
