"""Columns of the organisation's own: defined, changed, retired, indexed."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.cases.edit import edit as edit_case
from casework.customers.accounts import create as create_account
from casework.customers.accounts import edit as edit_account
from casework.kernel.bulk import custom_index, index_custom
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import Account, Activity, CustomColumn
from casework.organisation.choosing import ChoiceInUse
from casework.organisation.columns import ColumnTaken, define, edit, restore, retire
from tests.conftest import fresh


def column(admin, **columns):
    row = {"table": "account", "name": "region", "label": "Region", "type": "text", **columns}
    [key] = define(by=admin, **row).records
    return CustomColumn.objects.get(pk=key)


def indexes(model):
    with connection.cursor() as cursor:
        return set(connection.introspection.get_constraints(cursor, model._meta.db_table))


def test_a_column_of_each_type_takes_what_fits_and_nothing_else(given, admin, alice):
    """Red without any one branch of custom.typed."""
    other = given.account()
    fitting = {
        "text": "north", "long_text": "north " * 100, "number": 2.5, "date": "2026-11-24",
        "choice": "red", "yes_no": False, "lookup": str(other.pk),
    }  # fmt: skip
    wrong = {
        "text": 1, "long_text": ["a"], "number": "2", "date": "tomorrow", "choice": "blue",
        "yes_no": "no", "lookup": "somebody",
    }  # fmt: skip
    more = {"choice": {"choices": ["red", "green"]}, "lookup": {"target": "account"}}
    define.table(
        [
            {"table": "case", "name": f"my_{one}", "label": one, "type": one, **more.get(one, {})}
            for one in fitting
        ],
        by=admin,
    )
    case = given.case()

    edit_case(case, by=alice, custom={f"my_{one}": value for one, value in fitting.items()})
    for one, value in wrong.items():
        with pytest.raises(InvalidInput) as refused:
            edit_case(case, by=alice, custom={f"my_{one}": value})
        assert refused.value.facts["field"] == f"my_{one}"

    assert fresh(case).custom == {f"my_{one}": value for one, value in fitting.items()}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "Region"}, "name"),
        ({"name": "1st"}, "name"),
        ({"name": "a" * 51}, "name"),
        ({"name": "x'; drop"}, "name"),
        ({"name": "city"}, "name"),
        ({"name": "owner_user_id"}, "name"),
        ({"name": "contains"}, "name"),
        ({"name": "a__b"}, "name"),
        ({"table": "user"}, "table"),
        ({"type": "colour"}, "type"),
        ({"label": ""}, "label"),
        ({"type": "choice"}, "choices"),
        ({"type": "choice", "choices": ["a", "a"]}, "choices"),
        ({"type": "choice", "choices": ["a", 1]}, "choices"),
        ({"choices": ["a"]}, "choices"),
        ({"type": "lookup"}, "target"),
        ({"type": "lookup", "target": "weather"}, "target"),
        ({"target": "account"}, "target"),
    ],
)
def test_what_can_be_no_column_is_refused_by_name(given, admin, wrong, field):
    """Red without any one check of organisation.defining."""
    with pytest.raises(InvalidInput) as refused:
        column(admin, **wrong)

    assert refused.value.facts["field"] == field
    assert not CustomColumn.objects.exists()


def test_a_table_has_a_name_once_retired_or_not(given, admin):
    """Red without ColumnTaken in column.define; another table may have it, too."""
    retire(column(admin), by=admin)

    with pytest.raises(ColumnTaken):
        column(admin, label="Again")
    with pytest.raises(ColumnTaken):
        define.table(
            [{"table": "case", "name": "x", "label": "X", "type": "text"} for _twice in "12"],
            by=admin,
        )
    column(admin, table="contact")

    assert set(CustomColumn.objects.values_list("table", "name")) == {
        ("account", "region"),
        ("contact", "region"),
    }


def test_a_choice_that_a_record_has_is_not_dropped(given, admin):
    """Red without refuse_choices_in_use; skip changes the others."""
    colour = column(admin, name="colour", type="choice", choices=["red", "green", "it's"])
    size = column(admin, name="size", type="choice", choices=["small", "large"])
    holders = [given.account(custom={"colour": "it's", "size": "small"}) for _three in "123"]

    with pytest.raises(ChoiceInUse) as refused:
        edit(colour, by=admin, choices=["red", "green"])
    result = edit.table(
        [{"id": colour.pk, "choices": ["red"]}, {"id": size.pk, "choices": ["small", "huge"]}],
        by=admin,
        on_refusal="skip",
    )
    edit(colour, by=admin, choices=["it's", "blue"])

    assert (refused.value.count, refused.value.records) == (3, holders)
    assert (result.records, list(result.left_out)) == ([size.pk], [colour.pk])
    assert (fresh(colour).choices, fresh(size).choices) == (["it's", "blue"], ["small", "huge"])


def test_choices_are_for_choosing(given, admin):
    """Red without the type in refuse_choices_in_use."""
    with pytest.raises(InvalidInput):
        edit(column(admin), by=admin, choices=["a"])
    with pytest.raises(InvalidInput):
        edit(column(admin, name="c", type="choice", choices=["a"]), by=admin, choices=[])


def test_a_required_column_asks_every_new_record(given, admin, alice):
    """Red without is_required in column.edit; records that are there stay without."""
    region, account = column(admin), given.account()
    edit(region, by=admin, is_required=True, label="Where")

    with pytest.raises(InvalidInput):
        create_account(by=alice, name="Nowhere")
    edit_account(account, by=alice, name="Renamed")

    assert (fresh(region).label, fresh(account).custom) == ("Where", {})


def test_a_retired_column_takes_no_values_and_loses_none(given, admin, alice):
    """Red without is_active in column.retire."""
    region, account = column(admin), given.account(custom={"region": "north"})

    retire(region, by=admin)
    again = retire(region, by=admin)
    with pytest.raises(InvalidInput):
        edit_account(account, by=alice, custom={"region": "south"})
    edit_account(account, by=alice, name="Renamed")
    assert (fresh(account).custom, again.unchanged) == ({"region": "north"}, [region.pk])

    restore(region, by=admin)
    edit_account(account, by=alice, custom={"region": "south"})
    assert fresh(account).custom == {"region": "south"}


def test_an_index_comes_and_goes_with_the_wish(given, admin):
    """Red without columns._index."""
    region = column(admin, is_indexed=True)
    plain = column(admin, name="plain")
    assert custom_index(Account, "region") in indexes(Account)
    assert custom_index(Account, "plain") not in indexes(Account)

    edit([region, plain], by=admin, is_indexed=True)
    assert {custom_index(Account, "region"), custom_index(Account, "plain")} <= indexes(Account)

    edit([region, plain], by=admin, is_indexed=False)
    assert indexes(Account) & {custom_index(Account, "region"), "own_account_plain"} == set()


def test_an_index_has_a_name_every_database_takes(given, admin):
    """Red with a longer prefix: PostgreSQL cuts names at 63 characters."""
    assert len(custom_index(Activity, "a" * 50)) == 63
    with pytest.raises(ValueError, match="no name"):
        index_custom(Account, "x' || 'y")


def test_only_an_administrator_defines_columns(given, admin, carol):
    """Red without the privilege of creations in Operation.perform."""
    region = column(admin)

    with pytest.raises(Forbidden):
        column(carol, name="other")
    with pytest.raises(Forbidden):
        retire(region, by=carol)


def test_many_columns_cost_the_statements_of_one(given, admin):
    """Red with any loop over columns that asks the database."""

    def cost(how_many):
        rows = [
            {"table": "case", "name": f"c{how_many}_{n}", "label": "C", "type": "choice",
             "choices": ["a", "b"]}
            for n in range(how_many)
        ]  # fmt: skip
        with CaptureQueriesContext(connection) as defined:
            keys = define.table(rows, by=admin).records
        with CaptureQueriesContext(connection) as edited:
            edit(keys, by=admin, choices=["a"])
        with CaptureQueriesContext(connection) as retired:
            retire(keys, by=admin)
        return [len(one) for one in (defined, edited, retired)]

    assert cost(1) == cost(50)
