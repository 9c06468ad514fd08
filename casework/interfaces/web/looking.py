"""Looking: names as one types them into a field for a record, and the search from anywhere."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpResponseRedirect, JsonResponse
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.customers.models import Account, Contact
from casework.interfaces.reading import Asked, listed
from casework.interfaces.reading.filters import searched
from casework.interfaces.web.cells import html
from casework.interfaces.web.grids import ACCOUNTS, CASES, CONTACTS
from casework.interfaces.web.listing import Address, question, table
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.interfaces.web.views import CASE_VIEWS, customer_views
from casework.kernel.records import NOUNS
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.text import storable
from casework.people.models import Team, User

SUGGESTED = 8  # names of each noun
PEEKED = (
    "number,title,description,account,contact,state,status,priority,owner_user,owner_team,"
    "created_at,closed_at"
)
BOTH: dict[str, tuple[Any, ...]] = {"customer": (Account, Contact), "owner": (User, Team)}


def lookup(request: Any, noun: str) -> Any:
    """The first records whose name holds the words, as values a field takes."""
    models = BOTH.get(noun) or ((NOUNS[noun],) if noun in NOUNS else ())
    words = request.GET.get("q", "").strip()[:100]
    found: list[dict[str, str]] = []
    for model in models:
        try:
            rows = model.objects.visible_to(request.actor).filter(searched(model, words))
        except InvalidInput:
            continue
        rows = _in_use(model, rows).order_by(_by(model))[:SUGGESTED]
        found += [_suggested(one, len(models) > 1) for one in rows]
    return JsonResponse(found, safe=False)


def _in_use(model: Any, rows: Any) -> Any:
    names = {field.name for field in model._meta.concrete_fields}
    if "is_active" in names:
        rows = rows.filter(is_active=True)
    return rows.exclude(username="system") if model is User else rows


def _by(model: Any) -> str:
    return "name_key" if "name_key" in model.DERIVED else "-pk" if model is Case else model.KEY


def _suggested(one: Any, both: bool) -> dict[str, str]:
    if isinstance(one, Case):
        return {"value": one.number, "label": one.title}
    if isinstance(one, User):
        return {"value": one.username, "label": one.full_name}
    label = str(type(one)._meta.verbose_name).capitalize() if both else ""
    return {"value": str(one), "label": label}


def search(request: Any) -> Any:
    """What fits the words: a case by its number at once, else cases, accounts and contacts."""
    words = request.GET.get("q", "").strip()
    reader, actor = Reader(), request.actor
    if words and (case := _by_number(words, actor)):
        return HttpResponseRedirect(f"/cases/{case.number}")
    parts, problem = [], ""
    for grid, views in ((CASES, CASE_VIEWS), (ACCOUNTS, customer_views("name")),
                        (CONTACTS, customer_views("full_name"))):  # fmt: skip
        given = {"view": ["all"], "q": [words], "limit": ["20"], "sort": ["-created_at"]}
        try:
            asked = question(grid, views, given, actor, reader)
            shown = table(asked, Address("", given), actor, reader) if words else None
        except Refusal as refusal:
            problem, shown = refusal.text, None
        if shown and shown.rows:
            more = f"{grid.place}?{urlencode({'view': 'all', 'q': words})}" if shown.more else ""
            parts.append({"title": grid.title, "table": shown, "more": more})
    said = {"title": _("Search"), "searched": words, "parts": parts, "problem": problem}
    return show(request, "search.html", said)


def _by_number(words: str, actor: Any) -> Case | None:
    """The case of this very number; the page of one that was merged leads on."""
    if "\0" in words or len(words) > 100:
        return None
    rows = Case.objects.visible_to(actor)
    return rows.filter(Q(number=words) | Q(number=words.upper())).first()


def peek(request: Any, number: str) -> Any:
    """A case at a glance, without leaving the list."""
    rows = Case.objects.filter(number=number if storable(number) else "")
    page = listed(Case, Asked("", [("fields", PEEKED)]), request.actor, rows)
    if not page["items"]:
        return show(request, "peek.html", {"case": None, "title": _("Not found")})
    [item] = page["items"]
    reader = Reader()
    facts = [(one.label, html(one.cell(item, reader))) for one in
             CASES.chosen(["customer", "status", "priority", "owner", "age"])]  # fmt: skip
    return show(
        request,
        "peek.html",
        {"case": item, "facts": facts, "title": f"{item['number']} {item['title']}"},
    )
