"""Reading: lists, single records and stories, the same for every interface that derives them."""

from casework.interfaces.reading.asking import Asked, asked
from casework.interfaces.reading.below import BELOW, availability, case_above, rows_below
from casework.interfaces.reading.listing import listed, record
from casework.interfaces.reading.past import only_this, past
from casework.interfaces.reading.saying import in_json
from casework.interfaces.reading.stories import stories_of, story
from casework.interfaces.reading.transitions import checked, replayed

__all__ = [
    "BELOW",
    "Asked",
    "asked",
    "availability",
    "case_above",
    "checked",
    "in_json",
    "listed",
    "only_this",
    "past",
    "record",
    "replayed",
    "rows_below",
    "stories_of",
    "story",
]
