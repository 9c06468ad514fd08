"""Progress: on standard error, for whatever takes longer than two seconds."""

import sys
import threading
import time
from types import TracebackType
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

PATIENCE = 2.0
BETWEEN_LINES = 10.0


class Watch:
    """``with Watch("case.resolve") as watch: ...``; ``watch(done, total, text)`` tells how far.

    A spinner and a bar on a screen; elsewhere a line every ten seconds, once something was told.
    """

    def __init__(self, title: str) -> None:
        self.title = title
        self.at_screen = sys.stderr.isatty()
        self.began = self.told = time.monotonic()
        self.lock = threading.Lock()
        self.over = False
        self.bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[count]}"),
            TimeElapsedColumn(),
            console=Console(file=sys.stderr),
            transient=True,
        )
        self.task = self.bar.add_task(title, total=None, count="")
        self.timer = threading.Timer(PATIENCE, self._show)
        self.timer.daemon = True

    def __enter__(self) -> "Watch":
        if self.at_screen:
            self.timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: Any, trace: TracebackType | None
    ) -> None:
        self.timer.cancel()
        with self.lock:
            self.over = True
            if self.bar.live.is_started:
                self.bar.stop()

    def __call__(self, done: int, total: int | None = None, text: str = "") -> None:
        """So much of so much is done; ``text`` says it in words."""
        count = text or (f"{done:,} / {total:,}" if total else f"{done:,}")
        if self.at_screen:
            self.bar.update(self.task, completed=done, total=total, count=count)
        elif time.monotonic() - self.told > BETWEEN_LINES:
            self.told = time.monotonic()
            percent = f", {100 * done // total} %" if total else ""
            sys.stderr.write(f"{self.title}: {count}{percent}, {self.told - self.began:.0f} s\n")
            sys.stderr.flush()

    def _show(self) -> None:
        with self.lock:
            if not self.over:
                self.bar.start()
