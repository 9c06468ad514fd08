"""Layouts: what stands on a dashboard, and where."""

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.kernel.refusals import InvalidInput
from casework.workplace.checking import check_size
from casework.workplace.models import Dashboard

STREAMS, CHARTS = 12, 20
LONGEST = 120
PARTS = frozenset({"streams", "charts", "timeframe"})


def check_layout(kind: str, layout: Any) -> None:
    """Refuse a layout that no dashboard of this kind can show; raises InvalidInput.

    Whether the views and queues it names are there is seen when it is shown: they come and go.
    """
    check_size("layout", layout)
    if not isinstance(layout, dict) or layout.keys() - PARTS:
        raise _wrong(_("has streams, charts and timeframe, and nothing else"))
    streams, charts = layout.get("streams", []), layout.get("charts", [])
    most = 1 if kind == Dashboard.Kinds.SINGLE_STREAM else STREAMS
    if not isinstance(streams, list) or len(streams) > most:
        raise _wrong(_("has a list of up to {most} streams").format(most=most))
    for one in streams:
        _check_stream(one)
    if not isinstance(charts, list) or len(charts) > CHARTS or not all(map(_is_name, charts)):
        raise _wrong(_("has a list of up to {most} names of charts").format(most=CHARTS))
    if not isinstance(layout.get("timeframe", ""), str) or len(layout.get("timeframe", "")) > 40:
        raise _wrong(_("has a timeframe such as this-month"))


def _check_stream(one: Any) -> None:
    fits = isinstance(one, dict) and not one.keys() - {"view", "queue", "title"}
    if not fits or ("view" in one) == ("queue" in one):
        raise _wrong(_("has a view or a queue in each stream, and perhaps a title"))
    if not all(map(_is_name, one.values())):
        raise _wrong(_("has texts of at most {length} characters").format(length=LONGEST))
    if "queue" in one:
        try:
            UUID(one["queue"])
        except ValueError:
            raise _wrong(_("names a queue by its id")) from None


def _is_name(one: Any) -> bool:
    return isinstance(one, str) and 0 < len(one) <= LONGEST


def _wrong(problem: str) -> InvalidInput:
    return InvalidInput(field="layout", problem=problem)
