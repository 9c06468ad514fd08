"""Filters joined by all and any, and times that move along with who asks."""

import datetime
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from casework.interfaces.reading.filters import condition, grouped
from casework.kernel import writing
from casework.kernel.refusals import InvalidInput
from casework.models import Case, CustomColumn, User
from tests.conftest import AGENT, acting

UTC = datetime.UTC
SETTINGS = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
DAYS = ["2026-11-20", "2026-11-24", "2026-11-25"]
LEAVES = st.one_of(
    st.builds(lambda o, v: ("priority", o, v), st.sampled_from(["eq", "ne"]),
              st.sampled_from([1, 2, 3])),
    st.builds(lambda v: ("priority", "in", v), st.lists(st.sampled_from([1, 2, 3]), max_size=3)),
    st.builds(lambda o, v: ("severity", o, v), st.sampled_from(["lt", "lte", "gt", "gte"]),
              st.integers(0, 3)),
    st.builds(lambda o, v: ("follow_up_by", o, v),
              st.sampled_from(["eq", "ne", "lt", "lte", "gt", "gte"]), st.sampled_from(DAYS)),
    st.builds(lambda v: ("follow_up_by", "null", v), st.booleans()),
    st.builds(lambda v: ("is_escalated", "eq", v), st.booleans()),
    st.builds(lambda v: ("title", "contains", v), st.sampled_from(["toner", "TON", "ink"])),
)  # fmt: skip
TREES = st.recursive(
    LEAVES.map(lambda one: dict(zip(("column", "operator", "value"), one, strict=True))),
    lambda below: st.builds(
        lambda word, parts: {word: parts},
        st.sampled_from(["all", "any"]),
        st.lists(below, max_size=3),
    ),
    max_leaves=8,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda below: st.lists(below, max_size=3)
    | st.dictionaries(
        st.sampled_from(["all", "any", "column", "operator", "value"]) | st.text(max_size=5),
        below
        | st.sampled_from(["priority", "title", "owner_user", "custom.x", "created_at", "in", "eq",
                           "contains", "null", "today-7d", "now-9999w", "me", "state", "id"]),
        max_size=3,
    ),
    max_leaves=12,
)  # fmt: skip


def holds(tree, row):
    """The tree on one row, in plain Python."""
    for word, of in (("all", all), ("any", any)):
        if word in tree:
            return of([holds(one, row) for one in tree[word]])
    operator, value, is_ = tree["operator"], tree["value"], row[tree["column"]]
    if operator == "null":
        return (is_ is None) == value
    if operator == "contains":
        return value.casefold() in is_.casefold()
    if operator == "in":
        return is_ in value
    if is_ is None:
        return operator == "ne"
    return {
        "eq": is_ == value, "ne": is_ != value, "lt": is_ < value, "lte": is_ <= value,
        "gt": is_ > value, "gte": is_ >= value,
    }[operator]  # fmt: skip


def deep(tree):
    return 1 + max([0, *(deep(one) for word in tree for one in tree[word] if "column" not in one)])


@pytest.fixture
def rows(given):
    """Cases that differ in what the trees ask for."""
    account = given.account()
    for n in range(12):
        day = [None, *DAYS][n % 4]
        given.case(
            number=f"CAS-{n:02d}", title=["Toner", "Ink", "Phone"][n % 3], priority=1 + n % 3,
            severity=n % 4, follow_up_by=day, is_escalated=n % 2 == 0, account=account,
        )  # fmt: skip
    names = ("number", "title", "priority", "severity", "follow_up_by", "is_escalated")
    made = list(Case.objects.order_by("number").values(*names))
    for one in made:
        one["follow_up_by"] = one["follow_up_by"] and str(one["follow_up_by"])
    return made


def found(tree, actor, model=Case):
    wanted, annotations = grouped(model, tree, actor)
    rows = model.objects.annotate(**annotations).filter(wanted).order_by(model.KEY)
    return list(rows.values_list(model.KEY, flat=True))


@SETTINGS
@given(tree=TREES)
def test_a_tree_finds_what_plain_python_finds(rows, admin, tree):
    """Red where a group is joined by the wrong word, or an operator forgets what is empty."""
    tree = tree if "column" not in tree else {"all": [tree]}
    if deep(tree) > 5:
        tree = {"all": []}

    assert found(tree, admin) == [row["number"] for row in rows if holds(tree, row)]


