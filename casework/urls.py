"""The interfaces and where they hang."""

from django.urls import URLPattern, URLResolver, path
from django.views.generic import RedirectView

from casework.interfaces.problems import explained
from casework.interfaces.rest.api import api

urlpatterns: list[URLPattern | URLResolver] = [
    path("", RedirectView.as_view(url="/api/v1/docs")),
    path("problems/<code>", explained),
    path("api/v1/", api.urls),
]
