"""Preferences: one row for a user, changed by nobody else."""

import pytest

from casework.history.undo import undo
from casework.kernel.history import Event
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import Preference
from casework.people.tokens import create as create_token
from casework.people.tokens import token_actor
from casework.workplace.preferences import change


def of(actor):
    return Preference.objects.get(user=actor.user)


def test_everybody_chooses_for_themselves_also_without_a_role(bob, alice):
    """Red without EVERYBODY in actor_for."""
    change(by=bob, theme="dark")
    change(by=alice, density="compact")

    assert (of(bob).theme, of(bob).density) == ("dark", "comfortable")
    assert (of(alice).theme, of(alice).density) == ("system", "compact")
    assert list(Preference.objects.visible_to(bob)) == [of(bob)]


def test_the_second_change_leaves_the_row_and_what_is_not_given(bob):
    """Red with another row, or with the defaults put back."""
    change(by=bob, theme="dark", default_view="my-cases")
    change(by=bob, newest_first=False)

    row = of(bob)
    assert (row.theme, row.default_view, row.newest_first, row.version) == (
        "dark", "my-cases", False, 2,
    )  # fmt: skip


def test_a_change_is_on_record_and_is_taken_back(alice):
    """Red where a preference is written past the kernel."""
    change(by=alice, theme="dark")
    done = change(by=alice, theme="light")

    undo(done.run, by=alice)

    assert of(alice).theme == "dark"
    assert Event.objects.filter(record_type="preference").count() == 3


def test_a_token_of_other_scopes_changes_nothing(given, alice):
    """Red where everybody's privileges pass by the scopes."""
    secret = next(iter(create_token(by=alice, name="T", scopes=["case.read"]).secrets.values()))

    with pytest.raises(Forbidden):
        change(by=token_actor(secret, "rest"), theme="dark")


def test_columns_are_kept_by_table(bob):
    """Red without the merging in preferences.change."""
    change(by=bob, columns={"case": {"columns": ["number", "title"], "widths": {"title": 300}}})
    change(by=bob, columns={"account": {"columns": ["name"]}})
    change(by=bob, columns={"case": None})

    assert of(bob).columns == {"account": {"columns": ["name"]}}


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"theme": "pink"}, "theme"),
        ({"after_operation": "leave"}, "after_operation"),
        ({"shortcuts": {"assign": "a", "resolve": "a"}}, "shortcuts"),
        ({"shortcuts": {"assign": ""}}, "shortcuts"),
        ({"shortcuts": {"": "a"}}, "shortcuts"),
        ({"shortcuts": {"a\0": "b"}}, "shortcuts"),
        ({"shortcuts": ["a"]}, "shortcuts"),
        ({"shortcuts": {str(n): str(n) for n in range(201)}}, "shortcuts"),
        ({"columns": {"user": {}}}, "columns"),
        ({"columns": {"case": {"columns": ["colour"]}}}, "columns"),
        ({"columns": {"case": {"widths": {"title": 5}}}}, "columns"),
        ({"columns": {"case": {"widths": {"colour": 50}}}}, "columns"),
        ({"columns": {"case": {"sort": "x"}}}, "columns"),
        ({"notify_by": {"assigned": ["pigeon"]}}, "notify_by"),
        ({"notify_by": {"assigned": "bell"}}, "notify_by"),
        ({"default_view": "x" * 121}, "default_view"),
    ],
)
def test_what_does_not_fit_is_named(bob, columns, field):
    """Red without the line of preferences._check."""
    with pytest.raises(InvalidInput) as refused:
        change(by=bob, **columns)

    assert refused.value.facts["field"] == field
    assert not Preference.objects.exists()


def test_everything_that_fits_is_kept(bob):
    """Red with a column lost in PreferenceChange."""
    chosen = {
        "theme": "contrast", "density": "compact", "shortcuts_on": False,
        "shortcuts": {"assign": "a", "resolve": "r"}, "after_operation": "next",
        "default_view": "v", "default_dashboard": "d", "newest_first": False,
        "columns": {"case": {"columns": ["number"], "widths": {"number": 90}}},
        "notify_by": {"assigned": ["bell", "email"], "due": []},
    }  # fmt: skip

    change(by=bob, **chosen)

    assert {name: getattr(of(bob), name) for name in chosen} == chosen
