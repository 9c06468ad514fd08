"""Fuzzing: whatever is put into an address or a form is shown as text or refused in words."""

import json
import os
import random
import re
from urllib.parse import quote, urlencode

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from casework.interfaces.calling import parameters
from casework.kernel.operations import OPERATIONS
from tests.interfaces.web.world import ADDRESSES, planted

LONG = bool(os.environ.get("CASEWORK_PROVE"))
MARK = "<x9z\"'>"  # nothing of ours looks like this
NASTY = (
    "", " ", "\0", "a\0b", MARK, f'" onfocus=alert(1) x="{MARK}', f"</script>{MARK}",
    f"{{{{ me }}}}{{% now %}}{MARK}", "javascript:alert(1)", "//elsewhere.example",
    "/\t/elsewhere.example", "/\\elsewhere", "/a\r\nSet-Cookie: a=b", "\u202eright to left",
    "\ud800", "%", "%00", "😀" * 20, "=1+1", "'", "--5", "-", "٣", "²", "9" * 30, "9" * 5_000,
    "1e999", "NaN", "-0", "a" * 100_000, "0001-01-01", "9999-12-31T23:59:59-12:00",
    "0001-01-01T00:00:00+12:00", "2026-02-30", "{", "[]", "{}", "null", '{"all":[{}]}',
    '{"all":[{"column":"title","operator":"eq","value":"\\ud800"}]}', '{"a":NaN}', '[1e999]',
    '{"description":"\\u0000"}', '{"description":"\\ud800", "at": NaN}', "[" * 5_000,
    "2026-01-01T00:00:00+00:00_1_" + "9" * 40, "2026-01-01T00:00:00+00:00_0_" + "9" * 40,
    "2026-01-01T00:00:00+00:00_9_7", "me", "today+99999999999d", "id", "-id", "custom.x",
    "view=all", "view=all&filter={", "view=all&q=%00",
)  # fmt: skip
NAMES = (
    "sort", "view", "columns", "q", "after", "as_of", "before", "kinds", "order", "find", "all",
    "on", "next", "tab", "limit", "filter", "add", "column", "operator", "value", "did", "also",
    "days", "noun", "from", "until", "frame", "charts", "priority", "status", "owner_user",
    "title.contains", "created_at.gte", "custom.a", "step", "fingerprint", "size", "into", "to",
    "whom", "place", "query", "name", "values", "version", "editing", "stage", "kind", "subject",
    "description", "minutes", "due_at", "starts_at", "recipients", "part", "language", "time_zone",
    "shortcuts", "act", "stream", "chart", "allow", "was", "enforce", "actor", "operation",
    "since", "peek", "text", "saved", "density", "customer", "title", "customer:was", "once",
    "\0", MARK,
)  # fmt: skip
SAID = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(NASTY), min_size=1, max_size=6)


def sendable(given_: dict[str, str]) -> dict[str, str]:
    """The same without what no browser can send: half a pair outside of JSON."""
    return {n: v.encode("utf-8", "replace").decode() for n, v in given_.items()}


def checked(answer, asked):
    """What holds for every answer whatever was asked."""
    assert answer.status_code < 500, asked
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    kind = answer.get("Content-Type", "")
    if kind.startswith("text/html"):
        assert MARK.encode() not in content, asked
        text = content.decode(errors="replace")
        assert not re.search(r"""(?:href|action|src)=["']?\s*(?:javascript:|//|/\\|/\s)""", text), (
            asked
        )
    for name in ("Location", "HX-Redirect"):
        there = answer.get(name, "/")
        assert re.match(r"/(?![/\\\s])|/$", there), asked
        assert there.isascii(), asked
    assert "default-src 'none'" in answer["Content-Security-Policy"], asked


FAST = settings(
    max_examples=300 if LONG else 6, phases=[Phase.generate], deadline=None, database=None,
    suppress_health_check=list(HealthCheck), derandomize=not LONG,
)  # fmt: skip


@pytest.fixture
def client(given, alice, admin, web):
    """The administrator, who may open everything, in a world of alice's."""
    world = planted(given, alice)
    return world, web.as_(admin)


@FAST
@given(said=SAID, seed=st.integers(0, 999))
def test_no_address_and_no_form_breaks(client, said, seed):
    """Red for a mistake of ours, for markup that was typed, for a way elsewhere."""
    world, browser = client
    said = sendable(said)
    mine = sorted(ADDRESSES.keys() - {"sign-out"})
    for route in mine if LONG else random.Random(seed).sample(mine, 16):
        address = world.address(route)
        more = f"{address}{'&' if '?' in address else '?'}{urlencode(said)}"
        checked(browser.get(more), (route, said))
        checked(browser.htmx(more), ("htmx", route, said))
        checked(browser.post(address, said), ("post", route, said))


@FAST
@given(said=SAID, words=st.sampled_from(NASTY), seed=st.integers(0, 999))
def test_no_dialog_breaks(client, said, words, seed):
    """Red for a mistake of ours in the dialog of any operation."""
    world, browser = client
    said, words = sendable(said), words.encode("utf-8", "replace").decode()
    names = sorted(OPERATIONS)
    for name in names if LONG else random.Random(seed).sample(names, 12):
        operation, noun = OPERATIONS[name], name.partition(".")[0]
        keys = {"case": "case", "activity": "task", "account": "account", "contact": "contact",
                "queue": "queue", "view": "view", "dashboard": "board", "run": "run",
                "user": "user", "role": "role", "attachment": "file"}  # fmt: skip
        on = str(world.keys[keys[noun]]) if noun in keys else words
        form = {
            **{one: words for one in parameters(operation)},
            **said,
            "on": on,
            "step": "preview",
        }
        checked(browser.get(f"/do/{name}?{urlencode({**said, 'on': on})}"), (name, said))
        checked(browser.htmx(f"/do/{name}?all={quote(words)}"), (name, "all", words))
        checked(browser.post(f"/do/{name}", form), (name, form))


@pytest.mark.parametrize("words", NASTY)
def test_a_draft_may_hold_anything(client, words):
    """Red for JSON that our database does not take."""
    _world, browser = client
    for values in (words, json.dumps({"description": words})):
        sent = sendable({"place": "compose:a", "values": values})
        checked(browser.post("/drafts", sent), words)
