"""Who asks, and which sets there are."""

from typing import Any

from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.asking import Asked
from casework.people.models import BusinessUnit


def document(asked: Asked, address: Address) -> Answer:
    """The service document: every entity set."""
    sets = [
        {"name": one.set_name, "kind": "EntitySet", "url": one.set_name}
        for one in asked.catalogue.all()
    ]
    return Answer(200, {"@odata.context": f"{asked.base}$metadata", "value": sets})


def who_am_i(asked: Asked) -> dict[str, Any]:
    """The caller, the business unit and the organisation, which is the unit at the top."""
    top = BusinessUnit.objects.filter(parent=None).values_list("pk", flat=True).first()
    return {
        "@odata.context": f"{asked.base}$metadata#Microsoft.Dynamics.CRM.WhoAmIResponse",
        "BusinessUnitId": asked.actor.unit,
        "UserId": asked.actor.user,
        "OrganizationId": top,
    }
