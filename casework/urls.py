"""The interfaces and where they hang."""

from django.urls import URLPattern, URLResolver, include, path

from casework.interfaces.problems import explained
from casework.interfaces.rest.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("problems/<code>", explained),
    path("api/v1/", api.urls),
    path("", include("casework.interfaces.odata.urls")),
    path("", include("casework.interfaces.web.urls")),
]

handler400 = "casework.interfaces.web.failing.unreadable"
handler403 = "casework.interfaces.web.failing.forbidden"
handler404 = "casework.interfaces.web.failing.missing"
handler500 = "casework.interfaces.web.failing.mistaken"
