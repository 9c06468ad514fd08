"""Markup: the elements of a FetchXML text, read without entities, within a size and a depth."""

from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from casework.interfaces.odata.query.refusing import BAD_FETCH, QueryRefused

LONGEST = 64 * 1024  # characters, as long as an address within a $batch
DEEPEST, MOST = 24, 3_000  # elements within one another, and in all


@dataclass
class Element:
    """An element with what stands in it."""

    name: str
    attributes: dict[str, str]
    children: list["Element"] = field(default_factory=list)
    text: str = ""

    def all(self, name: str) -> list["Element"]:
        """The children of this name."""
        return [one for one in self.children if one.name == name]

    def says(self, name: str) -> bool:
        """Whether an attribute is true."""
        return self.attributes.get(name, "").strip().lower() in ("true", "1")


def read(text: str) -> Element:
    """The outermost element. Raises QueryRefused for what is malformed, declares a document type,
    or is too large or too deep."""
    if len(text) > LONGEST:
        raise QueryRefused(f"FetchXML has at most {LONGEST} characters.", BAD_FETCH)
    top = Element("", {})
    open_: list[Element] = [top]
    number = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal number
        number += 1
        if len(open_) > DEEPEST or number > MOST:
            raise QueryRefused("FetchXML is too deep or has too many elements.", BAD_FETCH)
        made = Element(name, attributes)
        open_[-1].children.append(made)
        open_.append(made)

    def said(data: str) -> None:
        open_[-1].text += data

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _name: open_.pop()
    parser.CharacterDataHandler = said
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(text.strip(), True)
    except (expat.ExpatError, UnicodeError) as error:
        raise QueryRefused(f"Invalid XML: {error}.", BAD_FETCH) from None
    return top.children[0]


def _refuse(*_said: Any) -> None:
    raise QueryRefused("FetchXML declares no document type and no entities.", BAD_FETCH)
