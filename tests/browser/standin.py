"""A page that the tests of the browser itself need, and the product has not."""

from typing import Any

from django.http import HttpResponse
from django.urls import path


def faulty(request: Any) -> HttpResponse:
    """Every fault that a page is watched for."""
    answer = HttpResponse(
        "<!doctype html><html lang=en><title>Faulty</title>"
        "<script nonce=a>console.error('a complaint'); setTimeout(() => { throw Error('a slip') });"
        "fetch('/problems/missing'); fetch('https://elsewhere.example/').catch(() => 0)</script>"
        "<p style='color: red'>Not by this policy</p>"
    )
    answer["Content-Security-Policy"] = "script-src 'nonce-a'; style-src 'self'"
    return answer


urlpatterns = [path("problems/faulty", faulty)]  # where the hub asks nobody to sign in
