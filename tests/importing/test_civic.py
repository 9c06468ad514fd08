"""The records of a city and of an agency become cases, resolved with the texts they have."""

from pathlib import Path

import pytest
from django.db.models import Count

from casework.models import Account, Case, CaseResolution, QueueItem
from tests.importing.conftest import Import
from tests.importing.log import shared

NYC = "civic/nyc311_2024-05-26.json.gz"
ANIMALS = "civic/nyc311_animals_2025.csv.gz"
CFPB = "civic/cfpb_complaints.csv.gz"
NARRATIVES = "civic/cfpb_narratives_a.csv.gz"


def by_state() -> dict[int, int]:
    """How many cases there are in each state."""
    return dict(Case.objects.values_list("state").annotate(count=Count("pk")).order_by())


def test_a_day_of_requests_to_a_city(imported: Import) -> None:
    """A JSON list. Red without any line of nyc311.py's table."""
    report = imported("nyc311", shared(NYC))

    police = QueueItem.objects.filter(queue__name="NYPD").count()
    texts = set(CaseResolution.objects.values_list("description", flat=True))
    assert (report.rows, report.cases, report.problems) == (1_000, 1_000, [])
    assert by_state() == {0: 323, 1: 677}
    assert police == 935
    assert len(texts) > 10
    assert not Case.objects.filter(state=1, closed_at=None).exists()


def test_two_months_of_complaints_about_animals(imported: Import) -> None:
    """The same table reads the CSV. Red without ``heading`` folding names in reading.py."""
    report = imported("nyc311", shared(ANIMALS))

    assert (report.rows, report.cases, report.problems) == (4_969, 4_969, [])
    assert by_state() == {0: 277, 1: 4_692}


def test_a_request_that_was_closed_since_is_resolved_by_a_later_file(
    imported: Import, tmp_path: Path
) -> None:
    """One case, not two. Red without ``opening`` in story.py."""
    head = "Unique Key,Created Date,Closed Date,Agency,Status,Complaint Type,Borough\n"
    (tmp_path / "a.csv").write_text(head + "7,3/1/2025 1:20,,NYPD,In Progress,Noise,BRONX\n")
    (tmp_path / "b.csv").write_text(head + "7,3/1/2025 1:20,3/1/2025 2:00,DEP,Closed,Noise,BRONX\n")

    imported("nyc311", tmp_path / "a.csv")
    imported("nyc311", tmp_path / "b.csv")

    case = Case.objects.get()
    moments = (case.created_at.isoformat(), case.closed_at.isoformat())
    assert (case.number, case.state, case.account.name) == ("311-7", 1, "BRONX")
    assert moments == ("2025-03-01T06:20:00+00:00", "2025-03-01T07:00:00+00:00")
    assert QueueItem.objects.get().queue.name == "DEP"


def test_three_years_of_complaints_to_an_agency(imported: Import) -> None:
    """Rows without an id are their own identity, equal ones too. Red without ``equals`` in
    replay.py."""
    report = imported("cfpb", shared(CFPB))

    late = Case.objects.filter(custom__within_service_level=False).count()
    assert (report.rows, report.cases, report.problems) == (3_186, 3_186, [])
    assert by_state() == {0: 3, 1: 3_183}
    assert (Account.objects.count(), late) == (491, 93)
    assert CaseResolution.objects.filter(subject="Closed with explanation").count() == 2_489


def test_the_same_complaints_again_are_no_new_ones(imported: Import, tmp_path: Path) -> None:
    """Though rows have no id and some are equal. Red without ``equals`` or the digests."""
    head = "Date received,Product,Issue,Company,Date sent to company,Company response to consumer\n"
    one = "7/29/2013,Loan,Late,A Bank,7/30/2013,Closed with explanation\n"
    (tmp_path / "a.csv").write_text(head + one + one)
    (tmp_path / "b.csv").write_text(head + one + one + one)

    imported("cfpb", tmp_path / "a.csv")
    again = imported("cfpb", tmp_path / "b.csv")

    assert (again.rows, again.repeated, again.cases) == (3, 2, 1)
    assert Case.objects.count() == 3


@pytest.mark.prove
def test_what_consumers_wrote_is_kept_whole(imported: Import) -> None:
    """Longer than a description, over several lines. Red without the column ``narrative``."""
    report = imported("cfpb-narratives", shared(NARRATIVES))

    kept = Case.objects.values_list("custom__narrative", "description")
    longest, described = max(kept, key=lambda one: len(one[0]))
    assert (report.rows, report.cases, report.problems) == (1_947, 1_947, [])
    assert (len(longest), len(described)) == (4_058, 2_000)
    assert by_state() == {0: 1_947}
