"""Asked: one request to the Dataverse face, from the wire or from a part of a ``$batch``."""

import functools
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

import orjson

from casework.interfaces.odata import errors
from casework.interfaces.odata.entities import Catalogue
from casework.kernel.actor import Actor
from casework.kernel.text import storable

ANNOTATIONS = "odata.include-annotations"
_PREFERENCE = re.compile(r'([\w.-]+)(?:\s*=\s*(?:"([^"]*)"|([^,;"]*)))?')
DEEPEST = 20
MOST = 1000  # records of one request, also those that lie in others


@dataclass
class Asked:
    """A request.

    ``path`` is what follows ``/api/data/v9.x/``, decoded; ``options`` its query in order
    (``$select``, ``@p1``, ``fetchXml``), the last of each name; ``headers`` have names in small
    letters. ``base`` is the address of the version asked for, with its closing slash, as the
    client wrote it: every link begins with it. ``references`` are the addresses that ``$1`` stands
    for within a batch.
    """

    method: str
    path: str
    actor: Actor
    base: str
    query: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    references: dict[str, str] = field(default_factory=dict)
    catalogue: Catalogue = field(default_factory=Catalogue)
    in_batch: bool = False
    made: int = 0  # records made so far

    @functools.cached_property
    def options(self) -> dict[str, str]:
        """What stands behind the question mark, decoded."""
        text = self.query.rstrip("?")
        try:
            pairs = parse_qsl(text, keep_blank_values=True, max_num_fields=500, errors="strict")
        except (ValueError, UnicodeDecodeError):
            raise errors.bad_query("The query string cannot be read.") from None
        if any(not storable(text) for pair in pairs for text in pair):
            raise errors.bad_query("The query string holds a character that cannot be read.")
        return dict(pairs)

    def header(self, name: str) -> str | None:
        """A header, without blanks around it; the text ``null`` means nothing."""
        value = self.headers.get(name.lower())
        return None if value is None or value.strip() in ("", "null") else value.strip()

    @functools.cached_property
    def preferences(self) -> dict[str, str]:
        """What the Prefer headers say, names in small letters; several are one list."""
        return {
            one[1].lower(): (one[2] if one[2] is not None else one[3] or "").strip()
            for one in _PREFERENCE.finditer(self.headers.get("prefer", ""))
        }

    @property
    def wants_representation(self) -> bool:
        """Whether a write is to answer the record."""
        return self.preferences.get("return") == "representation"

    @functools.cached_property
    def annotations(self) -> "Annotations":
        """Which annotations are wanted."""
        header = self.headers.get("prefer", "")
        given = self.preferences.get(ANNOTATIONS)
        if given is None and ANNOTATIONS in header:
            given = header.partition(ANNOTATIONS)[2].strip(' ="')
        return Annotations(tuple(one.strip(' "') for one in (given or "").split(",") if one))

    @functools.cached_property
    def json(self) -> dict[str, Any]:
        """The body as an object; nothing at all is an empty one. Refuses with 0x80048d19."""
        if not self.body.strip():
            return {}
        try:
            value = orjson.loads(self.body)
        except orjson.JSONDecodeError as error:
            raise errors.payload(f"The body cannot be read as JSON: {error}.") from None
        if value is None:  # what dataverse-api sends where there is nothing to send
            return {}
        if not isinstance(value, dict):
            raise errors.payload("The body must be a JSON object.")
        _check(value)
        return value

    def count_one_more(self) -> None:
        """Count a record that this request makes or looks up; refuses more than a thousand."""
        self.made += 1
        if self.made > MOST:
            raise errors.invalid(f"A request writes at most {MOST} records: send several.")

    def link(self, entity: Any, key: UUID) -> str:
        """The absolute address of a record."""
        return f"{self.base}{entity.set_name}({key})"


@dataclass(frozen=True)
class Annotations:
    """The annotations asked for: ``*``, or names that may end in ``*``; a ``-`` takes one out."""

    wanted: tuple[str, ...] = ()

    def __contains__(self, name: str) -> bool:
        return any(
            name == one or (one.endswith("*") and name.startswith(one[:-1])) for one in self.wanted
        )

    @functools.cached_property
    def formatted(self) -> bool:
        """Whether values are told for people, too."""
        return "OData.Community.Display.V1.FormattedValue" in self

    @functools.cached_property
    def lookups(self) -> bool:
        """Whether it is told where lookups lead."""
        return "Microsoft.Dynamics.CRM.lookuplogicalname" in self


def _check(value: Any) -> None:
    """Depth and texts, without recursion: the body may be hostile."""
    level, depth = [value], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise errors.payload("The body is nested too deeply.")
        below: list[Any] = []
        for one in level:
            if isinstance(one, dict):
                below += [*one.keys(), *one.values()]
            elif isinstance(one, list):
                below += one
            elif isinstance(one, str) and not storable(one):
                raise errors.payload("A text holds a character that cannot be stored.")
        level = below
