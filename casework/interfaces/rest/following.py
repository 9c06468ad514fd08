"""Following: how far a long request is, and requests that nobody waits for (answers 13).

Kept in files, outside of the database: the transaction of a run cannot be seen from outside, and on
SQLite nobody else may write while it lasts.
"""

import functools
import hashlib
import json
import logging
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import translation
from django.utils.translation import gettext as _

from casework.interfaces.reading import in_json
from casework.interfaces.rest.answers import answer
from casework.interfaces.rest.application import api
from casework.interfaces.rest.bodies import bytes_of
from casework.interfaces.rest.retrying import HEADER
from casework.kernel.actor import Actor
from casework.kernel.progress import Step, heard_by
from casework.kernel.refusals import InvalidInput, NotFound
from casework.kernel.writing import now

log = logging.getLogger("casework.requests")
ASYNC = "respond-async"
KEPT = 24 * 3600  # seconds
ROOM = threading.BoundedSemaphore(4)  # requests that go on alone, in one process


class Following:
    """Where it is written how far one request of one person is."""

    def __init__(self, actor: Actor, request_id: str) -> None:
        name = hashlib.sha256(f"{actor.user}\n{request_id}".encode()).hexdigest()
        self.request_id, self.path = request_id, Path(settings.PROGRESS_ROOT) / f"{name}.json"
        self.told: dict[str, Any] = {}

    def tell(self, state: str, **more: Any) -> None:
        """Write it, whole or not at all."""
        self.told |= {"request_id": self.request_id, "state": state, "at": now(), **more}
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part = self.path.with_suffix(f".{threading.get_ident()}")
        part.write_bytes(in_json(self.told))
        part.replace(self.path)

    def step(self, step: Step) -> None:
        """So much is done. Where that cannot be written, the run goes on all the same."""
        try:
            if not self.told:
                _clear(self.path.parent)
            self.tell("running", operation=step.operation, run=step.run, done=step.done, of=step.of)
        except OSError:
            log.exception("no progress is told of request %s", self.request_id)

    def ended(self, made: Any) -> None:
        """It was answered: nobody needs to be told where nothing was told before."""
        if not self.told:
            return
        try:
            if made.status_code < HTTPStatus.BAD_REQUEST:
                self.tell("done", status=made.status_code)
            else:
                self.tell("refused", status=made.status_code, problem=json.loads(made.content))
        except OSError:  # the answer is there, and under its key it stays
            log.exception("the end of request %s is not told", self.request_id)

    def read(self) -> dict[str, Any]:
        """What was written last. Raises NotFound."""
        try:
            found: dict[str, Any] = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            raise NotFound(noun="progress", key=self.request_id) from None
        return found


def followed(view: Any) -> Any:
    """The view, telling how far it is; with ``Prefer: respond-async`` nobody waits for it.

    That needs an Idempotency-Key: the same request under it is answered as this one will be. Where
    as many already go on as there is room for, it is waited for all the same.
    """

    @functools.wraps(view)
    def sent(request: Any, *args: Any, **kwargs: Any) -> Any:
        following = Following(request.auth, request.request_id)
        if not _not_waited_for(request) or not ROOM.acquire(blocking=False):
            return _run(view, following, request, *args, **kwargs)
        try:
            bytes_of(request)  # read while the connection is there
            following.tell("running", operation=None, run=None, done=0, of=None)
            told = (view, following, translation.get_language(), request, *args)
            threading.Thread(target=_alone, args=told, kwargs=kwargs).start()
        except BaseException:
            ROOM.release()
            raise
        where = f"/api/v1/progress/{request.request_id}"
        headers = {"Location": where, "Preference-Applied": ASYNC}
        return answer(following.told | {"progress": where}, HTTPStatus.ACCEPTED, **headers)

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
            following.ended(_as_answer(request, error))
        raise
    following.ended(made)
    return made


def _as_answer(request: Any, error: Exception) -> Any:
    try:
        return api.on_exception(request, error)
    except Exception:  # a mistake of ours says nothing but that
        body = {"code": "error", "status": 500, "request_id": request.request_id}
        return answer(body, HTTPStatus.INTERNAL_SERVER_ERROR)


def _alone(view: Any, following: Following, language: str, request: Any, *args: Any,
           **kwargs: Any) -> None:  # fmt: skip
    try:
        with translation.override(language):
            _run(view, following, request, *args, **kwargs)
    except Exception as error:
        if _as_answer(request, error).status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            told = (request.method, request.path, request.request_id)
            log.exception("%s %s failed: request %s", *told)
    finally:
        connections.close_all()
        ROOM.release()


def _clear(folder: Path) -> None:
    """Forget what was told long ago."""
    for path in folder.glob("*") if folder.exists() else ():
        if time.time() - path.stat().st_mtime > KEPT:
            path.unlink(missing_ok=True)


def progress(request: Any, request_id: str) -> Any:
    """How far a long request of yours is: its state (running, done, refused), and of a run above
    the policy's size the records done, of how many. Once it is done the same request under its
    idempotency key gives the answer."""
    return answer(Following(request.auth, request_id).read())
