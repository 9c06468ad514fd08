"""Comparing: the cases of a merge side by side, to choose the one that goes on (M10, M15)."""

from typing import Any

from django.utils.translation import gettext as _

from casework.activities.models import OPEN, Activity
from casework.cases.models import Case
from casework.cases.policies import DialogPolicy
from casework.interfaces.reading import Asked as Question
from casework.interfaces.reading import listed
from casework.interfaces.web.asking import Asked
from casework.interfaces.web.cells import html
from casework.interfaces.web.full_names import with_full_names
from casework.interfaces.web.grids import CASES
from casework.interfaces.web.reader import Reader
from casework.kernel.policies import chosen as policies


def compared(asked: Asked) -> dict[str, Any]:
    """The columns an administrator chose, a row for each case; cells that differ are marked."""
    reader = Reader()
    columns = CASES.chosen(list(policies()[DialogPolicy].merge_columns))
    reads = dict.fromkeys(["id", "number", *(name for one in columns for name in one.reads)])
    rows = Case.objects.filter(pk__in=asked.chosen.keys)
    pairs = [("fields", ",".join(reads)), ("limit", "500")]
    items = listed(Case, Question("", pairs), asked.actor, rows)["items"]
    with_full_names(items)
    counts = _activities(asked)
    shown = []
    for item in items:
        cells = [html(one.cell(item, reader)) for one in columns]
        shown.append({"number": item["number"], "cells": cells, "open": counts.get(item["id"], 0)})
    for n, one in enumerate(columns):
        values = {row["cells"][n] for row in shown}
        for row in shown:
            differs = len(values) > 1 and one.name not in ("number", "age", "created_at")
            row["cells"][n] = {"html": row["cells"][n], "differs": differs}
    into = asked.post.get("into", "")
    return {
        "heads": [one.label for one in columns],
        "rows": shown,
        "into": into,
        "activities": _("Open activities"),
        "elsewhere": bool(into) and into not in {row["number"] for row in shown},
    }


def _activities(asked: Asked) -> dict[Any, int]:
    counts: dict[Any, int] = {}
    rows = Activity.objects.filter(OPEN, case__in=asked.chosen.keys).visible_to(asked.actor)
    for case in rows.values_list("case_id", flat=True):
        counts[case] = counts.get(case, 0) + 1
    return counts
