"""The file of a note goes in and out as base64 in ``documentbody``."""

import base64
import os
import time
from typing import Any

import pytest

from casework.models import Activity, Attachment
from tests.interfaces.odata.conftest import API, error_of

pytestmark = pytest.mark.django_db
BODY = base64.b64encode(b"Hello \xff").decode()


def note(api: Any, case: Any, **more: Any) -> Any:
    body = {"subject": "See", "objectid_incident@odata.bind": f"/incidents({case.pk})", **more}
    return api.post("annotations", body)


def test_a_note_comes_with_its_file(odata: Any, alice: Any, given: Any) -> None:
    case = given.case(owner=alice)
    api = odata.as_(alice)
    file = {"documentbody": BODY, "filename": "a.txt", "mimetype": "text/plain"}
    made = note(api, case, **file, isdocument=True)
    assert made.status_code == 204, made.content
    place = made["OData-EntityId"].removeprefix(API)
    kept = Attachment.objects.get()
    assert (kept.case, str(kept.activity_id)) == (case, place[12:-1])
    told = api.get(f"{place}?$select=documentbody,filename,mimetype,filesize,isdocument").json()
    shown = {name: told[name] for name in (*file, "filesize", "isdocument")}
    assert shown == {**file, "filesize": 7, "isdocument": True}
    assert api.get(f"{place}/documentbody").json()["value"] == BODY
    assert api.get(f"{place}/documentbody/$value").content.decode() == BODY
    assert "documentbody" not in api.get(place).json()


def test_a_file_is_replaced_and_taken_away(odata: Any, alice: Any, given: Any) -> None:
    api = odata.as_(alice)
    made = note(api, given.case(owner=alice), documentbody=BODY, filename="a.txt")
    place = made["OData-EntityId"].removeprefix(API)
    other = base64.b64encode(b"other").decode()
    assert api.patch(place, {"documentbody": other, "filename": "b.txt"}).status_code == 204
    assert [(one.file_name, one.size) for one in Attachment.objects.all()] == [("b.txt", 5)]
    assert api.get(f"{place}/documentbody").json()["value"] == other
    assert api.patch(place, {"documentbody": None}).status_code == 204
    assert not Attachment.objects.exists()
    assert api.get(f"{place}/documentbody").status_code == 204


def test_a_file_that_is_not_taken_leaves_no_note(odata: Any, alice: Any, given: Any) -> None:
    given.policy("activity", attachment_bytes=5)
    case = given.case(owner=alice)
    api = odata.as_(alice)
    assert error_of(note(api, case, documentbody="%%%")) == (400, "0x80048d19")
    assert error_of(note(api, case, documentbody=BODY, filename="a.txt")) == (413, "0x80044a02")
    small = base64.b64encode(b"MZ").decode()
    assert error_of(note(api, case, documentbody=small, filename="a.exe"))[1] == "0x80043e09"
    assert not Activity.objects.exists()


def test_files_of_many_notes_are_read_together(
    odata: Any, alice: Any, given: Any, django_assert_max_num_queries: Any
) -> None:
    case = given.case(owner=alice)
    api = odata.as_(alice)
    for name in ("a", "b", "c"):
        note(api, case, documentbody=BODY, filename=f"{name}.txt")
    with django_assert_max_num_queries(12):
        answer = api.get(f"incidents({case.pk})/Incident_Annotation?$select=documentbody")
    assert [one["documentbody"] for one in answer.json()["value"]] == [BODY] * 3


@pytest.fixture
def blocks(settings: Any, tmp_path: Any) -> Any:
    settings.BLOCKS_ROOT = tmp_path / "blocks"
    return settings.BLOCKS_ROOT


def ref(made: Any, **more: Any) -> dict[str, Any]:
    key = made["OData-EntityId"].rpartition("(")[2].rstrip(")")
    return {"annotationid": key, "@odata.type": "Microsoft.Dynamics.CRM.annotation", **more}


