"""The pictures of the documents, made of the product itself on the sample data.

``python -m tests.pictures --write`` puts them into docs/pictures. The clock stands at one moment
and the seed of the sample is the same; only the random ends of case numbers are new each time.
"""

import datetime
import os
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

FOLDER = Path(__file__).parent.parent / "docs" / "pictures"
NOW = datetime.datetime(2026, 5, 6, 9, 30, tzinfo=datetime.UTC)
PASSWORD = "seven quiet lanterns"
LARGEST = 200_000  # bytes of a picture
LEAD, ADMINISTRATOR = "daria.gherman", "admin"
DESK: dict[str, Any] = {
    "viewport": {"width": 1280, "height": 800},
    "color_scheme": "light",
    "locale": "en-GB",
    "reduced_motion": "reduce",
}


@dataclass(frozen=True)
class Found:
    """Cases of the sample by what they show: a long story, an open activity, one customer."""

    told: str
    waiting: str
    alike: tuple[str, ...]


@dataclass(frozen=True)
class Picture:
    """What is on a picture: who looks, how they come there, and with which screen."""

    name: str
    draw: Callable[["Page", Found], None]
    who: str = LEAD
    screen: dict[str, Any] = field(default_factory=dict)


def cases(page: "Page", found: Found) -> None:
    """The list of active cases, with two rows chosen."""
    page.goto("/cases?view=active")
    for row in (1, 2):
        page.locator("tbody [name=on]").nth(row).check()


def case(page: "Page", found: Found) -> None:
    """The page of a case with its story."""
    page.goto(f"/cases/{found.told}")


def _resolving(page: "Page", found: Found) -> Any:
    page.goto(f"/cases/{found.waiting}")
    page.locator("[data-operation='case.resolve']").click()
    dialog = page.locator("dialog[open]")
    dialog.locator(".advice a").wait_for()
    return dialog


def open_activities(page: "Page", found: Found) -> None:
    """The warning about open activities, before the dialog that resolves."""
    _resolving(page, found)


def resolve(page: "Page", found: Found) -> None:
    """The dialog that resolves, with what would happen."""
    dialog = _resolving(page, found)
    dialog.locator(".primary").click()
    dialog.locator("[name=resolution]").press_sequentially("Replaced and tested with the customer.")
    page.wait_for_timeout(1_000)  # the preview follows what is typed
    dialog.locator(".effects li").first.wait_for()


def merge(page: "Page", found: Found) -> None:
    """Cases side by side, and what would happen to those that do not go on."""
    on = "&".join(f"on={number}" for number in found.alike)
    page.goto("/cases?view=active")
    open_it = "to => import('/static/casework/dialogs.js').then(one => one.openDialog(to))"
    page.evaluate(open_it, f"/do/case.merge?{on}&next=/cases")
    dialog = page.locator("dialog[open]")
    dialog.locator("[name=into]").first.check()
    dialog.locator(".effects li").first.wait_for()


def dashboard(page: "Page", found: Found) -> None:
    """Streams beside charts that filter one another."""
    page.goto("/dashboards/supervisor")
    page.locator(".chart svg").first.wait_for()


def palette(page: "Page", found: Found) -> None:
    """The palette over a case: what is possible, and why the rest is not."""
    page.goto(f"/cases/{found.told}")
    page.keyboard.press("Control+k")
    page.keyboard.type("re")
    page.locator(".palette-entry").nth(3).wait_for()
    page.wait_for_timeout(600)  # results follow what is typed


def transitions(page: "Page", found: Found) -> None:
    """The table of transitions, with what would change by those that are ticked."""
    page.goto("/administration/transitions")
    for source in ("1", "2", "3", "4"):
        for box in page.locator(f"[name=allow][value^='{source}-']").all():
            box.check()
    page.locator("[name=submitted][value=preview]").click()
    page.locator(".change-lines li").first.wait_for()


PICTURES = (
    Picture("cases", cases),
    Picture("cases-dark", cases, screen={"color_scheme": "dark"}),
    Picture("case", case),
    Picture("case-phone", case, screen={"viewport": {"width": 390, "height": 844}}),
    Picture("open-activities", open_activities),
    Picture("resolve", resolve),
    Picture("merge", merge),
    Picture("dashboard", dashboard),
    Picture("palette", palette),
    Picture("transitions", transitions, who=ADMINISTRATOR),
)


def find() -> Found:
    """The cases that the pictures are about, whatever their numbers."""
    from django.db.models import Count

    from casework.models import Case

    seen = Case.objects.filter(state=0, parent=None).order_by("created_at", "pk")
    seen = seen.filter(unit__name="Europe", account__unit__name="Europe")
    told = seen.annotate(many=Count("activities")).order_by("-many", "-created_at")[0]
    waiting = seen.filter(activities__state=0, owner_team=None).exclude(pk=told.pk)[0]
    by_customer = seen.values("account").order_by()
    [most] = by_customer.annotate(many=Count("pk")).order_by("-many", "account__name_key")[:1]
    alike = seen.filter(account=most["account"]).values_list("number", flat=True)[:3]
    return Found(told.number, waiting.number, tuple(alike))


def take(page: "Page", picture: Picture, found: Found, folder: Path) -> Path:
    """The picture in this folder, of a page that is signed in."""
    picture.draw(page, found)
    path = folder / f"{picture.name}.png"
    page.screenshot(path=path)
    return path


def write(folder: Path) -> None:
    """Every picture, of a house that is built for them and thrown away."""
    import time_machine
    from playwright.sync_api import sync_playwright

    from bootstrap.browser import bring
    from casework import samples
    from casework.interfaces.cli.keeping import migrate
    from casework.models import User
    from casework.people.acting import actor_for
    from casework.people.users import set_password
    from tests.browser.serving import serving

    folder.mkdir(exist_ok=True)
    with time_machine.travel(NOW), serving() as address:
        migrate()
        samples.load(now=NOW.replace(hour=8, minute=0))
        admin = actor_for(User.objects.get(username=ADMINISTRATOR), "shell")
        for name in (LEAD, ADMINISTRATOR):
            set_password(User.objects.get(username=name), by=admin, password=PASSWORD)
        found = find()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=bring())
            for picture in PICTURES:
                context = browser.new_context(base_url=address, **{**DESK, **picture.screen})
                page = context.new_page()
                page.goto("/sign-in")
                page.locator("[name=username]").fill(picture.who)
                page.locator("[name=password]").fill(PASSWORD)
                page.locator("[name=password]").press("Enter")
                page.wait_for_url(lambda url: "/sign-in" not in url)
                path = take(page, picture, found, folder)
                print(f"{path.name}: {path.stat().st_size:,} bytes")
                context.close()
            browser.close()


if __name__ == "__main__":
    import django

    with tempfile.TemporaryDirectory(prefix="casework-pictures-") as data:
        os.environ["CASEWORK_DATA"] = data
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "casework.settings")
        django.setup()
        write(FOLDER if "--write" in sys.argv else Path(data))
