"""Expressions over many examples: read whatever is written, and find what an oracle finds."""

import operator
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from casework.interfaces.odata.entities import Catalogue
from casework.interfaces.odata.query.expressions import parse, parse_order
from casework.interfaces.odata.query.markup import read
from casework.interfaces.odata.query.options import options_of
from casework.interfaces.odata.query.reaching import Row, Scope
from casework.interfaces.odata.query.refusing import QueryRefused
from casework.interfaces.odata.query.sql_words import Words
from casework.interfaces.odata.query.translating import Translating
from casework.kernel.actor import Actor
from casework.models import Case
from tests.conftest import Given

Said = tuple[str, Any]  # an expression, and what it is worth of a row, said without a parser
TITLES = ["Apple", "apple pie", "Banana", "O'Neil", "100%", "under_score", "Éclair"]
WORDS = st.sampled_from([*TITLES, "a", "P", "%", "_", "é", "e"])
COMPARED: dict[str, Any] = {
    "eq": operator.eq, "ne": operator.ne, "lt": operator.lt, "le": operator.le,
    "gt": operator.gt, "ge": operator.ge,
}  # fmt: skip
RECKONED: dict[str, Any] = {"add": operator.add, "sub": operator.sub, "mul": operator.mul}
FOUND: dict[str, Any] = {
    "contains": operator.contains, "startswith": str.startswith, "endswith": str.endswith,
}  # fmt: skip


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def lower(value: Any) -> Any:
    return value.lower() if isinstance(value, str) else value


def comparing(left: Said, how: str, right: Said) -> Said:
    """Nothing equals nothing else, and is neither less nor greater."""

    def holds(row: Any) -> bool:
        one, other = lower(left[1](row)), lower(right[1](row))
        if one is None or other is None:
            return (
                (one is None and other is None) == (how == "eq") if how in ("eq", "ne") else False
            )
        return bool(COMPARED[how](one, other))

    return f"{left[0]} {how} {right[0]}", holds


def finding(name: str, text: Said, word: str) -> Said:
    def holds(row: Any) -> bool:
        value = text[1](row)
        return value is not None and FOUND[name](value.lower(), word.lower())

    return f"{name}({text[0]}, {quoted(word)})", holds


def reckoning(one: Said, how: str, number: int) -> Said:
    def value(row: Any) -> Any:
        known = one[1](row)
        return None if known is None else RECKONED[how](known, number)

    return f"({one[0]} {how} {number})", value


