"""Policies: typed, checked, with defaults."""

import pytest

from casework.cases.policies import CasePolicy
from casework.kernel.policies import checked, chosen, described
from casework.kernel.refusals import InvalidInput


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("closure", "sometimes"),
        ("merge_limit", 1),
        ("merge_limit", True),
        ("merge_limit", "10"),
        ("merge_limit", -1),
        ("number_prefix", "CAS 1"),
        ("number_prefix", ""),
        ("inherited_columns", ["password"]),
        ("closure_by_type", {"1": "sometimes"}),
        ("closure_by_type", {"question": "cascade"}),
        ("lock_closed_for_people", "yes"),
        ("no_such_policy", 1),
    ],
)
def test_a_value_that_is_no_choice_is_refused_naming_the_policy(name, value):
    """Red without the check of its kind in policies.checked."""
    with pytest.raises(InvalidInput) as refused:
        checked("case", {name: value})

    assert refused.value.facts["field"] == name


def test_what_was_not_chosen_has_its_default(given):
    """Red without the defaults in policies.chosen."""
    given.policy(merge_limit=20)

    policy = chosen()[CasePolicy]

    assert (policy.merge_limit, policy.closure, policy.family_levels) == (20, "independent", 0)
    assert {
        "group": "case",
        "policy": "merge_limit",
        "allowed": "a whole number, 0 or more",
        "default": 10,
        "value": 20,
    } in (described())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("lock_closed_for_people", "true or false"),
        ("number_prefix", "a text"),
        ("inherited_columns", "a list; each is a text"),
        (
            "closure_by_type",
            "names with values; each value is one of independent, refuse, cascade, last_child",
        ),
    ],
)
def test_what_a_policy_takes_is_said_in_words_of_people(name, words):
    """Red when policies._words gives the name of a Python type."""
    with pytest.raises(InvalidInput) as refused:
        checked("case", {name: 7})

    assert refused.value.text == f"{name}: 7 is not {words}"
