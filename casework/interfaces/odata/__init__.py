"""The Dataverse face: our nouns under the names that clients of the Dataverse Web API know.

- ``entities/``    the table of names: what each of our records is called, and how it is written
- ``addressing``   an address below ``/api/data/v9.x/`` as segments and a shape
- ``routes``       shape and method to handler: the dispatch table
- ``answering``    the one door: who asks, headers, errors, for requests and parts of a batch
- ``errors``       what each refusal is called there
- ``records``      rows as JSON, with annotations
- ``writing``      a body as the arguments of operations
- ``query``        filter, order, expand and pages

No rule lives here: every write is an operation, every read begins at ``visible_to``.
"""
