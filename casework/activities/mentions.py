"""Mentions: people named with @ in the text of an activity, who are told of it."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from casework.activities.models import Mention
from casework.kernel.arguments import UNSET
from casework.kernel.by_record import ByRecord
from casework.kernel.work import Work
from casework.kernel.working_sets import WorkingSet
from casework.people.acting import SYSTEM
from casework.people.models import User

NAMED = re.compile(r"(?<![\w@.+-])@([\w.+-]{1,150})")  # no address of e-mail
MOST = 50  # people named in one activity
TEXTS = ("subject", "description")


def mention(work: Work, rows: Iterable[Any]) -> None:
    """Note who is named in new activities (rows with id, subject and description).

    Two statements for any number, and none where no text holds an @.
    """
    texts = {
        row.id: (row.subject or "", row.description or "")
        for row in rows
        if (row.subject and "@" in row.subject) or (row.description and "@" in row.description)
    }
    if texts:
        _add(work, _people(work, texts), frozenset())


def mention_again(work: Work, activities: WorkingSet, columns: Mapping[str, Any]) -> None:
    """Note who is named in edited activities, and forget who is no longer; the same number of
    statements for any number, and none unless a text is given."""
    given = {name: columns[name] for name in TEXTS if name in columns}
    if not given:
        return
    held = work.gather(mentions_in(activities))
    if not held and not any("@" in one for value in given.values() for one in _texts(value)):
        return
    texts = {
        key: tuple(_at(given.get(name, UNSET), key, getattr(row, name)) for name in TEXTS)
        for key, row in work.facts(activities, *TEXTS).items()
    }
    wanted = _people(work, texts)
    present = {
        (row.activity_id, row.user_id): key
        for key, row in work.facts(held, "activity_id", "user_id").items()
    }
    gone = [key for pair, key in present.items() if pair not in wanted]
    work.delete(WorkingSet(Mention, gone), "mention.removed")
    _add(work, wanted, present.keys())


def forget_mentions(work: Work, activities: WorkingSet) -> None:
    """Erased activities mention nobody."""
    work.delete(work.gather(mentions_in(activities)), "mention.removed")


def mentions_in(records: WorkingSet, path: str = "activity") -> Any:
    """The mentions in these activities, or, by another path, in those of these cases."""
    rows: Any = Mention.objects
    return rows.filter(**{f"{path}__among": records})


def names_in(texts: Iterable[str]) -> list[tuple[str, str]]:
    """The names after an @, in their order, each as it stands and without the full stop of a
    sentence behind it."""
    found = dict.fromkeys(name for text in texts for name in NAMED.findall(text))
    return [(name, name.rstrip(".-+")) for name in list(found)[:MOST]]


def _people(work: Work, texts: Mapping[UUID, Iterable[str]]) -> dict[tuple[UUID, UUID], None]:
    """Each activity with each active user it names, in order."""
    named = {key: names_in(some) for key, some in texts.items()}
    names = {name for pairs in named.values() for pair in pairs for name in pair if name}
    if not names:
        return {}
    rows = User.objects.using(work.using).filter(username__among=frozenset(names), is_active=True)
    people = dict(rows.exclude(username=SYSTEM).values_list("username", "pk"))
    found = {
        (key, people.get(whole) or people.get(bare)): None
        for key, pairs in named.items()
        for whole, bare in pairs
    }
    return {(key, user): None for key, user in found if user is not None}


def _add(work: Work, wanted: Iterable[tuple[UUID, UUID]], present: Iterable[Any]) -> None:
    known = set(present)
    new = [{"activity": key, "user": user} for key, user in wanted if (key, user) not in known]
    work.add(Mention, new, "mention.made")


def _texts(value: Any) -> list[str]:
    some = value.values.values() if isinstance(value, ByRecord) else [value]
    return [one for one in some if isinstance(one, str)]


def _at(value: Any, key: UUID, present: str) -> str:
    one = value.values.get(key, present) if isinstance(value, ByRecord) else value
    return one if isinstance(one, str) else present
