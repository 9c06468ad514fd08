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
    merging,
    process,
    progressing,
    runs,
    signing,
)
from casework.interfaces.web.administration.urls import urlpatterns as administration

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
    path("progress/<str:request_id>", progressing.progress, name="progress"),
    path("attachments/<uuid:key>", attachments.download),
    path("cases/<str:number>", case.page),
    path("cases/<str:number>/timeline", case.timeline),
    path("cases/<str:number>/compose", composing.compose),
    path("cases/<str:number>/stage", composing.stage),
    path("cases/<str:number>/process", process.stage_fields),
    *administration,
    path("merge/<str:number>", merging.choose),
    path("queues/<uuid:key>", lists.queue),
    *(path(name, lists.listing, {"name": name}) for name in lists.LISTS),
]