@SETTINGS
@given(tree=JSON)
def test_no_json_is_too_strange(rows, admin, tree):
    """Red where a value reaches the database, or Python, that neither can take."""
    try:
        found(tree, admin)
    except InvalidInput:
        return


@settings(SETTINGS, max_examples=25)
@given(text=st.text(max_size=30) | JSON.map(lambda one: json.dumps(one, allow_nan=True)))
def test_a_list_answers_whatever_the_address_holds(rows, rest, admin, text):
    """Red with a 500 for any filter."""
    client = rest.as_(admin)

    answer = client.client.get("/api/v1/cases", {"filter": text}, headers=client.headers)

    assert answer.status_code in (200, 422)


@pytest.mark.parametrize(
    ("tree", "field"),
    [
        ({"all": [{"column": "colour", "operator": "eq", "value": "x"}]}, "colour.eq"),
        ({"all": [{"column": "priority", "operator": "like", "value": 1}]}, "priority.like"),
        ({"any": [{"column": "custom.size", "value": 1}]}, "custom.size"),
        ({"all": [{"column": "priority", "value": "dire"}]}, "priority.eq"),
        ({"all": [{"column": "priority", "value": [1, 2]}]}, "priority.eq"),
        ({"all": [{"column": "priority"}]}, "priority.eq"),
        ({"all": [{"column": "priority", "value": None}]}, "priority.eq"),
        ({"all": [{"column": 5, "value": 1}]}, "filter"),
        ({"all": [], "any": []}, "filter"),
        ({"all": {}}, "filter"),
        ({"column": "priority", "value": 1}, "filter"),
        ([], "filter"),
        ({"all": [{"column": "priority", "value": 1}] * 101}, "filter"),
        ({"any": [{"all": [{"column": "priority", "value": 1}] * 60}] * 2}, "filter"),
        ({"all": [{"any": [{"all": [{"any": [{"all": [{"any": []}]}]}]}]}]}, "filter"),
        ({"all": [{"column": "number", "operator": "in", "value": ["x"] * 501}]}, "number.in"),
        ({"all": [{"column": "number", "operator": "in", "value": ["x"] * 500}] * 11}, "filter"),
    ],
)
def test_what_is_wrong_is_named(given, admin, tree, field):
    """Red without the line of trees.read that refuses it."""
    with pytest.raises(InvalidInput) as refused:
        grouped(Case, tree, admin)

    assert refused.value.facts["field"] == field


def test_an_empty_tree_asks_nothing_and_an_empty_any_finds_nothing(rows, admin):
    """Red without ALL and NONE in filters._group."""
    assert [len(found(tree, admin)) for tree in ({}, {"all": []}, {"any": []})] == [12, 12, 0]


def test_a_list_takes_a_tree_beside_its_other_filters(rows, rest, admin):
    """Red without "filter" in reading.listed."""
    tree = {"any": [{"column": "priority", "value": 1}, {"column": "severity", "value": 3}]}
    client = rest.as_(admin)

    answer = client.client.get(
        "/api/v1/cases",
        {"filter": json.dumps(tree), "is_escalated": "true", "sort": "number", "count": "true"},
        headers=client.headers,
    )

    assert [one["number"] for one in answer.json()["items"]] == ["CAS-00", "CAS-06"]
    assert answer.json()["count"] == 2


def test_custom_columns_stand_in_trees_too(given, admin):
    """Red without annotations in filters.grouped."""
    given.add(CustomColumn, [{"table": "case", "name": "size", "label": "Size", "type": "number"}])
    given.case(number="CAS-1", custom={"size": 5})
    given.case(number="CAS-2", custom={"size": 9})
    tree = {"any": [{"column": "custom.size", "operator": "gt", "value": 6}]}

    assert found(tree, admin) == ["CAS-2"]


@pytest.fixture
def tuesday(monkeypatch):
    """It is Tuesday, the first of December 2026, half past eight in the evening (UTC)."""
    monkeypatch.setattr(writing, "now", lambda: datetime.datetime(2026, 12, 1, 20, 30, tzinfo=UTC))


