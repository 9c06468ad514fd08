"""How fast an incident log is imported: every event a full operation, in one process."""

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
SHARED = Path(os.environ.get("CASEWORK_SHARED_DATA") or ROOT.parent / "shared" / "data")
LOG = SHARED / "incident_log" / "incident_event_log.small.csv"


def imported(settings: dict[str, str]) -> dict[str, float] | None:
    """The events of the log and the seconds of their import, start of the process included;
    nothing where the log is not there."""
    if not LOG.exists():
        return None
    environment = os.environ | settings
    casework = [str(Path(sys.executable).with_name("casework"))]
    events = sum(1 for _line in LOG.open()) - 1
    subprocess.run([*casework, "migrate"], env=environment, check=True, capture_output=True)
    started = time.perf_counter()
    command = [*casework, "import", "incident-log", str(LOG)]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return {"events": events, "seconds": time.perf_counter() - started}
