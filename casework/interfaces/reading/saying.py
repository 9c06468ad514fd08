"""Saying: plain values as JSON."""

from typing import Any

import orjson


def in_json(value: Any, *, indent: bool = False) -> bytes:
    """A value as JSON; times in UTC with a Z, ids as text."""
    option = orjson.OPT_UTC_Z | orjson.OPT_NAIVE_UTC
    return orjson.dumps(value, option=option | (orjson.OPT_INDENT_2 if indent else 0))
