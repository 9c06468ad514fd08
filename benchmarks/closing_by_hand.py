"""Resolving by hand: many cases with all that closes with them, and one case alone."""

from collections.abc import Sequence
from typing import Any

from benchmarks.by_hand import Hand

FAMILY = """
INSERT INTO family
WITH RECURSIVE below(id) AS (
    SELECT id FROM casework_case WHERE id = {uuid}
    UNION
    SELECT child.id FROM casework_case child JOIN below ON child.parent_id = below.id
)
SELECT id FROM casework_case WHERE id IN (SELECT id FROM below) AND state = 0
"""

CHOSEN = "INSERT INTO family SELECT id FROM casework_case WHERE number IN (<numbers>) AND state = 0"

RESOLUTIONS = """
INSERT INTO casework_caseresolution (
    id, version, created_at, modified_at, created_by_id, modified_by_id, case_id,
    resolved_case_id, subject, description, resolution_type, total_minutes, billable_minutes,
    is_billed, resolved_at, resolved_by_id
)
SELECT {new_id}, 1, {at}, {at}, {uuid}, {uuid}, family.id, family.id, 'Done', '', 5,
       coalesce(minutes, 0), coalesce(minutes, 0), {no}, {at}, {uuid}
FROM family LEFT JOIN (
    SELECT case_id, sum(minutes) AS minutes FROM casework_activity
    WHERE case_id IN (SELECT id FROM family) AND is_billed = {no} GROUP BY case_id
) AS each ON each.case_id = family.id
"""

EVENTS_OF_RESOLUTIONS = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, after)
SELECT {uuid}, 'resolution.recorded', 'resolution', id, 1, case_id, {object}(
    'id', id, 'created_at', created_at, 'created_by_id', created_by_id, 'case_id', case_id,
    'resolved_case_id', resolved_case_id, 'subject', subject, 'description', description,
    'resolution_type', resolution_type, 'total_minutes', total_minutes,
    'billable_minutes', billable_minutes, 'is_billed', is_billed, 'resolved_at', resolved_at,
    'resolved_by_id', resolved_by_id, 'withdrawn_at', withdrawn_at)
FROM casework_caseresolution WHERE case_id IN (SELECT id FROM family) AND created_at = {at}
"""

EVENTS_OF_ACTIVITIES = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, 'activity.cancelled', 'activity', id, version + 1, case_id,
       {object}('state', state, 'status', status, 'ended_at', ended_at),
       {object}('state', 2, 'status', 6, 'ended_at', {at})
FROM casework_activity WHERE case_id IN (SELECT id FROM family) AND state IN (0, 3)
"""

ACTIVITIES = """
UPDATE casework_activity SET state = 2, status = 6, ended_at = {at}, version = version + 1,
       modified_at = {at}, modified_by_id = {uuid}
WHERE case_id IN (SELECT id FROM family) AND state IN (0, 3)
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

OPEN_OF_ONE = """
SELECT count(*) FROM casework_activity WHERE case_id = {uuid} AND state IN (0, 3)
"""

RESOLUTION_OF_ONE = RESOLUTIONS.partition("SELECT {new_id}")[0] + (
    """
SELECT {uuid}, 1, {at}, {at}, {uuid}, {uuid}, id, id, 'Done', '', 5, 0, 0, {no}, {at}, {uuid}
FROM casework_case WHERE id = {uuid} AND state = 0
"""
)

ASSIGNED = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, 'case.assigned', 'case', id, version + 1, id,
       {object}('owner_user_id', owner_user_id, 'owner_team_id', owner_team_id, 'unit_id', unit_id),
       {object}('owner_user_id', {uuid}, 'owner_team_id', NULL, 'unit_id', {uuid})
FROM casework_case WHERE id = {uuid}
"""

ASSIGN = """
UPDATE casework_case SET owner_user_id = {uuid}, owner_team_id = NULL, unit_id = {uuid},
       version = version + 1, modified_at = {at}, modified_by_id = {uuid}
WHERE id = {uuid}
"""


def resolve_family(hand: Hand, parent: Any) -> None:
    """Resolve a case with all below it, its open activities and its queue items."""
    hand("{temporary} family (id {key})")
    hand(FAMILY, parent)
    close(hand)


def resolve_chosen(hand: Hand, numbers: Sequence[str]) -> None:
    """Resolve the cases of these numbers."""
    hand("{temporary} family (id {key})")
    hand(CHOSEN, *numbers, numbers=", ".join(["{p}"] * len(numbers)))
    close(hand)


def close(hand: Hand) -> None:
    """Close the cases of the table ``family``."""
    at, by, run = hand.at, hand.by, hand.run
    hand.analyse("family")
    hand(RESOLUTIONS, at, at, by, by, at, by)
    hand(EVENTS_OF_RESOLUTIONS, run, at)
    hand(EVENTS_OF_ACTIVITIES, run, at)
    hand(ACTIVITIES, at, at, by)
    hand(EVENTS_OF_ITEMS, run)
    hand(ITEMS, at, by)
    hand(EVENTS_OF_CASES, run, at)
    hand(CASES, at, at, by)
    hand("DROP TABLE family")


def resolve_one(hand: Hand, case: Any, resolution: Any) -> None:
    """Resolve one case without open activities, by its id."""
    at, by, run = hand.at, hand.by, hand.run
    hand(OPEN_OF_ONE, case)
    if hand.cursor.fetchone()[0]:
        raise SystemExit("open activities")
    hand(RESOLUTION_OF_ONE, resolution, at, at, by, by, at, by, case)
    one = {"(SELECT id FROM family)": "({uuid})"}
    for sql, values in (
        (EVENTS_OF_RESOLUTIONS, (run, case, at)),
        (EVENTS_OF_CASES, (run, at, case)),
        (CASES, (at, at, by, case)),
    ):
        for old, new in one.items():
            sql = sql.replace(old, new)
        hand(sql, *values)


def assign_one(hand: Hand, case: Any, user: Any, unit: Any) -> None:
    """Give one case to a user, by their ids."""
    hand(ASSIGNED, hand.run, user, unit, case)
    hand(ASSIGN, user, unit, hand.at, hand.by, case)
