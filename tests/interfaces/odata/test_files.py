"""The file of a note goes in and out as base64 in ``documentbody``."""

import base64
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
