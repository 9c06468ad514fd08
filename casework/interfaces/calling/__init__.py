"""An operation as others see it: its input, its call, what came of it.

The interfaces that derive from the registry (REST, the shell) are made of these.
"""

from casework.interfaces.calling.asking import TO_RUN, Asking
from casework.interfaces.calling.finding import find, find_records, look_up
from casework.interfaces.calling.inputs import (
    description,
    input_of,
    key_names,
    title,
    validated,
)
from casework.interfaces.calling.names import PLURALS, noun_called
from casework.interfaces.calling.outcomes import NUMBERED, foreseen, keys_of, outcome, touched
from casework.interfaces.calling.parameters import Parameter, parameters
from casework.interfaces.calling.running import ROWS_AT_MOST, call, call_table

__all__ = [
    "NUMBERED",
    "PLURALS",
    "ROWS_AT_MOST",
    "TO_RUN",
    "Asking",
    "Parameter",
    "call",
    "call_table",
    "description",
    "find",
    "find_records",
    "foreseen",
    "input_of",
    "key_names",
    "keys_of",
    "look_up",
    "noun_called",
    "outcome",
    "parameters",
    "title",
    "touched",
    "validated",
]
