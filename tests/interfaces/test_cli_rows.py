"""Tables and files for the shell."""

import pytest

from casework.cases.models import Case
from casework.models import Account, Attachment
from tests.interfaces.test_cli import answered, shell

ACCOUNTS = "name,employees\nOne,12\nTwo,\n"


def test_a_table_makes_a_record_of_each_row(admin, tmp_path):
    """Red without rows.run_table; an empty cell gives nothing."""
    file = tmp_path / "accounts.csv"
    file.write_text(ACCOUNTS, encoding="utf-8-sig")

    told = answered("account", "create", "--from", file, "--city", "Cluj")

    assert len(told["created"]["account"]) == 2
    rows = Account.objects.order_by("name").values_list("name", "employees", "city")
    assert list(rows) == [("One", 12, "Cluj"), ("Two", None, "Cluj")]


def test_lines_of_json_change_records_row_by_row(given, admin):
    """Red without rows._object."""
    one, two = given.cases(2)
    lines = (
        f'{{"number": "{one.number}", "title": "A"}}\n{{"number": "{two.number}", "title": "B"}}'
    )

    told = answered("case", "edit", "--from", "-", typed=lines)

    assert sorted(told["records"]) == sorted([one.number, two.number])
    assert list(Case.objects.order_by("title").values_list("title", flat=True)) == ["A", "B"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name,employees\nOne,12\nTwo,many\n", "line 3, employees: must be a whole number"),
        ('"name"\n"One\n', "line 2"),
        ("name\nOne,2\n", "line 2: has more or fewer values"),
        ('{"name": "One"}\n{"name": 2}\n', "line 2, name: must be text"),
        ('{"name": "One"}\n{\n', "line 2: must be an object of JSON"),
        ("name,colour\nOne,red\n", "line 2, colour: is no argument"),
    ],
)
def test_a_bad_row_is_named_by_its_line(admin, tmp_path, text, said):
    """Red without rows._name_lines; nothing is made."""
    file = tmp_path / "rows"
    file.write_text(text)

    result = shell("account", "create", "--from", file)

    assert (result.exit_code, Account.objects.count()) == (2, 0)
    assert said in result.stderr


def test_a_file_is_attached_under_its_name(given, admin, tmp_path):
    """Red without the kind "file" in options._value."""
    case = given.case()
    file = tmp_path / "notes.txt"
    file.write_bytes(b"paper jam")

    result = shell("attachment", "attach", "--case", case.number, "--content", file)

    assert result.exit_code == 0, result.output
    columns = ("case", "file_name", "size")
    assert list(Attachment.objects.values_list(*columns)) == [(case.pk, "notes.txt", 9)]


def test_a_source_is_imported_and_its_bad_rows_are_told(admin, tmp_path):
    """Red without importing.command_of."""
    file = tmp_path / "accounts.csv"
    file.write_text("name,employees\nOne,12\nTwo,many\n")

    tried = shell("import", "accounts", file, "--dry-run")
    count = Account.objects.count()
    done = shell("import", "accounts", file)

    assert (tried.exit_code, count, done.exit_code, Account.objects.count()) == (5, 0, 5, 1)
    assert "line 3: employees: many is not a whole number" in done.stderr


def test_a_file_that_is_not_there_is_one_sentence(admin, tmp_path):
    """Red without the FileUnusable of streams."""
    result = shell("import", "accounts", tmp_path / "none.csv")

    assert (result.exit_code, "[file-unusable]" in result.stderr) == (2, True)
