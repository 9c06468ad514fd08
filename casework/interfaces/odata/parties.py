"""Parties: who an activity is from and to, as texts of ours."""

from typing import Any

from casework.interfaces.odata import errors
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.finding import linked
from casework.kernel.records import RECORDS

FROM = 1
TO = frozenset({2, 3, 4, 5, 6, 7})  # to, cc, bcc, required, optional, organizer
MASK = "participationtypemask"


def without_parties(asked: Asked, entity: Entity, body: dict[str, Any]) -> dict[str, Any]:
    """A body whose list of parties has become ``sender`` and ``torecipients``.

    A party is a link (``partyid_contact@odata.bind``) or an ``addressused``. Of a phone call and an
    appointment only those it is with are kept. Refuses what is no list of parties.
    """
    name = f"{entity.name}_activity_parties"
    if name not in body or not entity.is_activity:
        return body
    parties = body[name]
    if not isinstance(parties, list) or not all(isinstance(one, dict) for one in parties):
        raise errors.payload(f"'{name}' must be a list of parties.", entity)
    made = {key: value for key, value in body.items() if key != name}
    to = []
    for one in parties:
        mask = one.get(MASK)
        if mask == FROM and entity.name == "email":
            made["sender"] = _address(asked, entity, one)
        elif isinstance(mask, int) and mask in TO:
            to.append(_address(asked, entity, one))
        elif mask not in (FROM, 8, 9):  # regarding and owner are told by columns of their own
            raise errors.payload(f"'{MASK}' must be a number from 1 to 9.", entity)
    if "recipients" in {one.argument for one in entity.attributes}:
        made["torecipients"] = ";".join(to)
    return made


def _address(asked: Asked, entity: Entity, party: dict[str, Any]) -> str:
    used = party.get("addressused")
    if isinstance(used, str) and used.strip():
        return used.strip().replace(";", ",")
    link = next((value for key, value in party.items() if key.endswith("@odata.bind")), None)
    target, key = linked(asked, link)
    asked.count_one_more()
    columns = [name for name in ("email", RECORDS[target.noun].KEY) if name in _columns(target)]
    row = target.rows(asked.actor).filter(pk=key).values_list(*columns).first()
    if row is None:
        raise errors.does_not_exist(target, key)
    return next((str(one) for one in row if one), str(key)).replace(";", ",")


def _columns(target: Entity) -> set[str]:
    return {field.name for field in target.model._meta.concrete_fields}
