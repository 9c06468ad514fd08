"""The outer door: what Django itself answers below ``/api/data/`` gets the one shape, too."""

from collections.abc import Callable
from typing import Any

from casework.interfaces.odata import errors
from casework.interfaces.odata.answering import of_error

PLACE = "/api/data"
KEPT = ("Allow", "X-Request-Id", "Vary")
TEXTS = {
    400: "The request cannot be read.",
    404: "Resource not found.",
    405: "This address does not answer this method.",
    413: "The body is too large: send it in parts.",
}


class Door:
    """Middleware: an error of any layer below has a code and a message."""

    def __init__(self, get_response: Callable[[Any], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> Any:
        """Answer the request."""
        answer = self.get_response(request)
        inside = request.path == PLACE or request.path.startswith(f"{PLACE}/")
        if not inside or answer.status_code < 400 or "OData-Version" in answer:
            return answer
        text = TEXTS.get(answer.status_code, "An unexpected error occurred.")
        error = errors.ODataError(answer.status_code, errors.UNEXPECTED, text)
        made = of_error(error).to_django()
        for name in KEPT:
            if name in answer:
                made[name] = answer[name]
        return made
