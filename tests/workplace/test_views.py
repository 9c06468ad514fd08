"""Views: what each person saves, and who sees it."""

import pytest

from casework.kernel.refusals import Forbidden, InvalidInput, NotFound
from casework.models import CustomColumn, Role, View
from casework.people.granting import grant
from casework.people.teams import deactivate as deactivate_team
from casework.people.teams import delete as delete_team
from casework.workplace.views import create, delete, edit, share
from tests.conftest import AGENT, acting, fresh

TREE = {"all": [{"column": "state", "operator": "eq", "value": "active"}]}


def saved(by, **columns):
    [key] = create(by=by, **{"name": "Mine", "table": "case", **columns}).records
    return View.objects.get(pk=key)


def seen_by(actor):
    return set(View.objects.visible_to(actor).values_list("name", flat=True))


def test_a_view_keeps_what_a_list_is_asked(given, alice):
    """Red without a column in views.create."""
    view = saved(
        alice, filter=TREE, columns=["number", "age"], widths={"age": 90}, sort="-created_at,title"
    )

    assert (view.owner_user_id, view.filter, view.columns, view.widths) == (
        alice.user, TREE, ["number", "age"], {"age": 90},
    )  # fmt: skip
    assert (view.table, view.sort, view.is_active) == ("case", "-created_at,title", True)
    assert view.shared_with == "nobody"


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"table": "user"}, "table"),
        ({"filter": {"all": [{"column": "colour", "value": "red"}]}}, "colour.eq"),
        (
            {"filter": {"all": [{"column": "title", "operator": "like", "value": "x"}]}},
            "title.like",
        ),
        ({"filter": {"all": [{"column": "custom.size", "value": 1}]}}, "custom.size"),
        ({"filter": {"none": []}}, "filter"),
        ({"filter": {"all": [{"column": "title", "value": "x" * 100_001}]}}, "filter"),
        ({"columns": ["number", "colour"]}, "columns"),
        ({"columns": ["number", "number"]}, "columns"),
        ({"columns": ["custom.size"]}, "custom.size"),
        ({"columns": "number"}, "columns"),
        ({"widths": {"title": 5}}, "widths"),
        ({"widths": {"title": True}}, "widths"),
        ({"widths": {"colour": 200}}, "widths"),
        ({"sort": "colour"}, "sort"),
        ({"sort": "id,number,title,state,priority,severity"}, "sort"),
        ({"name": ""}, "name"),
    ],
)
def test_what_no_list_knows_is_not_saved(given, alice, columns, field):
    """Red without views._check."""
    with pytest.raises(InvalidInput) as refused:
        saved(alice, **columns)

    assert refused.value.facts["field"] == field
    view = saved(alice)
    if "table" not in columns:
        with pytest.raises(InvalidInput):
            edit(view, by=alice, **columns)


def test_columns_of_ones_own_may_be_asked_for(given, alice):
    """Red without custom_of in checking and trees."""
    given.add(CustomColumn, [{"table": "case", "name": "size", "label": "S", "type": "number"}])
    tree = {"any": [{"column": "custom.size", "operator": "gt", "value": 5}]}

    view = saved(alice, filter=tree, columns=["custom.size"], sort="-custom.size")

    assert view.filter == tree


def test_a_view_is_ones_own_until_it_is_shared(given, alice):
    """Red without SHARED in access.allowed."""
    dora, egon = given.user("dora", AGENT), given.user("egon", AGENT)
    team = given.team("Desk", dora)
    dora = acting("dora")
    view = saved(alice)
    assert [seen_by(one) for one in (alice, dora, egon)] == [{"Mine"}, set(), set()]

    share(view, by=alice, shared_with="team", team=team)
    assert [seen_by(one) for one in (alice, dora, egon)] == [{"Mine"}, {"Mine"}, set()]

    share(view, by=alice, shared_with="everyone")
    assert [seen_by(one) for one in (alice, dora, egon)] == [{"Mine"}] * 3
    assert seen_by(given.user("nobody")) == set()

    share(view, by=alice, shared_with="nobody")
    assert [seen_by(one) for one in (alice, dora, egon)] == [{"Mine"}, set(), set()]


def test_only_the_owner_changes_a_view_and_an_administrator(given, alice, admin):
    """Red without PERSON of View."""
    dora = given.user("dora", AGENT)
    view = saved(alice)
    share(view, by=alice, shared_with="everyone")

    for verb, arguments in (
        (edit, {"name": "Hers"}), (share, {"shared_with": "nobody"}), (delete, {}),
    ):  # fmt: skip
        with pytest.raises(Forbidden):
            verb(view, by=dora, **arguments)
    edit(view, by=admin, name="Everybody's")

    assert fresh(view).name == "Everybody's"


def test_a_role_held_through_a_team_is_enough_for_ones_own(given, bob):
    """Red with NONE in access._about for what somebody keeps."""
    grant(Role.objects.get(name=AGENT), by=given.admin, team=given.team("Desk", bob))
    bob = acting("bob")

    view = saved(bob)

    edit(view, by=bob, name="Still mine")
    assert seen_by(bob) == {"Still mine"}


def test_sharing_wants_a_team_that_works_and_only_where_it_says_team(given, alice):
    """Red without sharing.share_with."""
    view, team = saved(alice), given.team("Desk", alice)
    deactivate_team(team, by=given.admin)

    for shared_with, one in (("team", None), ("everyone", team), ("team", team)):
        with pytest.raises(InvalidInput) as refused:
            share(view, by=alice, shared_with=shared_with, team=one)
        assert refused.value.facts["field"] == "team"
    with pytest.raises(InvalidInput):
        share(view, by=alice, shared_with="the world")
    gone = given.team("Gone")
    delete_team(gone, by=given.admin)
    with pytest.raises(NotFound):
        share(view, by=alice, shared_with="team", team=gone)


def test_a_deleted_team_leaves_its_views_to_their_owners(given, alice):
    """Red without shared_nouns in teams.delete."""
    view, team = saved(alice), given.team("Desk", alice)
    share(view, by=alice, shared_with="team", team=team)

    delete_team(team, by=given.admin)

    assert (fresh(view).shared_with, fresh(view).team_id) == ("nobody", None)


def test_editing_changes_what_is_given_and_nothing_else(given, alice):
    """Red with a column lost in views.edit."""
    first, other = saved(alice, filter=TREE, sort="title"), saved(alice, table="account")

    edit([first, other], by=alice, is_active=False)
    edit.table(
        [{"id": first.pk, "sort": "-number"}, {"id": other.pk, "columns": ["name"]}], by=alice
    )

    assert (fresh(first).filter, fresh(first).sort, fresh(first).is_active) == (
        TREE, "-number", False,
    )  # fmt: skip
    assert (fresh(other).columns, fresh(other).sort) == (["name"], "")
    with pytest.raises(InvalidInput) as refused:
        edit([first, other], by=alice, columns=["number"])
    assert refused.value.targets == {other.pk}


def test_a_deleted_view_is_gone(given, alice):
    """Red without work.delete in views.delete."""
    view = saved(alice)

    delete(view, by=alice)

    assert seen_by(alice) == set()


def test_a_view_is_made_and_read_over_rest(rest, given, alice):
    """Red without the plural of view."""
    client = rest.as_(alice)

    made = client.post("/views", {"name": "Mine", "table": "case", "filter": TREE})
    listed = client.get("/views?table=case&sort=name")

    assert made.status_code == 201, made.content
    assert [one["filter"] for one in listed.json()["items"]] == [TREE]
