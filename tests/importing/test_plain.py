"""Plain CSV files under our own column names become records, and bad cells are named."""

import datetime
from pathlib import Path

import pytest

from casework.importing.streams import FileUnusable
from casework.kernel.operations import OPERATIONS
from casework.models import Account, Activity, Case, Contact, Event
from tests.conftest import Given
from tests.importing.conftest import Import


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plain.csv"


def test_accounts_with_their_own_columns(imported: Import, given: Given, path: Path) -> None:
    """Headings in capitals or not, a custom column, the day it came about. Red without
    ``created_at`` in plain.py, or without the organisation's columns in ``readers``."""
    column = {"table": "account", "name": "region", "label": "Region", "type": "text"}
    OPERATIONS["column.define"].table([column], by=given.admin)
    path.write_text(
        "Name,Account Number,EMPLOYEES,city,region,created_at\n"
        "Fourth Coffee,A-1,,Renton,West,2020-02-03\n"
        'Litware,A-2,6000,Dallas,"",\n'
    )

    report = imported("accounts", path)

    kept = Account.objects.order_by("account_number").values_list(
        "name", "employees", "city", "custom"
    )
    assert list(kept) == [
        ("Fourth Coffee", None, "Renton", {"region": "West"}),
        ("Litware", 6000, "Dallas", {}),
    ]
    made = Account.objects.get(account_number="A-1").created_at
    assert made == datetime.datetime(2020, 2, 3, tzinfo=datetime.UTC)
    assert (report.rows, report.cases, report.problems) == (2, 2, [])


def test_contacts_find_their_account_by_name_or_number(
    imported: Import, given: Given, path: Path
) -> None:
    """Red without ``ALSO`` in references.py."""
    coffee = given.account("Fourth Coffee", account_number="A-1")
    path.write_text(
        "full_name,account,email\n"
        "Ana Popa,Fourth Coffee,ana@example.com\n"
        "Budi,A-1,budi@example.com\n"
        f"Cruz,{coffee.pk},cruz@example.com\n"
        "Dan,Nowhere,dan@example.com\n"
    )

    report = imported("contacts", path)

    assert set(Contact.objects.values_list("account", flat=True)) == {coffee.pk}
    assert report.problems == [(5, "account: there is no account Nowhere; import or make it first")]


def test_cases_with_words_for_codes(imported: Import, given: Given, path: Path) -> None:
    """Red without ``labels`` in values.py."""
    given.account("Fourth Coffee")
    given.subject("Beans")
    given.team("Roasters")
    path.write_text(
        "title,account,priority,origin,subject,team,follow_up_by\n"
        "Cold coffee,Fourth Coffee,high,Phone,Beans,Roasters,2026-12-24\n"
        "No coffee,Fourth Coffee,3,,,,\n"
    )

    report = imported("cases", path)

    first, second = Case.objects.order_by("pk")
    assert (first.priority, first.origin, first.subject.title) == (1, 1, "Beans")
    assert (first.owner_team.name, first.follow_up_by) == ("Roasters", datetime.date(2026, 12, 24))
    assert (second.priority, second.origin, second.number[:4]) == (3, None, "CAS-")
    assert report.counts == {"case.open": 2}


def test_activities_done_and_still_to_be_done(imported: Import, given: Given, path: Path) -> None:
    """With a due date it is planned. Red without the choice of operation in sources.py."""
    case = given.case(number="CAS-7")
    path.write_text(
        "case,kind,subject,minutes,due_at\n"
        "CAS-7,phone_call,Called back,12,\n"
        "CAS-7,task,Send beans,,2026-12-24 10:00\n"
        "CAS-7,dream,Slept,,\n"
    )

    report = imported("activities", path)

    kept = Activity.objects.filter(case=case).order_by("subject").values_list("subject", "state")
    assert list(kept) == [("Called back", 1), ("Send beans", 0)]
    assert [line for line, _problem in report.problems] == [4]
    assert "dream" in report.problems[0][1]


def test_every_bad_cell_is_named_with_its_line_column_and_cure(
    imported: Import, given: Given, path: Path
) -> None:
    """Red without going on after the first bad cell in ``_plain``."""
    path.write_text(
        "name,employees,email,website\n"
        "Good,1,good@example.com,\n"
        f"Bad,many,nobody,{'x' * 201}\n"
        ",2,,\n"
    )

    dry = imported("accounts", path, dry_run=True)

    assert dry.problems == [
        (3, "email: Enter a valid email address."),
        (3, "employees: many is not a whole number"),
        (3, "website: Ensure this value has at most 200 characters (it has 201)."),
        (4, "name: is required"),
    ]
    assert Account.objects.count() == 0


def test_a_dry_run_finds_what_only_the_operation_knows(
    imported: Import, given: Given, path: Path
) -> None:
    """A customer who is no longer served. Red without running the operations in a dry run."""
    given.account("Gone", state=1)
    path.write_text("title,account\nCold coffee,Gone\n")
    events = Event.objects.count()

    dry = imported("cases", path, dry_run=True)

    assert dry.problems == [(2, "The customer Gone is deactivated. Activate it first.")]
    assert Event.objects.count() == events


def test_rows_that_came_before_make_no_second_record(
    imported: Import, given: Given, tmp_path: Path
) -> None:
    """The same row is known; another row under the same key is named. Red without ``_present``
    in plain.py."""
    given.account("Here", account_number="A-9")
    head = "account_number,name\n"
    (tmp_path / "a.csv").write_text(head + "A-1,One\nA-2,Two\nA-2,Twice\n")
    (tmp_path / "b.csv").write_text(head + "A-1,One\nA-2,Changed\nA-3,Three\nA-9,Here\n")

    first = imported("accounts", tmp_path / "a.csv")
    second = imported("accounts", tmp_path / "b.csv")

    assert first.problems == [
        (4, "account_number: A-2 is in line 3 already; edit that one"),
    ]
    assert second.problems == [
        (3, "account_number: A-2 is in the database already; edit that one"),
        (5, "account_number: A-9 is in the database already; edit that one"),
    ]
    assert (second.repeated, second.cases) == (1, 1)
    assert Account.objects.count() == 4


def test_equal_rows_without_a_key_are_two_records_once(
    imported: Import, given: Given, tmp_path: Path
) -> None:
    """Red without ``equals`` in plain.py."""
    given.case(number="CAS-7")
    text = "case,kind,description\nCAS-7,note,Called\nCAS-7,note,Called\n"
    (tmp_path / "a.csv").write_text(text)
    (tmp_path / "b.csv").write_text(text + "CAS-7,note,Called again\n")

    imported("activities", tmp_path / "a.csv")
    again = imported("activities", tmp_path / "b.csv")

    assert (again.repeated, again.cases, Activity.objects.count()) == (2, 1, 3)


def test_a_heading_that_is_no_column_refuses_the_file(
    imported: Import, given: Given, path: Path
) -> None:
    """With the columns there are. Red without ``_check_headings`` in plain.py."""
    path.write_text("nmae,city\nGood,Renton\n")

    with pytest.raises(FileUnusable, match="nmae is no column; there are account_number, city"):
        imported("accounts", path)


def test_a_name_of_several_records_is_not_guessed(
    imported: Import, given: Given, path: Path
) -> None:
    """Red without counting what was found in references.py."""
    given.account("Same")
    given.account("Same")
    path.write_text("title,account\nCold coffee,Same\n")

    report = imported("cases", path)

    assert report.problems == [
        (2, "account: Same is the name of 2 records; use the id"),
    ]
