"""The lists and records of administration: what is on them, and for whom."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.interfaces.web.grids_admin import ADMIN_LISTS
from casework.models import (
    ApiToken,
    CustomColumn,
    QueueMembership,
    Role,
    StatusReason,
    Subject,
    TeamMembership,
    User,
)
from tests.interfaces.web.conftest import text


@pytest.fixture
def house(given, alice):
    """One record of every noun of administration, by its plural."""
    admin = User.objects.get(username="admin")
    column = {"table": "case", "name": "colour", "label": "Colour", "type": "text"}
    token = {"user": admin, "name": "Nightly", "digest": "x", "scopes": ["read"]}
    return {
        "users": User.objects.get(username="alice"),
        "teams": given.team("Desk", alice),
        "units": given.unit("North"),
        "roles": Role.objects.get(name="Auditor"),
        "queues": given.queue("Intake"),
        "subjects": given.subject("Printers"),
        "statuses": StatusReason.objects.get(code=1),
        "columns": given.add(CustomColumn, [column])[0],
        "tokens": given.add(ApiToken, [token])[0],
    }


def cost(client, path):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_every_noun_has_a_list_and_a_page_of_a_record(web, given, house):
    """Red when a noun has none, or its history or fields are left out."""
    client = web.as_(given.admin)
    names = {}
    for plural, record in house.items():
        assert client.get(f"/administration/{plural}").status_code == 200
        page = text(client.get(f"/administration/{plural}/{record.pk}"))
        names[plural] = (
            "History" in page and (getattr(record, "full_name", "") or str(record)) in page
        )

    assert names == dict.fromkeys(house, True)


def test_each_area_is_reached_from_administration(web, given):
    """Red when an area is not on the page, or leads nowhere."""
    client = web.as_(given.admin)
    page = client.get("/administration").content.decode()

    for area in ("settings", "statuses", "transitions", "columns", "subjects", "queues", "users",
                 "teams", "units", "roles", "tokens", "audit", "settings/process"):  # fmt: skip
        assert f'href="/administration/{area}"' in page
        assert client.get(f"/administration/{area}").status_code == 200


def test_who_holds_nothing_sees_every_area_and_who_may(web, given, bob):
    """Red when an area is hidden, or does not say why."""
    page = text(web.as_(bob).get("/administration"))

    assert "Users" in page
    assert "You may not do this (user.read)" in page
    assert "These roles may: Auditor" in page


def test_who_may_not_see_a_noun_is_refused(web, given, house, bob):
    """Red when a list or a record is shown without the privilege."""
    client = web.as_(bob)

    codes = {
        path: client.get(path).status_code
        for plural, record in house.items()
        for path in (f"/administration/{plural}", f"/administration/{plural}/{record.pk}")
    }

    assert codes == dict.fromkeys(codes, 403)


def test_commands_that_may_not_be_say_why(web, given, house, alice):
    """Red when a command is hidden or offered to who may not."""
    record = house["teams"]
    page = web.as_(alice).get(f"/administration/teams/{record.pk}").content.decode()

    assert "/do/team.edit" not in page
    assert "You may not do this (team.edit) to Desk" in page
    assert (
        "You may not do this (user.create)"
        in web.as_(alice).get("/administration/users").content.decode()
    )


def test_only_the_end_or_the_beginning_is_offered(web, given, house):
    """Red when both are, of which one would do nothing."""
    client, team = web.as_(given.admin), house["teams"]
    path = f"/administration/teams/{team.pk}"

    assert "/do/team.activate" not in client.get(path).content.decode()
    client.confirm("team.deactivate", team)
    page = client.get(path).content.decode()

    assert "/do/team.activate" in page
    assert "/do/team.deactivate" not in page


def test_an_edit_sends_only_what_was_changed(web, given, house):
    """Red when the dialog does not show what is there, or sends it back."""
    client, team = web.as_(given.admin), house["teams"]
    page = client.get(f"/do/team.edit?on={team.pk}").content.decode()

    assert 'value="Desk"' in page
    answer = client.confirm("team.edit", team, name="Front desk", unit=str(team.unit_id))

    history = text(client.get(f"/administration/teams/{team.pk}"))
    assert answer.status_code == 303
    assert "Team changed Name Desk Front desk" in history
    assert history.count("Team changed") == 1


def test_members_are_added_and_removed(web, given, house, bob):
    """Red when the page of a team or a queue does not tell who is in it."""
    client = web.as_(given.admin)
    for noun, model in (("team", TeamMembership), ("queue", QueueMembership)):
        record = house[f"{noun}s"]
        client.confirm(f"{noun}.add_members", record, users="bob")
        assert "Bob bob Remove" in text(client.get(f"/administration/{noun}s/{record.pk}"))
        client.confirm(f"{noun}.remove_members", record, users=str(bob.user))
        assert not model.objects.filter(user=bob.user).exists()


def test_trees_show_what_lies_below_what(web, given):
    """Red when children are shown beside their parent."""
    top = given.subject("Hardware")
    given.subject("Printers", parent=top)

    page = web.as_(given.admin).get("/administration/subjects").content.decode()

    below = page.partition(">Hardware<")[2].partition("</ul>")[0]
    assert ">Printers<" in below
    assert f"/do/subject.create?parent={top.pk}" in page


def test_a_loop_in_a_tree_is_left_out_and_does_not_hang(web, given):
    """Red when paths are followed for ever."""
    one = given.subject("Hen")
    Subject.objects.filter(pk=one.pk).update(parent=one.pk)

    assert web.as_(given.admin).get("/administration/subjects").status_code == 200


def test_one_sees_ones_own_tokens_first(web, given, house, alice):
    """Red when the list opens on everybody's."""
    assert "Nightly" in text(web.as_(given.admin).get("/administration/tokens"))
    assert "Nightly" not in text(web.as_(alice).get("/administration/tokens?view=all"))


