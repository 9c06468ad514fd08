"""Closing, merging and timing of cases (section 18 of the contract)."""

from typing import Any
from uuid import UUID

from casework.cases.models import Case
from casework.cases.resolve import total_minutes
from casework.interfaces.calling import call
from casework.interfaces.odata import errors
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.bodies import said
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import found_record, record, required, switch, whole
from casework.kernel.operations import OPERATIONS
from casework.kernel.trying import in_transaction

DEFAULT = -1  # the status that the state begins with
RESOLVING = {"transition-not-allowed": "0x8004f854"}
MERGING = {
    "already-closed": "0x80045304",
    "merged-away": "0x80045304",
    "closed-case": "0x80045304",
    "forbidden": "0x80045301",
    "transition-not-allowed": "0x8004f457",
}


def close_incident(one: Call) -> Answer:
    """Resolve a case. Open activities are cancelled with it: the call counts as confirmed."""
    body = required(one.given, "IncidentResolution")
    if not isinstance(body, dict):
        raise errors.invalid("The parameter 'IncidentResolution' must be a record.")
    status = whole(one.given, "Status")
    table = one.asked.catalogue.table("incidentresolution")
    told = said(one.asked, table, body)
    case = _case_of(one.asked, told)
    _, pk = found_record(one.asked, {"@odata.id": f"incidents({case})"}, "incidentid", "incident")
    if told.id is not None and table.model._base_manager.filter(pk=told.id).exists():
        raise errors.duplicate()
    if not told.columns.get("subject"):
        raise errors.ODataError(400, "0x80040200", "subject: is required")
    _check_status(one.asked, pk, status)
    given = {"resolution": told.columns["subject"], "cancel_open_activities": True}
    for column, argument in (("description", "description"), ("timespent", "total")):
        if told.columns.get(column) is not None:
            given[argument] = told.columns[column]
    if status != DEFAULT:
        given["resolution_type"] = status
    with errors.told_as(RESOLVING):
        call(OPERATIONS["case.resolve"], [pk], given, by=one.asked.actor)
    return Answer(204)


def _case_of(asked: Asked, told: Any) -> UUID:
    for name, body in told.made:
        if name == "incidentid":
            key: UUID = found_record(asked, body, "incidentid", "incident")[1]
            return key
    link = told.links.get("incidentid")
    if link is None:
        raise errors.ODataError(400, "0x80044409", "The incident id is missing.")
    return UUID(str(link[1]))


def _check_status(asked: Asked, pk: UUID, status: int) -> None:
    options = asked.catalogue.table("incident").by_name["statuscode"].options
    known = {one.value for one in options() if one.state == 1} if options else set()
    if status not in known and status != DEFAULT:
        told = f"{status} is not a valid status code for state code 1 on incident with Id {pk}."
        raise errors.ODataError(400, "0x80048408", told)


def merge(one: Call) -> Answer:
    """Merge one case into another: the target goes on, the subordinate is cancelled as merged."""
    asked = one.asked
    _refuse_other_tables(one)
    _, into = record(asked, one.given, "Target", "incident")
    _, source = record(asked, one.given, "Subordinate", "incident")

    def step() -> None:
        if switch(one.given, "PerformParentingChecks"):
            rows = Case.objects.visible_to(asked.actor).filter(pk__in=[into, source])
            if len(set(rows.order_by().values_list("parent_id", flat=True))) > 1:
                told = "Merge could create cyclical parenting: the cases have different parents."
                raise errors.ODataError(400, "0x80045316", told)
        call(OPERATIONS["case.merge"], [source], {"into": str(into)}, by=asked.actor)

    with errors.told_as(MERGING):
        in_transaction(step)
    return Answer(204)


def _refuse_other_tables(one: Call) -> None:
    target = one.given.get("Target")
    told = str(target.get("@odata.type", "")) if isinstance(target, dict) else ""
    name = told.rpartition(".")[2]
    if name in ("account", "contact", "lead"):
        raise errors.not_supported("Merge", name)


def total_time(one: Call) -> Answer:
    """The minutes of a case's activities that are not billed yet."""
    rows = Case.objects.visible_to(one.asked.actor).filter(pk=one.pk)
    total = rows.annotate(total=total_minutes()).values_list("total", flat=True).get()
    return one.told({"TotalTime": total})
