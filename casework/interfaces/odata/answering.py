"""Answering: the one door to every handler, for requests and for the parts of a batch.

``answer(asked)`` finds the handler, runs it, and gives an ``Answer`` whatever happens: what is
refused, unknown or broken has the error shape, its code and its status.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import orjson
from django.db import DataError, OperationalError, connection
from django.http import HttpResponse
from django.utils import translation

from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import Address, address_of
from casework.interfaces.odata.asking import Asked
from casework.kernel.refusals import Refusal

JSON = "application/json; odata.metadata=minimal"
OPTIONS = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC | orjson.OPT_OMIT_MICROSECONDS
Handler = Callable[[Asked, Address], "Answer"]
ROUTES: dict[str, dict[str, Handler]] = {}  # shape, method: filled by ``routes``
log = logging.getLogger("casework.requests")


@dataclass
class Answer:
    """Status, headers and body; a body that is no bytes is told as JSON."""

    status: int = 200
    body: Any = None
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def content(self) -> bytes:
        """The body as it goes out: ids in small letters, times in UTC without fractions."""
        if self.body is None:
            return b""
        if isinstance(self.body, bytes):
            return self.body
        return orjson.dumps(self.body, default=str, option=OPTIONS)

    def to_django(self) -> HttpResponse:
        """The same as an answer of Django's."""
        made = HttpResponse(self.content, status=self.status)
        del made["Content-Type"]
        if self.status not in (204, 304):
            made["Content-Type"] = self.headers.get("Content-Type", JSON)
        for name, value in self.headers.items():
            made[name] = value
        made["OData-Version"] = "4.0"
        return made


def answer(asked: Asked) -> Answer:
    """Answer a request of somebody who is known."""
    with translation.override("en"):  # labels and sentences are those of language code 1033
        try:
            return _handled(asked)
        except errors.ODataError as error:
            return of_error(error, asked)
        except Refusal as refusal:
            return of_error(errors.of_refusal(refusal), asked)
        except DataError:
            return of_error(errors.invalid("A value does not fit what the database keeps."))
        except Exception as error:
            if isinstance(error, OperationalError) and connection.in_atomic_block:
                raise  # a deadlock victim within a change set: the whole is tried again
            log.exception("%s %s failed: request %s", asked.method, asked.path,
                          asked.actor.request_id)  # fmt: skip
            return of_error(mistaken(), asked)


def _handled(asked: Asked) -> Answer:
    address = address_of(asked.path, asked.catalogue)
    methods = ROUTES.get(address.shape)
    if methods is None:
        raise errors.unknown_segment(address.name or asked.path)
    method = "GET" if asked.method == "HEAD" else asked.method
    if method not in methods:
        error = errors.not_allowed(asked.method, methods)
        made = of_error(error, asked)
        made.headers["Allow"] = ", ".join(sorted(methods))
        return made
    return methods[method](asked, address)


def mistaken() -> errors.ODataError:
    """A mistake of ours, told without a trace."""
    text = "An unexpected error occurred; it is on record under the request id."
    return errors.ODataError(500, errors.UNEXPECTED, text)


def of_error(error: errors.ODataError, asked: Asked | None = None) -> Answer:
    """An error in the one shape that every client reads."""
    told: dict[str, Any] = {"code": error.code, "message": error.message}
    if asked is not None and asked.annotations.formatted:
        told["@Microsoft.PowerApps.CDS.HelpLink"] = ""
        told["@Microsoft.PowerApps.CDS.InnerError.Message"] = error.message
    made = Answer(error.status, {"error": told})
    if error.status in (429, 503):
        made.headers["Retry-After"] = "1"
    return made


def no_content(asked: Asked, entity: Any = None, key: Any = None) -> Answer:
    """Done, and nothing to tell; a record written is named by its address."""
    if entity is None:
        return Answer(204)
    link = asked.link(entity, key)
    return Answer(204, headers={"OData-EntityId": link, "Location": link})
