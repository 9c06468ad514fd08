"""Creating a child: a new case below another, with what it inherits."""

import pytest

from casework.cases.create_child import create_child
from casework.cases.families import TooManyChildren
from casework.cases.models import Case


def test_title_and_customer_are_copied_and_what_is_given_wins(given, alice):
    """Red without the inherited columns in create_child."""
    parent = given.case(priority=1, description="Long story")

    create_child(parent, by=alice)
    create_child(parent, by=alice, title="Only this part", priority=3)

    rows = Case.objects.filter(parent=parent).order_by("id")
    assert list(rows.values_list("title", "account", "priority", "description", "owner_user")) == [
        (parent.title, parent.account_id, 2, "", alice.user),
        ("Only this part", parent.account_id, 3, "", alice.user),
    ]


def test_the_columns_inherited_are_policy(given, alice):
    """Red without inherited_columns in create_child."""
    given.policy(inherited_columns=["priority", "description"])
    parent = given.case(priority=1, description="Long story")

    create_child(parent, by=alice)

    child = Case.objects.get(parent=parent)
    assert (child.title, child.account_id) == (parent.title, parent.account_id)
    assert (child.priority, child.description) == (1, "Long story")


def test_a_hundred_children_at_most_where_an_administrator_says_so(given, alice):
    """Red without refuse_misfits in opening._check_parents."""
    given.policy(family_children=2)
    parent = given.case()
    given.cases(2, parent=parent)

    with pytest.raises(TooManyChildren):
        create_child(parent, by=alice)
