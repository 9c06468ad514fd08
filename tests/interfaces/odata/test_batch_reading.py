"""The body of a batch is read whatever client wrote it, or refused as a whole."""

import contextlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from casework.interfaces.odata.batch.reading import ChangeSet, Part, read
from casework.interfaces.odata.errors import ODataError

CRLF = "\r\n"
TOKENS = st.text("abcXYZ019_-", min_size=1, max_size=12)
TEXTS = st.text(
    st.characters(exclude_characters="\r\n", exclude_categories=["Cs", "Cc", "Zs"]), max_size=30
)
BODIES = st.builds(str.encode, TEXTS.map(lambda text: f'{{"a":"{text}"}}'))


def a_part(
    request: str, body: str = "", headers: tuple[str, ...] = (), *, outer: tuple[str, ...] = ()
) -> list[str]:
    """The lines of a part, as most clients write it."""
    told = ["Content-Type: application/http", "Content-Transfer-Encoding: binary", *outer, ""]
    return [*told, request, *headers, "", *([body] if body else [])]


def a_batch(*parts: list[str], end: str = CRLF, boundary: str = "b1") -> bytes:
    lines = [line for part in parts for line in (f"--{boundary}", *part)]
    return end.join([*lines, f"--{boundary}--", ""]).encode()


def a_change_set(*parts: list[str], boundary: str = "c1") -> list[str]:
    lines = [line for part in parts for line in (f"--{boundary}", *part)]
    return [f"Content-Type: multipart/mixed; boundary={boundary}", "", *lines, f"--{boundary}--"]


def in_batch(body: bytes, boundary: str = "b1") -> list[Part | ChangeSet]:
    return read(f"multipart/mixed; boundary={boundary}", body)


@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_request_has_its_method_target_headers_and_body_with_either_line_end(end: str) -> None:
    part = a_part(
        "POST http://host:1/api/data/v9.2/accounts HTTP/1.1",
        '{"name":"Contoso"}',
        ("Content-Type: application/json;type=entry", "If-None-Match: null"),
        outer=("Content-ID: 7",),
    )
    headers = {"content-type": "application/json;type=entry", "if-none-match": "null"}
    assert in_batch(a_batch(part, end=end)) == [
        Part("POST", "/api/data/v9.2/accounts", headers, b'{"name":"Contoso"}', "7")
    ]


@pytest.mark.parametrize(
    ("line", "target"),
    [
        ("GET /api/data/v9.2/incidents?$orderby=title desc,createdon asc&$top=1 HTTP/1.1",
         "/api/data/v9.2/incidents?$orderby=title%20desc,createdon%20asc&$top=1"),
        ("GET https://h/api/data/v9.2/incidents?$filter=title%20eq%20'a+b' HTTP/1.1",
         "/api/data/v9.2/incidents?$filter=title%20eq%20'a+b'"),
        ("get accounts HTTP/1.1", "accounts"),
        ("PUT $1/telephone1 HTTP/1.1", "$1/telephone1"),
        ("GET incidents?$filter=title eq 'Țar #1' HTTP/1.1",
         "incidents?$filter=title%20eq%20'%C8%9Aar%20%231'"),
        ("GET http://host HTTP/1.1", "/"),
    ],
)  # fmt: skip
def test_a_request_line_is_split_at_its_first_and_last_blank(line: str, target: str) -> None:
    [part] = in_batch(a_batch(a_part(line)))
    assert isinstance(part, Part)
    assert (part.method, part.target) == (line.split()[0].upper(), target)


@pytest.mark.parametrize(
    "content_type",
    ["multipart/mixed;boundary=b1", 'multipart/mixed; boundary="b1"',
     "Multipart/Mixed; Boundary=b1", "multipart/mixed; charset=utf-8; boundary=b1; x=y"],
)  # fmt: skip
def test_a_boundary_is_taken_with_and_without_quotes(content_type: str) -> None:
    part = a_part("GET accounts HTTP/1.1")
    assert read(content_type, a_batch(part)) == [Part("GET", "accounts")]


def test_preamble_epilogue_and_extra_blank_lines_mean_nothing() -> None:
    part = ["", "", *a_part("DELETE accounts(1) HTTP/1.1")]
    part.insert(5, "")
    body = b"\r\nhello --b1\r\n\r\n" + a_batch(part) + b"\r\nbye\r\n--b1\r\n"
    assert in_batch(body) == [Part("DELETE", "accounts(1)")]


def test_headers_are_known_in_any_case_without_a_blank_and_several_are_one_list() -> None:
    part = [
        "content-type:application/http", "Content-Transfer-Encoding:binary", "CONTENT-ID:1", "",
        "PATCH accounts(1) HTTP/1.1", "PREFER: return=representation", "Prefer: x", "", "{}",
    ]  # fmt: skip
    headers = {"prefer": "return=representation,x"}
    assert in_batch(a_batch(part)) == [Part("PATCH", "accounts(1)", headers, b"{}", "1")]


