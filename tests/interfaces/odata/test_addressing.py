"""Addresses read: segments, keys, and hostile texts in no time."""

import contextlib
import time
from uuid import UUID

import pytest

from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import Segment, pairs_of, segments_of
from casework.interfaces.odata.asking import Asked


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("", ()),
        ("/accounts/", (Segment("accounts"),)),
        ("accounts(1)/a/$ref", (Segment("accounts", "1"), Segment("a"), Segment("$ref"))),
        ("a(n='x/y(''z)')/b", (Segment("a", "n='x/y(''z)'"), Segment("b"))),
        ("F(P={'@odata.id':'a(1)'})", (Segment("F", "P={'@odata.id':'a(1)'}"),)),
        ('F(P={"@odata.id":"a(1)"})', (Segment("F", 'P={"@odata.id":"a(1)"}'),)),
        ("F()", (Segment("F", ""),)),
    ],
)
def test_a_path_is_its_segments(path: str, told: tuple[Segment, ...]) -> None:
    assert segments_of(path) == told


def test_keys_are_names_with_their_texts() -> None:
    assert pairs_of("a='x',b=2") == {"a": "'x'", "b": "2"}
    assert pairs_of("a = 'it''s, (so)' , b = 2") == {"a": "'it''s, (so)'", "b": "2"}
    assert pairs_of("'x'") == {}
    assert pairs_of(str(UUID(int=1))) == {}


@pytest.mark.parametrize(
    "path",
    ["a(" + "'" * 30_001, "a(" + "''" * 15_000, "a('" + "''a" * 9_000, "(" * 30_000, "'" * 30_001,
     "a(" + "(')" * 9_000, "a(b=" + " " * 30_000, "a(" + "a" * 30_000 + "=,"],
)  # fmt: skip
def test_a_hostile_path_takes_no_time(path: str) -> None:
    began = time.perf_counter()
    with contextlib.suppress(errors.ODataError):
        for one in segments_of(path):
            pairs_of(one.inside or "")
    pairs_of(path)
    assert time.perf_counter() - began < 1


@pytest.mark.parametrize(
    ("header", "formatted", "lookups"),
    [
        ('odata.include-annotations="*"', True, True),
        ("odata.include-annotations=*", True, True),
        ('return=representation,odata.include-annotations="*"', True, True),
        ('odata.include-annotations="OData.Community.Display.V1.FormattedValue"', True, False),
        (
            'odata.include-annotations="OData.Community.Display.V1.FormattedValue,'
            'Microsoft.Dynamics.CRM.*", odata.maxpagesize=3',
            True,
            True,
        ),
        ('odata.include-annotations="Microsoft.Dynamics.CRM.lookuplogicalname"', False, True),
        ("odata.maxpagesize=3", False, False),
    ],
)
def test_annotations_are_asked_for_in_many_ways(
    header: str, formatted: bool, lookups: bool
) -> None:
    asked = Asked("GET", "", None, "", headers={"prefer": header})  # type: ignore[arg-type]
    assert (asked.annotations.formatted, asked.annotations.lookups) == (formatted, lookups)
    assert asked.preferences.get("odata.maxpagesize") == ("3" if "=3" in header else None)


@pytest.mark.parametrize(
    ("query", "options"),
    [
        ("$select=name&$top=1?", {"$select": "name", "$top": "1"}),
        ("%24filter=name+eq+%27a%27", {"$filter": "name eq 'a'"}),
        ("$filter=name%20eq%20'a%26b'", {"$filter": "name eq 'a&b'"}),
        ("", {}),
        ("?", {}),
    ],
)
def test_a_query_string_is_read_as_clients_write_it(query: str, options: dict[str, str]) -> None:
    asked = Asked("GET", "", None, "", query=query)  # type: ignore[arg-type]
    assert asked.options == options


@pytest.mark.parametrize("query", ["a=%ff", "a=%00", "&".join(["a=1"] * 600)])
def test_a_query_string_that_cannot_be_read_is_refused(query: str) -> None:
    asked = Asked("GET", "", None, "", query=query)  # type: ignore[arg-type]
    with pytest.raises(errors.ODataError) as refused:
        asked.options  # noqa: B018
    assert (refused.value.status, refused.value.code) == (400, "0x80060888")
