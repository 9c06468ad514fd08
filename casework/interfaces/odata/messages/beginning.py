"""Beginning: a new record as it would begin beside another one; nothing is made."""

import dataclasses
from typing import Any
from uuid import UUID

from casework.cases.policies import CasePolicy
from casework.interfaces.odata import errors
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.entities import Attribute, Entity
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import record, required
from casework.interfaces.odata.records import NAVIGATION, Telling
from casework.kernel.policies import chosen

# From one table to another: the lookup that leads back, and the columns that are taken over.
ADDRESS = (
    "telephone1", "address1_line1", "address1_city", "address1_postalcode", "address1_country",
)  # fmt: skip
MAPS: dict[tuple[str, str], tuple[str, tuple[str, ...]]] = {
    ("account", "contact"): ("parentcustomerid_account", ADDRESS),
    ("account", "account"): ("parentaccountid", ADDRESS),
    ("account", "incident"): ("customerid_account", ()),
    ("contact", "incident"): ("customerid_contact", ()),
    ("incident", "incident"): ("parentcaseid", ()),
    **{
        ("incident", name): (f"regardingobjectid_incident_{name}", ())
        for name in ("task", "phonecall", "email", "appointment")
    },
    ("incident", "annotation"): ("objectid_incident", ()),
}


def initialize_from(one: Call) -> Answer:
    """A record of another table as it would begin, made of the one named.

    A child case begins with the columns that the policy says it inherits.
    """
    asked = one.asked
    source, pk = record(asked, one.given, "EntityMoniker")
    name = required(one.given, "TargetEntityName")
    place = MAPS.get((source.name, name)) if isinstance(name, str) else None
    if place is None:
        told = f"There is no mapping from {source.name} to {str(name)[:50]}."
        raise errors.invalid(told)
    target = asked.catalogue.table(str(name))
    back, columns = place
    taken = [source.by_name[column] for column in columns if column in source.by_name]
    if (source.name, target.name) == ("incident", "incident"):
        taken = _inherited(source)
    body = {
        "@odata.context": f"{asked.base}$metadata#{target.set_name}/$entity",
        "@odata.type": f"#Microsoft.Dynamics.CRM.{target.name}",
        **_values(one, source, pk, taken),
        f"{back}@odata.bind": f"/{source.set_name}({pk})",
    }
    return Answer(200, body)


def _inherited(entity: Entity) -> list[Attribute]:
    wanted = chosen()[CasePolicy].inherited_columns
    return [
        one
        for one in entity.attributes
        if one.argument in wanted
        or (one.is_custom and "custom" in wanted)
        or any(way.argument in wanted for way in one.navigations if way.argument)
    ]


def _values(one: Call, entity: Entity, pk: UUID, taken: list[Attribute]) -> dict[str, Any]:
    """The columns as a body says them: lookups by their navigation."""
    asked = dataclasses.replace(one.asked, headers={"prefer": 'odata.include-annotations="*"'})
    telling = Telling(entity, taken, asked)
    rows = telling.read(entity.rows(asked.actor).filter(pk=pk))
    found = telling.told(rows)[0]
    made: dict[str, Any] = {}
    for each in taken:
        value = found.get(each.wire)
        if value is None:
            continue
        if not each.is_lookup:
            made[each.name] = value
            continue
        way = found[f"{each.wire}{NAVIGATION}"]
        target = next(w.target for w in each.navigations if w.name == way)
        made[f"{way}@odata.bind"] = f"/{asked.catalogue.table(target).set_name}({value})"
    return made