def test_a_change_set_keeps_its_writes_together_and_in_order() -> None:
    first = a_part("POST accounts HTTP/1.1", "{}", outer=("Content-ID: 1",))
    second = a_part("POST incidents HTTP/1.1", '{"a":1}', outer=("Content-ID: 2",))
    body = a_batch(a_change_set(first, second), a_part("GET incidents HTTP/1.1"))
    parts = (
        Part("POST", "accounts", {}, b"{}", "1"),
        Part("POST", "incidents", {}, b'{"a":1}', "2"),
    )
    assert in_batch(body) == [ChangeSet(parts), Part("GET", "incidents")]


def test_lf_only_change_sets_with_blank_lines_are_read() -> None:
    body = (
        b"--b1\nContent-Type: multipart/mixed; boundary=\"c1\"\n\n\n--c1\n"
        b"Content-Type: application/http\nContent-Transfer-Encoding: binary\nContent-ID: 1\n\n"
        b"POST http://h/api/data/v9.2/accounts HTTP/1.1\nContent-Type: application/json\n\n"
        b'{"name": "x"}\n\n--c1--\n\n--b1--\n\n'
    )  # fmt: skip
    [made] = in_batch(body)
    assert isinstance(made, ChangeSet)
    assert [part.body.strip() for part in made.parts] == [b'{"name": "x"}']


NOT_A_BATCH = {
    "": "no boundary line",
    "--b1": "ends too early",
    "--b1\nContent-Type: application/http\n\nGET a HTTP/1.1\n": "ends too early",
    "--b1\nnonsense\n\n--b1--": "no header",
    "--b1\n\nGET a HTTP/1.1\n--b1--": "no header",
    "--b1\nContent-Type: text/plain\n\nGET a HTTP/1.1\n--b1--": "application/http",
    "--b1\nContent-Type: application/http\n\nGET a\n--b1--": "no request line",
    "--b1\nContent-Type: application/http\n\nBREW a HTTP/1.1\n--b1--": "no method",
    "--b1\nContent-Type: multipart/mixed\n\n--b1--": "boundary",
    "--b1\nContent-Type: multipart/mixed; boundary=c\n\n--c\n--b1--": "ends too early",
}


@pytest.mark.parametrize(("body", "problem"), NOT_A_BATCH.items())
def test_what_is_no_batch_is_refused_as_a_whole(body: str, problem: str) -> None:
    with pytest.raises(ODataError, match=problem) as refused:
        in_batch(body.encode())
    assert (refused.value.status, refused.value.code) == (400, "0x80048d19")


def test_a_change_set_holds_no_read_no_change_set_and_no_content_id_twice() -> None:
    write = a_part("POST accounts HTTP/1.1", "{}", outer=("Content-ID: 1",))
    wrong = {
        "no GET": [a_part("GET accounts HTTP/1.1")],
        "another one": [a_change_set(write, boundary="d1")],
        "is there twice": [write, write],
    }
    for problem, parts in wrong.items():
        with pytest.raises(ODataError, match=problem):
            in_batch(a_batch(a_change_set(*parts)))


def test_a_thousand_requests_are_taken_and_one_more_is_not() -> None:
    part = a_part("GET accounts HTTP/1.1")
    write = a_part("POST accounts HTTP/1.1", "{}")
    assert len(in_batch(a_batch(*[part] * 1000))) == 1000
    for parts in ([part] * 1001, [a_change_set(*[write] * 500), *[part] * 501]):
        with pytest.raises(ODataError, match="more than 1000"):
            in_batch(a_batch(*parts))


@given(
    requests=st.lists(st.tuples(TOKENS, BODIES, st.none() | TOKENS), min_size=1, max_size=4),
    boundary=TOKENS,
    end=st.sampled_from(["\r\n", "\n"]),
    together=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_what_is_written_is_what_is_read(
    requests: list[tuple[str, bytes, str | None]], boundary: str, end: str, together: bool
) -> None:
    wanted = tuple(Part("POST", path, {"x": "y"}, body, name) for path, body, name in requests)
    names = [one.content_id for one in wanted if one.content_id]
    parts = [
        a_part(
            f"POST {one.target} HTTP/1.1", one.body.decode(), ("X: y",),
            outer=(f"Content-ID: {one.content_id}",) if one.content_id else (),
        )
        for one in wanted
    ]  # fmt: skip
    whole = [a_change_set(*parts, boundary=f"{boundary}.c")] if together else parts
    body = a_batch(*whole, end=end, boundary=boundary)
    if together and len(set(names)) < len(names):
        with pytest.raises(ODataError):
            in_batch(body, boundary)
        return
    assert in_batch(body, boundary) == ([ChangeSet(wanted)] if together else list(wanted))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data: st.DataObject) -> None:
    whole = a_batch(
        a_change_set(a_part("POST a HTTP/1.1", "{}", outer=("Content-ID: 1",))),
        a_part("GET b HTTP/1.1"),
    )
    at = data.draw(st.integers(0, len(whole)))
    broken = (
        whole[:at] + data.draw(st.binary(max_size=20)) + whole[data.draw(st.integers(0, 400)) :]
    )
    with contextlib.suppress(ODataError):
        in_batch(broken)
