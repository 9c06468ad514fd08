"""The same for the nouns of the work place: views, preferences, texts, dashboards."""

from typing import Any

from casework.models import Dashboard, QuickText, View
from tests.setups import Call, setup


def views(given: Any, n: int, **columns: Any) -> list[View]:
    """Saved lists of the administrator's."""
    row = {"table": "case", "owner_user": given.admin.user, **columns}
    return given.add(View, [{"name": f"View {i}", **row} for i in range(n)])


@setup("view.create")
def _create_views(given: Any, n: int) -> Call:
    tree = {"all": [{"column": "state", "operator": "eq", "value": "active"}]}
    row = {"table": "case", "filter": tree, "columns": ["number", "title"], "sort": "-created_at"}
    return Call(rows=[{"name": f"View {i}", **row} for i in range(n)])


@setup("view.edit")
def _edit_views(given: Any, n: int) -> Call:
    tree = {"any": [{"column": "priority", "operator": "in", "value": [1, 2]}]}
    arguments = {"name": "Urgent", "filter": tree, "columns": ["number"], "sort": "title"}
    return Call(views(given, n), {**arguments, "is_active": False})


@setup("view.share")
def _share_views(given: Any, n: int) -> Call:
    return Call(views(given, n), {"shared_with": "team", "team": given.team("Desk")})


@setup("view.delete")
def _delete_views(given: Any, n: int) -> Call:
    return Call(views(given, n))


@setup("preference.change")
def _change_preferences(given: Any, n: int) -> Call:
    row = {"theme": "dark", "columns": {"case": {"columns": ["number"], "widths": {"title": 300}}}}
    return Call(rows=[{**row, "shortcuts": {"assign": "a"}} for _one in range(n)])


def quick_texts(given: Any, n: int) -> list[QuickText]:
    """Texts of the administrator's."""
    row = {"text": "Dear {customer}", "owner_user": given.admin.user}
    return given.add(QuickText, [{"title": f"Text {i}", **row} for i in range(n)])


@setup("quick_text.create")
def _create_quick_texts(given: Any, n: int) -> Call:
    return Call(rows=[{"title": f"Text {i}", "text": "{case.number}"} for i in range(n)])


@setup("quick_text.edit")
def _edit_quick_texts(given: Any, n: int) -> Call:
    return Call(quick_texts(given, n), {"text": "Stimate {customer}", "language": "ro"})


@setup("quick_text.share")
def _share_quick_texts(given: Any, n: int) -> Call:
    return Call(quick_texts(given, n), {"shared_with": "team", "team": given.team("Desk")})


@setup("quick_text.delete")
def _delete_quick_texts(given: Any, n: int) -> Call:
    return Call(quick_texts(given, n))


def dashboards(given: Any, n: int, **columns: Any) -> list[Dashboard]:
    """Dashboards of the administrator's."""
    row = {"owner_user": given.admin.user, **columns}
    return given.add(Dashboard, [{"name": f"Dashboard {i}", **row} for i in range(n)])


@setup("dashboard.create")
def _create_dashboards(given: Any, n: int) -> Call:
    layout = {"streams": [{"view": "my-cases", "title": "Mine"}], "charts": ["by-priority"]}
    return Call(rows=[{"name": f"Dashboard {i}", "layout": layout} for i in range(n)])


@setup("dashboard.edit")
def _edit_dashboards(given: Any, n: int) -> Call:
    layout = {"streams": [{"view": "my-cases"}], "timeframe": "this-month"}
    return Call(dashboards(given, n), {"kind": "single_stream", "layout": layout})


@setup("dashboard.share")
def _share_dashboards(given: Any, n: int) -> Call:
    return Call(dashboards(given, n), {"shared_with": "team", "team": given.team("Desk")})


@setup("dashboard.delete")
def _delete_dashboards(given: Any, n: int) -> Call:
    return Call(dashboards(given, n))
