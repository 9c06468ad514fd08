"""A visitor of the hub: Django's client, signed in as one of the people of the tests."""

import html
import re
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.test import Client

from casework.interfaces.web.entrance import HASH, USER
from casework.kernel.actor import Actor
from casework.models import User


def visiting(actor: Actor) -> Client:
    """A browser in which this person is signed in."""
    user = User.objects.get(pk=actor.user)
    session = SessionStore()
    session[USER], session[HASH] = str(user.pk), user.get_session_auth_hash()
    session.save()
    client = Client()
    client.cookies["sessionid"] = session.session_key
    return client


def words(answer: Any) -> str:
    """What a page says, without its markup, in one line."""
    text = re.sub(r"<(script|style|svg).*?</\1>", " ", answer.content.decode(), flags=re.S)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def form_of(answer: Any, action: str) -> dict[str, str]:
    """What the form of this action would send as it stands."""
    text = answer.content.decode()
    [form] = re.findall(rf'<form[^>]*action="{re.escape(action)}".*?</form>', text, flags=re.S)
    sent: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        given = dict(re.findall(r'([a-z:.-]+)="([^"]*)"', tag))
        if given.get("type") == "checkbox" and " checked" not in tag:
            continue
        if "name" in given and given.get("type") != "file":
            sent[given["name"]] = html.unescape(given.get("value", ""))
    for name, text_ in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>(.*?)</textarea>', form, re.S
    ):
        sent[name] = html.unescape(text_)
    for name, options in re.findall(r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.findall(r'value="([^"]*)" selected', options)
        sent[name] = html.unescape(chosen[0]) if chosen else ""
    sent.pop("csrfmiddlewaretoken", None)
    return sent
