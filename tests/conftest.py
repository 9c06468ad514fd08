"""The people of the tests, and ``given``: what a test begins with."""

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from casework.cases.founding import found
from casework.kernel.actor import Actor
from casework.kernel.identity import new_id
from casework.kernel.work import Work
from casework.models import (
    Account,
    Activity,
    BusinessUnit,
    Case,
    Contact,
    Queue,
    QueueItem,
    Role,
    RoleGrant,
    Subject,
    Team,
    TeamMembership,
    Transition,
    User,
)
from casework.organisation.changing_policies import change as change_policy
from casework.people.acting import actor_for

AGENT, MANAGER = "Customer Service Representative", "Customer Service Manager"


@pytest.fixture(autouse=True)
def _no_language_left() -> Iterator[None]:
    """The language that a page was asked in is not that of the next test."""
    yield
    translation.deactivate()


@pytest.fixture
def organisation(db: None) -> BusinessUnit:
    """A founded installation: its top business unit."""
    found()
    return BusinessUnit.objects.get(parent=None)


def acting(username: str, interface: str = "rest") -> Actor:
    """A user as an actor, with the privileges held now."""
    return actor_for(User.objects.select_related("unit").get(username=username), interface)


@pytest.fixture
def admin(organisation: BusinessUnit) -> Actor:
    """The administrator: may do everything."""
    return acting("admin")


@pytest.fixture
def alice(given: "Given") -> Actor:
    """An agent: works with the cases of her unit."""
    return given.user("alice", AGENT)


@pytest.fixture
def bob(given: "Given") -> Actor:
    """A newcomer: holds no role yet."""
    return given.user("bob")


@pytest.fixture
def carol(given: "Given") -> Actor:
    """A manager: works with the cases of her unit and those below."""
    return given.user("carol", MANAGER)


@pytest.fixture
def given(admin: Actor) -> "Given":
    """Makes what a test begins with; all of it is on record, made by the administrator."""
    return Given(admin)


class Given:
    """``given.case()``, ``given.cases(100)``, ``given.activity(case)``, ``given.policy(...)``."""

    def __init__(self, admin: Actor) -> None:
        self.admin = admin
        self.count = itertools.count(1)

    def add(self, model: Any, rows: list[dict[str, Any]]) -> list[Any]:
        """Rows of any noun, each on record as created."""
        with transaction.atomic():
            work = Work("given", self.admin)
            made = work.add(model, rows, f"{model.NOUN}.given")
            work.write({})
        by_id = {one.pk: one for one in made.rows}
        return [by_id[key] for key in work.created.get(model.NOUN, [])]

    def _owner(self, by: Any = None, team: Team | None = None) -> dict[str, Any]:
        if team:
            return {"owner_team": team, "unit": team.unit_id}
        actor = by or self.admin
        return {"owner_user": actor.user, "unit": actor.unit}

    def unit(self, name: str, parent: BusinessUnit | None = None) -> BusinessUnit:
        """A business unit below another (the top one)."""
        above = parent or BusinessUnit.objects.get(parent=None)
        key = new_id()
        row = {"id": key, "name": name, "parent": above, "path": f"{above.path}{key.hex}/"}
        return self.add(BusinessUnit, [row])[0]

    def user(self, name: str, *roles: str, unit: BusinessUnit | None = None) -> Actor:
        """A user who holds these roles, as an actor."""
        where = unit or BusinessUnit.objects.get(parent=None)
        row = {"username": name, "full_name": name.title(), "unit": where, "password": "!"}
        [user] = self.add(User, [row])
        for role in roles:
            self.add(RoleGrant, [{"role": Role.objects.get(name=role), "user": user}])
        return acting(name)

    def team(self, name: str, *members: Actor, unit: BusinessUnit | None = None) -> Team:
        """A team with members."""
        where = unit or BusinessUnit.objects.get(parent=None)
        [team] = self.add(Team, [{"name": name, "unit": where}])
        for member in members:
            self.add(TeamMembership, [{"team": team, "user": member.user}])
        return Team.objects.get(pk=team.pk)

    def account(self, name: str = "", **columns: Any) -> Account:
        """A customer that is an organisation."""
        row = {"name": name or f"Account {next(self.count)}", **self._owner(), **columns}
        [account] = self.add(Account, [row])
        return Account.objects.get(pk=account.pk)

    def contact(self, name: str = "", **columns: Any) -> Contact:
        """A customer that is a person."""
        row = {"full_name": name or f"Contact {next(self.count)}", **self._owner(), **columns}
        [contact] = self.add(Contact, [row])
        return Contact.objects.get(pk=contact.pk)

    def case(self, *, owner: Any = None, team: Team | None = None, **columns: Any) -> Case:
        """An active case."""
        return self.cases(1, owner=owner, team=team, **columns)[0]

    def cases(
        self, how_many: int, *, owner: Any = None, team: Team | None = None, **columns: Any
    ) -> list[Case]:
        """Active cases of one customer."""
        if not {"account", "contact"} & columns.keys():
            columns["account"] = self.account()
        rows = []
        for _one in range(how_many):
            n = next(self.count)
            row = {"number": f"CAS-T{n:05d}", "title": f"Case {n}", **self._owner(owner, team)}
            rows.append({**row, **columns})
        return self.add(Case, rows)

    def activity(self, case: Case, *, owner: Any = None, **columns: Any) -> Activity:
        """An open task about a case, unless the columns say otherwise."""
        row = {
            "kind": "task", "subject": f"Activity {next(self.count)}", "state": 0, "status": 2,
            "case": case, "logged_on": case, **self._owner(owner), **columns,
        }  # fmt: skip
        return self.add(Activity, [row])[0]

    def queue(self, name: str = "", **columns: Any) -> Queue:
        """A public queue of the administrator's."""
        row = {"name": name or f"Queue {next(self.count)}", "owner_user": self.admin.user}
        return self.add(Queue, [{**row, **columns}])[0]

    def queue_item(self, queue: Queue, case: Case, **columns: Any) -> QueueItem:
        """A case waiting in a queue."""
        row = {"queue": queue, "case": case, "entered_at": case.created_at, **columns}
        return self.add(QueueItem, [row])[0]

    def subject(self, title: str, parent: Subject | None = None) -> Subject:
        """A subject of the tree."""
        return self.add(Subject, [{"title": title, "parent": parent}])[0]

    def transition(self, *steps: tuple[int, int]) -> None:
        """Status reasons that may follow one another."""
        self.add(Transition, [{"from_code": a, "to_code": b} for a, b in steps])

    def policy(self, group: str = "case", **values: Any) -> None:
        """Policies of a group as the administrator has set them."""
        change_policy(by=self.admin, name=group, values=values)


def fresh(record: Any) -> Any:
    """The record as it is in the database now."""
    return type(record)._base_manager.get(pk=record.pk)
