"""The sentences of the product and their translations.

``python -m tests.messages --write`` brings the catalogues up to date with the source (new sentences
come empty) and compiles them; ``tests/test_messages.py`` fails while one is missing.
"""

import io
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "casework" / "locale"
LANGUAGES = ("ro", "id")
HEADER = "# The sentences of Casework, by python -m tests.messages --write."
KEYWORDS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def sentences() -> dict[str, list[tuple[str, int]]]:
    """Every sentence of the source, with the places it stands at."""
    found: dict[str, list[tuple[str, int]]] = {}
    for name, line, message, _comments, _context in extract_from_dir(
        str(ROOT / "casework"), [("**.py", "python")], keywords=KEYWORDS
    ):
        for one in message if isinstance(message, tuple) else (message,):
            found.setdefault(one, []).append((f"casework/{name}", line))
    return found


def catalogue(language: str) -> Catalog:
    """The translations of a language as they stand in its file."""
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    if not path.exists():
        return Catalog(locale=language, domain="django", project="Casework")
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django")


def brought_up_to_date(language: str) -> Catalog:
    """The catalogue with exactly the sentences of the source."""
    old = catalogue(language)
    new = Catalog(
        locale=language,
        domain="django",
        header_comment=HEADER,
        project="Casework",
        version="1",
        msgid_bugs_address="Casework",
        last_translator="Casework",
        language_team="Casework",
        creation_date=old.creation_date,
        revision_date=old.creation_date,
        fuzzy=False,
    )
    for sentence in sorted(sentences()):
        kept = old.get(sentence)
        new.add(sentence, string=kept.string if kept else "")
    return new


def compiled(language: str) -> bytes:
    """The catalogue as the product reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue(language))
    return buffer.getvalue()


def placeholders(sentence: str) -> set[str]:
    """The names in braces."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(sentence) if name}


def write() -> None:
    """Bring both catalogues up to date and compile them."""
    for language in LANGUAGES:
        folder = LOCALE / language / "LC_MESSAGES"
        folder.mkdir(parents=True, exist_ok=True)
        with io.BytesIO() as buffer:
            write_po(buffer, brought_up_to_date(language), width=100, omit_header=False)
            (folder / "django.po").write_bytes(buffer.getvalue())
        (folder / "django.mo").write_bytes(compiled(language))


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    write()