@pytest.mark.parametrize("plural", ["users", "teams", "queues", "subjects", "units", "roles"])
def test_more_rows_cost_no_more_queries(web, given, house, plural):
    """Red when a row asks for something by itself."""
    client, path = web.as_(given.admin), f"/administration/{plural}"
    before = cost(client, path)
    for n in range(8):
        make = {
            "users": lambda n=n: given.user(f"user{n}"),
            "teams": lambda n=n: given.team(f"Team {n}"),
            "queues": lambda n=n: given.queue(f"Queue {n}"),
            "subjects": lambda n=n: given.subject(f"Subject {n}"),
            "units": lambda n=n: given.unit(f"Unit {n}"),
            "roles": lambda n=n: given.add(Role, [{"name": f"Role {n}"}]),
        }[plural]
        make()

    assert cost(client, path) == before


def test_more_members_cost_no_more_queries(web, given, alice, bob):
    """Red when a member of a team is asked for by itself."""
    client = web.as_(given.admin)
    small, large = given.team("Small", alice), given.team("Large", alice, bob)
    for n in range(8):
        given.add(TeamMembership, [{"team": large, "user": given.user(f"user{n}").user}])

    few, many = (cost(client, f"/administration/teams/{one.pk}") for one in (small, large))

    assert few == many


@pytest.mark.parametrize("path", ["cases", "nonsense"])
def test_what_has_a_page_elsewhere_has_none_here(web, given, path):
    """Red when the page answers for any noun."""
    case = given.case()

    assert web.as_(given.admin).get(f"/administration/{path}/{case.pk}").status_code == 404


def test_all_rows_of_a_list_can_be_chosen(web, given):
    """Red when the list is not known where a dialog looks its rows up."""
    given.team("One"), given.team("Two")

    answer = web.as_(given.admin).get("/do/team.deactivate?all=view%3Dactive")

    assert "2 records: " in text(answer)
    assert set(ADMIN_LISTS) >= {"users", "teams", "roles", "queues", "columns", "tokens"}
