"""The pictures of the documents can be made; the suite makes two of them and keeps none."""

from casework import samples
from casework.models import Case
from tests.pictures import ADMINISTRATOR, FOLDER, LARGEST, NOW, PICTURES, find, take


def test_pictures_of_the_documents_are_made_of_the_sample(admin, page, signed_in, tmp_path):
    """Red when the way to a picture, or a case that it is about, is no longer there."""
    samples.load(cases=60, now=NOW)
    found = find()
    named = {found.told, found.waiting, *found.alike}
    assert Case.objects.filter(number__in=named, state=0).count() == len(named)
    signed_in(page, ADMINISTRATOR)

    some = [one for one in PICTURES if one.name in ("resolve", "merge")]
    made = [take(page, one, found, tmp_path) for one in some]
    assert [one.name for one in made] == ["resolve.png", "merge.png"]
    assert all(one.read_bytes()[:4] == b"\x89PNG" for one in made)
    assert max(one.stat().st_size for one in made) < LARGEST


def test_pictures_that_are_kept_are_those_that_can_be_made_and_are_small():
    """Red when a picture is left behind, forgotten, or too large for a page of documents."""
    kept = {one.stem: one.stat().st_size for one in FOLDER.glob("*.png")}
    assert set(kept) == {one.name for one in PICTURES}
    assert max(kept.values()) < LARGEST
