"""The Dataverse face: our nouns under the names that clients of the Dataverse Web API know.

A request goes from top to bottom:

- ``views``        a request of Django's, who asks, and the token endpoint; ``door`` beyond it
- ``asking``       the request as ``Asked``: options, preferences, body, also of a part of a batch
- ``answering``    the one way to every handler: headers and errors
- ``addressing``   an address below ``/api/data/v9.x/`` as segments and a shape
- ``routes``       shape and method to handler; ``handling/`` has those of records and links
- ``entities/``    the table of names: what each of our records is called, and how it is written
- ``finding``      from a key or a link to the record
- ``query/``       filter, order, expand, pages, FetchXML and SQL
- ``records``      rows as JSON, with annotations; ``plain`` the values of a column
- ``bodies``       what a body says; ``arguments`` the same as the arguments of operations
- ``writing``      those operations called; ``states``, ``placing`` and ``parties`` what is special
- ``errors``       what each refusal is called there

No rule lives here: every write is an operation, every read begins at ``visible_to``.
"""
