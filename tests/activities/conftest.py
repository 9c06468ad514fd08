"""What the tests of activities share."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.models import Activity


@pytest.fixture
def statements():
    """How many statements a call takes: ``statements(lambda: log(...))``."""

    def count(call):
        with CaptureQueriesContext(connection) as queries:
            call()
        return len(queries)

    return count


@pytest.fixture
def storage(settings, tmp_path):
    """An empty storage of attachments; answers the files in it."""
    place = tmp_path / "files"
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(place)},
        },
    }
    return lambda: sorted(one for one in place.rglob("*") if one.is_file())


@pytest.fixture
def tasks(given):
    """A thousand open tasks of one case, and one more."""
    case = given.case()
    row = {"kind": "task", "subject": "T", "status": 2, "case": case, "logged_on": case}
    owner = {"owner_user": given.admin.user, "unit": given.admin.unit}
    return given.add(Activity, [{**row, **owner} for _n in range(1001)])