TEXT = st.sampled_from([
    ("title", lambda row: row.title),
    ("description", lambda row: row.description or None),
    ("tolower(title)", lambda row: row.title.lower()),
    ("customerid_account/name", lambda row: row.account and row.account.name),
    ("customerid_account/address1_city", lambda row: row.account and (row.account.city or None)),
    ("primarycontactid/fullname",
     lambda row: row.primary_contact and row.primary_contact.full_name),
])  # fmt: skip
NUMBER = st.recursive(
    st.sampled_from([
        ("prioritycode", lambda row: row.priority), ("caseorigincode", lambda row: row.origin),
        ("length(title)", lambda row: len(row.title)),
    ]),
    lambda inner: st.builds(reckoning, inner, st.sampled_from(sorted(RECKONED)), st.integers(0, 5)),
    max_leaves=3,
)  # fmt: skip
HOW = st.sampled_from(sorted(COMPARED))
WORD = st.builds(lambda word: (quoted(word), lambda row: word), WORDS)
WHOLE = st.builds(lambda number: (str(number), lambda row: number), st.integers(-3, 9))
EMPTY = st.just(("null", lambda row: None))
LEAF = st.one_of(
    st.builds(comparing, TEXT, st.sampled_from(["eq", "ne"]), WORD | EMPTY),
    st.builds(finding, st.sampled_from(sorted(FOUND)), TEXT, WORDS),
    st.builds(comparing, NUMBER, HOW, WHOLE | NUMBER),
    st.builds(comparing, NUMBER, st.sampled_from(["eq", "ne"]), EMPTY),
    st.builds(
        lambda some: (f"caseorigincode in ({','.join(map(str, some))})",
                      lambda row: row.origin in some),
        st.lists(st.integers(0, 4), min_size=1, max_size=4),
    ),
    st.builds(
        lambda some: ("Microsoft.Dynamics.CRM.NotIn(PropertyName='caseorigincode',"
                      f"PropertyValues=[{','.join(f'{chr(34)}{n}{chr(34)}' for n in some)}])",
                      lambda row: row.origin not in some),
        st.lists(st.integers(0, 4), min_size=1, max_size=4),
    ),
    st.sampled_from([
        ("isescalated", lambda row: row.is_escalated),
        ("isescalated eq false", lambda row: not row.is_escalated),
        ("Incident_Tasks/any()", lambda row: bool(row.activities.all())),
    ]),
    st.builds(
        lambda word, quantity: (
            f"Incident_Tasks/{quantity}(t:contains(t/subject,{quoted(word)}))",
            lambda row: {"any": any, "all": all}[quantity](
                word.lower() in one.subject.lower() for one in row.activities.all()
            ),
        ),
        WORDS, st.sampled_from(["any", "all"]),
    ),
)  # fmt: skip
EXPRESSION = st.recursive(
    LEAF,
    lambda inner: st.builds(
        lambda one: (f"not ({one[0]})", lambda row: not one[1](row)), inner
    )
    | st.builds(
        lambda a, b: (f"({a[0]} and {b[0]})", lambda row: a[1](row) and b[1](row)), inner, inner
    )
    | st.builds(
        lambda a, b: (f"({a[0]} or {b[0]})", lambda row: a[1](row) or b[1](row)), inner, inner
    ),
    max_leaves=6,
)  # fmt: skip
QUIETLY = settings(
    max_examples=150, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


@pytest.fixture
def many(given: Given, admin: Actor) -> Actor:
    """Cases of all sorts, with tasks."""
    accounts = [given.account("Apple", city="Riga"), given.account("Nobody")]
    ana = given.contact("Ana Apple")
    for n, title in enumerate(TITLES * 2):
        customer = {"contact": ana} if n % 5 == 4 else {"account": accounts[n % 2]}
        case = given.case(
            title=title, priority=n % 3 + 1, is_escalated=n % 4 == 0, origin=n % 3 or None,
            description="An apple" if n % 4 == 1 else "", **customer,
            primary_contact=ana if n % 3 == 1 else None,
        )  # fmt: skip
        for word in TITLES[: n % 3]:
            given.activity(case, subject=word)
    return admin


def found(actor: Actor, text: str) -> set[Any]:
    translating = Translating(actor, Catalogue())
    entity = translating.entity("incident")
    rows = entity.rows(actor).filter(translating.condition(parse(text), Scope(Row(entity))))
    return set(rows.values_list("number", flat=True))


@QUIETLY
@given(EXPRESSION)
def test_an_expression_finds_the_rows_of_which_it_is_true(many: Actor, said: Said) -> None:
    """Each expression is made together with what it means, and asked of each row by hand: with
    empty values, signs of patterns, letters of any case, ``any``, ``all`` and ``not``.

    Removal: `class NotTrue` in query/operators.py.
    """
    text, holds = said
    rows = Case.objects.select_related("account", "primary_contact").prefetch_related("activities")
    assert found(many, text) == {one.number for one in rows if holds(one)}, text


@QUIETLY
@given(st.sampled_from(["eq", "ne", "gt"]), st.integers(0, 3), st.sampled_from(["any", "all"]))
def test_any_and_all_are_true_as_a_reader_would_say(
    many: Actor, how: str, code: int, word: str
) -> None:
    """``all`` of nothing is true, and what is unknown is not true: by hand, over each row.

    Removal: `NotTrue(held)` in query/translating.py.
    """
    texts = {"eq": lambda n: n == code, "ne": lambda n: n != code, "gt": lambda n: n > code}
    by_hand = set()
    for case in Case.objects.prefetch_related("activities"):
        holds = [texts[how](len(one.subject) % 4) for one in case.activities.all()]
        if any(holds) if word == "any" else all(holds):
            by_hand.add(case.number)
    text = f"Incident_Tasks/{word}(t:length(t/subject) mod 4 {how} {code})"
    assert found(many, text) == by_hand
    unknown = f"Incident_Tasks/{word}(t:t/scheduledend gt 2020-01-01)"
    none_there = {one.number for one in Case.objects.filter(activities=None)}
    assert found(many, unknown) == (set() if word == "any" else none_there)


READERS: list[Any] = [
    parse, parse_order, read, Words,
    lambda text: options_of({"$select": text, "$expand": text}),
    lambda text: options_of({"$expand": f"Incident_Tasks($filter={text};$orderby={text})"}),
]  # fmt: skip
PIECES = st.lists(
    st.sampled_from([
        "title", "eq", "and", "or", "not", "(", ")", "'", "''", "1", "-", "any", "all", "t:", "/",
        ",", "in", "[", "]", '"', "@p", "$it", " ", "null", "2031-01-15", "T00:00:00Z", "contains",
        "Microsoft.Dynamics.CRM.In", "PropertyName=", ";", "$filter=", "<a>", "</a>", "&amp;", "=",
        "<!DOCTYPE a [", "<![CDATA[", "desc", "6f0c2a8e-1d57-4b5e-9f0e-3f1f0b7c9a11", "\0", "💥",
        "1e999", "9" * 50, "\ud800",
    ]), max_size=30,
).map("".join)  # fmt: skip


@settings(max_examples=600, deadline=None, derandomize=True)
@given(PIECES | st.text(max_size=60))
@example("(" * 5_000)
@example("not " * 5_000)
@example("-" * 5_000 + "1")
@example("a/" * 5_000 + "a")
@example("1 add " * 5_000 + "1")
@example("<a>" * 20_000)
@example("a($expand=" * 3_000)
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    """No reader breaks, however deep or odd the text. Removal: `if self.deep > DEEP` in parsing."""
    for reader in READERS:
        try:
            reader(text)
        except QueryRefused:
            continue
