"""Text as people search and sort it: folded once, the same on every database."""

import unicodedata

_LETTERS = str.maketrans({"ß": "ss", "ø": "o", "đ": "d", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i"})


def fold(text: str) -> str:
    """``Țăran`` and ``taran`` are one word: without marks, without case, single blanks."""
    bare = unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS)
    return " ".join("".join(c for c in bare if not unicodedata.combining(c)).split())


def storable(text: str) -> bool:
    """Whether every database can keep this text: no NUL, no half of a character."""
    return "\0" not in text and not any("\ud800" <= character <= "\udfff" for character in text)


def ascii_of(name: str) -> str:
    """The name of a filter as it may stand in an answer, whatever was sent."""
    return name[:100].encode("ascii", "replace").decode().replace("\0", "?")
