"""Refusals: a request that is understood and declined; nothing has changed."""

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.utils.translation import gettext_lazy as _

REFUSALS: dict[str, type["Refusal"]] = {}
NAMED = 5  # records named in a sentence; the rest is counted


def listed(names: Iterable[Any], count: int) -> str:
    """The first names, and how many more there are; names are only those the actor may see."""
    shown = [str(name) for name in names][:NAMED]
    hidden = count - len(shown)
    if hidden <= 0:
        return ", ".join(shown)
    if not shown:
        return str(_("{hidden} that you may not see")).format(hidden=hidden)
    return str(_("{named} and {hidden} more")).format(named=", ".join(shown), hidden=hidden)


class Refusal(Exception):
    """Declined by a rule.

    ``code`` is what programs read, ``message`` what people read, ``records`` the records that
    stand in the way (only those the actor may see), ``count`` how many there are in all,
    ``targets`` the ids of the asked-for records at fault, by which ``skip`` leaves them out.
    ``enabled_by`` are the operations that would clear the way, ``policies`` (group.name) what an
    administrator may choose in its place.
    """

    code = "refused"
    status = 409
    enabled_by: ClassVar[tuple[str, ...]] = ()
    policies: ClassVar[tuple[str, ...]] = ()
    message = _("This cannot be done.")

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.code in REFUSALS and REFUSALS[cls.code].__qualname__ != cls.__qualname__:
            raise TypeError(f"two refusals are called {cls.code}")
        REFUSALS[cls.code] = cls

    def __init__(
        self,
        records: Iterable[Any] = (),
        *,
        count: int | None = None,
        targets: Iterable[UUID] | None = None,
        **facts: Any,
    ) -> None:
        self.records = list(records)
        self.count = len(self.records) if count is None else count
        self.targets = None if targets is None else set(targets)
        self.facts = facts
        super().__init__(self.text)

    @property
    def text(self) -> str:
        """The sentence for people, with the first records named and the others counted."""
        named = listed(self.records, self.count)
        return str(self.message).format_map({"records": named, "count": self.count, **self.facts})


class Forbidden(Refusal):
    """The actor holds no privilege for this on these records."""

    code = "forbidden"
    status = 403
    message = _("You may not do this ({privilege}) to {records}; a role with that privilege may.")
    unnamed = _("You may not do this ({privilege}); a role with that privilege may.")

    @property
    def text(self) -> str:
        """The sentence for people; what is still to be made has no name."""
        if self.records:
            return super().text
        return str(self.unnamed).format_map(self.facts)


class NotFound(Refusal):
    """No such record, or none the actor may see: the two are not told apart."""

    code = "not-found"
    status = 404
    message = _("There is no {noun} {key} that you can see.")


class Ambiguous(Refusal):
    """A name that several records bear."""

    code = "ambiguous"
    status = 422
    message = _("{key} is the name of several records: {records}. Use the id.")


class Stale(Refusal):
    """The record was changed after the actor read it."""

    code = "stale"
    status = 412
    message = _("{records} was changed by somebody after you read it. Read it again.")


class InvalidInput(Refusal):
    """A value that no rule needs to see: wrong type, too long, not one of the choices."""

    code = "invalid-input"
    status = 422
    message = _("{field}: {problem}")


class Busy(Refusal):
    """The database could not give the locks in time, several times over."""

    code = "busy"
    status = 503
    message = _("Others are changing the same records just now. Try again in a moment.")


class Conflict(Refusal):
    """The database found two rows that cannot both be: somebody was quicker."""

    code = "conflict"
    message = _(
        "This contradicts what is there now: a name that is taken, or a record that somebody has "
        "just deleted. Read it again."
    )
