"""What the status reasons of cases are called: those that ship in the reader's language."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext

from casework.cases.labels import status_labels
from casework.cases.models import StatusReason


def reasons(**chosen: Any) -> dict[int, str]:
    """The status reasons of these columns by their codes, in order; all where none is named."""
    if not chosen:
        return {code: gettext(label) for code, label in status_labels().items()}
    rows = StatusReason.objects.filter(**chosen).order_by("state", "position", "code")
    return {code: gettext(label) for code, label in rows.values_list("code", "label")}


def in_words(rows: Iterable[StatusReason]) -> list[StatusReason]:
    """These status reasons as they are shown: those that ship in the reader's language."""
    made = list(rows)
    for one in made:
        one.label = gettext(one.label)
    return made
