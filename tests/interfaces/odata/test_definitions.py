"""EntityDefinitions and what lies below: tables, columns, option sets, keys, relationships."""

from typing import Any

import pytest

from casework.interfaces.odata.entities import ENTITIES
from casework.kernel.operations import OPERATIONS
from tests.interfaces.odata.conftest import API, error_of

pytestmark = pytest.mark.django_db
INCIDENT = "EntityDefinitions(LogicalName='incident')"
CRM = "Microsoft.Dynamics.CRM."


@pytest.fixture
def api(odata: Any, admin: Any) -> Any:
    return odata.as_(admin)


def rows(api: Any, path: str) -> list[dict[str, Any]]:
    answer = api.get(path)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, Any]] = answer.json()["value"]
    return found


def test_a_table_is_found_by_its_name_with_what_is_selected_and_its_id(api: Any) -> None:
    path = "EntityDefinitions?$select=LogicalName,EntitySetName,PrimaryIdAttribute&$filter="
    answer = api.get(path + "LogicalName eq 'incident'").json()
    [row] = answer["value"]
    assert answer["@odata.context"] == (
        f"{API}$metadata#EntityDefinitions(LogicalName,EntitySetName,PrimaryIdAttribute)"
    )
    assert {n: v for n, v in row.items() if n != "MetadataId"} == {
        "LogicalName": "incident",
        "EntitySetName": "incidents",
        "PrimaryIdAttribute": "incidentid",
    }
    by_id = api.get(f"EntityDefinitions({row['MetadataId']})?$select=LogicalName").json()
    assert (by_id["LogicalName"], by_id["MetadataId"]) == ("incident", row["MetadataId"])
    two = rows(api, path + "LogicalName eq 'incident' or LogicalName eq 'account'")
    assert [one["LogicalName"] for one in two] == ["incident", "account"]
    every = rows(api, "EntityDefinitions?$select=LogicalName&$filter=IsPrivate eq false")
    assert {one["LogicalName"] for one in every} == set(ENTITIES)


def test_an_unknown_table_is_no_row_of_a_filter_and_404_as_a_key(api: Any) -> None:
    assert rows(api, "EntityDefinitions?$filter=LogicalName eq 'nothing'") == []
    for path in (
        "EntityDefinitions(LogicalName='nothing')",
        "EntityDefinitions(LogicalName='nothing')/Attributes",
        f"{INCIDENT}/Attributes(LogicalName='nothing')",
        f"{INCIDENT}/Attributes(LogicalName='title')/{CRM}PicklistAttributeMetadata",
        "RelationshipDefinitions(SchemaName='nothing')",
        "GlobalOptionSetDefinitions(Name='nothing')",
    ):
        assert error_of(api.get(path)) == (404, "0x80060888"), path


