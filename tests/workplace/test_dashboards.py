"""Dashboards: one's own, shared ones, and those with which a role begins."""

import pytest

from casework.history.undo import undo
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import Dashboard, Role
from casework.people.changing_roles import delete as delete_role
from casework.workplace.dashboards import create, delete, edit, share
from tests.conftest import AGENT, fresh

LAYOUT = {"streams": [{"view": "my-cases", "title": "Mine"}, {"queue": "0" * 32}],
          "charts": ["by-priority"], "timeframe": "this-month"}  # fmt: skip


def made(by, **columns):
    [key] = create(by=by, **{"name": "Morning", "layout": LAYOUT, **columns}).records
    return Dashboard.objects.get(pk=key)


def test_a_dashboard_is_made_shared_changed_and_erased(given, alice):
    """Red without a verb of dashboards."""
    dora = given.user("dora", AGENT)
    board = made(alice)
    assert (board.layout, board.kind) == (LAYOUT, "multi_stream")
    assert not Dashboard.objects.visible_to(dora).exists()

    share(board, by=alice, shared_with="everyone")
    edit(board, by=alice, name="Evening")

    assert Dashboard.objects.visible_to(dora).get().name == "Evening"
    with pytest.raises(Forbidden):
        delete(board, by=dora)
    delete(board, by=alice)
    assert not Dashboard.objects.exists()


@pytest.mark.parametrize(
    "layout",
    [
        {"rows": []},
        {"streams": {}},
        {"streams": [{"view": "a"}] * 13},
        {"streams": [{"view": "a", "queue": "0" * 32}]},
        {"streams": [{"title": "a"}]},
        {"streams": ["a"]},
        {"streams": [{"view": 5}]},
        {"streams": [{"queue": "Printers"}]},
        {"charts": [5]},
        {"charts": ["a"] * 21},
        {"timeframe": 5},
    ],
)
def test_a_layout_that_cannot_be_shown_is_refused(alice, layout):
    """Red without the line of layouts.check_layout."""
    with pytest.raises(InvalidInput) as refused:
        made(alice, layout=layout)

    assert refused.value.facts["field"] == "layout"
    board = made(alice, layout={})
    with pytest.raises(InvalidInput):
        edit(board, by=alice, layout=layout)


def test_one_stream_is_one(alice):
    """Red without the kind in check_layout."""
    with pytest.raises(InvalidInput):
        made(alice, kind="single_stream")
    board = made(alice)

    with pytest.raises(InvalidInput):
        edit(board, by=alice, kind="single_stream")
    edit(board, by=alice, kind="single_stream", layout={"streams": [{"view": "my-cases"}]})


def test_a_role_begins_with_one_dashboard_that_everyone_may_see(given, alice, admin):
    """Red without _begin_with in dashboards.share."""
    role = Role.objects.get(name=AGENT)
    first, second = made(admin), made(admin)
    share(first, by=admin, shared_with="everyone", default_for_role=role)

    done = share(second, by=admin, shared_with="everyone", default_for_role=role)

    assert (fresh(first).default_for_role, fresh(second).default_for_role) == (None, role)
    undo(done.run, by=admin)
    assert (fresh(first).default_for_role, fresh(second).default_for_role) == (role, None)
    share(first, by=admin, shared_with="nobody")
    assert fresh(first).default_for_role is None


def test_nobody_else_says_with_what_a_role_begins(given, alice, admin):
    """Red without FOR_OTHERS."""
    role, mine = Role.objects.get(name=AGENT), made(alice)

    with pytest.raises(Forbidden):
        share(mine, by=alice, shared_with="everyone", default_for_role=role)
    with pytest.raises(InvalidInput):
        share(mine, by=admin, shared_with="nobody", default_for_role=role)
    with pytest.raises(InvalidInput):
        share([mine, made(alice)], by=admin, shared_with="everyone", default_for_role=role)


def test_a_deleted_role_leaves_its_dashboard(given, admin):
    """Red without shared_nouns in changing_roles.delete."""
    [role] = given.add(Role, [{"name": "Night"}])
    board = made(admin)
    share(board, by=admin, shared_with="everyone", default_for_role=role)

    delete_role(role, by=admin)

    assert (fresh(board).default_for_role_id, fresh(board).shared_with) == (None, "everyone")
