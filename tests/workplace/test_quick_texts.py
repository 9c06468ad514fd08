"""Quick texts: kept, shared, and filled without ever reckoning anything."""

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import QuickText
from casework.workplace.quick_texts import create, delete, edit, filled, share
from tests.conftest import AGENT, fresh


def kept(by, **columns):
    [key] = create(by=by, **{"title": "Hello", "text": "Dear {customer}", **columns}).records
    return QuickText.objects.get(pk=key)


def test_a_text_is_kept_shared_changed_and_erased(given, alice):
    """Red without a verb of quick_texts."""
    dora = given.user("dora", AGENT)
    text = kept(alice, language="en")
    assert not QuickText.objects.visible_to(dora).exists()

    share(text, by=alice, shared_with="everyone")
    edit(text, by=alice, text="Hi {customer}")

    assert QuickText.objects.visible_to(dora).get().text == "Hi {customer}"
    with pytest.raises(Forbidden):
        edit(text, by=dora, text="No")
    assert (fresh(text).title, fresh(text).language) == ("Hello", "en")
    delete(text, by=alice)
    assert not QuickText.objects.exists()


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"title": ""}, "title"),
        ({"text": ""}, "text"),
        ({"text": "x" * 10_001}, "text"),
        ({"language": "fr"}, "language"),
    ],
)
def test_what_does_not_fit_is_named(alice, columns, field):
    """Red without the columns of QuickText."""
    with pytest.raises(InvalidInput) as refused:
        kept(alice, **columns)

    assert refused.value.facts["field"] == field


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("About {case.number}: {case.title}", "About CAS-1: {me}"),
        ("{unknown} {case.unknown} {customer}", "{unknown} {case.unknown} Acme"),
        ("{{customer}}", "{Acme}"),
        ("{case.number.real} {case} {0} {} {customer!r} {customer:>9}",
         "{case.number.real} {case} {0} {} {customer!r} {customer:>9}"),
        ("{me.__class__}", "{me.__class__}"),
    ],
)  # fmt: skip
def test_known_places_are_filled_and_others_stay(text, expected):
    """Red with str.format, or with a second pass over what was put in."""
    facts = {"case.number": "CAS-1", "case.title": "{me}", "customer": "Acme", "me": "Alice"}

    assert filled(text, facts) == expected


@examples(st.text(), st.dictionaries(st.text(), st.text()))
def test_any_text_can_be_filled(text, facts):
    """Red with an error for any text, or with a change where no place is known."""
    filled(text, facts)
    assert filled(text, {}) == text