@pytest.mark.parametrize(
    "query",
    [
        "$select=Nothing", "$filter=Nothing eq 1", "$expand=Nothing", "$orderby=Nothing",
        "$filter=LogicalName", "$filter=year(LogicalName) eq 1", "$filter=ObjectTypeCode gt 'a'",
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_by_name(api: Any, query: str) -> None:
    answer = api.get(f"EntityDefinitions?{query}")
    if query == "$filter=LogicalName":  # a text is not true
        assert answer.json()["value"] == []
    else:
        assert error_of(answer) == (400, "0x80060888")


def test_the_columns_of_a_table_are_told_with_their_types(api: Any) -> None:
    entity = ENTITIES["incident"]
    found = rows(api, f"{INCIDENT}/Attributes?$select=LogicalName,AttributeType")
    assert {one["LogicalName"]: one["AttributeType"] for one in found} == {
        one.name: one.type.value for one in entity.attributes
    }
    by_name = {one["LogicalName"]: one["@odata.type"] for one in found}
    assert by_name["prioritycode"] == f"#{CRM}PicklistAttributeMetadata"
    assert by_name["ownerid"] == f"#{CRM}LookupAttributeMetadata"
    assert by_name["incidentid"] == f"#{CRM}UniqueIdentifierAttributeMetadata"
    picklists = "$select=LogicalName&$filter=AttributeType eq "
    for literal in ("'Picklist'", f"{CRM}AttributeTypeCode'Picklist'"):
        found = rows(api, f"{INCIDENT}/Attributes?{picklists}{literal}")
        assert {one["LogicalName"] for one in found} == {
            one.name for one in entity.attributes if one.type == "Picklist"
        }


def test_a_column_says_what_it_takes(api: Any) -> None:
    def told(column: str, *names: str) -> list[Any]:
        row = api.get(f"{INCIDENT}/Attributes(LogicalName='{column}')").json()
        return [row[one] for one in names]

    assert told("title", "MaxLength", "IsPrimaryName", "IsValidForUpdate") == [200, True, True]
    assert told("customerid", "AttributeType", "Targets") == ["Customer", ["account", "contact"]]
    assert told("followupby", "Format", "DateTimeBehavior") == ["DateOnly", {"Value": "DateOnly"}]
    assert told("incidentid", "IsPrimaryId", "IsValidForCreate", "IsValidForUpdate") == [
        True, True, False,
    ]  # fmt: skip
    assert told("createdon", "IsValidForCreate", "IsValidForUpdate") == [False, False]


def test_option_sets_are_told_where_they_are_asked_for(api: Any) -> None:
    path = f"{INCIDENT}/Attributes/{CRM}PicklistAttributeMetadata?$select=LogicalName"
    plain = rows(api, path)
    assert "OptionSet" not in plain[0]
    assert "@odata.type" not in plain[0]
    [priority] = [
        one
        for one in rows(api, f"{path}&$expand=OptionSet($select=Options)")
        if one["LogicalName"] == "prioritycode"
    ]
    assert set(priority["OptionSet"]) == {"MetadataId", "Options"}
    options = {
        one["Value"]: one["Label"]["UserLocalizedLabel"]["Label"]
        for one in priority["OptionSet"]["Options"]
    }
    assert options == {1: "High", 2: "Normal", 3: "Low"}
    flag = api.get(
        f"{INCIDENT}/Attributes(LogicalName='isescalated')/{CRM}BooleanAttributeMetadata"
        "?$expand=OptionSet,GlobalOptionSet"
    ).json()
    assert [flag["OptionSet"][one]["Value"] for one in ("FalseOption", "TrueOption")] == [0, 1]
    assert flag["GlobalOptionSet"] is None


def test_a_new_status_reason_is_an_option_at_once(api: Any, admin: Any) -> None:
    path = f"{INCIDENT}/Attributes(LogicalName='statuscode')/{CRM}StatusAttributeMetadata/OptionSet"

    def options() -> dict[int, int]:
        found = api.get(path).json()["Options"]
        return {one["Value"]: one["State"] for one in found}

    before = options()
    OPERATIONS["status.create"](by=admin, label="Parked", state=0)
    [new] = set(options()) - set(before)
    assert options() == {**before, new: 0}


def test_relationships_lead_both_ways(api: Any) -> None:
    name = "incident_customer_accounts"
    one = api.get(f"RelationshipDefinitions(SchemaName='{name}')").json()
    wanted = {
        "RelationshipType": "OneToManyRelationship",
        "ReferencedEntity": "account",
        "ReferencedAttribute": "accountid",
        "ReferencingEntity": "incident",
        "ReferencingAttribute": "customerid",
        "ReferencingEntityNavigationPropertyName": "customerid_account",
    }
    assert {n: one[n] for n in wanted} == wanted
    for side, table in (("ManyToOne", "incident"), ("OneToMany", "account")):
        found = rows(api, f"EntityDefinitions(LogicalName='{table}')/{side}Relationships")
        assert [row for row in found if row["SchemaName"] == name] == [
            {n: v for n, v in one.items() if n != "@odata.context"}
        ]
    every = rows(api, "RelationshipDefinitions?$select=SchemaName,ReferencingEntity")
    assert len({one["MetadataId"] for one in every}) == len(every)


def test_keys_and_expanded_tables(api: Any) -> None:
    found = rows(api, "EntityDefinitions?$select=LogicalName&$expand=Attributes($select=LogicalName"
                 ";$filter=IsPrimaryId eq true),Keys($select=KeyAttributes)")  # fmt: skip
    assert {
        one["LogicalName"]: (
            [column["LogicalName"] for column in one["Attributes"]],
            [key["KeyAttributes"] for key in one["Keys"]],
        )
        for one in found
    } == {
        name: ([one.id], [list(key.attributes) for key in one.keys])
        for name, one in ENTITIES.items()
    }


def test_there_are_no_global_option_sets(api: Any) -> None:
    assert rows(api, "GlobalOptionSetDefinitions") == []


def test_nobody_is_told_without_a_token(odata: Any) -> None:
    for path in ("$metadata", "EntityDefinitions", INCIDENT):
        assert odata.get(path).status_code == 401
