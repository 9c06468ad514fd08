"""By hand: the SQL that leaves the very rows of an operation, written to be fast.

``{...}`` are the few words in which SQLite and PostgreSQL differ.
"""

from typing import Any

SQLITE = {
    "new_id": "lower(hex(randomblob(16)))",
    "object": "json_object",
    "no": "0",
    "at": "?",
    "p": "?",
    "uuid": "?",
    "json": "?",
    "number": "json_extract(e.before, '$.{name}')",
    "is_open": "state IN (0, 3)",
    "unset": "NULL",
}
POSTGRESQL = {
    "new_id": "gen_random_uuid()",
    "object": "jsonb_build_object",
    "no": "false",
    "at": "%s::timestamptz",
    "p": "%s::text",
    "uuid": "%s::uuid",
    "json": "%s::jsonb",
    "number": "(e.before ->> '{name}')::int",
    "is_open": "state IN (0, 3)",
    "unset": "NULL",
}

FAMILY = """
CREATE TEMPORARY TABLE family AS
WITH RECURSIVE below(id) AS (
    SELECT id FROM casework_case WHERE id = {uuid}
    UNION
    SELECT child.id FROM casework_case child JOIN below ON child.parent_id = below.id
)
SELECT id FROM casework_case WHERE id IN (SELECT id FROM below) AND state = 0
"""

RUN = """
INSERT INTO casework_run (id, operation, actor_id, interface, at, arguments, request_id)
VALUES ({uuid}, {p}, {uuid}, 'rest', {at}, {json}, '')
"""

RESOLUTIONS = """
INSERT INTO casework_caseresolution (
    id, version, created_at, modified_at, created_by_id, modified_by_id, case_id,
    resolved_case_id, subject, description, resolution_type, total_minutes, billable_minutes,
    is_billed, resolved_at, resolved_by_id
)
SELECT {new_id}, 1, {at}, {at}, {uuid}, {uuid}, id, id, 'Done', '', 5, minutes, minutes, {no}, {at},
       {uuid}
FROM (
    SELECT family.id, coalesce((
        SELECT sum(minutes) FROM casework_activity
        WHERE case_id = family.id AND is_billed = {no}
    ), 0) AS minutes FROM family
) AS each
"""

EVENTS_OF_RESOLUTIONS = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, after)
SELECT {uuid}, 'resolution.recorded', 'resolution', id, 1, case_id, {object}(
    'id', id, 'created_at', created_at, 'created_by_id', created_by_id, 'case_id', case_id,
    'resolved_case_id', resolved_case_id, 'subject', subject, 'description', description,
    'resolution_type', resolution_type, 'total_minutes', total_minutes,
    'billable_minutes', billable_minutes, 'is_billed', is_billed, 'resolved_at', resolved_at,
    'resolved_by_id', resolved_by_id, 'withdrawn_at', withdrawn_at)
FROM casework_caseresolution WHERE case_id IN (SELECT id FROM family)
"""

EVENTS_OF_ACTIVITIES = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, 'activity.cancelled', 'activity', id, version + 1, case_id,
       {object}('state', state, 'status', status, 'ended_at', ended_at),
       {object}('state', 2, 'status', 6, 'ended_at', {at})
FROM casework_activity WHERE case_id IN (SELECT id FROM family) AND {is_open}
"""

ACTIVITIES = """
UPDATE casework_activity SET state = 2, status = 6, ended_at = {at}, version = version + 1,
       modified_at = {at}, modified_by_id = {uuid}
WHERE case_id IN (SELECT id FROM family) AND {is_open}
"""

EVENTS_OF_ITEMS = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, 'queue_item.left', 'queue_item', id, version + 1, case_id,
       {object}('state', state), {object}('state', 1)
FROM casework_queueitem WHERE case_id IN (SELECT id FROM family) AND state = 0
"""

ITEMS = """
UPDATE casework_queueitem SET state = 1, version = version + 1, modified_at = {at},
       modified_by_id = {uuid}
