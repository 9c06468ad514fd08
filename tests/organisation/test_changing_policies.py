"""Policies: what an administrator chooses."""

import pytest

from casework.cases.policies import CasePolicy
from casework.kernel.history import Event, decoded
from casework.kernel.policies import PolicySetting, chosen
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.organisation.changing_policies import change


def stored(name="case"):
    """What was chosen in a group, without the defaults."""
    return PolicySetting.objects.get(name=name).values


def test_what_is_chosen_holds_and_the_rest_stays(given, admin):
    """Red without the merging in policy.change."""
    change(by=admin, name="case", values={"closure": "cascade"})
    change(by=admin, name="case", values={"merge_limit": 5})

    policy = chosen()[CasePolicy]
    assert (policy.closure, policy.merge_limit, policy.number_prefix) == ("cascade", 5, "CAS")
    assert stored() == {"closure": "cascade", "merge_limit": 5}


def test_a_choice_is_on_record_with_what_was_before(given, admin):
    """Red without the events of writing.change."""
    change(by=admin, name="case", values={"closure": "cascade"})
    result = change(by=admin, name="case", values={"closure": "refuse"})
    again = change(by=admin, name="case", values={"closure": "refuse"})

    event = Event.objects.get(run=result.run)
    assert (decoded(PolicySetting, event.before), decoded(PolicySetting, event.after)) == (
        {"values": {"closure": "cascade"}},
        {"values": {"closure": "refuse"}},
    )
    assert again.run is None


@pytest.mark.parametrize(
    ("name", "values", "field"),
    [
        ("weather", {}, "name"),
        ("case", {"colour": "red"}, "colour"),
        ("case", {"closure": "sometimes"}, "closure"),
        ("case", {"merge_limit": "ten"}, "merge_limit"),
        ("case", {"merge_limit": 1}, "merge_limit"),
        ("case", {"number_prefix": "no blanks"}, "number_prefix"),
    ],
)
def test_what_is_no_policy_or_no_value_is_refused_by_name(given, admin, name, values, field):
    """Red without policies.checked in policy.change."""
    with pytest.raises(InvalidInput) as refused:
        change(by=admin, name=name, values=values)

    assert refused.value.facts["field"] == field
    assert stored() == {}


def test_only_a_role_with_the_privilege_changes_policies(given, carol):
    """Red without the privilege of creations in Operation.perform."""
    with pytest.raises(Forbidden):
        change(by=carol, name="case", values={"closure": "cascade"})
