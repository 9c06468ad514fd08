"""Problems: what each refusal is called in HTTP (RFC 9457)."""

import json
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from casework.kernel.refusals import NAMED, REFUSALS, Refusal

MEDIA_TYPE = "application/problem+json"


def problem(status: int, code: str, detail: str, **more: Any) -> HttpResponse:
    """An answer that says what is wrong: for programs the code, for people the detail."""
    body = {
        "type": f"/problems/{code}",
        "title": _title(code, status),
        "status": status,
        "detail": detail,
        "code": code,
        **more,
    }
    text = json.dumps(body, ensure_ascii=False, default=str)
    answer = HttpResponse(text.encode("utf-8", "replace"), status=status, content_type=MEDIA_TYPE)
    if status == HTTPStatus.UNAUTHORIZED:
        answer["WWW-Authenticate"] = 'Bearer realm="casework"'
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        answer["Retry-After"] = "1"
    return answer


def of_refusal(refusal: Refusal) -> HttpResponse:
    """A refusal as a problem: only records that the actor may see are named, the rest counted."""
    facts = refusal.facts
    more: dict[str, Any] = {"count": refusal.count}
    more["records"] = [_record(one) for one in refusal.records if hasattr(one, "pk")][: NAMED * 4]
    for name in ("errors", "missing"):
        if name in facts:
            more[name] = facts[name][:100]
    if "told" in facts:  # what would happen now, where the world has changed
        more["preview"] = facts["told"]
    if "field" in facts and "errors" not in facts:
        more["errors"] = [{"field": facts["field"], "problem": str(facts.get("problem", ""))}]
    return problem(refusal.status, refusal.code, refusal.text, **more)


def _record(one: Any) -> dict[str, str]:
    noun, key = type(one).NOUN, type(one).KEY
    named = {key: str(getattr(one, key))} if key != "id" else {"name": str(one)}
    return {"noun": noun, "id": str(one.pk), **named}


def _title(code: str, status: int) -> str:
    words = code.replace("-", " ").capitalize()
    return words if code != "error" else HTTPStatus(status).phrase


def of_status(status: int, **more: Any) -> HttpResponse:
    """A status that no refusal of ours explains, as a problem."""
    code, detail = {
        400: ("bad-request", _("The request cannot be read.")),
        401: ("unauthenticated", _("Say who asks: send a token.")),
        403: ("forbidden", _("You may not do this.")),
        404: ("no-such-path", _("There is nothing under this address: see /api/v1/docs.")),
        405: ("method-not-allowed", _("This address does not answer this method: see Allow.")),
        413: ("too-large", _("The request is too large: send it in parts.")),
        415: ("unsupported-media-type", _("Send application/json.")),
        500: ("internal-error", _("We made a mistake; it is on record under the request id.")),
    }.get(status, ("error", HTTPStatus(status).phrase))
    return problem(status, code, detail, **more)


def explained(request: HttpRequest, code: str) -> HttpResponse:
    """What a code means, for those who follow the type of a problem."""
    if code not in REFUSALS:
        return of_status(404)
    refusal = REFUSALS[code]
    about = " ".join((refusal.__doc__ or "").split())
    text = f"{code}: HTTP {refusal.status}\n\n{about}\n\n{refusal.message}\n"
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
