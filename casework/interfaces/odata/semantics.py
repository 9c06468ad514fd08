"""Semantics: what the documentation of Dataverse leaves open, and how it is decided here.

One meaning each; ``docs/dataverse.md`` says the same, and a test holds it.

- Plain resolving by update: 400 ``0x80044404`` with the text that Dataverse has; nothing changes.
- A required column that is missing: ``0x80040200``; a missing parameter: ``0x80040203``.
- Customers of a case: both given is ``0x8004440f``, none ``0x80044410``.
- CloseIncident over open activities: the call counts as confirmed, they are cancelled (answers 31).
  ``Status`` -1 is the default status of state Resolved. ``timespent`` is by default the minutes of
  the activities. An id given for the resolution must be new; the resolution gets one of its own.
- Active children: closing a parent under the policy that forbids it is ``0x8003f452``, cancelling
  ``0x8003f451``. Open activities forbid cancelling with ``0x8004440e``.
- Transition rules: ``0x8004f854`` to Resolved, ``0x8004f855`` to Canceled, ``0x8004f856`` back to
  Active, ``0x8004f00e`` within a state, ``0x8004f457`` where they forbid a merge.
- Inactive cases: an update follows the setting ``case.update_closed``, whose default allows it; a
  refusal is ``0x800404cf``. An update with ``statecode`` 0 and other columns reopens, then edits.
- Reopening: earlier resolutions stay Completed; a new close makes another one.
- AddToQueue of what waits elsewhere moves the item; ``SourceQueue`` that does not hold it is
  ``0x80040524``. Of ``QueueItemProperties`` the worker is kept.
- Closing, cancelling and merging make the queue items of a case inactive.
- PickFromQueue leaves the owner unless the policy ``queue.picking_changes_owner`` says otherwise;
  with ``RemoveQueueItem`` the item is picked, then removed. ReleaseToQueue of what nobody works on
  changes nothing. RouteTo to another queue takes the worker away; to the queue it is in already it
  changes nothing; to a user or team makes them the worker.
- The navigations of a worker are ``workerid_systemuser`` and ``workerid_team``.
- Merge keeps every value of the target: empty columns are not filled. ``UpdateContent`` is ignored,
  ``PerformParentingChecks`` refuses cases with different parents (``0x80045316``).
- CalculateTotalTimeIncident sums the minutes of the activities that are not billed.
- UpsertMultiple answers 204. UpdateMultiple and UpsertMultiple take at most 1,000 targets.
- BulkDelete runs at once, all or nothing; ``JobId`` is the run, read as ``asyncoperations(id)``,
  always Completed / Succeeded. Where nothing is found the id leads to no job.
- Grant, Modify and RevokeAccess are refused (``0x80040800``): roles and teams give sight, single
  records are not shared. So RetrieveSharedPrincipalsAndAccess names nobody.
- SendEmail with ``IssueSend`` is 501: no mailbox is connected. Without, the e-mail becomes Sent.
- Merge of accounts, contacts and leads is refused (``0x80040800``). ApplyRoutingRule is not there.
- DeleteMultiple is refused (``0x80040800``), as for ordinary tables there.
- A failed part of a batch without continue-on-error makes the answer as a whole 400. A batch holds
  at most 1,000 requests, answers at most 64 MB, and holds no other batch.
- Files of notes: the first file of a note is its ``documentbody``, told where it is selected.
"""
