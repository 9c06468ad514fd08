"""Reach: how far a privilege goes, on every record that has an owner."""

import pytest

from casework.kernel.access import allowed
from casework.models import Account, Case, Role, RolePrivilege
from casework.people.granting import grant
from tests.conftest import acting


@pytest.fixture
def places(given):
    """Somebody in the middle unit, with records of hers and of people above, beside and below."""
    middle = given.unit("Middle")
    below, beside = given.unit("Below", parent=middle), given.unit("Beside")
    people = {
        "mina": given.user("mina", unit=middle),
        "near": given.user("near", unit=middle),
        "low": given.user("low", unit=below),
        "aside": given.user("aside", unit=beside),
        "above": given.user("above"),
    }
    teams = {"her team": given.team("Hers", people["mina"], unit=beside)}
    teams["other team"] = given.team("Other", unit=middle)
    for name, owner in people.items():
        columns = {"owner_user": owner.user, "unit": owner.unit}
        given.case(owner=owner, title=name, account=given.account(name, **columns))
    for name, team in teams.items():
        columns = {"owner_user": None, "owner_team": team, "unit": team.unit_id}
        given.case(team=team, title=name, account=given.account(name, **columns))
    return people


def holding(given, depth, *, user=None, team=None):
    [role] = given.add(Role, [{"name": f"Role {depth} {team}"}])
    rows = [
        {"role": role, "privilege": f"{noun}.read", "depth": depth} for noun in ("case", "account")
    ]
    given.add(RolePrivilege, rows)
    grant(role, by=given.admin, user=user, team=team)


@pytest.mark.parametrize(
    ("depth", "expected"),
    [
        (1, {"mina", "her team"}),
        (2, {"mina", "near", "other team"}),
        (3, {"mina", "near", "other team", "low"}),
        (4, {"mina", "near", "other team", "low", "her team", "aside", "above"}),
    ],
)
def test_each_depth_reaches_its_own(given, places, depth, expected):
    """Red without any one line of access._owned."""
    holding(given, depth, user=places["mina"].user)
    mina = acting("mina")

    assert set(Case.objects.visible_to(mina).values_list("title", flat=True)) == expected
    assert set(Account.objects.visible_to(mina).values_list("name", flat=True)) == expected


@pytest.mark.parametrize(
    ("depth", "expected"),
    [(1, {"her team"}), (2, {"her team", "aside"}), (3, {"her team", "aside"})],
)
def test_a_role_held_through_a_team_reaches_from_the_team(given, places, depth, expected):
    """Red without the team of a Grant in access._owned or acting._grants."""
    team = Case.objects.get(title="her team").owner_team
    holding(given, depth, team=team)
    mina = acting("mina")

    assert set(Case.objects.visible_to(mina).values_list("title", flat=True)) == expected
    assert set(Account.objects.visible_to(mina).values_list("name", flat=True)) == expected


def test_roles_add_up(given, places):
    """Red if grants were not OR-ed."""
    holding(given, 2, user=places["mina"].user)
    holding(given, 1, team=Case.objects.get(title="her team").owner_team)

    seen = Case.objects.visible_to(acting("mina")).values_list("title", flat=True)
    assert sorted(seen) == ["her team", "mina", "near", "other team"]


@pytest.mark.parametrize("depth", [0, 1, 2, 3, 4])
@pytest.mark.parametrize("model", [Case, Account])
def test_allowed_and_not_allowed_add_up_to_all(given, places, depth, model):
    """Red with a condition that is neither true nor false where an owner is null."""
    if depth:
        holding(given, depth, user=places["mina"].user)
    condition = allowed(acting("mina"), f"{model.NOUN}.read", model)

    yes, no = set(model.objects.filter(condition)), set(model.objects.exclude(condition))

    assert yes & no == set()
    assert yes | no == set(model.objects.all())
    assert bool(yes) == bool(depth)


def test_a_scope_narrows_every_depth(given, places):
    """Red without scopes in Actor.grants_of."""
    holding(given, 4, user=places["mina"].user)
    mina = acting("mina")
    mina.scopes = frozenset({"account.read"})

    assert (Case.objects.visible_to(mina).count(), Account.objects.visible_to(mina).count()) == (
        0,
        7,
    )
