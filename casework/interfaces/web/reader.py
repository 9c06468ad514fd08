"""Reader: how times and amounts are written for the one who reads, in their language and zone."""

import datetime
import functools
from typing import Any

from django.utils import dates, timezone, translation
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

DAY, HOUR = 86_400, 3_600


@functools.cache
def _months(language: str) -> tuple[str, ...]:
    with translation.override(language):
        names = [str(dates.MONTHS_3[n]) for n in range(1, 13)]
    # Django keeps them small; English and Indonesian write them with a capital, Romanian does not
    return ("", *(one.capitalize() if language[:2] in ("en", "id") else one for one in names))


class Reader:
    """One person reading one page; made once for a page, for it remembers language and zone."""

    def __init__(self) -> None:
        self.months = _months(translation.get_language() or "en")
        self.zone = timezone.get_current_timezone()
        self.now = timezone.now()
        self.today = self.now.astimezone(self.zone).date()

    def date(self, value: datetime.date | None) -> str:
        """A day: 24 Nov 2026."""
        return f"{value.day} {self.months[value.month]} {value.year}" if value else ""

    def moment(self, value: datetime.datetime | None) -> str:
        """A time in the reader's zone: 24 Nov 2026 09:30."""
        if value is None:
            return ""
        here = value.astimezone(self.zone)
        return f"{self.date(here)} {here.hour:02}:{here.minute:02}"

    def time(self, value: datetime.datetime | None) -> SafeString | str:
        """A time as an element that programs read as well."""
        if value is None:
            return ""
        return format_html('<time datetime="{}">{}</time>', iso(value), self.moment(value))

    def age(self, since: datetime.datetime, until: datetime.datetime | None = None) -> str:
        """How long something has lasted: 3d 4h, or below a day 4h 12m (spec 4.3)."""
        seconds = max(0, int(((until or self.now) - since).total_seconds()))
        days, hours, minutes = seconds // DAY, seconds % DAY // HOUR, seconds % HOUR // 60
        if days:
            return _("{days}d {hours}h").format(days=days, hours=hours)
        return _("{hours}h {minutes}m").format(hours=hours, minutes=minutes)

    def duration(self, minutes: int | None) -> str:
        """Minutes as hours and minutes."""
        return self.age(self.now, self.now + datetime.timedelta(minutes=minutes)) if minutes else ""

    def number(self, value: Any) -> str:
        """A number with the separators of the language."""
        return number_format(value, force_grouping=True) if value is not None else ""

    def size(self, count: int) -> str:
        """Bytes, as people say them."""
        if count < 1_000:
            return f"{count} B"
        if count < 1_000_000:
            return f"{number_format(round(count / 1_000, 1))} kB"
        return f"{number_format(round(count / 1_000_000, 1))} MB"


def iso(value: datetime.datetime) -> str:
    """A time in UTC as programs write it."""
    return value.astimezone(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
