"""Query: what ``$select``, ``$filter``, ``$expand`` and the others ask, as rows and records.

``read`` gives a page of a collection, ``one`` a single record, ``count`` their number.

- ``lexing``, ``parsing``, ``expressions``  a text becomes a tree (``tree``), within ``bounding``
- ``translating``  a tree becomes a condition of the database; ``reaching`` finds values, as far as
  the actor sees; ``calling``, ``asking``, ``times``, ``families`` are its functions
- ``options``, ``ordering``, ``paging``, ``expanding``, ``applying``  the options of an address
- ``fetching``  FetchXML; ``structured``  SQL; ``views``  saved views
"""

from casework.interfaces.odata.query.paging import Page, count, one
from casework.interfaces.odata.query.reading import read

__all__ = ["Page", "count", "one", "read"]
