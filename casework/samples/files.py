"""Files of the sample: a log, a table and a small picture, made here byte by byte."""

import csv
import io
import random
import struct
import zlib
from collections.abc import Mapping

from casework.samples.wording import say

LINES = (
    "[INFO|WARN] service started, version {version}",
    "[INFO|INFO|WARN] session of {colleague} opened",
    "ERROR {code} while waiting for an answer, try {digit}",
    "INFO connection closed after {count} s",
)


def attachment(chance: random.Random, facts: Mapping[str, str]) -> tuple[str, bytes]:
    """The name and the bytes of a file that goes with a case."""
    which = chance.random()
    if which < 0.4:
        return f"log-{facts['order'].lower()}.txt", _log(chance, facts)
    if which < 0.7:
        return f"positions-{facts['order'].lower()}.csv", _table(chance, facts)
    return f"picture-{facts['digit']}.png", _picture(chance)


def _log(chance: random.Random, facts: Mapping[str, str]) -> bytes:
    lines = [
        f"{7 + n // 60:02d}:{n % 60:02d} {say(chance.choice(LINES), chance, facts)}"
        for n in range(chance.randint(8, 30))
    ]
    return ("\n".join(lines) + "\n").encode()


def _table(chance: random.Random, facts: Mapping[str, str]) -> bytes:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\r\n")
    rows.writerow(["position", "article", "ordered", "delivered"])
    for n in range(1, chance.randint(3, 12)):
        ordered = chance.randint(1, 40)
        rows.writerow([n, f"{facts['product']} {n}", ordered, chance.randint(0, ordered)])
    return text.getvalue().encode()


def _picture(chance: random.Random, side: int = 24) -> bytes:
    """Stripes in one colour: something to look at in two thousand bytes."""
    colour = bytes(chance.randint(60, 220) for _channel in range(3))
    step = chance.randint(2, 6)
    rows = b"".join(
        b"\0" + (colour if row // step % 2 else b"\xf4\xf4\xf0") * side for row in range(side)
    )
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 0)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )
