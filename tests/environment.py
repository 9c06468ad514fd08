"""Loaded before the settings: no test ever sees a user's data folder, secrets or files."""

import atexit
import os
import shutil
import tempfile

if "PYTEST_XDIST_WORKER" not in os.environ:
    for name in [name for name in os.environ if name.startswith("CASEWORK_")]:
        if not name.startswith(("CASEWORK_TEST", "CASEWORK_PROVE", "CASEWORK_SHARED")):
            del os.environ[name]
    os.environ["CASEWORK_DATA"] = tempfile.mkdtemp(prefix="casework-tests-")
    os.environ["CASEWORK_SECRET_KEY"] = "only for tests"
    atexit.register(shutil.rmtree, os.environ["CASEWORK_DATA"], ignore_errors=True)
