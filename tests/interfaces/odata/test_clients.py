"""Unmodified clients of Dynamics 365, each through the life of a case on a live server.

What runs are the very programs of ``docs/dataverse/``, with an address and a token.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bootstrap import clients
from bootstrap.checks import ROOT
from bootstrap.suite import in_ci
from casework.activities.models import ActivityState
from casework.cases.models import CaseResolution, State, Status
from casework.models import Account, Activity, Case, Contact
from tests.browser.serving import on_disk, serving
from tests.interfaces.odata.serving_https import certificate, serving_https

PROGRAMS = ROOT / "docs" / "dataverse"
SECONDS = 120

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _clients() -> None:
    """The clients are here, or the tests are skipped; in CI they fail."""
    if not clients.brought():
        reason = "the clients of the Dataverse face are not here: python3 run.py test brings them"
        pytest.fail(reason) if in_ci() else pytest.skip(reason)


@pytest.fixture
def token(odata: Any, admin: Any, alice: Any, tmp_path: Path) -> Iterator[str]:
    """A token of the administrator's, beside whom there is Alice."""
    with on_disk(tmp_path):
        yield odata.as_(admin).token


def run(program: str, url: str, token: str, **more: str) -> list[str]:
    """What a program printed, line by line; it has ended well."""
    file = PROGRAMS / program
    environment = {"PATH": os.environ["PATH"], "CASEWORK_URL": url, "CASEWORK_TOKEN": token}
    command = [sys.executable, str(file)]
    if file.suffix == ".mjs":
        command = [str(clients.node()), "--input-type=module", "-"]
    answer = subprocess.run(
        command,
        input=file.read_text(),
        cwd=clients.FOLDER,
        env=environment | {"PYTHONPATH": str(clients.PYTHON_PACKAGES)} | more,
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr
    return answer.stdout.splitlines()


def held() -> dict[str, Any]:
    """What the database holds of customers, cases and activities."""
    cases = Case.objects.order_by("title").values_list(
        "title", "state", "status", "owner_user__username"
    )
    return {
        "accounts": list(Account.objects.order_by("name").values_list("name", flat=True)),
        "contacts": list(Contact.objects.values_list("full_name", "account__name")),
        "cases": list(cases),
        "activities": sorted(Activity.objects.values_list("kind", "subject", "state")),
    }


def resolutions() -> list[str]:
    """The subjects of what was written down when cases were resolved, in that order."""
    return list(CaseResolution.objects.order_by("id").values_list("subject", flat=True))


BAKERY = {"accounts": ["Fabrikam Bakery"], "contacts": [("Ada Moss", "Fabrikam Bakery")]}
SENT = ("task", "Send a technician", ActivityState.COMPLETED)
LIVED = {
    **BAKERY,
    "cases": [
        ("Oven door is stuck", State.ACTIVE, Status.IN_PROGRESS, "admin"),
        ("Oven stays cold", State.RESOLVED, Status.PROBLEM_SOLVED, "alice"),
        ("Oven stays cold again", State.CANCELLED, Status.MERGED, "admin"),
    ],
    "activities": [SENT],
}
FOUND = "found: [('Oven stays cold again', 'Ada Moss'), ('Oven stays cold', 'Ada Moss')]"
STATES = "states: [('Oven door is stuck', 0), ('Oven stays cold', 1), ('Oven stays cold again', 2)]"


def test_dynamics_web_api(token: str) -> None:
    with serving() as url:
        said = run("dynamics_web_api.mjs", url, token)
    assert said == [
        "counted: 2",
        'found: [["Oven stays cold again","High","Ada Moss"],'
        '["Oven stays cold","High","Ada Moss"]]',
        "pages: [2,1]",
        'fetched: ["Oven door is stuck","Oven stays cold","Oven stays cold again"]',
        'assigned to: "Alice"',
        'states: [["Oven door is stuck",0],["Oven stays cold",1],["Oven stays cold again",2]]',
        "conflict: true",
        "refused: [400,true]",
    ]
    oiled = ("task", "Oil the hinge", ActivityState.OPEN)
    assert held() == {**LIVED, "activities": [oiled, SENT]}
    assert resolutions() == ["Heater replaced", "Fuse replaced as well"]


def test_microsofts_client(token: str, tmp_path: Path) -> None:
    trusted, key = certificate(tmp_path)
    with serving_https(trusted, key) as url:
        said = run("dataverse_client.py", url, token, REQUESTS_CA_BUNDLE=str(trusted))
    assert said == [
        FOUND,
        "pages: [2, 1]",
        "sql: ['Oven stays cold']",
        "assigned to: Alice",
        "batch: [204, 204]",
        "undone: [400]",
        "states: [('Mill is dusty', 0), ('Oven door is stuck', 0), ('Oven stays cold', 0), "
        "('Oven stays cold again', 0)]",
        "refused: 400 True",
        "missing: None",
    ]
    assert held() == {
        **BAKERY,
        "accounts": ["Fabrikam Bakery", "Fabrikam Mill"],
        "cases": [
            ("Mill is dusty", State.ACTIVE, Status.IN_PROGRESS, "admin"),
            ("Oven door is stuck", State.ACTIVE, Status.IN_PROGRESS, "admin"),
            ("Oven stays cold", State.ACTIVE, Status.IN_PROGRESS, "alice"),
            ("Oven stays cold again", State.ACTIVE, Status.IN_PROGRESS, "admin"),
        ],
        "activities": [SENT],
    }


def test_dynamics_client(token: str) -> None:
    with serving() as url:
        said = run("dynamics_client.py", url, token, CASEWORK_USER="admin")
    assert said == [
        FOUND,
        "pages: [2, 3]",
        "owned by them: True",
        "assigned to: Alice",
        "reopened: 0",
        STATES,
        "conflict: DuplicateRecordError",  # what this client calls every 412
        "refused: True",
        "missing: True",
    ]
    assert held() == LIVED
    assert resolutions() == ["Heater replaced", "Fuse replaced as well"]


def test_dataverse_api(token: str) -> None:
    with serving() as url:
        said = run("dataverse_api_client.py", url, token)
    assert said == [
        FOUND,
        "pages: [2, 1]",
        "assigned to: Alice",
        "CloseIncident: ['204']",
        "CloseIncident: ['204']",
        "Merge: ['204']",
        STATES,
        "kept: ['Done before the refusal']",
        "refused: 400 0x80044404",
        "unknown column: True",
    ]
    assert held() == LIVED
    assert resolutions() == ["Heater replaced", "Fuse replaced as well"]


def test_dynamics365crm_python(token: str) -> None:
    with serving() as url:
        said = run("dynamics365crm_python.py", url, token)
    assert said == [
        FOUND,
        "pages: [2, 1]",
        "assigned to: Alice",
        STATES,
        "conflict: True",
        "refused: True",
    ]
    assert held() == LIVED
    assert resolutions() == ["Heater replaced", "Fuse replaced as well"]


def test_the_page_names_every_program() -> None:
    page = (ROOT / "docs" / "dataverse.md").read_text()
    assert sorted(set(re.findall(r"\(dataverse/([^)]+)\)", page))) == sorted(
        file.name for file in PROGRAMS.iterdir() if file.is_file()
    )
