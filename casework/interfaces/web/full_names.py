"""Full names: on a screen people are told by their names, not by those they sign in with."""

from typing import Any

from casework.people.models import User

PEOPLE = ("owner_user", "worker_user", "created_by", "modified_by", "confirmed_by", "user", "actor")


def with_full_names(items: list[dict[str, Any]]) -> None:
    """People are told by their full names on a screen: one query for any number of rows."""
    people = [
        value
        for item in items
        for name, value in item.items()
        if name in PEOPLE and value and value["name"]
    ]
    rows = User.objects.filter(pk__in={one["id"] for one in people}) if people else ()
    names = {one.pk: one.full_name for one in rows}
    for one in people:
        one["name"] = names.get(one["id"]) or one["name"]
