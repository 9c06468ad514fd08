"""Roles: made, named, erased."""

import pytest

from casework.models import Role, RolePrivilege
from casework.people.changing_roles import RoleHeld, create, delete, edit
from casework.people.naming import NameTaken
from casework.people.privileges_of_roles import set_privilege
from tests.conftest import AGENT, fresh


def test_a_role_is_made_named_and_erased_with_its_privileges(given, admin):
    """Red without the deletion of privileges in changing_roles.delete."""
    [key] = create(by=admin, name="Reader", description="Reads").records
    role = Role.objects.get(pk=key)
    set_privilege(role, by=admin, privilege="case.read", depth=2)

    edit(role, by=admin, name="Case reader")
    assert (fresh(role).name, fresh(role).description) == ("Case reader", "Reads")

    delete(role, by=admin)
    assert not Role.objects.filter(pk=key).exists()
    assert not RolePrivilege.objects.filter(role=key).exists()


def test_a_name_is_given_once(given, admin):
    """Red without refuse_taken in changing_roles."""
    [key] = create(by=admin, name="Reader").records

    with pytest.raises(NameTaken):
        create(by=admin, name="Reader")
    with pytest.raises(NameTaken):
        edit([key], by=admin, name=AGENT)


def test_a_role_that_somebody_holds_stays(given, admin, alice):
    """Red without RoleHeld in changing_roles.delete; skip erases the others."""
    held = Role.objects.get(name=AGENT)
    [free] = create(by=admin, name="Free").records

    with pytest.raises(RoleHeld) as refused:
        delete(held, by=admin)
    result = delete([held.pk, free], by=admin, on_refusal="skip")

    assert (refused.value.count, result.records) == (1, [free])
