"""Lists: the nouns of administration as lists, and those that are trees as trees."""

from typing import Any
from urllib.parse import urlencode

from django.utils.html import conditional_escape as escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from casework.cases.models import Subject
from casework.interfaces.web.administration.areas import crumbs
from casework.interfaces.web.administration.rights import creating, stands_against
from casework.interfaces.web.cells import link
from casework.interfaces.web.failing import refused
from casework.interfaces.web.grids_admin import ADMIN_LISTS
from casework.interfaces.web.lists import show_list
from casework.interfaces.web.showing import show
from casework.interfaces.web.trees import Row, nested
from casework.kernel.refusals import Forbidden
from casework.people.models import BusinessUnit

MOST = 5_000  # of a tree
TREES: dict[str, Any] = {"subjects": Subject, "units": BusinessUnit}


def listing(request: Any, name: str) -> Any:
    """The list of a noun."""
    grid, views = ADMIN_LISTS[name]
    privilege = f"{grid.model.NOUN}.read"
    if not request.actor.holds(privilege):
        return refused(request, Forbidden(privilege=privilege))
    query = urlencode({"next": request.get_full_path()})
    extra = {"crumbs": crumbs(), "making": creating(grid.new, request.actor, query)}
    return show_list(request, grid, views, template="administration/list.html", extra=extra)


def tree(request: Any, name: str) -> Any:
    """Subjects or business units, each below the one it belongs to."""
    model, actor = TREES[name], request.actor
    noun = model.NOUN
    if not actor.holds(f"{noun}.read"):
        return refused(request, Forbidden(privilege=f"{noun}.read"))
    rows = model.objects.visible_to(actor)
    with_those_off = request.GET.get("all") == "1"
    if not with_those_off:
        rows = rows.filter(is_active=True)
    found = list(rows.values_list("pk", "parent", model.KEY, "is_active")[: MOST + 1])
    off = {key for key, _parent, _name, active in found if not active}
    may = not stands_against(f"{noun}.create", actor)[0]

    def cell(row: Row) -> str:
        told = link(f"/administration/{name}/{row[0]}", row[2])
        if row[0] in off:
            told += f' <span class="pill state-inactive">{escape(pgettext("record", "Off"))}</span>'
        if may:
            query = urlencode({"parent": row[0], "next": request.path})
            below = escape(_("New below {name}").format(name=row[2]))
            short = escape(_("New below"))
            told += (
                f' <a class="tree-new" href="/do/{noun}.create?{escape(query)}" data-dialog '
                f'aria-label="{below}">{short}</a>'
            )
        return f'<span class="tree-row">{told}</span>'

    said = {
        "title": _("Subjects") if noun == "subject" else _("Business units"),
        "crumbs": crumbs(),
        "making": creating(f"{noun}.create", actor, urlencode({"next": request.path})),
        "tree": nested((row[:3] for row in found[:MOST]), cell),
        "more": len(found) > MOST,
        "with_those_off": with_those_off,
        "empty": not found,
    }
    return show(request, "administration/tree.html", said)
