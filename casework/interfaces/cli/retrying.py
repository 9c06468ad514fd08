"""Retrying: a command with a key is done once, and answered the same."""

import json
from collections.abc import Callable
from typing import Any

from casework.interfaces.reading import in_json
from casework.kernel.actor import Actor
from casework.kernel.retrying import Answer, once

SECRETS = "secrets"  # told once, and kept by nobody


def retried(by: Actor, key: str, asked: str, step: Callable[[], Answer]) -> dict[str, Any]:
    """What ``step`` tells, or what it told before under the key."""
    told: dict[str, Any] = {}

    def kept() -> Answer:
        made = step()
        told.update(made.value)
        bare = {name: one for name, one in made.value.items() if name != SECRETS}
        return Answer(plain(bare), made.touched)

    value, again = once(by, key, asked, kept)
    return value if again else told


def plain(value: Any) -> Any:
    """The value as JSON gives it back."""
    return json.loads(in_json(value))
