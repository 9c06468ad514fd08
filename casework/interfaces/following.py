"""Following: how far long work is, and work that nobody waits for (answers 13).

Kept in files, outside of the database: the transaction of a run cannot be seen from outside, and on
SQLite nobody else may write while it lasts.
"""

import contextlib
import hashlib
import json
import logging
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connections
from django.utils import timezone, translation

from casework.interfaces.reading import in_json
from casework.kernel.actor import Actor
from casework.kernel.progress import Step
from casework.kernel.refusals import NotFound
from casework.kernel.writing import now

log = logging.getLogger("casework.requests")
KEPT = 24 * 3600  # seconds
ROOM = threading.BoundedSemaphore(4)  # pieces of work that go on alone, in one process


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

    def ended(self, state: str, **more: Any) -> None:
        """It has come to an end: nobody needs to be told where nothing was told before."""
        if not self.told:
            return
        try:
            self.tell(state, **more)
        except OSError:  # the answer is there all the same
            log.exception("the end of request %s is not told", self.request_id)

    def read(self) -> dict[str, Any]:
        """What was written last. Raises NotFound."""
        try:
            found: dict[str, Any] = json.loads(self.path.read_bytes())
        except FileNotFoundError:
            raise NotFound(noun="progress", key=self.request_id) from None
        return found


def alone(work: Callable[[], None]) -> bool:
    """Do the work on a thread of its own, in the language and time zone of who asked; False where
    as much goes on already as there is room for."""
    if not ROOM.acquire(blocking=False):
        return False
    language = translation.get_language() or settings.LANGUAGE_CODE
    zone = timezone.get_current_timezone()

    def done() -> None:
        try:
            with translation.override(language), timezone.override(zone):
                work()
        finally:
            connections.close_all()
            ROOM.release()

    try:
        threading.Thread(target=done, name="casework_alone").start()
    except BaseException:
        ROOM.release()
        raise
    return True


def _clear(folder: Path) -> None:
    """Forget what was told long ago."""
    for path in folder.glob("*") if folder.exists() else ():
        with contextlib.suppress(FileNotFoundError):
            if time.time() - path.stat().st_mtime > KEPT:
                path.unlink(missing_ok=True)
