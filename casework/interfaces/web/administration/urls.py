"""The addresses of administration."""

from django.urls import URLPattern, path

from casework.interfaces.web.administration import (
    areas,
    audit,
    lists,
    record,
    roles,
    settings,
    statuses,
    transitions,
)
from casework.interfaces.web.grids_admin import ADMIN_LISTS

urlpatterns: list[URLPattern] = [
    path("administration", areas.areas),
    path("administration/settings", settings.settings),
    path("administration/settings/<str:name>", settings.topic_page),
    path("administration/statuses", statuses.statuses),
    path("administration/transitions", transitions.transitions),
    path("administration/audit", audit.audit),
    path("administration/audit/export.jsonl", audit.export),
    path("administration/roles/<uuid:key>/privileges", roles.privileges),
    *(path(f"administration/{one}", lists.listing, {"name": one}) for one in ADMIN_LISTS),
    *(path(f"administration/{one}", lists.tree, {"name": one}) for one in lists.TREES),
    path("administration/<str:plural>/<uuid:key>", record.page),
]
