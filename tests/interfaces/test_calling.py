"""Calling: an operation as the outside sees it."""

import contextlib

import pytest

from casework.cases.models import Case
from casework.interfaces.calling import (
    call,
    call_table,
    find,
    input_of,
    keys_of,
    outcome,
    parameters,
)
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Ambiguous, InvalidInput, NotFound, Refusal
from casework.models import Account
from tests.conftest import fresh


def test_the_input_of_an_operation_is_made_from_its_signature():
    """Red without the strict types of KINDS."""
    schema = input_of(OPERATIONS["case.resolve"]).model_json_schema()

    assert schema["additionalProperties"] is False
    assert schema["required"] == ["resolution"]
    assert schema["properties"]["already_closed"]["enum"] == ["refuse", "leave"]
    assert {name: one["type"] for name, one in schema["properties"].items() if "type" in one} == {
        "resolution": "string",
        "description": "string",
        "cancel_open_activities": "boolean",
        "already_closed": "string",
    }


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_every_operation_has_an_input_that_can_be_told(name):
    """Red where an operation takes an argument of a type that no interface can give."""
    operation = OPERATIONS[name]

    properties = (
        input_of(operation).model_json_schema()["properties"] if parameters(operation) else {}
    )

    assert set(properties) == set(parameters(operation))
    assert {one.name for one in parameters(operation).values() if one.kind == "anything"} == set()


def test_a_record_is_found_by_id_by_number_in_any_case_and_by_folded_name(given, alice):
    """Red without the folded column in finding._condition, or without the upper form."""
    case, account = given.case(number="CAS-7"), given.account("Țăran & Fiii")

    assert find(Case, [case.pk, str(case.pk), "CAS-7", "cas-7"], alice) == [case.pk] * 4
    assert find(Account, ["taran & fiii"], alice) == [account.pk]


def test_what_is_missing_is_named_all_at_once_and_what_is_ambiguous_with_its_candidates(
    given, alice
):
    """Red without refuse_missing."""
    given.case(number="CAS-1")
    twins = [given.account("Acme"), given.account("Acme")]

    with pytest.raises(NotFound) as missing:
        find(Case, ["CAS-1", "CAS-2", "CAS-3"], alice)
    with pytest.raises(Ambiguous) as ambiguous:
        find(Account, ["Acme"], alice)

    assert missing.value.facts["missing"] == ["CAS-2", "CAS-3"]
    assert [str(one.pk) in ambiguous.value.text for one in twins] == [True, True]


def test_a_record_one_may_not_see_is_as_one_that_is_not_there(given, bob):
    """Red without visible_to in look_up."""
    given.case(number="CAS-1")

    with pytest.raises(NotFound):
        find(Case, ["CAS-1"], bob)


def test_everything_wrong_with_an_input_is_told_in_one_answer(given, alice):
    """Red without the list of errors in inputs.refuse."""
    case = given.case()
    wrong = {"total": "15", "cancel_open_activities": 1, "colour": "red", "already_closed": "no"}

    with pytest.raises(InvalidInput) as refused:
        call(OPERATIONS["case.resolve"], [case.number], wrong, by=alice)

    assert [one["field"] for one in refused.value.facts["errors"]] == [
        "resolution", "total", "cancel_open_activities", "already_closed", "colour",
    ]  # fmt: skip


def test_an_operation_is_called_by_names_and_tells_what_it_did(given, alice):
    """Red without keys_of in outcome."""
    given.user("dora")
    case = given.case(number="CAS-1")

    result = call(OPERATIONS["case.assign"], ["cas-1"], {"user": "dora"}, by=alice)

    assert str(fresh(case).owner_user) == "dora"
    assert outcome(result, OPERATIONS["case.assign"]) == {
        "run": str(result.run),
        "records": ["CAS-1"],
        "created": {},
        "unchanged": [],
        "left_out": [],
        "effects": [{"kind": "case.assigned", "count": 1}],
        "advice": [],
    }


def test_skip_leaves_out_what_is_not_found_and_what_is_refused_by_name(given, alice):
    """Red without the look_up branch of running._targets."""
    first, closed = given.case(number="CAS-1"), given.case(number="CAS-2", state=1, status=5)
    asked = ["CAS-1", "CAS-2", "CAS-9"]

    result = call(
        OPERATIONS["case.resolve"], asked, {"resolution": "Done"}, by=alice, on_refusal="skip"
    )

    told = outcome(result, OPERATIONS["case.resolve"])
    assert (told["records"], fresh(first).state, fresh(closed).state) == (["CAS-1"], 1, 1)
    assert {one["record"]: one["code"] for one in told["left_out"]} == {
        "CAS-2": "already-closed",
        "CAS-9": "not-found",
    }


def test_a_table_gives_each_record_its_own_values(given, alice):
    """Red without ByRecord in running._columns."""
    cases = [given.case(number=f"CAS-{n}") for n in (1, 2)]
    rows = [
        {"number": "CAS-1", "resolution": "New toner", "total": 5},
        {"number": "CAS-2", "resolution": "New drum", "total": 7},
    ]

    call_table(OPERATIONS["case.resolve"], rows, by=alice)

    assert [list(one.resolutions.values_list("subject", "total_minutes")) for one in cases] == [
        [("New toner", 5)],
        [("New drum", 7)],
    ]


