"""Roles: the privileges of a role as a table of its own."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from casework.interfaces.calling import find_records
from casework.interfaces.web.administration.areas import crumbs
from casework.interfaces.web.administration.changing import Change
from casework.interfaces.web.administration.privileges import (
    REMOVE,
    SET,
    changing,
    columns,
    held,
    shown_as,
    table,
    ticked,
)
from casework.interfaces.web.administration.rights import stands_against
from casework.interfaces.web.failing import refused
from casework.interfaces.web.showing import show
from casework.kernel.refusals import Forbidden, Refusal
from casework.people.models import Role

READS = ("role.read", "privilege.read")


def privileges(request: Any, key: UUID) -> Any:
    """What holders of a role may do, and how far; sent back, the differences are saved."""
    actor = request.actor
    for privilege in READS:
        if not actor.holds(privilege):
            return refused(request, Forbidden(privilege=privilege))
    try:
        [role] = find_records(Role, [key], actor).values()
    except Refusal as refusal:
        return refused(request, refusal)
    present = held(role)
    chosen = present
    made: Change | None = None
    against = [stands_against(one, actor) for one in (SET, REMOVE)]
    why, cure = next((one for one in against if one[0]), ("", ""))
    if request.method == "POST":
        chosen = ticked(request.POST)
        answer = changing(request, role, chosen)
        if isinstance(answer, HttpResponse):
            return answer
        made = answer
    said = {
        "title": _("Privileges of {role}").format(role=role),
        "role": role,
        "crumbs": crumbs(
            (_("Roles"), "/administration/roles"), (role, f"/administration/roles/{role.pk}")
        ),
        "heads": columns(),
        "table": table(present, chosen, bool(why)),
        "was": request.POST.get("was") or shown_as(present),
        "change": made,
        "why": why,
        "cure": cure,
    }
    return show(request, "administration/privileges.html", said, made.status if made else 200)
