"""Where the Dataverse face hangs."""

from django.urls import URLPattern, path, re_path

from casework.interfaces.odata.views import served, token

urlpatterns: list[URLPattern] = [
    path("api/data", served),
    path("api/data/", served),
    path("api/data/<path:rest>", served),
    path("oauth2/token", token),
    re_path(r"^(?P<tenant>[\w.-]+)/oauth2(?:/v2\.0)?/token$", token),
]
