"""Ending: where a dialog leads when its run is done, with the notice of what it did."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.encoding import iri_to_uri

from casework.interfaces.web.afterwards import after
from casework.interfaces.web.asking import Asked
from casework.interfaces.web.noticing import DID
from casework.interfaces.web.places import where
from casework.interfaces.web.sending import done_once
from casework.interfaces.web.showing import show, with_query
from casework.interfaces.web.words.operations import command_of
from casework.kernel.operations import Result


def done(request: Any, asked: Asked, run: Callable[[], Result]) -> HttpResponse:
    """Run it and go back to where it was asked, with the notice; what was left out is told first.

    A dialog that is sent twice is done once, and leads to the same place. Raises the Refusal of
    the run.
    """
    made: list[Result] = []

    def do() -> str:
        made.append(run())
        return _there(request, asked, made[-1])

    there, again = done_once(request, asked.operation.name, do)
    if not again and (made[-1].left_out or made[-1].secrets):
        said = {
            "title": command_of(asked.operation.name).title,
            "done": len(made[-1].records),
            "left_out": [one.text for one in made[-1].left_out.values()],
            "secrets": list(made[-1].secrets.values()),
            "next": there,
        }
        return show(request, "dialogs/done.html", said)
    if request.htmx:
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = iri_to_uri(there)
        return answer
    return HttpResponseRedirect(there, status=303)


def ended(request: Any, asked: Asked, result: Result) -> dict[str, Any]:
    """The same for a run that nobody waited for: what is told at its end."""
    left = [one.text for one in result.left_out.values()]
    return {"next": _there(request, asked, result), "left_out": left}


def _there(request: Any, asked: Asked, result: Result) -> str:
    told = request.POST.get("next") or _home(asked, result)
    there = told if inside(told) else "/"
    if len(asked.chosen.records) == 1 and not asked.operation.creates:
        there = after(request, asked.chosen.records[0], there)
    return with_query(there, **{DID: str(result.run)}) if result.run else there


def inside(address: str) -> bool:
    """Whether an address leads to a page of ours.

    Browsers leave out tabs and line ends in an address, and read a backslash as a slash.
    """
    return address[:1] == "/" and address.isprintable() and "\\" not in address[:2] != "//"


def _home(asked: Asked, result: Result) -> str:
    noun = asked.operation.model.NOUN
    ids = result.created.get(noun, [])
    if asked.operation.creates and len(ids) == 1:
        return where(asked.operation.model.objects.get(pk=ids[0])) or "/"
    gone = asked.operation.verb == "delete"
    if len(asked.chosen.records) == 1 and not gone:
        return where(asked.chosen.records[0]) or "/"
    if noun == "activity":
        return "/activities"
    return f"/{noun}s" if noun in ("case", "account", "contact", "queue") else "/"
