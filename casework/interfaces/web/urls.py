"""The addresses of the hub."""

from django.urls import path
from django.views.generic import RedirectView

from casework.interfaces.web import (
    attachments,
    case,
    composing,
    dialogs,
    lists,
    looking,
    runs,
    signing,
)
from casework.interfaces.web.dashboards import pages as dashboards

urlpatterns = [
    path("", RedirectView.as_view(url="/cases")),
    path("sign-in", signing.sign_in),
    path("sign-out", signing.sign_out),
    path("language", signing.choose_language),
    path("search", looking.search),
    path("lookup/<str:noun>", looking.lookup),
    path("peek/<str:number>", looking.peek),
    path("do/<str:name>", dialogs.dialog),
    path("runs/<uuid:key>", runs.run),
    path("runs/<uuid:key>/undo", runs.undo),
    path("attachments/<uuid:key>", attachments.download),
    path("cases/<str:number>", case.page),
    path("cases/<str:number>/timeline", case.timeline),
    path("cases/<str:number>/compose", composing.compose),
    path("cases/<str:number>/stage", composing.stage),
    path("queues/<uuid:key>", lists.queue),
    path("dashboards", dashboards.first),
    path("dashboards/<str:name>", dashboards.page),
    path("dashboards/<str:name>/streams/<str:stream>", dashboards.stream),
    path("dashboards/<str:name>/charts/<str:chart>.svg", dashboards.chart),
    *(path(name, lists.listing, {"name": name}) for name in lists.LISTS),
]
