"""The door: every request gets an id, and whatever goes wrong under /api/ one shape."""

import logging
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest

from casework.interfaces.entry import request_id
from casework.interfaces.problems import MEDIA_TYPE, of_status

API = "/api/"
OTHERS = "/api/data"  # has a shape of its own
KEPT = ("Allow", "Content-Language", "Vary")
log = logging.getLogger("casework.requests")


class Door:
    """Middleware: never a page of HTML nor a stack trace where a program asks."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Answer the request under its id."""
        request.request_id = request_id(request.headers.get("X-Request-Id"))
        answer = self.get_response(request)
        ours = request.path.startswith(API) and not request.path.startswith(OTHERS)
        if ours and answer.status_code >= 400:
            answer = self._in_shape(answer, request)
        answer["X-Request-Id"] = request.request_id
        return answer

    def _in_shape(self, answer: Any, request: Any) -> Any:
        if answer.status_code >= 500:
            log.error("%s %s failed: request %s", request.method, request.path, request.request_id)
        if answer.get("Content-Type", "").startswith(MEDIA_TYPE):
            return answer
        made = of_status(answer.status_code, request_id=request.request_id)
        for name in KEPT:
            if name in answer:
                made[name] = answer[name]
        return made