@pytest.mark.parametrize(
    ("rows", "field"),
    [
        ([{"number": "CAS-1", "resolution": "x"}, {"resolution": "y"}], "rows[1]"),
        ([{"number": "CAS-1", "resolution": "x"}, "CAS-2"], "rows[1]"),
        ([{"number": "CAS-1", "resolution": "x"}] * 2, "rows[1]"),
        (
            [
                {"number": "CAS-1", "resolution": "x", "cancel_open_activities": True},
                {"number": "CAS-2", "resolution": "x", "cancel_open_activities": False},
            ],
            "cancel_open_activities",
        ),
        (
            [
                {"number": "CAS-1", "resolution": "x", "total": 5},
                {"number": "CAS-2", "resolution": "x"},
            ],
            "total",
        ),
        ([], "rows"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_naming_the_row(given, alice, rows, field):
    """Red without the refusals of call_table and _columns."""
    given.case(number="CAS-1"), given.case(number="CAS-2")

    with pytest.raises(InvalidInput) as refused:
        call_table(OPERATIONS["case.resolve"], rows, by=alice)

    assert refused.value.facts["field"] == field


def test_a_creation_takes_names_for_records(given, alice):
    """Red without _with_records in call_table."""
    given.account("Acme")
    opening = OPERATIONS["case.open"]

    result = call(opening, [], {"title": "No toner", "account": "acme"}, by=alice)

    [case] = Case.objects.filter(pk__in=result.created["case"])
    assert (case.title, str(case.account)) == ("No toner", "Acme")
    assert outcome(result, opening)["created"] == {"case": [case.number]}


def test_a_deleted_case_is_told_by_the_number_it_had(given, admin):
    """Red without the events in keys_of."""
    case = given.case(number="CAS-1")

    result = call(OPERATIONS["case.delete"], ["CAS-1"], {}, by=admin)

    assert keys_of("case", result.records, result.run) == {case.pk: "CAS-1"}


def test_finding_costs_one_query_for_one_and_for_a_hundred(given, alice, django_assert_num_queries):
    """Red where look_up asks record by record."""
    numbers = [case.number for case in given.cases(100)]

    for asked in (numbers[:1], numbers):
        with django_assert_num_queries(1):
            find(Case, asked, alice)


ODD = {
    "text": ["a", "b"],
    "number": [1, 2],
    "decimal": [1.5, 2],
    "yes_no": [True, False],
    "moment": ["2026-11-24T09:30:00Z", "2026-11-25"],
    "date": ["2026-11-24", "2026-11-25"],
    "table": [{}, {"x": 1}],
    "file": ["YQ==", "Yg=="],
}
ON_RECORDS = sorted(name for name, one in OPERATIONS.items() if not one.creates)


@pytest.mark.parametrize("name", ON_RECORDS)
def test_rows_that_differ_are_done_or_refused_by_name(given, admin, name):
    """Red where an operation breaks on values given row by row (running.OF_THE_SET)."""
    operation = OPERATIONS[name]
    rows = two_rows(given, operation)
    for one in parameters(operation).values():
        values = one.choices or ODD.get(one.kind, ())
        if one.kind == "record":
            values = records_of(given, one.model)
        for row, value in zip(rows, (values * 2)[:2] if values else (), strict=False):
            row[one.name] = [value] if one.many else value

    trials = [rows, *([leave_out(rows, one) for one in parameters(operation)])]
    trials += [only(rows, one) for one in parameters(operation)]

    for trial in trials:
        with contextlib.suppress(Refusal):
            call_table(operation, trial, by=admin)


def two_rows(given, operation):
    """Two records of the operation's noun, as rows."""
    return [{"id": key} for key in records_of(given, operation.model)]


def leave_out(rows, name):
    """The same rows, the first without this argument."""
    return [{k: v for k, v in rows[0].items() if k != name}, *rows[1:]]


def only(rows, name):
    """The same rows with this argument alone."""
    return [{k: v for k, v in row.items() if k in ("id", name)} for row in rows]


def records_of(given, model):
    """The ids of two records of a noun."""
    first, second = given.cases(2)
    made = {
        "activity": lambda: [given.activity(first), given.activity(second)],
        "account": lambda: [given.account(), given.account()],
        "contact": lambda: [given.contact(), given.contact()],
        "queue": lambda: [given.queue(), given.queue()],
        "queue_item": lambda: [given.queue_item(given.queue(), one) for one in (first, second)],
        "case": lambda: [first, second],
        "subject": lambda: [given.subject(f"S {first.number}"), given.subject(first.number)],
        "team": lambda: [given.team(first.number), given.team(second.number)],
    }.get(model.NOUN)
    records = made() if made else list(model.objects.order_by("-pk")[:2])
    return [str(one.pk) for one in records] or ["nothing", "none"]
