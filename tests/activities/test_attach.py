"""Attaching: the bytes lie in the storage under a name of their own, or nowhere at all."""

import hashlib

import pytest
from django.db import transaction

from casework.activities.attach import FileTooLarge, FileTypeBlocked, attach
from casework.activities.files import FileMissing, open_attachment
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.cases.rules import MergedAway
from casework.kernel import bulk
from casework.kernel.history import Event, Run
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import Attachment
from tests.conftest import acting


def test_a_file_is_kept_with_its_case_and_can_be_opened(given, alice, storage):
    """Red without `work.then(write)` in attach, or any column of attach._columns."""
    case = given.case()
    activity = given.activity(case)

    attach(by=alice, case=case, activity=activity, file_name="Invoice.PDF", content=b"%PDF-1.7")

    made = Attachment.objects.get()
    assert (made.case_id, made.logged_on_id, made.activity_id) == (case.pk, case.pk, activity.pk)
    assert (made.file_name, made.media_type, made.size) == ("Invoice.PDF", "application/pdf", 8)
    assert made.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    [file] = storage()
    assert "nvoice" not in str(file).lower()
    assert made.key.endswith(file.name)
    with open_attachment(made) as opened:
        assert opened.read() == b"%PDF-1.7"


def test_a_file_gone_from_the_storage_is_refused_by_name(given, alice, storage):
    """Red without FileMissing in files.open_attachment."""
    attach(by=alice, case=given.case(), file_name="a.txt", content=b"a")
    storage()[0].unlink()

    with pytest.raises(FileMissing) as refused:
        open_attachment(Attachment.objects.get())

    assert refused.value.text.startswith("The file a.txt is no longer")


def test_the_bytes_are_in_the_storage_and_nowhere_else(given, alice, storage):
    """Red if creations keep their rows with the run, or the noun keeps the content."""
    result = attach(by=alice, case=given.case(), file_name="a.txt", content=b"secret bytes")

    assert Run.objects.get(pk=result.run).arguments == {"rows": 1}
    [event] = Event.objects.filter(run=result.run)
    assert event.kind == "attachment.attached"
    assert "secret" not in str(event.after)


class Boom(Exception):
    """Something that goes wrong afterwards."""


def test_a_run_rolled_back_takes_its_files_with_it(given, alice, storage):
    """Red without weakref.finalize in files.keep."""
    case = given.case()

    def attach_and_fail():
        with transaction.atomic():
            attach(by=alice, case=case, file_name="a.txt", content=b"a")
            assert len(storage()) == 1
            raise Boom

    with pytest.raises(Boom):
        attach_and_fail()

    assert (storage(), Attachment.objects.count()) == ([], 0)


def test_a_run_that_fails_while_writing_its_rows_leaves_no_file(given, alice, storage, monkeypatch):
    """Red without weakref.finalize in files.keep."""
    case, insert = given.case(), bulk.insert_rows

    def fail(model, *arguments, **options):
        if model is Attachment:
            assert len(storage()) == 1
            raise Boom
        insert(model, *arguments, **options)

    monkeypatch.setattr(bulk, "insert_rows", fail)
    with pytest.raises(Boom):
        attach(by=alice, case=case, file_name="a.txt", content=b"a")

    assert storage() == []


@pytest.mark.django_db(transaction=True)
def test_a_run_that_commits_keeps_its_files(given, alice, storage):
    """Red without `undo.detach` in files.keep."""
    attach(by=alice, case=given.case(), file_name="a.txt", content=b"a")

    assert [one.read_bytes() for one in storage()] == [b"a"]


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\temp\\report.txt", "report.txt"),
        ("tab\tand\nline\x1b[0m.txt", "tabandline[0m.txt"),
        ("invoice\u202etxt.pdf", "invoicetxt.pdf"),
        ("what? a:name*.txt ", "what_ a_name_.txt"),
        ("Țară.txt", "Țară.txt"),
        ("x" * 300 + ".txt", "x" * 251 + ".txt"),
        ("x" * 300, "x" * 255),
    ],
)
def test_the_name_loses_what_could_mislead(given, alice, storage, given_name, kept):
    """Red without files.safe_name."""
    attach(by=alice, case=given.case(), file_name=given_name, content=b"")

    assert Attachment.objects.get().file_name == kept


