"""Routes: which handler answers a shape of address (see ``addressing``) and a method.

A handler takes the request and its address and gives an ``Answer``; it raises ``ODataError`` or
any refusal of ours. It is never called without a known actor.
"""

from casework.interfaces.odata import service
from casework.interfaces.odata.answering import ROUTES
from casework.interfaces.odata.batch.running import batch
from casework.interfaces.odata.handling import collections, links, properties, single
from casework.interfaces.odata.messages import table  # noqa: F401  (fills the table of messages)
from casework.interfaces.odata.messages.calling import called
from casework.interfaces.odata.metadata import definitions, schema

ROUTES.update(
    {
        "service": {"GET": service.document},
        "batch": {"POST": batch},
        "metadata": {"GET": schema.document},
        "definitions": {"GET": definitions.told},
        "call": {"GET": called, "POST": called},
        "bound": {"GET": called, "POST": called},
        "set": {"GET": collections.listed, "POST": single.created},
        "count": {"GET": collections.counted},
        "record": {
            "GET": single.retrieved, "PATCH": single.updated, "DELETE": single.deleted,
        },
        "property": {
            "GET": properties.told, "PUT": properties.set_one, "DELETE": properties.emptied,
        },
        "value": {"GET": properties.raw},
        "navigation": {"GET": links.followed, "POST": links.created_below},
        "reference": {
            "GET": links.told, "POST": links.added, "PUT": links.set_one, "DELETE": links.removed,
        },
    }
)  # fmt: skip
