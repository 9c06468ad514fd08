"""The house of the sample: business units, agents in teams, queues and the tree of subjects."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from casework.cases.models import Subject
from casework.kernel.actor import Actor
from casework.kernel.identity import new_id
from casework.kernel.operations import OPERATIONS
from casework.kernel.text import fold
from casework.people.models import BusinessUnit, Role, Team, User
from casework.queues.models import Queue
from casework.samples.hours import ASIA, EUROPE
from casework.samples.problems import SUBJECTS

REPRESENTATIVE, MANAGER = "Customer Service Representative", "Customer Service Manager"
GENERAL = "Front door"
INTAKE = "intake"
FIRST, JAKARTA = "Service Desk Bucharest", "Service Desk Jakarta"
UNITS = {
    "Europe": (EUROPE, "Europe/Bucharest"),
    "Southeast Asia": (ASIA, "Asia/Jakarta"),
}
# team -> unit, what it is for, agents (a * marks the manager)
TEAMS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    FIRST: (
        "Europe", "Lines, telephones, mail, and whatever has no other desk.",
        ("Irina Văduva*", "Tudor Brânză", "Ana-Maria Neacșu", "Radu Țepeneag"),
    ),
    "Device Repair": (
        "Europe", "Printers, laptops and everything that can fall from a desk.",
        ("Camelia Rusu", "Petre Oțelea", "Niamh Gallagher", "Ádám Szűcs"),
    ),
    "Software Support": (
        "Europe", "Programs, permissions, reports and data.",
        ("Mircea Șuteu", "Ilaria Conti", "Owen Blackwood", "Smaranda Țurcanu"),
    ),
    "Orders and Billing": (
        "Europe", "Orders, deliveries, invoices and plans.",
        ("Daria Gherman*", "Filip Drăghici", "Lotte Ørsted"),
    ),
    JAKARTA: (
        "Southeast Asia", "Everything that customers in Southeast Asia come with.",
        ("Sri Wahyuni*", "Eko Prasetyo", "Made Sudarma", "Nadia Puspita"),
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Agent:
    """A user who works with cases."""

    id: UUID
    name: str


@dataclass(frozen=True)
class Desk:
    """A team with its queue, its people and its office hours."""

    name: str
    team: UUID
    queue: UUID
    hours: Any
    agents: tuple[Agent, ...]


@dataclass(frozen=True)
class House:
    """Everything that cases of the sample refer to but customers."""

    desks: dict[str, Desk]
    general: UUID
    intake: UUID
    subjects: dict[str, UUID]


def build(by: Actor) -> House:
    """Make what is not there yet of the house, and answer it."""
    units = _known(BusinessUnit, "name", [{"name": name} for name in UNITS], by)
    rows = [_user("Mail and web intake", "", "UTC", INTAKE)]
    rows[0]["unit"] = by.unit
    for unit, _about, people in TEAMS.values():
        for name in people:
            rows.append({**_user(name.rstrip("*"), unit, UNITS[unit][1]), "unit": units[unit]})
    users = _known(User, "username", rows, by)
    teams = _known(
        Team,
        "name",
        [{"name": n, "unit": units[u], "description": t} for n, (u, t, _p) in TEAMS.items()],
        by,
    )
    queues = _known(
        Queue,
        "name",
        [{"name": name, "team": teams[name], "description": TEAMS[name][1]} for name in TEAMS]
        + [{"name": GENERAL, "description": "What has not been sorted yet."}],
        by,
    )
    desks: dict[str, Desk] = {}
    roles = dict(Role.objects.values_list("name", "pk"))
    for name, (unit, _about, people) in TEAMS.items():
        agents = tuple(Agent(users[_username(one)], one.rstrip("*")) for one in people)
        members = [one.id for one in agents]
        OPERATIONS["team.add_members"]([teams[name]], by=by, users=members)
        OPERATIONS["queue.add_members"]([queues[name], queues[GENERAL]], by=by, team=teams[name])
        for one, agent in zip(people, agents, strict=True):
            role = roles[MANAGER if one.endswith("*") else REPRESENTATIVE]
            OPERATIONS["role.grant"]([role], by=by, user=agent.id)
        desks[name] = Desk(name, teams[name], queues[name], UNITS[unit][0], agents)
    OPERATIONS["role.grant"]([roles["Integration"]], by=by, user=users[INTAKE])
    return House(desks, queues[GENERAL], users[INTAKE], _subjects(by))


def _known(model: Any, column: str, rows: Sequence[dict[str, Any]], by: Actor) -> dict[str, UUID]:
    """The id of each by its name; those that are missing are made by one run."""
    names = [row[column] for row in rows]
    there = dict(model.objects.filter(**{f"{column}__in": names}).values_list(column, "pk"))
    missing = [{"id": new_id(), **row} for row in rows if row[column] not in there]
    if missing:
        OPERATIONS[f"{model.NOUN}.create"].table(missing, by=by)
    return {**there, **{row[column]: row["id"] for row in missing}}


def _subjects(by: Actor) -> dict[str, UUID]:
    found: dict[str, UUID] = _known(Subject, "title", [{"title": one} for one in SUBJECTS], by)
    for level in (1, 2):
        rows = [
            {"title": title, "parent": found[above]} for above, title in _pairs(SUBJECTS, level)
        ]
        found |= _known(Subject, "title", rows, by)
    return found


def _pairs(tree: Any, level: int) -> list[tuple[str, str]]:
    if level == 1:
        return [(top, middle) for top, below in tree.items() for middle in below]
    return [(m, leaf) for below in tree.values() for m, leaves in below.items() for leaf in leaves]


def _username(name: str) -> str:
    return ".".join(fold(name.rstrip("*")).replace("-", " ").split())


def _user(name: str, unit: str, zone: str, username: str = "") -> dict[str, Any]:
    username = username or _username(name)
    languages = {"Asia/Jakarta": "id", "Europe/Bucharest": "ro"}
    romanian = any(letter in name for letter in "ăâîșțȘȚ")
    language = languages.get(zone, "en") if romanian or unit != "Europe" else "en"
    return {
        "username": username,
        "full_name": name,
        "email": f"{username}@example.com",
        "language": language,
        "time_zone": zone,
    }
