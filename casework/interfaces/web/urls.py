"""The addresses of the hub."""

from django.urls import path
from django.views.generic import RedirectView

from casework.interfaces.web import (
    activity,
    attachments,
    bell,
    carrying,
    case,
    composing,
    customers,
    dialogs,
    drafting,
    exporting,
    lists,
    looking,
    merging,
    palette,
    people,
    presence,
    process,
    progressing,
    queue,
    quick_texts,
    runs,
    saved_views,
    settings_page,
    signing,
    view_editing,
)
from casework.interfaces.web.administration.urls import urlpatterns as administration
from casework.interfaces.web.dashboards import arranging
from casework.interfaces.web.dashboards import pages as dashboards

urlpatterns = [
    path("", RedirectView.as_view(url="/cases")),
    path("sign-in", signing.sign_in),
    path("sign-out", signing.sign_out),
    path("language", signing.choose_language),
    path("typed", carrying.page),
    path("search", looking.search),
    path("me", settings_page.page),
    path("palette", palette.palette),
    path("lookup/<str:noun>", looking.lookup),
    path("peek/<str:number>", looking.peek),
    path("do/<str:name>", dialogs.dialog),
    path("runs/<uuid:key>", runs.run),
    path("runs/<uuid:key>/undo", runs.undo),
    path("progress/<str:request_id>", progressing.progress, name="progress"),
    path("attachments/<uuid:key>", attachments.download),
    *(
        path(f"{name}/export.{kind}", exporting.export, {"name": name, "kind": kind})
        for name in lists.LISTS
        for kind in ("csv", "xlsx")
    ),
    *(
        path(f"queues/<uuid:key>/export.{kind}", exporting.export_queue, {"kind": kind})
        for kind in ("csv", "xlsx")
    ),
    path("cases/<str:number>", case.page),
    path("cases/<str:number>/timeline", case.timeline),
    path("cases/<str:number>/compose", composing.compose),
    path("cases/<str:number>/presence", presence.presence),
    path("drafts", drafting.draft),
    path("views/save", saved_views.save),
    path("views/columns", saved_views.keep_columns),
    path("views/<uuid:key>/edit", view_editing.page),
    path("bell", bell.page),
    path("bell/count", bell.count),
    path("texts", quick_texts.page),
    path("cases/<str:number>/stage", composing.stage),
    path("activities/<uuid:key>", activity.page),
    path("activities/<uuid:key>/attach", activity.attach),
    path("accounts/<uuid:key>", customers.account),
    path("contacts/<uuid:key>", customers.contact),
    path("people/<uuid:key>", people.person),
    path("teams/<uuid:key>", people.team),
    path("cases/<str:number>/process", process.stage_fields),
    *administration,
    path("merge/<str:number>", merging.choose),
    path("queues/<uuid:key>", queue.page),
    path("queues/<uuid:key>/next", queue.take_next),
    path("dashboards", dashboards.first),
    path("dashboards/new", arranging.new),
    path("dashboards/<str:name>", dashboards.page),
    path("dashboards/<str:name>/edit", arranging.edit),
    path("dashboards/<str:name>/default", arranging.begin),
    path("dashboards/<str:name>/streams/<str:stream>", dashboards.stream),
    *(
        path(
            f"dashboards/<str:name>/streams/<str:stream>/export.{kind}",
            dashboards.export_stream,
            {"kind": kind},
        )
        for kind in ("csv", "xlsx")
    ),
    path("dashboards/<str:name>/charts/<str:chart>.svg", dashboards.chart),
    *(path(name, lists.listing, {"name": name}) for name in lists.LISTS),
]
