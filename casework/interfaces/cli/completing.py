"""Completing: what people call the records there are, as far as the administrator sees them."""

import contextlib
from collections.abc import Callable
from typing import Any

import typer
from django.db import DatabaseError

from casework.interfaces.cli.session import actor_named
from casework.kernel.refusals import Refusal

AT_MOST = 20


def keys_of_noun(model: Any) -> Callable[[typer.Context, str], list[str]]:
    """Completes the keys of a noun: case numbers, names; nothing where a noun has only ids."""

    def keys(ctx: typer.Context, incomplete: str) -> list[str]:
        if model.KEY == "id":
            return []
        with contextlib.suppress(DatabaseError, Refusal):
            rows = model.objects.visible_to(actor_named(""))
            found = rows.filter(**{f"{model.KEY}__istartswith": incomplete})
            return list(found.order_by(f"-{model.KEY}").values_list(model.KEY, flat=True)[:AT_MOST])
        return []

    return keys
