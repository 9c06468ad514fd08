"""The clock of a story: it goes forward, by office hours, and never beyond the present."""

import datetime
import random
from typing import Any

from casework.samples.hours import at_work
from casework.samples.plot import Part

DAY = datetime.timedelta(days=1)


class Over(Exception):
    """The story has reached the present: the rest is still to come."""


class Clock:
    """When the next thing happens.

    What is closed was worked on for a time of its own, a day or so; what is active, as far as it
    has come until now.
    """

    def __init__(
        self, part: Part, now: datetime.datetime, hours: Any, chance: random.Random
    ) -> None:
        self.at, self.born, self.now = part.born, part.born, now
        self.hours, self.chance, self.part = hours, chance, part
        age = now - part.born
        lasting = DAY * min(chance.lognormvariate(0.3, 1.2), 90)
        if part.is_head:
            lasting = max(lasting, age / 3)
        if part.fate == "active":
            lasting = age * (0.3 + 0.65 * chance.random())
        self.span = min(lasting, age * (0.45 if part.reopened else 0.9))

    def reach(self) -> float:
        """How far the middle of the story is told: wholly when it has an end."""
        return self.chance.random() if self.part.fate == "active" else 1.0

    def on(self, minutes: float) -> None:
        """About so many minutes of work later, less where the whole story is short."""
        most = min(minutes, self.span.total_seconds() / 60 / 8)
        self._set(self.at + datetime.timedelta(minutes=most * (0.2 + self.chance.random())))

    def to(self, share: float) -> None:
        """At about this share of the story."""
        self._set(self.born + self.span * (share + 0.08 * self.chance.random()))

    def days(self, days: float) -> None:
        """About so many days later, where there is time for it."""
        left = (self.now - self.at) * 0.4
        self._set(self.at + min(DAY * days * (0.4 + 1.2 * self.chance.random()), left))

    def wait_until(self, moment: datetime.datetime | None) -> None:
        """Not before this moment."""
        if moment and moment >= self.at:
            self._set(moment)

    def _set(self, wanted: datetime.datetime) -> None:
        earliest = self.at + datetime.timedelta(seconds=20 + int(self.chance.random() * 100))
        wanted = max(wanted.replace(microsecond=0), earliest)
        opened = at_work(wanted, self.hours)
        # Some work late; nobody works tomorrow.
        self.at = opened if opened <= self.now else wanted
        if self.at > self.now:
            self.at = self.now
            raise Over