@pytest.mark.parametrize("name", ["", "/", "..", "\u202e", " . "])
def test_a_name_of_nothing_is_refused(given, alice, storage, name):
    """Red without the check of the name in attach._columns."""
    with pytest.raises(InvalidInput) as refused:
        attach(by=alice, case=given.case(), file_name=name, content=b"a")

    assert refused.value.facts["field"] == "file_name"


def test_a_file_beyond_the_limit_is_refused_with_the_limit(given, alice, storage):
    """Red without FileTooLarge in attach._columns."""
    case = given.case()
    given.policy("activity", attachment_bytes=3)
    attach(by=alice, case=case, file_name="a.txt", content=b"abc")

    with pytest.raises(FileTooLarge) as refused:
        attach(by=alice, case=case, file_name="b.txt", content=b"abcd")

    assert refused.value.text == "b.txt has 4 bytes; at most 3 are allowed. Make it smaller."
    assert len(storage()) == 1


@pytest.mark.parametrize("name", ["run.exe", "RUN.EXE", "run.exe. ", "invoice.pdf.js", "a/b.Ps1"])
def test_programs_and_scripts_are_refused(given, alice, storage, name):
    """Red without the blocked extensions in attach._columns."""
    with pytest.raises(FileTypeBlocked):
        attach(by=alice, case=given.case(), file_name=name, content=b"MZ")

    assert storage() == []


def test_only_allowed_media_types_where_there_are_any(given, alice, storage):
    """Red without the allowed media types in attach._columns."""
    case = given.case()
    given.policy("activity", allowed_media_types=["image/*", "application/pdf"])
    rows = [
        {"case": case, "file_name": name, "media_type": kind, "content": b"x"}
        for name, kind in (("a.png", ""), ("b.pdf", ""), ("c.txt", ""), ("d", "text/html; a=b"))
    ]

    result = attach(rows, by=alice, on_refusal="skip")

    assert sorted(one.facts["kind"] for one in result.left_out.values()) == [
        "text/html", "text/plain",
    ]  # fmt: skip
    assert set(Attachment.objects.values_list("media_type", flat=True)) == {
        "image/png", "application/pdf",
    }  # fmt: skip


def test_a_media_type_that_is_none_is_refused(given, alice, storage):
    """Red without attach._media_type's pattern."""
    with pytest.raises(InvalidInput) as refused:
        attach(
            by=alice, case=given.case(), file_name="a", content=b"", media_type="text/html\r\nX: y"
        )

    assert refused.value.facts["field"] == "media_type"


def test_an_activity_of_another_case_is_refused(given, alice, storage):
    """Red without attach._check_activities."""
    first, second = given.cases(2)

    with pytest.raises(InvalidInput) as refused:
        attach(by=alice, case=first, activity=given.activity(second), file_name="a", content=b"")

    assert refused.value.facts["field"] == "activity"


def test_a_closed_case_takes_late_files_a_merged_one_none(given, carol, storage):
    """Red without the rules in of_cases.hold_cases, or if it asks CHANGING."""
    closed, old, survivor = given.cases(3)
    resolve(closed, by=carol, resolution="Done")
    merge(old, by=carol, into=survivor)

    attach(by=acting("admin", "web"), case=closed, file_name="a.txt", content=b"a")
    with pytest.raises(MergedAway):
        attach(by=carol, case=old, file_name="a.txt", content=b"a")

    assert len(storage()) == 1


def test_without_the_privilege_nothing_is_kept(given, bob, storage):
    """Red without the privilege in of_cases.hold_cases."""
    with pytest.raises(Forbidden):
        attach(by=bob, case=given.case(), file_name="a.txt", content=b"a")

    assert storage() == []


def test_a_thousand_cost_the_statements_of_one(given, alice, storage, statements):
    """Red if anything is read or written row by row."""
    rows = [{"case": case, "file_name": "a.txt", "content": b"a"} for case in given.cases(1000)]

    one = statements(lambda: attach(rows[:1], by=alice))

    assert statements(lambda: attach(rows, by=alice)) == one
