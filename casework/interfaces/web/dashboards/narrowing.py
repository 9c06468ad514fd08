"""Narrowing: what the address of a dashboard chooses: slices, a time frame, orders."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.interfaces.web.dashboards.facets import FACETS, NOTHING, Facet
from casework.interfaces.web.dashboards.naming import Names
from casework.interfaces.web.dashboards.spans import PRESETS, Span, span_of, words_of
from casework.interfaces.web.listing import Address
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.views import Pairs
from casework.kernel.refusals import InvalidInput

VALUES = 50  # slices of one chart at once
FRAME = ("frame", "from", "until")
EVER = "any"  # in an address: no time frame, whatever the dashboard begins with
# the column that a time frame is about
MOMENTS = {"case": "created_at", "activity": "due_at", "queue_item": "entered_at"}
ANY = gettext_lazy("Any time")


@dataclass(frozen=True)
class Narrowed:
    """The choices of an address; ``slices`` are values by the name of their facet.

    ``frame`` is the time frame of the dashboard where the address says none.
    """

    address: Address
    slices: dict[str, list[str]]
    span: Span
    reader: Reader
    frame: str = ""

    def pairs(self, noun: str = "case", but: str = "") -> Pairs:
        """The choices as filters of a table; those of charts are about cases alone."""
        made = self.span.pairs(MOMENTS[noun], self.reader)
        return [*made, *self.of_cases(but)] if noun == "case" else made

    def of_cases(self, but: str = "") -> Pairs:
        """The chosen slices as filters, without those of one facet."""
        return [
            pair
            for name, values in self.slices.items()
            if name != but
            for pair in FACETS[name].pairs(values, self.reader)
        ]

    def toggled(self, facet: Facet, key: str) -> str:
        """The address with one slice more, or without it where it is chosen already."""
        values = self.slices.get(facet.name, [])
        if key in values:
            values = [one for one in values if one != key]
        elif not facet.several or NOTHING in (key, *values):
            values = [key]
        else:
            values = [*values, key]
        return self.address.with_(**{facet.name: ",".join(values)})

    def within(self, first: str, last: str) -> str:
        """The address with a time frame of one's own."""
        return self.address.with_(**{"frame": "custom", "from": first, "until": last})

    def chips(self, names: Names) -> list[dict[str, str]]:
        """Everything that is chosen, each with the address without it."""
        made = []
        if words := words_of(self.span, self.reader):
            without = self.address.with_(**self._frame(""))
            made.append({"text": words, "without": without})
        for name, values in self.slices.items():
            facet = FACETS[name]
            for key in values:
                text = f"{facet.label}: {names.label(facet, key)}"
                made.append({"text": text, "without": self.toggled(facet, key)})
        return made

    def nothing(self) -> str:
        """The address without any slice and time frame."""
        return self.address.with_(**dict.fromkeys(FACETS, ""), **self._frame(""))

    def _frame(self, name: str) -> dict[str, str]:
        """The names of an address for a time frame; without one, the dashboard's own would hold."""
        return {"frame": name or (EVER if self.frame else ""), "from": "", "until": ""}

    def frames(self) -> list[dict[str, Any]]:
        """The time frames that ship, each with its address."""
        known = [("", ANY), *((name, label) for name, label, _make in PRESETS)]
        return [
            {
                "label": label,
                "to": self.address.with_(**self._frame(name)),
                "here": name == self.span.name,
            }
            for name, label in known
        ]

    def kept(self, *names: str) -> list[tuple[str, str]]:
        """What a form has to say again so that nothing but these is lost."""
        return [
            (name, value)
            for name, values in self.address.given.items()
            if name not in (*names, "did")
            for value in values
        ]


def narrowed(address: Address, reader: Reader, frame: str = "") -> Narrowed:
    """What an address chooses; raises InvalidInput where it makes no sense."""
    slices = {}
    for name in FACETS:
        texts = address.given.get(name, [])
        values = list(dict.fromkeys(one for text in texts for one in text.split(",") if one))
        if len(values) > VALUES:
            raise InvalidInput(field=name, problem=_("names too many values"))
        if values:
            slices[name] = values if FACETS[name].several else values[-1:]
    one = address.one
    span = span_of(one("frame") or frame, one("from"), one("until"), reader.today)
    return Narrowed(address, slices, span, reader, frame)
