"""Full names: people are told by them on a screen."""

from typing import Any

from casework.kernel.prepared import Prepared
from casework.people.models import User

PEOPLE = ("owner_user", "worker_user", "created_by", "modified_by", "confirmed_by", "user", "actor")


def with_full_names(items: list[dict[str, Any]]) -> None:
    """People are told by their full names on a screen: one query for any number of rows."""
    people = [
        value for item in items for name in PEOPLE if (value := item.get(name)) and value["name"]
    ]
    rows = FULL_NAMES(frozenset(one["id"] for one in people)) if people else ()
    names = dict(rows)
    for one in people:
        one["name"] = names.get(one["id"]) or one["name"]


FULL_NAMES = Prepared(
    lambda keys: User.objects.filter(pk__among=keys).values_list("pk", "full_name")
)
