"""Facets: by what charts count cases, and how a slice becomes a filter."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Case as Choice
from django.db.models import IntegerField, Value, When
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.cases.models import Case
from casework.interfaces.web.reader import Reader, iso
from casework.interfaces.web.views import Pairs
from casework.interfaces.web.words.columns import label_of
from casework.kernel.shapes import words

NOTHING = "none"  # in an address: the cases where it is empty
DAY = datetime.timedelta(days=1)
# younger than so many days; the last band has no end
BANDS: tuple[tuple[str, Any, int | None], ...] = (
    ("1d", gettext_lazy("Under 1 day"), 1),
    ("3d", gettext_lazy("1 to 3 days"), 3),
    ("7d", gettext_lazy("3 to 7 days"), 7),
    ("30d", gettext_lazy("7 to 30 days"), 30),
    ("90d", gettext_lazy("30 to 90 days"), 90),
    ("old", gettext_lazy("Over 90 days"), None),
)


@dataclass(frozen=True)
class Facet:
    """One thing that cases are counted by.

    ``kind`` is code, status, record, owner, age or yes_no; ``several`` says whether more than one
    slice can be chosen at once, ``full`` whether slices without a case are drawn as well.
    """

    name: str
    kind: str
    several: bool = True
    full: bool = False

    @property
    def label(self) -> str:
        """What it is called."""
        return _("Age") if self.kind == "age" else label_of("case", self.name)

    @property
    def columns(self) -> tuple[str, ...]:
        """What cases are grouped by."""
        if self.kind == "owner":
            return ("owner_user_id", "owner_team_id")
        return (f"{self.name}_id",) if self.kind == "record" else (self.name,)

    def annotations(self, reader: Reader) -> dict[str, Any]:
        """What rows must be given before they are grouped."""
        if self.kind != "age":
            return {}
        steps = [
            When(created_at__gt=_before(reader, days), then=Value(place))
            for place, (_name, _label, days) in enumerate(BANDS)
            if days is not None
        ]
        last = Value(len(BANDS) - 1)
        return {"age": Choice(*steps, default=last, output_field=IntegerField())}

    def key(self, row: dict[str, Any]) -> str:
        """A group of rows, as an address names it."""
        if self.kind == "owner":
            user, team = row["owner_user_id"], row["owner_team_id"]
            return f"user:{user}" if user else f"team:{team}"
        value = row[self.columns[0]]
        if value is None:
            return NOTHING
        if self.kind == "age":
            return BANDS[value][0]
        if self.kind == "code":
            return words(_field(self.name)).get(value, str(value))
        return str(value).lower() if self.kind == "yes_no" else str(value)

    def known(self) -> list[tuple[str, str]]:
        """All slices there may be with their labels, in their order, where they are few."""
        if self.kind == "age":
            return [(name, str(label)) for name, label, _days in BANDS]
        if self.kind == "yes_no":
            return [("true", _("Yes")), ("false", _("No"))]
        if self.kind != "code":
            return []
        field = _field(self.name)
        labels = dict(field.flatchoices)
        return [(word, str(labels[code])) for code, word in words(field).items()]

    def pairs(self, values: list[str], reader: Reader) -> Pairs:
        """The filter that these slices are."""
        if NOTHING in values:
            return [(f"{self.name}.null", "true")]
        if self.kind == "age":
            return _band(values[0], reader)
        if self.kind == "owner":
            kind, _colon, key = values[0].partition(":")
            return [(f"owner_{kind}" if kind in ("user", "team") else "owner", key)]
        return [(f"{self.name}.in", ",".join(values))] if self.several else [(self.name, values[0])]


def _field(name: str) -> Any:
    return Case._meta.get_field(name)


def _before(reader: Reader, days: int) -> datetime.datetime:
    # whole seconds: charts and the lists behind them draw the line at the same place
    return reader.now.replace(microsecond=0) - days * DAY


def _band(name: str, reader: Reader) -> Pairs:
    younger = 0
    for known, _label, days in BANDS:
        if known == name:
            until = [("created_at.lte", iso(_before(reader, younger)))] if younger else []
            since = [("created_at.gt", iso(_before(reader, days)))] if days else []
            return [*since, *until]
        younger = days or 0
    return [("age", name)]


FACETS = {
    one.name: one
    for one in (
        Facet("status", "status"),
        Facet("priority", "code", full=True),
        Facet("origin", "code"),
        Facet("case_type", "code"),
        Facet("subject", "record"),
        Facet("owner", "owner", several=False),
        Facet("age", "age", several=False, full=True),
        Facet("is_escalated", "yes_no", several=False),
    )
}
