"""Business units: a tree, and the path of each."""

import pytest

from casework.kernel.history import Event
from casework.kernel.refusals import InvalidInput
from casework.models import BusinessUnit
from casework.people.moving import UnitInactive
from casework.people.naming import NameTaken
from casework.people.units import (
    TopUnit,
    UnitCycle,
    UnitInUse,
    activate,
    create,
    deactivate,
    edit,
)
from tests.conftest import fresh


def path(*units):
    return "/" + "".join(f"{unit.pk.hex}/" for unit in units)


def test_a_unit_knows_its_path(given, admin, organisation):
    """Red without the path in units.create."""
    [north] = create(by=admin, name="North").records
    [bay] = create(by=admin, name="Bay", parent=BusinessUnit.objects.get(pk=north)).records

    north, bay = (BusinessUnit.objects.get(pk=key) for key in (north, bay))
    assert (north.parent_id, north.path) == (organisation.pk, path(organisation, north))
    assert (bay.parent_id, bay.path) == (north.pk, path(organisation, north, bay))


def test_moving_a_unit_moves_all_below_it(given, admin, organisation):
    """Red without the last change of units._move."""
    north, south = given.unit("North"), given.unit("South")
    bay = given.unit("Bay", parent=north)
    pier = given.unit("Pier", parent=bay)

    result = edit(bay, by=admin, parent=south, name="Long Bay")

    assert [fresh(one).path for one in (bay, pier, north)] == [
        path(organisation, south, bay),
        path(organisation, south, bay, pier),
        path(organisation, north),
    ]
    assert fresh(bay).name == "Long Bay"
    assert set(Event.objects.filter(run=result.run).values_list("kind", "record_id")) == {
        ("unit.edited", bay.pk),
        ("unit.path_followed", pier.pk),
    }


def test_no_unit_lies_below_itself(given, admin):
    """Red without UnitCycle in units._move; two rows of one table make no cycle either."""
    north, south = given.unit("North"), given.unit("South")
    bay = given.unit("Bay", parent=north)

    with pytest.raises(UnitCycle):
        edit(north, by=admin, parent=bay)
    with pytest.raises(UnitCycle):
        edit(north, by=admin, parent=north)
    with pytest.raises(UnitCycle):
        edit.table([{"id": north.pk, "parent": south}, {"id": south.pk, "parent": north}], by=admin)

    assert fresh(north).path == north.path


def test_two_rows_may_trade_places_where_nothing_turns(given, admin, organisation):
    """Red if each row were checked against the tree as it was."""
    north, south = given.unit("North"), given.unit("South")
    bay = given.unit("Bay", parent=north)

    edit.table([{"id": bay.pk, "parent": organisation}, {"id": north.pk, "parent": bay}], by=admin)

    assert (fresh(bay).path, fresh(north).path) == (
        path(organisation, bay),
        path(organisation, bay, north),
    )
    assert fresh(south).path == south.path


def test_the_top_has_no_parent_and_stays_open(given, admin, organisation):
    """Red without TopUnit in units.edit and units.deactivate."""
    with pytest.raises(TopUnit):
        edit(organisation, by=admin, parent=given.unit("North"))
    with pytest.raises(TopUnit):
        deactivate(organisation, by=admin)
    with pytest.raises(InvalidInput):
        edit(given.unit("South"), by=admin, parent=None)

    edit(organisation, by=admin, name="Casework Ltd")
    assert fresh(organisation).name == "Casework Ltd"


def test_a_name_is_given_once(given, admin):
    """Red without refuse_taken in units."""
    given.unit("North")

    with pytest.raises(NameTaken):
        create(by=admin, name="North")
    with pytest.raises(NameTaken):
        edit(given.unit("South"), by=admin, name="North")


def test_a_unit_where_somebody_works_stays_open(given, admin):
    """Red without UnitInUse in units.deactivate; a unit goes with those below it."""
    people, teams, above = given.unit("People"), given.unit("Teams"), given.unit("Above")
    below = given.unit("Below", parent=above)
    given.user("dora", unit=people)
    given.team("Hardware", unit=teams)

    for used in (people, teams, above):
        with pytest.raises(UnitInUse) as refused:
            deactivate(used, by=admin)
        assert refused.value.count == 1
    deactivate([above, below], by=admin)

    assert not fresh(above).is_active
    with pytest.raises(UnitInactive):
        create(by=admin, name="Lower", parent=above)
    with pytest.raises(UnitInactive):
        activate(below, by=admin)
    activate([above, below], by=admin)
    assert fresh(below).is_active
