"""``$metadata``: a document that generators can trust, for it says what records are."""

from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.interfaces.odata.entities import ENTITIES
from casework.interfaces.odata.messages.calling import MESSAGES
from casework.kernel.operations import OPERATIONS
from tests.interfaces.odata.test_tables import house  # noqa: F401

pytestmark = pytest.mark.django_db
EDM = "{http://docs.oasis-open.org/odata/ns/edm}"
PRIMITIVES = {
    f"Edm.{one}"
    for one in ("Guid", "String", "Int32", "Int64", "Double", "Boolean", "DateTimeOffset", "Date")
}


@pytest.fixture
def api(odata: Any, admin: Any) -> Any:
    return odata.as_(admin)


@pytest.fixture
def schema(api: Any) -> Any:
    answer = api.get("$metadata")
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/xml")
    [found] = ElementTree.fromstring(answer.content).iter(f"{EDM}Schema")
    return found


def named(parent: Any, tag: str) -> dict[str, Any]:
    """The children of a kind by their names, which are different ones."""
    found = parent.findall(f"{EDM}{tag}")
    assert [n for n, times in Counter(x.get("Name") for x in found).items() if times > 1] == []
    return {one.get("Name"): one for one in found}


def plain(kind: str) -> str:
    """A type without its collection and its alias."""
    inner = kind.removeprefix("Collection(").removesuffix(")")
    return inner.removeprefix("mscrm:").removeprefix("Microsoft.Dynamics.CRM.")


def test_every_type_that_is_named_is_there(schema: Any) -> None:
    known = {*named(schema, "EntityType"), *named(schema, "ComplexType")} | PRIMITIVES
    used = {
        plain(one.get(word))
        for one in schema.iter()
        for word in ("Type", "BaseType", "EntityType")
        if one.get(word)
    }
    assert used - known == set()


def test_every_partner_points_back(schema: Any) -> None:
    tables = named(schema, "EntityType")
    wrong = []
    for name, table in tables.items():
        for way in table.findall(f"{EDM}NavigationProperty"):
            if way.get("Partner") is None:
                continue
            other = named(tables[plain(way.get("Type"))], "NavigationProperty")[way.get("Partner")]
            if (plain(other.get("Type")), other.get("Partner")) != (name, way.get("Name")):
                wrong.append((name, way.get("Name")))
    assert wrong == []


def test_every_property_has_one_name_and_every_key_and_constraint_is_one(schema: Any) -> None:
    for table in named(schema, "EntityType").values():
        properties, ways = named(table, "Property"), named(table, "NavigationProperty")
        assert set(properties) & set(ways) == set()
        for one in table.iter(f"{EDM}PropertyRef"):
            assert one.get("Name") in properties
        for one in table.iter(f"{EDM}ReferentialConstraint"):
            assert one.get("Property") in properties


def test_every_set_is_bound_to_sets_that_are_there(schema: Any) -> None:
    [container] = schema.findall(f"{EDM}EntityContainer")
    sets = named(container, "EntitySet")
    assert {n: plain(one.get("EntityType")) for n, one in sets.items()} == {
        one.set_name: name for name, one in ENTITIES.items()
    }
    tables = named(schema, "EntityType")
    for one in sets.values():
        ways = named(tables[plain(one.get("EntityType"))], "NavigationProperty")
        for binding in one.findall(f"{EDM}NavigationPropertyBinding"):
            assert binding.get("Target") in sets
            assert binding.get("Path") in ways


def test_every_message_is_told(schema: Any) -> None:
    told = {
        (one.get("Name"), word == "Function")
        for word in ("Action", "Function")
        for one in schema.findall(f"{EDM}{word}")
    }
    assert told == {(name, one.function) for name, one in MESSAGES.items()}


@pytest.mark.usefixtures("house")
def test_a_record_has_the_properties_of_its_type_and_no_others(api: Any, schema: Any) -> None:
    tables = named(schema, "EntityType")
    told = 0
    for name, one in ENTITIES.items():
        for row in api.get(f"{one.set_name}?$top=1").json()["value"]:
            told += 1
            members = {member for member in row if "@" not in member}
            body = {"documentbody"}  # told where it is asked for
            assert members == set(named(tables[name], "Property")) - body, name
    assert told > 12


def test_who_has_it_is_not_told_again(api: Any) -> None:
    tag = api.get("$metadata")["ETag"]
    again = api.get("$metadata", If_None_Match=tag)
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)


def test_a_column_of_the_organisation_is_in_it_at_once(api: Any, admin: Any) -> None:
    tag = api.get("$metadata")["ETag"]
    OPERATIONS["column.define"](by=admin, table="case", name="floor", label="Floor", type="number")
    answer = api.get("$metadata", If_None_Match=tag)
    assert answer.status_code == 200
    assert b'<Property Name="floor" Type="Edm.Double" />' in answer.content


@pytest.mark.parametrize("path", ["$metadata", "EntityDefinitions?$expand=Attributes"])
def test_it_comes_from_the_cache(api: Any, path: str) -> None:
    api.get(path)
    with CaptureQueriesContext(
        connection,
    ) as again:
        api.get(path)
    asked = [one["sql"] for one in again if "customcolumn" in one["sql"] or "status" in one["sql"]]
    assert len(asked) == (1 if path == "$metadata" else 2)  # whether anything has changed
