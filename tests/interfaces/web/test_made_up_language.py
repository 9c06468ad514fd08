"""In a made-up language every sentence is marked: what is not marked was never translated."""

import re
import zoneinfo
from urllib.parse import urlencode

import pytest
from django.db import models, transaction

from casework.activities.policies import ActivityPolicy
from casework.interfaces.calling import parameters
from casework.interfaces.web.wording import SILENT
from casework.interfaces.web.words.columns import COLUMNS, SPECIAL
from casework.interfaces.web.words.events import EVENTS
from casework.interfaces.web.words.operations import COMMANDS, NOUNS
from casework.kernel.history import Event
from casework.kernel.operations import OPERATIONS
from casework.kernel.records import NOUNS as KNOWN_NOUNS
from casework.kernel.records import RECORDS
from casework.models import Case, Run
from casework.people.privileges import known as privileges
from tests.interfaces.web.made_up import LETTERS, made_up_language, untranslated
from tests.interfaces.web.test_agreement import answered
from tests.interfaces.web.world import ADDRESSES, planted
from tests.more_setups import SETUPS

# What is written alike in every language: names, formats, keys, the languages themselves.
ALIKE = {
    "Casework", "English", "Română", "Bahasa Indonesia", "CSV", "XLSX", "PNG", "SVG", "UTC",
    "Ctrl K", "CAS", "text/plain", *zoneinfo.available_timezones(), *privileges(),
}  # fmt: skip
MADE_BY_TESTS = re.compile(r"([a-z_]+[. ]|: )?given")  # operations and events of ``given``


class Data:
    """What people have written into records: it stands in any page as it is."""

    def __init__(self) -> None:
        self.all = ALIKE | {one.replace("_", " ") for one in ALIKE}
        self.all.add(", ".join(ActivityPolicy().blocked_extensions)[:119] + "…")
        self.look()

    def look(self) -> None:
        """Learn what the records say now."""
        for model in RECORDS.values():
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField) and not field.choices:
                    rows = model._base_manager.exclude(**{field.name: None})
                    self.all |= {" ".join(one.split()) for one in
                                 rows.values_list(field.name, flat=True)}  # fmt: skip

    def __call__(self, text: str) -> bool:
        if text.strip(" .,:;()[]·→–…#") in self.all or MADE_BY_TESTS.fullmatch(text):
            return True
        for one in sorted(self.all, key=len, reverse=True):
            if len(one) > 1:
                text = text.replace(one, " ")
        return not LETTERS.search(text)


class Finding:
    """What no catalogue has translated, with the places where it stands."""

    def __init__(self, data: Data) -> None:
        self.data, self.found = data, set()

    def look(self, answer, where):
        if answer.get("Content-Type", "").startswith("text/html"):
            self.found |= {(one, where) for one in untranslated(answer, self.data)}
        return answer


def test_no_page_says_what_was_never_translated(given, web, alice, bob):
    """Red with a sentence, a label or a title that goes round gettext, on any page of the hub."""
    world = planted(given, alice)
    found = Finding(Data())
    with made_up_language():
        for who in (given.admin, bob):  # who may do everything, and who is refused nearly all
            client = web.as_(who)
            for route in ADDRESSES:
                found.look(client.get(world.address(route)), route)
        client = web.as_(alice)
        for path in (
            "/cases/CAS-0", "/nowhere", "/cases?filter={", "/cases?q=0x", "/search?q=0x",
            "/cases?sort=nothing", "/cases/{case}", "/cases/{case}?tab=details", "/peek/{case}",
            "/cases/{case}?tab=activities", "/cases/{case}?tab=relationships",
            "/cases?peek=1&filter=%7B%22all%22%3A%5B%7B%22column%22%3A%22priority%22%2C%22operator"
            "%22%3A%22eq%22%2C%22value%22%3A%22high%22%7D%5D%7D",
        ):  # fmt: skip
            found.look(client.get(path.replace("{case}", world.keys["case"])), path)

    assert found.found == set()


@pytest.mark.parametrize("part", range(4))
def test_no_dialog_says_what_was_never_translated(given, web, part):
    """Red when a dialog, its preview, its refusal or its notice goes round gettext."""
    for name in sorted(SETUPS)[part::4]:
        with transaction.atomic():
            call = SETUPS[name](given, 1)
            data = Data()
            found, client = Finding(data), web.as_(given.admin)
            on = [] if OPERATIONS[name].creates else call.targets
            keys = [getattr(one, "number", None) or str(one.pk) for one in on]
            with made_up_language(), transaction.atomic():
                found.look(client.get(f"/do/{name}?{urlencode({'on': keys}, True)}"), "opened")
                found.look(client.post(f"/do/{name}", {"on": keys, "step": "preview"}), "preview")
                found.look(client.post(f"/do/{name}", {"on": keys, "step": "confirm"}), "empty")
                transaction.set_rollback(True)
            with made_up_language():
                done = client.confirm(name, *on, **answered(name, call))
            assert done.status_code in (200, 303), name
            data.look()
            with made_up_language():
                found.look(done, "done")
                run = Run.objects.exclude(operation__endswith=".given").latest("pk")
                client = web.as_(given.admin)
                found.look(client.get(f"/runs/{run.pk}"), "run")
                found.look(client.get(f"/accounts?did={run.pk}"), "notice")
                case = Case.objects.first()
                if case and name.startswith(("case", "queue_item", "activity", "attach", "run")):
                    found.look(client.get(f"/cases/{case.number}?tab=history"), "history")
            kinds = set(Event.objects.values_list("kind", flat=True))
            transaction.set_rollback(True)
        assert found.found == set(), name
        of_ours = {one.removesuffix(".undone") for one in kinds if not one.endswith(".given")}
        assert of_ours - EVENTS.keys() == set(), name


def test_everything_has_its_word():
    """Red when an operation, a noun, an argument or a column would show its name in programs."""
    assert OPERATIONS.keys() - COMMANDS.keys() == set()
    assert KNOWN_NOUNS.keys() - NOUNS.keys() == set()

    asked = {(name, one) for name, op in OPERATIONS.items() for one in parameters(op)}
    shown = {(noun, field.name) for noun, model in RECORDS.items()
             for field in model._meta.concrete_fields if field.name not in SILENT}  # fmt: skip

    def named(place, name):
        places = (place, place.partition(".")[0])
        known = {name, name.removesuffix("_id")}
        return known & COLUMNS.keys() or any((one, name) in SPECIAL for one in places)

    assert {one for one in asked | shown if not named(*one)} == set()
