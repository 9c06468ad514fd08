"""Forms of administration, as somebody who has no script fills them in."""

import html
import re
from typing import Any


def fields(answer: Any) -> dict[str, list[str]]:
    """What the form of a page would send as it is shown: names with their values."""
    page = answer.content.decode()
    form = page.partition('class="change-form"')[2].partition("</form>")[0]
    sent: dict[str, list[str]] = {}
    for tag in re.findall(r"<input[^>]*>", form):
        told = dict(re.findall(r'(\S+?)="([^"]*)"', tag))
        if told.get("type") in ("checkbox", "radio") and not re.search(r"\schecked", tag):
            continue
        sent.setdefault(told["name"], []).append(html.unescape(told.get("value", "")))
    for name, options in re.findall(r'<select[^>]* name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option value="([^"]*)" selected', options)
        first = re.search(r'<option value="([^"]*)"', options)
        found = chosen or first
        sent[name] = [html.unescape(found[1])] if found else []
    for name, text in re.findall(
        r'<textarea[^>]* name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S
    ):
        sent[name] = [html.unescape(text)]
    return sent


def save(client: Any, path: str, **changes: Any) -> Any:
    """Open a form, change some of it, look at what would change, and save it."""
    form = {**fields(client.get(path)), **changes}
    shown = client.post(path, form)
    form["fingerprint"] = fields(shown).get("fingerprint", [""])
    return client.post(path, {**form, "step": "confirm"})