WHERE case_id IN (SELECT id FROM family) AND state = 0
"""

EVENTS_OF_CASES = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, 'case.resolved', 'case', id, version + 1, id,
       {object}('state', state, 'status', status, 'closed_at', closed_at),
       {object}('state', 1, 'status', 5, 'closed_at', {at})
FROM casework_case WHERE id IN (SELECT id FROM family)
"""

CASES = """
UPDATE casework_case SET state = 1, status = 5, closed_at = {at}, version = version + 1,
       modified_at = {at}, modified_by_id = {uuid}
WHERE id IN (SELECT id FROM family)
"""

# Taking it back: each row by the event that changed it, and an event for that.
BACK = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, kind || '.undone', record_type, record_id, version + 1, case_id, after, before
FROM casework_event WHERE run_id = {uuid} AND record_type <> 'resolution'
"""

BACK_OF = """
UPDATE casework_{table} SET {columns}, version = casework_{table}.version + 1,
       modified_at = {at}, modified_by_id = {uuid}
FROM casework_event e
WHERE e.run_id = {uuid} AND e.record_type = '{noun}' AND e.record_id = casework_{table}.id
"""

WITHDRAWN = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, 'resolution.withdrawn', 'resolution', id, version + 1, case_id,
       {object}('withdrawn_at', withdrawn_at), {object}('withdrawn_at', {at})
FROM casework_caseresolution
WHERE id IN (SELECT record_id FROM casework_event WHERE run_id = {uuid}
             AND record_type = 'resolution')
"""

WITHDRAW = """
UPDATE casework_caseresolution SET withdrawn_at = {at}, version = version + 1,
       modified_at = {at}, modified_by_id = {uuid}
WHERE id IN (SELECT record_id FROM casework_event WHERE run_id = {uuid}
             AND record_type = 'resolution')
"""

TAKEN_BACK = "INSERT INTO casework_undoing (by_id, run_id, stands) VALUES ({uuid}, {uuid}, {yes})"


def resolve(cursor: Any, words: dict[str, str], parent: Any, run: Any, by: Any, at: Any) -> None:
    """Resolve a parent with all below it, its open activities and its queue items."""

    def execute(sql: str, *values: Any) -> None:
        cursor.execute(sql.format(**words), values)

    execute(FAMILY, parent)
    execute(RUN, run, "case.resolve", by, at, '{"resolution": "Done"}')
    execute(RESOLUTIONS, at, at, by, by, at, by)
    execute(EVENTS_OF_RESOLUTIONS, run)
    execute(EVENTS_OF_ACTIVITIES, run, at)
    execute(ACTIVITIES, at, at, by)
    execute(EVENTS_OF_ITEMS, run)
    execute(ITEMS, at, by)
    execute(EVENTS_OF_CASES, run, at)
    execute(CASES, at, at, by)


def undo(cursor: Any, words: dict[str, str], done: Any, run: Any, by: Any, at: Any) -> None:
    """Take that back."""
    number = words["number"]
    state, status = number.format(name="state"), number.format(name="status")
    parts = {
        "activity": ("activity", f"state = {state}, status = {status}, ended_at = NULL"),
        "queueitem": ("queue_item", f"state = {state}"),
        "case": ("case", f"state = {state}, status = {status}, closed_at = NULL"),
    }
    yes = "1" if words is SQLITE else "true"

    def execute(sql: str, *values: Any, **more: str) -> None:
        cursor.execute(sql.format(**words, yes=yes, **more), values)

    execute(RUN, run, "run.undo", by, at, "{}")
    execute(BACK, run, done)
    for table, (noun, columns) in parts.items():
        execute(BACK_OF, at, by, done, table=table, noun=noun, columns=columns)
    execute(WITHDRAWN, run, at, done)
    execute(WITHDRAW, at, at, by, done)
    execute(TAKEN_BACK, run, done)
