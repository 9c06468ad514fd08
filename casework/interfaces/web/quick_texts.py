"""Quick texts: what is written again and again, put into what is being written."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.interfaces.web.reader import Reader
from casework.interfaces.web.showing import show
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
from casework.workplace.models import QuickText
from casework.workplace.quick_texts import filled

MOST = 200


def _texts(actor: Actor) -> Any:
    rows: Any = QuickText.objects.visible_to(actor)
    return rows.select_related("owner_user").order_by("title", "pk")[:MOST]


def _fitting(language: str, actor: Actor) -> Any:
    mine = Q(language="") | Q(language=language)
    return QuickText.objects.visible_to(actor).filter(mine).order_by("title", "pk")[:MOST]


FITTING = Prepared(_fitting, QuickText)


def texts_for(case: Any, customer: str, request: Any, reader: Reader) -> list[dict[str, Any]]:
    """The texts that fit the reader's language, their places filled with what the case says."""
    facts = {
        "case.number": case.number, "case.title": case.title, "customer": customer,
        "me": request.user.full_name or request.user.username, "today": reader.date(reader.today),
    }  # fmt: skip
    rows = FITTING(request.user.language, actor=request.actor)
    return [{"id": one.pk, "title": one.title, "text": filled(one.text, facts)} for one in rows]


def chosen(texts: list[dict[str, Any]], said: str) -> str:
    """The text that an address asks for, to begin with."""
    try:
        key = UUID(said)
    except ValueError:
        return ""
    return next((one["text"] for one in texts if one["id"] == key), "")


def page(request: Any) -> Any:
    """The texts one may use, with ways to change, share and delete one's own."""
    rows = [
        {
            "id": one.pk, "title": one.title, "text": one.text,
            "shared": one.get_shared_with_display(),
            "mine": one.owner_user_id == request.user.pk,
            "owner": one.owner_user.full_name or one.owner_user.username,
        }
        for one in _texts(request.actor)
    ]  # fmt: skip
    return show(request, "quick_texts.html", {"title": _("Quick texts"), "texts": rows})