def begun(api: Any, made: Any) -> str:
    answer = api.post("InitializeAnnotationBlocksUpload", {"Target": ref(made)})
    return str(answer.json()["FileContinuationToken"])


def test_a_file_goes_in_and_out_in_pieces(
    odata: Any, alice: Any, given: Any, blocks: Any, django_capture_on_commit_callbacks: Any
) -> None:
    api = odata.as_(alice)
    made = note(api, given.case(owner=alice))
    token = begun(api, made)
    for name, content in (("b", b"world"), ("a", b"wrong"), ("a", b"Hello ")):
        data = base64.b64encode(content).decode()
        block = {"BlockId": name, "BlockData": data, "FileContinuationToken": token}
        assert api.post("UploadBlock", block).status_code == 204
    target = ref(made, filename="a.txt", mimetype="text/plain")
    body: dict[str, Any] = {
        "Target": target,
        "BlockList": ["a", "b"],
        "FileContinuationToken": token,
    }
    with django_capture_on_commit_callbacks(execute=True):
        told = api.post("CommitAnnotationBlocksUpload", body).json()
    assert (told["AnnotationId"], told["FileSizeInBytes"]) == (target["annotationid"], 11)
    assert list(blocks.iterdir()) == []
    told = api.post("InitializeAnnotationBlocksDownload", {"Target": ref(made)}).json()
    assert (told["FileName"], told["FileSizeInBytes"]) == ("a.txt", 11)
    token, pieces = told["FileContinuationToken"], b""
    for offset in (0, 4, 8):
        piece: dict[str, Any] = {"Offset": offset, "BlockLength": 4, "FileContinuationToken": token}
        pieces += base64.b64decode(api.post("DownloadBlock", piece).json()["Data"])
    assert pieces == b"Hello world"


def test_pieces_are_refused_when_they_are_too_many_missing_or_of_somebody_else(
    odata: Any, alice: Any, carol: Any, given: Any, blocks: Any
) -> None:
    given.policy("activity", attachment_bytes=5)
    api = odata.as_(alice)
    made = note(api, given.case(owner=alice))
    token = begun(api, made)

    def sent(who: Any, data: str, token: Any = token, name: Any = "a") -> Any:
        body = {"BlockId": name, "BlockData": data, "FileContinuationToken": token}
        return who.post("UploadBlock", body)

    four = base64.b64encode(b"four").decode()
    assert sent(api, four).status_code == 204
    assert error_of(sent(api, four, name="b")) == (413, "0x80044a02")
    assert error_of(sent(api, "%")) == (400, "0x80040203")
    assert error_of(sent(api, four, token="x")) == (400, "0x80040203")
    assert error_of(sent(odata.as_(carol), four)) == (400, "0x80040203")
    assert error_of(sent(api, four, name={})) == (400, "0x80040203")
    body = {"Target": ref(made), "BlockList": ["z"], "FileContinuationToken": token}
    assert error_of(api.post("CommitAnnotationBlocksUpload", body)) == (400, "0x80040203")
    twice = {**body, "BlockList": ["a", "a"]}
    assert error_of(api.post("CommitAnnotationBlocksUpload", twice)) == (413, "0x80044a02")
    told = api.post("InitializeAnnotationBlocksDownload", {"Target": ref(made)})
    assert error_of(told) == (404, "0x80040217")
    assert not Attachment.objects.exists()


def test_pieces_that_were_left_are_forgotten_after_a_day(
    odata: Any, alice: Any, given: Any, blocks: Any
) -> None:
    for name, age in (("old", 25), ("new", 1)):
        (blocks / name).mkdir(parents=True)
        at = time.time() - age * 3600
        os.utime(blocks / name, (at, at))
    api = odata.as_(alice)
    begun(api, note(api, given.case(owner=alice)))
    assert [one.name for one in blocks.iterdir()] == ["new"]
