"""Merging from the page of a case: which cases to lay beside it."""

from typing import Any

from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.interfaces.web.case import case_of
from casework.interfaces.web.failing import refused
from casework.interfaces.web.grids import CASES
from casework.interfaces.web.listing import Address, question, table
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.interfaces.web.views import CASE_VIEWS, view_called
from casework.kernel.refusals import InvalidInput, Refusal

COLUMNS = "number,title,customer,priority,status,owner,age"


def choose(request: Any, number: str) -> Any:
    """The other active cases of the same customer, or those that fit words; then the merge."""
    try:
        case = case_of(request, number)
    except Refusal as refusal:
        return refused(request, refusal)
    reader, words = Reader(), request.GET.get("q", "").strip()
    given = {"view": ["active"], "columns": [COLUMNS], "limit": ["20"], "q": [words]}
    view = view_called(CASE_VIEWS, "active")
    rows = Case.objects.exclude(pk=case.pk)
    if not words:
        customer = {"account": case.account_id} if case.account_id else {"contact": case.contact_id}
        rows = rows.filter(**customer)
    problem, found = "", None
    try:
        asked = question(CASES, (view,), given, request.actor, reader)
        found = table(asked, Address("", given), request.actor, reader, rows)
    except InvalidInput as refusal:
        problem = refusal.text
    said = {
        "title": _("Merge cases"),
        "case": case,
        "words": words,
        "table": found,
        "problem": problem,
    }
    return show(request, "dialogs/merge_with.html", said)
