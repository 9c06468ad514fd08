"""Every refusal of ours has a code and a status that clients of Dataverse know."""

import re

import casework.interfaces.odata.urls  # noqa: F401  (every refusal is declared by now)
from casework.interfaces.odata.codes import CODES
from casework.interfaces.odata.errors import of_refusal
from casework.kernel.refusals import REFUSALS

# Refusals of other interfaces and of tests never come here.
OTHERS = (
    "casework.importing", "casework.interfaces.cli", "casework.interfaces.rest",
    "casework.interfaces.web",
)  # fmt: skip
STATUSES = {400, 401, 403, 404, 405, 412, 413, 501, 503}


def test_no_refusal_lacks_a_code_and_no_code_a_refusal() -> None:
    declared = {code: one.__module__ for code, one in REFUSALS.items()}
    others = {
        code
        for code, place in declared.items()
        if not place.startswith("casework.") or place.startswith(OTHERS)
    }
    assert sorted((declared.keys() - others) - CODES.keys()) == []
    assert sorted(CODES.keys() - declared.keys()) == []


def test_every_code_is_of_the_form_and_every_status_one_that_clients_read() -> None:
    for name, (code, status) in CODES.items():
        assert re.fullmatch(r"0x[0-9a-f]{8}", code), name
        assert status in STATUSES, name


def test_a_refusal_is_told_under_its_code() -> None:
    refusal = REFUSALS["busy"]()
    told = of_refusal(refusal)
    assert (told.code, told.status, told.message) == ("0x80072321", 503, refusal.text)
