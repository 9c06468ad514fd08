"""Quick texts: what is written again and again, with places for what differs."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from casework.kernel.arguments import UNSET, NewRow, Unset
from casework.kernel.operations import creation, operation
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.models import Team
from casework.workplace.models import QuickText
from casework.workplace.sharing import SharedWith, share_with

PLACE = re.compile(r"\{([a-z][a-z_]*(?:\.[a-z][a-z_]*)*)\}")


@dataclass(kw_only=True)
class NewQuickText(NewRow):
    """A text to be kept.

    ``text`` may have places such as {case.number}, {case.title}, {customer}, {me} and {today};
    ``language`` is en, ro or id, or empty for any.
    """

    title: str
    text: str
    language: Literal["", "en", "ro", "id"] = ""


@creation("quick_text.create", makes=QuickText, row=NewQuickText)
def create(work: Work, rows: list[NewQuickText]) -> WorkingSet:
    """Keep texts that are written again and again, for oneself; quick_text.share lets others use
    them. Refuses with forbidden, invalid-input.
    """
    owner = work.actor.on_behalf_of or work.actor.user
    return work.add(
        QuickText,
        [
            {
                "id": row.id,
                "title": row.title,
                "text": row.text,
                "language": row.language,
                "owner_user": owner,
            }
            for row in rows
        ],
        "quick_text.created",
    )


@operation("quick_text.edit", on=QuickText)
def edit(
    work: Work,
    texts: WorkingSet,
    *,
    title: str | Unset = UNSET,
    text: str | Unset = UNSET,
    language: Literal["", "en", "ro", "id"] | Unset = UNSET,
) -> None:
    """Change kept texts; what is not given stays. Refuses with forbidden, invalid-input."""
    given = {"title": title, "text": text, "language": language}
    columns: dict[str, Any] = {name: one for name, one in given.items() if one is not UNSET}
    work.change(work.differing(texts, columns), "quick_text.edited", **columns)


@operation("quick_text.share", on=QuickText)
def share(
    work: Work, texts: WorkingSet, *, shared_with: SharedWith, team: Team | None = None
) -> None:
    """Let nobody, a team or everyone use kept texts beside their owner, who alone changes them.

    Refuses with forbidden, not-found, and with invalid-input for a team that is missing, not asked
    for, or deactivated.
    """
    share_with(work, texts, shared_with, team, "quick_text.shared")


@operation("quick_text.delete", on=QuickText)
def delete(work: Work, texts: WorkingSet) -> None:
    """Erase kept texts; what was written with them stays. Refuses with forbidden."""
    work.delete(texts, "quick_text.deleted")


def filled(text: str, facts: Mapping[str, Any]) -> str:
    """The text with the places that ``facts`` knows filled, in one pass: what is put in is never
    read again, and nothing is ever reckoned. Places it does not know stay as they are."""
    return PLACE.sub(lambda found: str(facts.get(found[1], found[0])), text)
