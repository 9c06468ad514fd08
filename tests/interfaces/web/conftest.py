"""People at the hub: a client that is signed in."""

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.interfaces.web.entrance import HASH, USER
from casework.kernel.actor import Actor
from casework.people.models import User


class Web:
    """``web.as_(alice).get("/cases")``: pages as a browser without script asks for them."""

    def __init__(self, client: Client) -> None:
        self.client = client

    def as_(self, actor: Actor) -> "Web":
        """Somebody who has signed in."""
        client = Client(raise_request_exception=True)
        session = client.session
        user = User.objects.get(pk=actor.user)
        session[USER], session[HASH] = str(user.pk), user.get_session_auth_hash()
        session.save()
        client.cookies["sessionid"] = session.session_key
        return Web(client)

    def get(self, path: str, **headers: Any) -> Any:
        return self.client.get(path, headers=headers)

    def htmx(self, path: str) -> Any:
        """As the script asks for a part of a page."""
        return self.client.get(path, headers={"HX-Request": "true"})

    def post(self, path: str, data: Any = None, **headers: Any) -> Any:
        return self.client.post(path, data or {}, headers=headers)

    def confirm(self, operation: str, *on: Any, **given: Any) -> Any:
        """Open the dialog of an operation, look at its preview, confirm it."""
        keys = [getattr(one, "number", None) or str(one.pk) for one in on]

        def data() -> dict[str, Any]:
            files = {n: SimpleUploadedFile("file", v) for n, v in given.items() if type(v) is bytes}
            return {"on": keys, **given, **files}

        shown = self.post(f"/do/{operation}", {**data(), "step": "preview"})
        confirming = {"step": "confirm", "fingerprint": fingerprint(shown)}
        return self.post(f"/do/{operation}", {**data(), **confirming})


def fingerprint(answer: Any) -> str:
    """What confirms the preview that a dialog shows."""
    found = re.search(r'name="fingerprint" value="([0-9a-f]{64})"', answer.content.decode())
    return found[1] if found else ""


def text(answer: Any) -> str:
    """What a page says, without its markup, blanks as one."""
    content = answer.content.decode()
    body = content.partition("<main")[2] or content
    return " ".join(re.sub(r"<[^>]+>", " ", body).split())


@pytest.fixture
def web() -> Web:
    """Nobody in particular; ``web.as_(alice)`` is somebody who has signed in."""
    return Web(Client())
