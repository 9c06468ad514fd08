"""Every question that is prepared for pages, as somebody asks it in a world to keep apart."""

import sys
from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from casework.history import seeing, sources
from casework.interfaces.reading import listing as reading_listing
from casework.interfaces.reading import telling
from casework.interfaces.web import case_questions, naming, quick_texts, related, story, views
from casework.interfaces.web import matching as web_matching
from casework.kernel import available, prepared
from casework.kernel.actor import Actor
from casework.kernel.prepared import Prepared
from casework.models import (
    Account,
    Activity,
    Attachment,
    Case,
    CaseResolution,
    Queue,
    QueueItem,
    QuickText,
    Role,
    RoleGrant,
    RolePrivilege,
    Team,
    User,
    View,
)
from casework.workplace import visits
from tests.conftest import Given, acting

Asked = tuple[Prepared, tuple[Any, ...], tuple[Any, ...]]  # the question, its values, its ways
NOUNS = (Account, Activity, Attachment, Case, CaseResolution, Queue, QueueItem, QuickText, View)


def people(given: Given) -> list[Actor]:
    """One person for each way to reach something, and for each way to reach nothing."""
    east = given.unit("East")
    south = given.unit("South", parent=east)
    made = []
    for unit, depths in ((None, (1, 4)), (east, (1, 2, 3)), (south, (1, 2))):
        for depth in depths:
            made.append(_holding(given, f"{unit or 'top'} {depth}".lower(), depth, unit))
    # the same depth for two people of one unit, and for one who is in a team besides
    made.append(_holding(given, "another", 1, east))
    inside = _holding(given, "inside", 1, south)
    team = given.team("Team", inside, unit=south)
    through = given.user("through", unit=east)
    given.add(RoleGrant, [{"role": Role.objects.get(name="role of inside"), "team": team}])
    given.team("Other", through, unit=east)
    made += [acting("inside"), given.user("nobody"), acting("through")]
    narrowed = acting("top 4")
    narrowed.scopes = frozenset({"activity.read"})
    return [*made, narrowed]


def _holding(given: Given, name: str, depth: int, unit: Any) -> Actor:
    given.user(name, unit=unit)
    [role] = given.add(Role, [{"name": f"role of {name}"}])
    rows = [{"privilege": f"{one.NOUN}.read", "depth": depth} for one in NOUNS]
    rows += [{"privilege": one, "depth": depth} for one in ("case.resolve", "activity.cancel")]
    given.add(RolePrivilege, [{"role": role, **row} for row in rows])
    user = User.objects.get(username=name)
    given.add(RoleGrant, [{"role": role, "user": user}])
    return acting(name)


def planted(given: Given, everybody: list[Actor]) -> list[Asked]:
    """Records of everybody and of a team, and all the questions about them."""
    account = given.account()
    cases = [given.case(owner=one, account=account) for one in everybody[:-1]]
    cases += [given.case(team=team, account=account) for team in Team.objects.all()]
    queue = given.queue()
    for case, owner in zip(cases, everybody, strict=False):
        task = given.activity(case, owner=owner)
        given.queue_item(queue, case)
        given.add(CaseResolution, [{
            "case": case, "resolved_case": case, "subject": "Done", "resolution_type": 5,
            "resolved_at": case.created_at, "resolved_by": owner.user,
        }])  # fmt: skip
        given.add(Attachment, [{
            "case": case, "logged_on": case, "activity": task, "file_name": "a", "size": 1,
            "media_type": "a/a", "sha256": "0" * 64, "key": f"none/{case.pk}",
        }])  # fmt: skip
        for model, more in ((View, {"table": "case"}), (QuickText, {"text": "a"})):
            given.add(model, [{"owner_user": owner.user, _name(model): f"of {owner.name}", **more}])
    return [*_asked(cases, account)]


def _name(model: Any) -> str:
    return "title" if model is QuickText else "name"


def _asked(cases: list[Case], account: Account) -> Iterator[Asked]:
    every = frozenset(one.pk for one in cases)
    kinds = (("task", "note"), 50)
    for case in cases[2:3]:
        yield seeing._seen(), (case.pk,), ()
        yield sources.ACTIVITIES, (case.pk,), kinds
        yield sources.RESOLUTIONS, (case.pk,), kinds
        yield case_questions.CALLED, (case.number,), ()
        yield case_questions.FILES, (case.pk,), ()
        yield case_questions.WAITING, (case.pk,), ()
        yield case_questions.ITEM, (case.pk,), ()
        yield related.RESOLUTIONS, (case.pk,), ()
        yield related.OF_THE_SAME["account"], (account.pk, case.pk), ()
        yield related.OF_THE_SAME["contact"], (account.pk, case.pk), ()
    activities = frozenset(Activity.objects.values_list("pk", flat=True))
    yield story.FILES, (activities,), ()
    yield sources.NUMBERS, (every,), ()
    yield related.CUSTOMER["account"], (account.pk,), ()
    yield related.CUSTOMER["contact"], (account.pk,), ()
    yield telling._named(Case, "number"), (every,), ()
    yield naming._question(Case), (every,), ()
    yield visits._records(Case), (every,), ()
    yield quick_texts.FITTING, ("en",), ()
    yield views.KEPT, ("case",), ()
    yield reading_listing._usual(Case), (), (Q(state=0), (), ("number", "title"), 50)
    yield web_matching._usual(Case), (), (Q(state=0),)
    conditions = ("case.resolve", Q(state=0), "case.read")
    yield available._truths(Case, ("case.read", "case.resolve")), (every,), conditions


def all_with_an_asker() -> set[Prepared]:
    """Every question of the product that is answered by what its asker may see."""
    found = set()
    for name, module in list(sys.modules.items()):
        if name.startswith("casework."):
            for one in vars(module).values():
                found |= {each for each in _each(one) if each.privileges}
    return found


def _each(one: Any) -> list[Prepared]:
    if isinstance(one, Prepared):
        return [one]
    return (
        [each for each in one.values() if isinstance(each, Prepared)] if type(one) is dict else []
    )


def known(question: Prepared) -> int:
    """How many statements of it are remembered."""
    return sum(key[0] is question for key in prepared._known)
