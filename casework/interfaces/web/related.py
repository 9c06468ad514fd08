"""Related: what lies around a case: resolutions, children, merged cases, activities, customer."""

from typing import Any

from casework.cases.models import Case, CaseResolution
from casework.customers.models import Account, Contact
from casework.interfaces.web.grids import ACTIVITIES, CASES, Grid
from casework.interfaces.web.listing import Address, Table, question, table
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.views import ACTIVITY_VIEWS, CASE_VIEWS, View
from casework.interfaces.web.words.reasons import reasons
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared

RECENT = 5  # cases of the same customer


def below(
    grid: Grid, view: View, columns: str, rows: Any, actor: Actor, reader: Reader, **said: str
) -> Table:
    """A list in a page of something else; ``said`` is more of what an address would say."""
    given = {"view": [view.name], "columns": [columns], "limit": ["100"]}
    given |= {name: [value] for name, value in said.items()}
    asked = question(grid, (view,), given, actor, reader)
    return table(asked, Address("", given), actor, reader, rows)


ALL_CASES = next(one for one in CASE_VIEWS if one.name == "all")
ALL_ACTIVITIES = next(one for one in ACTIVITY_VIEWS if one.name == "all")


def parent_of(case: Case, actor: Actor) -> Case | None:
    """The case this one belongs to, if the reader may see it."""
    if case.parent_id is None:
        return None
    found: Case | None = Case.objects.filter(pk=case.parent_id).visible_to(actor).first()
    return found


def children_of(case: Case, actor: Actor, reader: Reader) -> Table:
    """The child cases, the newest first."""
    columns = "number,title,priority,status,owner,age"
    rows = Case.objects.filter(parent=case.pk)
    return below(CASES, ALL_CASES, columns, rows, actor, reader)


def merged_of(case: Case, actor: Actor, reader: Reader) -> Table:
    """The cases that were merged into this one (M16, M20)."""
    columns = "number,title,customer,status,closed_at"
    rows = Case.objects.filter(merged_into=case.pk)
    return below(CASES, ALL_CASES, columns, rows, actor, reader)


def activities_of(case: Case, request: Any, reader: Reader) -> Table:
    """The activities of a case, those that are due first."""
    columns = "kind,subject,state,priority,due_at,owner"
    rows = case.activities.all()
    given = {
        "view": ["all"],
        "columns": [columns],
        "sort": [request.GET.get("sort", "state")],
        "limit": ["200"],
    }
    asked = question(ACTIVITIES, (ALL_ACTIVITIES,), given, request.actor, reader)
    address = Address(request.path, dict(request.GET.lists()))
    return table(asked, address, request.actor, reader, rows)


def _resolutions(case: Any, actor: Actor) -> Any:
    rows = CaseResolution.objects.filter(case=case).visible_to(actor)
    return rows.select_related("resolved_by", "resolved_case").order_by("-resolved_at")[:50]


def _of_the_same(noun: str) -> Prepared:
    def make(key: Any, case: Any, actor: Actor) -> Any:
        rows = Case.objects.filter(**{noun: key}).exclude(pk=case).visible_to(actor)
        columns = ("number", "title", "state", "status", "created_at", "closed_at")
        return rows.order_by("-created_at").only(*columns)[:RECENT]

    return Prepared(make, Case)


def _customer(model: Any) -> Prepared:
    return Prepared(lambda key, actor: model.objects.filter(pk=key).visible_to(actor), model)


RESOLUTIONS = Prepared(_resolutions, CaseResolution)
CUSTOMER = {"account": _customer(Account), "contact": _customer(Contact)}
OF_THE_SAME = {"account": _of_the_same("account"), "contact": _of_the_same("contact")}


def resolutions_of(case: Case, actor: Actor, reader: Reader) -> list[dict[str, Any]]:
    """Every resolution of a case, the newest first (S35, S36)."""
    found = RESOLUTIONS(case.pk, actor=actor)
    labels = reasons() if found else {}
    return [
        {
            "subject": one.subject,
            "description": one.description,
            "type": labels.get(one.resolution_type, one.resolution_type),
            "at": reader.time(one.resolved_at),
            "by": one.resolved_by.full_name or one.resolved_by.username,
            "minutes": reader.duration(one.total_minutes),
            "billable": reader.duration(one.billable_minutes),
            "withdrawn": reader.time(one.withdrawn_at) if one.withdrawn_at else "",
            "merged_from": "" if one.resolved_case_id == case.pk else one.resolved_case.number,
        }
        for one in found
    ]


def card_of(case: Case, actor: Actor, reader: Reader) -> dict[str, Any]:
    """The customer: how to reach them, and their recent cases."""
    noun = "account" if case.account_id else "contact"
    key = case.account_id or case.contact_id
    one = next(iter(CUSTOMER[noun](key, actor=actor)), None)
    if one is None:
        return {"hidden": True}
    recent = OF_THE_SAME[noun](key, case.pk, actor=actor)
    labels = reasons()
    return {
        "noun": noun,
        "name": str(one),
        "to": f"/{noun}s/{one.pk}",
        "email": one.email,
        "phone": one.phone,
        "city": one.city,
        "recent": [
            {
                "number": each.number,
                "title": each.title,
                "state": each.get_state_display(),
                "mark": ("active", "resolved", "cancelled")[each.state],
                "status": labels.get(each.status, each.status),
                "age": reader.age(each.created_at, each.closed_at),
            }
            for each in recent
        ],
    }
