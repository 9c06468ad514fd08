"""The sentences of the product and their translations.

``python -m tests.messages --write`` brings the catalogues up to date with the source (new sentences
come empty) and compiles them; ``tests/test_messages.py`` fails while one is missing.
"""

import ast
import io
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
LOCALE = ROOT / "casework" / "locale"
LANGUAGES = ("ro", "id")
HEADER = "# The sentences of Casework, by python -m tests.messages --write."
WORDS = {"_": 1, "_now": 1, "gettext": 1, "gettext_lazy": 1, "ngettext": 2, "ngettext_lazy": 2}
IN_CONTEXT = {"pgettext": 2, "pgettext_lazy": 2, "npgettext": 3, "npgettext_lazy": 3}
CALLS = {
    "gettext": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
NAMED = re.compile(r"%\((\w+)\)s")
Sentence = str | tuple[str, str]  # of one, or of one and of many
Meant = tuple[str, Sentence]  # in which context, where one sentence means several things


def sentences() -> dict[Meant, list[str]]:
    """Every sentence of the source and of its templates, with the files it stands in."""
    found: dict[Meant, list[str]] = {}
    for path in sorted((ROOT / "casework").rglob("*")):
        if path.suffix == ".py":
            some = _in_source(path.read_text(encoding="utf-8"))
        elif path.suffix == ".html":
            some = _in_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for one in some:
            found.setdefault(one, []).append(path.relative_to(ROOT).as_posix())
    return found


def _in_template(source: str) -> Iterator[Meant]:
    """The sentences of a template, as Django would look for them."""
    called = io.BytesIO(templatize(source).encode())
    for _line, message, _comments, context in extract(
        "python", called, keywords=CALLS, options={"encoding": "utf-8"}
    ):
        yield context or "", message


def _in_source(source: str) -> Iterator[Meant]:
    """The sentences of Python, also where they stand inside of other strings."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name | ast.Attribute):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else node.func.attr
        needed = WORDS.get(name) or IN_CONTEXT.get(name, 0)
        texts = [one.value for one in node.args[:needed]
                 if isinstance(one, ast.Constant) and isinstance(one.value, str)]  # fmt: skip
        if len(texts) == needed > 0:
            context = texts.pop(0) if name in IN_CONTEXT else ""
            yield context, texts[0] if len(texts) == 1 else (texts[0], texts[1])


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
    if language == "id":  # one form for any number, which Babel does not know
        new._num_plurals, new._plural_expr = 1, "0"
    for context, sentence in sorted(sentences(), key=_by_sentence):
        kept = old.get(sentence, context or None)
        plural = isinstance(sentence, tuple)
        blank: Any = ("",) * new.num_plurals if plural else ""
        same = kept is not None and isinstance(kept.id, tuple) == plural
        string = kept.string if kept and same else blank
        said = string[: new.num_plurals] if plural else string
        new.add(sentence, string=said, context=context or None)
    return new


def _by_sentence(meant: Meant) -> tuple[str, str]:
    return str(meant[1]), meant[0]


def compiled(language: str) -> bytes:
    """The catalogue as the product reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue(language))
    return buffer.getvalue()


def forms(said: Any) -> tuple[str, ...]:
    """The sentence, or its forms for one and for many."""
    return tuple(said) if isinstance(said, tuple | list) else (said,)


def placeholders(said: Any) -> set[str]:
    """The names in braces, and those of templates."""
    names: set[str] = set()
    for one in forms(said):
        names |= set(NAMED.findall(one))
        names |= {name for _text, name, _spec, _conversion in string.Formatter().parse(one) if name}
    return names


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
