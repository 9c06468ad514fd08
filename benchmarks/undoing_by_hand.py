"""Merging and taking back by hand."""

from typing import Any

from benchmarks.by_hand import Hand, after, before

EVENTS_MOVED = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, 'activity.moved', 'activity', id, version + 1, case_id,
       {object}('case_id', case_id), {object}('case_id', {uuid})
FROM casework_activity WHERE case_id IN (<sources>)
"""

MOVED = """
UPDATE casework_activity SET case_id = {uuid}, version = version + 1, modified_at = {at},
       modified_by_id = {uuid}
WHERE case_id IN (<sources>)
"""

EVENTS_MERGED = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, 'case.merged', 'case', id, version + 1, id,
       {object}('state', state, 'status', status, 'merged_into_id', merged_into_id,
                'closed_at', closed_at),
       {object}('state', 2, 'status', 2000, 'merged_into_id', {uuid}, 'closed_at', {at})
FROM casework_case WHERE id IN (<sources>)
"""

MERGED = """
UPDATE casework_case SET state = 2, status = 2000, merged_into_id = {uuid}, closed_at = {at},
       version = version + 1, modified_at = {at}, modified_by_id = {uuid}
WHERE id IN (<sources>)
"""

# Taking back: each row by the event that changed it, and an event for that.
EVENTS_BACK = """
INSERT INTO casework_event (run_id, kind, record_type, record_id, version, case_id, before, after)
SELECT {uuid}, kind || '.undone', record_type, record_id, version + 1, <home>, after, before
FROM casework_event e WHERE run_id = {uuid} AND record_type <> 'resolution'
"""

BACK = """
UPDATE casework_<table> SET <columns>, version = casework_<table>.version + 1,
       modified_at = {at}, modified_by_id = {uuid}
FROM casework_event e
WHERE e.run_id = {uuid} AND e.record_type = '<noun>' AND e.record_id = casework_<table>.id
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

OF_CLOSING = {
    ("activity", "activity"): {"state": "whole", "status": "whole", "ended_at": "moment"},
    ("queueitem", "queue_item"): {"state": "whole"},
    ("case", "case"): {"state": "whole", "status": "whole", "closed_at": "moment"},
}
OF_MERGING = {
    ("activity", "activity"): {"case_id": "id"},
    ("case", "case"): {
        "state": "whole",
        "status": "whole",
        "merged_into_id": "id",
        "closed_at": "moment",
    },
}


def merge(hand: Hand, sources: list[Any], into: Any) -> None:
    """Merge cases that have nothing but activities."""
    among = ", ".join(["{uuid}"] * len(sources))
    hand(EVENTS_MOVED, hand.run, into, *sources, sources=among)
    hand(MOVED, into, hand.at, hand.by, *sources, sources=among)
    hand(EVENTS_MERGED, hand.run, into, hand.at, *sources, sources=among)
    hand(MERGED, into, hand.at, hand.at, hand.by, *sources, sources=among)


def undo(hand: Hand, done: Any, parts: dict[tuple[str, str], dict[str, str]]) -> None:
    """Take a run back: the columns that its events name, table by table."""
    moved = any("case_id" in columns for columns in parts.values())
    home = f"coalesce({after('id', 'case_id')}, e.case_id)" if moved else "e.case_id"
    hand(EVENTS_BACK, hand.run, done, home=home)
    for (table, noun), columns in parts.items():
        setting = ", ".join(f"{name} = {before(kind, name)}" for name, kind in columns.items())
        hand(BACK, hand.at, hand.by, done, table=table, noun=noun, columns=setting)
    hand(WITHDRAWN, hand.run, hand.at, done)
    hand(WITHDRAW, hand.at, hand.at, hand.by, done)
    hand(TAKEN_BACK, hand.run, done)
