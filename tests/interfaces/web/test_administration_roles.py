"""Roles: privileges by depth as a table, of which the differences are saved."""

from casework.kernel.history import Run
from casework.models import Role, RolePrivilege
from casework.people.privileges import known
from tests.conftest import AGENT
from tests.interfaces.web.administering import fields, save
from tests.interfaces.web.conftest import text


def privileges(role):
    return dict(RolePrivilege.objects.filter(role=role).values_list("privilege", "depth"))


def path_of(role):
    return f"/administration/roles/{role.pk}/privileges"


def desk(given, **held):
    [role] = given.add(Role, [{"name": "Desk"}])
    rows = [{"role": role, "privilege": p.replace("__", "."), "depth": d} for p, d in held.items()]
    if rows:
        given.add(RolePrivilege, rows)
    return role


def test_the_table_is_what_the_role_has(web, given):
    """Red when a row is missing, or a depth is shown that the role has not."""
    role = Role.objects.get(name=AGENT)

    form = fields(web.as_(given.admin).get(path_of(role)))

    shown = {n[2:]: int(v[0]) for n, v in form.items() if n.startswith("p:")}
    assert shown == {one: privileges(role).get(one, 0) for one in known()}


def test_saving_sends_only_the_differences(web, given):
    """Red when what stays is sent as well."""
    role = desk(given, case__read=2, case__edit=2, case__assign=2)

    save(web.as_(given.admin), path_of(role),
         **{"p:case.edit": "0", "p:case.assign": "4", "p:case.resolve": "1"})  # fmt: skip

    assert privileges(role) == {"case.read": 2, "case.assign": 4, "case.resolve": 1}
    runs = Run.objects.filter(interface="web").order_by("pk").values_list("operation", flat=True)
    assert list(runs) == ["role.set_privilege", "role.remove_privilege", "role.set_privilege"]


def test_what_somebody_else_gave_meanwhile_stays(web, given):
    """Red when the differences are told from what is stored."""
    role = desk(given, case__read=2)
    client = web.as_(given.admin)
    form = {**fields(client.get(path_of(role))), "p:case.edit": "2"}
    given.add(RolePrivilege, [{"role": role, "privilege": "case.merge", "depth": 3}])

    client.post(path_of(role), {**form, "step": "confirm"})

    assert privileges(role) == {"case.read": 2, "case.merge": 3, "case.edit": 2}


def test_of_a_change_that_is_refused_nothing_is_done(web, given):
    """Red when the steps are not one transaction: the last administrator stays one."""
    role = Role.objects.get(name="System Administrator")

    answer = save(web.as_(given.admin), path_of(role), **{"p:*": "0", "p:account.edit": "4"})

    assert answer.status_code == 409
    assert privileges(role) == {"*": 4}


def test_what_would_change_is_told_in_words(web, given):
    """Red without the lines of the preview."""
    role = desk(given, case__edit=2)
    client = web.as_(given.admin)

    answer = client.post(path_of(role), {**fields(client.get(path_of(role))), "p:case.edit": "4"})

    assert "Edit case : business unit → becomes organisation" in text(answer)
    assert privileges(role) == {"case.edit": 2}


def test_who_may_not_set_privileges_sees_the_table_and_why(web, given, alice):
    """Red when the page gives privileges by itself."""
    role = desk(given, case__read=2)
    client = web.as_(alice)

    shown = client.get(path_of(role))
    answer = client.post(path_of(role), {"was": "", "p:case.edit": "4", "step": "confirm"})

    assert "You may not do this (role.set_privilege)" in text(shown)
    assert answer.status_code == 403
    assert privileges(role) == {"case.read": 2}


def test_a_role_is_given_and_taken_on_its_page(web, given, alice, bob):
    """Red when the holders are not told, or cannot be changed from there."""
    role, client = desk(given), web.as_(given.admin)

    client.confirm("role.grant", role, to="bob")
    shown = client.get(f"/administration/roles/{role.pk}")

    assert "Bob bob Take back" in text(shown)
    client.confirm("role.take", role, to=f"user:{bob.user}")
    assert "Bob bob" not in text(client.get(f"/administration/roles/{role.pk}"))
