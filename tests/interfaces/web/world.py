"""A world with a secret in it, and an address for every page of the hub."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import get_resolver

from casework.interfaces.calling import call
from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS
from casework.models import Attachment, Role, Run

SECRET = "Zyxwvut"
NO_KEY = UUID(int=7)
HUB = "casework.interfaces.web.urls"


@dataclass(frozen=True)
class World:
    """What alice keeps to herself: everything that can be named bears the secret."""

    keys: dict[str, Any]

    def address(self, route: str) -> str:
        """The address of a route about alice's records."""
        said = ADDRESSES[route]
        return f"/{route if said is None else said}".format(**self.keys)


def planted(given: Any, alice: Actor, **more: Any) -> World:
    """A world of alice's, in which every noun with a page has a record."""
    account = given.account(f"{SECRET} Inc", **given._owner(alice))
    contact = given.contact(f"{SECRET} Miller", **given._owner(alice))
    case = given.case(owner=alice, title=f"{SECRET} broke", description=SECRET, account=account)
    task = given.activity(case, owner=alice, subject=f"{SECRET} call", description=SECRET)
    queue = given.queue("A desk", owner_user=alice.user)  # agents know queues, not what is in them
    given.queue_item(queue, case)

    def made(operation: str, noun: str, **said: Any) -> Any:
        return call(OPERATIONS[operation], [], said, by=alice).created[noun][0]

    view = made(
        "view.create", "view", name=f"{SECRET} view", table="case",
        filter={"all": [{"column": "title", "operator": "contains", "value": SECRET}]},
    )  # fmt: skip
    board = made(
        "dashboard.create", "dashboard", name=f"{SECRET} board",
        layout={"streams": [{"view": "case:all", "title": SECRET}], "charts": ["priority"]},
    )  # fmt: skip
    made("quick_text.create", "quick_text", title=f"{SECRET} text", text=SECRET)
    made(
        "attachment.attach", "attachment", case=str(case.pk), activity=str(task.pk),
        file_name=f"{SECRET}.html", media_type="text/html", content=b"<script>alert(1)</script>",
    )  # fmt: skip
    call(OPERATIONS["case.edit"], [case.pk], {"description": f"{SECRET}!"}, by=alice)
    return World({
        "case": case.number, "case_key": case.pk, "task": task.pk, "account": account.pk,
        "contact": contact.pk, "queue": queue.pk, "view": view, "board": board,
        "file": Attachment.objects.get().pk, "role": Role.objects.first().pk,
        "run": Run.objects.filter(actor=alice.user).latest("pk").pk, "user": alice.user,
        "team": more.get("team", NO_KEY), "secret": SECRET,
    })  # fmt: skip


def routes() -> list[str]:
    """Every route of the hub, as its address is written down."""
    [hub] = [
        one
        for one in get_resolver().url_patterns
        if getattr(getattr(one, "urlconf_name", None), "__name__", "") == HUB
    ]
    return [str(one.pattern) for one in hub.url_patterns]


def upload(name: str = "a.txt", content: bytes = b"a") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, content)


# by route: the address about the records of the world, None where the route is the address
ADDRESSES: dict[str, str | None] = {
    "": "",
    "sign-in": None,
    "sign-out": None,
    "language": None,
    "typed": None,
    "search": "search?q={secret}",
    "me": None,
    "palette": "palette?q={secret}&noun=case&on={case}",
    "lookup/<str:noun>": "lookup/case?q={secret}",
    "peek/<str:number>": "peek/{case}",
    "do/<str:name>": "do/case.resolve?on={case}",
    "runs/<uuid:key>": "runs/{run}",
    "runs/<uuid:key>/undo": "runs/{run}/undo",
    "progress/<str:request_id>": "progress/1",
    "attachments/<uuid:key>": "attachments/{file}",
    **{
        f"{name}/export.{kind}": f"{name}/export.{kind}?view=all"
        for name in ("cases", "activities", "accounts", "contacts", "queues")
        for kind in ("csv", "xlsx")
    },
    "queues/<uuid:key>/export.csv": "queues/{queue}/export.csv",
    "queues/<uuid:key>/export.xlsx": "queues/{queue}/export.xlsx",
    "cases/<str:number>": "cases/{case}?tab=history&as_of=2030-01-01",
    "cases/<str:number>/timeline": "cases/{case}/timeline",
    "cases/<str:number>/compose": "cases/{case}/compose",
    "cases/<str:number>/presence": "cases/{case}/presence",
    "drafts": None,
    "views/save": None,
    "views/columns": None,
    "views/<uuid:key>/edit": "views/{view}/edit",
    "bell": None,
    "bell/count": None,
    "texts": None,
    "cases/<str:number>/stage": "cases/{case}/stage",
    "activities/<uuid:key>": "activities/{task}",
    "activities/<uuid:key>/attach": "activities/{task}/attach",
    "accounts/<uuid:key>": "accounts/{account}",
    "contacts/<uuid:key>": "contacts/{contact}",
    "people/<uuid:key>": "people/{user}",
    "teams/<uuid:key>": "teams/{team}",
    "cases/<str:number>/process": "cases/{case}/process",
    "administration": None,
    "administration/settings": None,
    "administration/settings/<str:name>": "administration/settings/dialogs",
    "administration/statuses": None,
    "administration/transitions": None,
    "administration/audit": None,
    "administration/audit/export.jsonl": None,
    "administration/roles/<uuid:key>/privileges": "administration/roles/{role}/privileges",
    **{
        f"administration/{name}": None
        for name in (
            "users", "teams", "roles", "queues", "columns", "tokens", "subjects", "units",
        )
    },
    "administration/<str:plural>/<uuid:key>": "administration/users/{user}",
    "merge/<str:number>": "merge/{case}",
    "queues/<uuid:key>": "queues/{queue}",
    "queues/<uuid:key>/next": "queues/{queue}/next",
    "dashboards": "dashboards?charts=show",
    "dashboards/new": "dashboards/new?from={board}",
    "dashboards/<str:name>": "dashboards/{board}",
    "dashboards/<str:name>/edit": "dashboards/{board}/edit",
    "dashboards/<str:name>/default": "dashboards/{board}/default",
    "dashboards/<str:name>/streams/<str:stream>": "dashboards/{board}/streams/s0",
    **{
        f"dashboards/<str:name>/streams/<str:stream>/export.{kind}": (
            f"dashboards/{{board}}/streams/s0/export.{kind}"
        )
        for kind in ("csv", "xlsx")
    },
    "dashboards/<str:name>/charts/<str:chart>.svg": "dashboards/{board}/charts/priority.svg",
    "cases": "cases?view=all",
    "activities": "activities?view=all",
    "accounts": "accounts?view=all",
    "contacts": "contacts?view=all",
    "queues": "queues?view=all",
}  # fmt: skip
