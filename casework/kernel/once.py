"""Once: what a page reads again and again, such as the policies, is read once while it is made."""

import contextlib
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

from casework.kernel.prepared import Prepared
from casework.kernel.shadows import shadowed

_answers: ContextVar[dict[Prepared, Any] | None] = ContextVar("answers", default=None)


@contextlib.contextmanager
def reading() -> Iterator[None]:
    """Until its end nothing is written here, so what is asked ``once`` is not asked again."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def writing_now() -> None:
    """Something is written after all: from here on everything is asked as often as it is wanted."""
    _answers.set(None)


def once(question: Prepared) -> Any:
    """The answer to a question without values or asker, asked once where only is read."""
    answers = _answers.get()
    if answers is None or shadowed():
        return question()
    if question not in answers:
        answers[question] = question()
    return answers[question]
