"""The table of names: every entity by its logical name and by its entity set.

``types`` says what an entry is made of. A later noun is one more entry here; the organisation's
own columns join their table in ``catalogue``, so ask ``Catalogue`` and not ``ENTITIES`` for the
entity that a request speaks of.
"""

from casework.interfaces.odata.entities.activities import (
    ACTIVITYPOINTER,
    ANNOTATION,
    APPOINTMENT,
    EMAIL,
    PHONECALL,
    TASK,
)
from casework.interfaces.odata.entities.around_cases import INCIDENTRESOLUTION, SUBJECT
from casework.interfaces.odata.entities.attributes import (
    LOOKUPS,
    TEXTS,
    Attribute,
    Navigation,
    Option,
    Required,
    Type,
)
from casework.interfaces.odata.entities.cases import INCIDENT
from casework.interfaces.odata.entities.catalogue import ENTITIES, Catalogue, declare
from casework.interfaces.odata.entities.customers import ACCOUNT, CONTACT
from casework.interfaces.odata.entities.jobs import ASYNCOPERATION
from casework.interfaces.odata.entities.people import BUSINESSUNIT, ROLE, SYSTEMUSER, TEAM
from casework.interfaces.odata.entities.queues import QUEUE, QUEUEITEM
from casework.interfaces.odata.entities.types import Collection, Entity, Key
from casework.interfaces.odata.entities.views import SAVEDQUERY, USERQUERY

declare(
    INCIDENT, INCIDENTRESOLUTION, ACCOUNT, CONTACT, TASK, PHONECALL, EMAIL, APPOINTMENT,
    ACTIVITYPOINTER, ANNOTATION, QUEUE, QUEUEITEM, SYSTEMUSER, TEAM, BUSINESSUNIT, ROLE, SUBJECT,
    ASYNCOPERATION, SAVEDQUERY, USERQUERY,
)  # fmt: skip

__all__ = [
    "ENTITIES",
    "LOOKUPS",
    "TEXTS",
    "Attribute",
    "Catalogue",
    "Collection",
    "Entity",
    "Key",
    "Navigation",
    "Option",
    "Required",
    "Type",
]
