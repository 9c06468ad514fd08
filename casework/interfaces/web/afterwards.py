"""Afterwards: where one is after an operation on a record, as its reader chose."""

from typing import Any

from casework.interfaces.web.foretelling import where
from casework.interfaces.web.preferring import preference_of
from casework.workplace.models import Preference

LIST, ROWS = "list", "rows"  # what a session holds: the list shown last, and its rows


def remember(request: Any, keys: list[str]) -> None:
    """Keep the list that is shown, for who wishes to go back to it or on to its next row."""
    if preference_of(request).after_operation != Preference.Afterwards.STAY:
        request.session[LIST] = request.get_full_path()
        request.session[ROWS] = keys


def after(request: Any, record: Any, there: str) -> str:
    """Where to go on: ``there``, but from the page of the record as its reader chose."""
    here = where(record)
    wish = preference_of(request).after_operation
    if there.partition("?")[0] != here or wish == Preference.Afterwards.STAY:
        return there
    if wish == Preference.Afterwards.NEXT:
        key = record.number if record.NOUN == "case" else str(record.pk)
        keys = request.session.get(ROWS, [])
        if key in keys[:-1]:
            return f"{here.rpartition('/')[0]}/{keys[keys.index(key) + 1]}"
    return str(request.session.get(LIST) or here.rpartition("/")[0])
