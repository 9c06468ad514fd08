"""Following by REST: how far a long request is, and requests that nobody waits for (answers 13)."""

import functools
import json
import logging
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces.following import Following, alone
from casework.interfaces.rest.answers import answer
from casework.interfaces.rest.application import api
from casework.interfaces.rest.bodies import bytes_of
from casework.interfaces.rest.retrying import HEADER
from casework.kernel.progress import heard_by
from casework.kernel.refusals import InvalidInput

log = logging.getLogger("casework.requests")
ASYNC = "respond-async"


def followed(view: Any) -> Any:
    """The view, telling how far it is; with ``Prefer: respond-async`` nobody waits for it.

    That needs an Idempotency-Key: the same request under it is answered as this one will be. Where
    as many already go on as there is room for, it is waited for all the same.
    """

    @functools.wraps(view)
    def sent(request: Any, *args: Any, **kwargs: Any) -> Any:
        following = Following(request.auth, request.request_id)
        if not _not_waited_for(request):
            return _run(view, following, request, *args, **kwargs)
        bytes_of(request)  # read while the connection is there
        following.tell("running", operation=None, run=None, done=0, of=None)
        told = dict(following.told)
        if not alone(lambda: _alone(view, following, request, *args, **kwargs)):
            return _run(view, following, request, *args, **kwargs)
        where = f"/api/v1/progress/{request.request_id}"
        headers = {"Location": where, "Preference-Applied": ASYNC}
        return answer(told | {"progress": where}, HTTPStatus.ACCEPTED, **headers)

    return sent


def _not_waited_for(request: Any) -> bool:
    wanted = [one.strip() for one in request.headers.get("Prefer", "").lower().split(",")]
    if ASYNC not in wanted or request.GET.get("preview") == "true":
        return False
    if HEADER not in request.headers:
        problem = _("is needed with Prefer: respond-async, to ask for the answer later")
        raise InvalidInput(field=HEADER, problem=problem)
    if request.content_type == "multipart/form-data":
        raise InvalidInput(field="Prefer", problem=_("must not be respond-async with files"))
    return True


def _run(view: Any, following: Following, request: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        with heard_by(following.step):
            made = view(request, *args, **kwargs)
    except Exception as error:
        if following.told:
            _tell_end(following, _as_answer(request, error))
        raise
    _tell_end(following, made)
    return made


def _tell_end(following: Following, made: Any) -> None:
    if made.status_code < HTTPStatus.BAD_REQUEST:
        following.ended("done", status=made.status_code)
    else:
        following.ended("refused", status=made.status_code, problem=json.loads(made.content))


def _as_answer(request: Any, error: Exception) -> Any:
    try:
        return api.on_exception(request, error)
    except Exception:  # a mistake of ours says nothing but that
        body = {"code": "error", "status": 500, "request_id": request.request_id}
        return answer(body, HTTPStatus.INTERNAL_SERVER_ERROR)


def _alone(view: Any, following: Following, request: Any, *args: Any, **kwargs: Any) -> None:
    try:
        _run(view, following, request, *args, **kwargs)
    except Exception as error:
        if _as_answer(request, error).status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            told = (request.method, request.path, request.request_id)
            log.exception("%s %s failed: request %s", *told)


def progress(request: Any, request_id: str) -> Any:
    """How far a long request of yours is: its state (running, done, refused), and of a run above
    the policy's size the records done, of how many. Once it is done the same request under its
    idempotency key gives the answer."""
    return answer(Following(request.auth, request_id).read())
