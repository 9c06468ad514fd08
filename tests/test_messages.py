"""English, Romanian and Indonesian ship complete."""

import pytest
from django.utils import translation

from casework.cases.models import State
from casework.cases.rules import NotClosed
from tests.messages import LANGUAGES, LOCALE, catalogue, compiled, forms, placeholders, sentences

NAMES = {
    "Facebook", "IoT", "Twitter", "Web", "id",
    "{field}: {problem}", "{file}: {problem}", "{noun}: {by}.",
}  # fmt: skip
# Names and signs, and what a language really has as English has it.
SAME = {
    "ro": NAMES | {"Export: {noun}", "Prefix", "Text", "Token"},
    "id": NAMES | {
        "Data", "Default", "Default:", "Email", "File", "Filter", "Label", "Normal", "Status",
        "Token",
    },
}  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_translated(language):
    """Red as soon as a sentence of the source has no translation, or one has no sentence."""
    translated = {(one.context or "", one.id): one.string for one in catalogue(language) if one.id}
    known = sentences()

    assert [one for one in known if not all(forms(translated.get(one, "")))] == []
    assert list(translated.keys() - known.keys()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_says_the_same_with_the_same_names_in_braces(language):
    """Red when a placeholder is lost, or a translation is only the English again (or no longer)."""
    pairs = [(one.id, one.string) for one in catalogue(language) if one.id]

    assert [a for a, b in pairs if placeholders(a) != placeholders(b)] == []
    assert {a for a, b in pairs if a == b} == SAME[language]


def test_a_sentence_with_two_meanings_has_a_translation_for_each():
    """Red when the context of a sentence is not collected, or not compiled."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = [
                translation.gettext("Resolve"), translation.pgettext("stage", "Resolve"),
                translation.pgettext("status", "From"), translation.gettext("From"),
                translation.pgettext("record", "Off"), translation.pgettext("switch", "Off"),
            ]  # fmt: skip

    assert said == {
        "ro": ["Rezolvare", "Rezolvare", "Din starea", "De la", "Scos din uz", "Oprite"],
        "id": ["Selesaikan", "Penyelesaian", "Dari status", "Dari", "Tidak dipakai", "Mati"],
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_the_one_that_ships(language):
    """Red when the text was changed and not compiled."""
    assert (LOCALE / language / "LC_MESSAGES" / "django.mo").read_bytes() == compiled(language)


def test_romanian_has_its_own_letters():
    """Red with the cedillas of Turkish, which look alike and are found by no search."""
    written = "".join(str(one.string) for one in catalogue("ro"))

    assert set(written) & set("şţŞŢ") == set()


@pytest.mark.parametrize(
    ("language", "sentence", "kind"),
    [
        ("en", "CAS-1 is active: there is nothing to reopen.", "Cancelled"),
        ("ro", "Caz activ: CAS-1. Nu este nimic de redeschis.", "Anulat"),
        ("id", "CAS-1 masih aktif: tidak ada yang perlu dibuka kembali.", "Dibatalkan"),
    ],
)
def test_a_refusal_and_a_state_are_said_in_the_language_that_is_asked_for(language, sentence, kind):
    """Red when the catalogues are not found, or a sentence is fixed in one language too early."""
    refusal = NotClosed(["CAS-1"])

    with translation.override(language):
        assert (refusal.text, str(State.CANCELLED.label)) == (sentence, kind)