@pytest.mark.parametrize(
    ("zone", "word", "expected"),
    [
        ("UTC", "created_at=today", ["CAS-2"]),
        ("Asia/Jakarta", "created_at=today", ["CAS-3"]),
        ("UTC", "created_at.lt=today", ["CAS-0", "CAS-1"]),
        ("UTC", "created_at.gt=today", ["CAS-3"]),
        ("UTC", "created_at.lte=today", ["CAS-0", "CAS-1", "CAS-2"]),
        ("UTC", "created_at.ne=today", ["CAS-0", "CAS-1", "CAS-3"]),
        ("UTC", "created_at.gte=today-1d", ["CAS-1", "CAS-2", "CAS-3"]),
        ("UTC", "created_at.in=today-1d,today", ["CAS-1", "CAS-2"]),
        ("UTC", "created_at=this-week", ["CAS-1", "CAS-2", "CAS-3"]),
        ("UTC", "created_at=this-week-1w", ["CAS-0"]),
        ("UTC", "created_at=this-month", ["CAS-2", "CAS-3"]),
        ("UTC", "created_at=this-month-1m", ["CAS-0", "CAS-1"]),
        ("UTC", "created_at=this-year", ["CAS-0", "CAS-1", "CAS-2", "CAS-3"]),
        ("UTC", "created_at.gt=now", ["CAS-3"]),
        ("UTC", "created_at.gte=now-12h", ["CAS-2", "CAS-3"]),
        ("UTC", "created_at=now", []),
        ("UTC", "follow_up_by=today", ["CAS-2"]),
        ("Asia/Jakarta", "follow_up_by=today", ["CAS-3"]),
        ("UTC", "follow_up_by.lte=today", ["CAS-1", "CAS-2"]),
        ("UTC", "follow_up_by.ne=today", ["CAS-0", "CAS-1", "CAS-3"]),
        ("UTC", "follow_up_by.lt=today+1d", ["CAS-1", "CAS-2"]),
        ("UTC", "follow_up_by.lt=today 1d", ["CAS-1", "CAS-2"]),
        ("UTC", "custom.wanted=this-week", ["CAS-2"]),
    ],
)
def test_relative_times_are_those_of_who_asks(given, admin, tuesday, zone, word, expected):
    """Red without the word in relative._span, or with the days of another zone."""
    column = {"table": "case", "name": "wanted", "label": "Wanted", "type": "date"}
    given.add(CustomColumn, [column])
    moments = ["2026-11-25T10:00Z", "2026-11-30T10:00Z", "2026-12-01T10:00Z", "2026-12-02T00:00Z"]
    days = [None, "2026-11-30", "2026-12-01", "2026-12-02"]
    for n, (moment, day) in enumerate(zip(moments, days, strict=True)):
        custom = {"wanted": "2026-12-06"} if n == 2 else {}
        given.case(number=f"CAS-{n}", created_at=moment, follow_up_by=day, custom=custom)
    admin.time_zone = zone
    name, _equals, value = word.partition("=")

    wanted, annotations = condition(Case, [(name, value)], admin)

    rows = Case.objects.annotate(**annotations).filter(wanted).order_by("number")
    assert list(rows.values_list("number", flat=True)) == expected


@pytest.mark.parametrize("value", ["today-2h", "this-week+1d", "now-1y", "this-year-9999y"])
def test_a_relative_time_that_is_none_is_refused(given, admin, value):
    """Red without UNITS, or with an overflow."""
    with pytest.raises(InvalidInput) as refused:
        condition(Case, [("created_at.lt", value)], admin)

    assert refused.value.facts["field"] == "created_at.lt"


def test_me_and_my_teams(given, alice):
    """Red without "my-teams" in comparing._records."""
    desk, other = given.team("Desk", alice), given.team("Other")
    alice = acting("alice")
    given.case(number="CAS-1", owner=alice)
    given.case(number="CAS-2", team=desk)
    given.case(number="CAS-3", team=other)

    def tree(column, value, operator="eq"):
        return {"all": [{"column": column, "operator": operator, "value": value}]}

    assert found(tree("owner_user", "me"), alice) == ["CAS-1"]
    assert found(tree("owner_team", "my-teams"), alice) == ["CAS-2"]
    assert found(tree("owner_team", ["my-teams", "Other"], "in"), alice) == ["CAS-2", "CAS-3"]
    assert found(tree("owner_team", "my-teams", "ne"), alice) == ["CAS-1", "CAS-3"]
    assert found(tree("owner_team", "my-teams"), given.user("dora", AGENT)) == []


def test_the_zone_of_an_actor_is_that_of_the_user(given, admin):
    """Red without time_zone in actor_for."""
    given.add(User, [{"username": "ion", "full_name": "Ion", "unit": admin.unit, "password": "!",
                      "time_zone": "Europe/Bucharest"}])  # fmt: skip

    assert acting("ion").time_zone == "Europe/Bucharest"
