"""People: the pages of a person and of a team, with their open cases."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.utils.html import format_html_join
from django.utils.translation import gettext as _

from casework.cases.models import Case
from casework.interfaces.web import records
from casework.interfaces.web.facts import Fact, person_link
from casework.interfaces.web.grids import CASES
from casework.interfaces.web.reader import Reader
from casework.interfaces.web.records import Part
from casework.interfaces.web.related import below
from casework.interfaces.web.views import CASE_VIEWS
from casework.interfaces.web.words.columns import label_of
from casework.people.models import BusinessUnit, Team, TeamMembership, User

ACTIVE = next(one for one in CASE_VIEWS if one.name == "active")
SHOWN = "20"
NAMED = 200  # members or teams


def person(request: Any, key: UUID) -> Any:
    """The page of a person: who they are, their teams, their open cases."""
    return records.page(request, key, OF_A_PERSON)


def team(request: Any, key: UUID) -> Any:
    """The page of a team: who is in it, its open cases."""
    return records.page(request, key, OF_A_TEAM)


def _person(record: User, request: Any, reader: Reader) -> dict[str, Any]:
    rows = TeamMembership.objects.filter(user=record.pk).visible_to(request.actor)
    ids = rows.values("team_id")
    teams = Team.objects.filter(pk__in=ids).visible_to(request.actor).order_by("name_key")[:NAMED]
    facts: list[Fact] = [(label_of("user", "username"), record.username)]
    if record.email:
        facts.append((label_of("user", "email"), record.email))
    facts += [_unit(record, request), (_("Teams"), _links(teams))]
    return {
        **_state(record),
        "title": record.full_name or record.username,
        "facts": facts,
        "parts": [_open_cases("owner_user", record, request, reader)],
    }


def _team(record: Team, request: Any, reader: Reader) -> dict[str, Any]:
    rows = TeamMembership.objects.filter(team=record.pk).visible_to(request.actor)
    ids = rows.values("user_id")
    people = User.objects.filter(pk__in=ids).visible_to(request.actor).order_by("name_key")[:NAMED]
    return {
        **_state(record),
        "facts": [_unit(record, request), (_("Members"), _links(people))],
        "text": record.description,
        "parts": [_open_cases("owner_team", record, request, reader)],
    }


def _state(record: Any) -> dict[str, Any]:
    return {
        "state": "active" if record.is_active else "inactive",
        "state_label": _("Active") if record.is_active else _("Inactive"),
    }


def _unit(record: Any, request: Any) -> Fact:
    unit = BusinessUnit.objects.filter(pk=record.unit_id).visible_to(request.actor).first()
    return label_of("user", "unit"), unit.name if unit else _("not visible to you")


def _links(some: Any) -> Any:
    return format_html_join(" ", "{}", ((person_link(one),) for one in some)) or "–"


def _open_cases(column: str, record: Any, request: Any, reader: Reader) -> Part:
    columns = "number,title,customer,priority,status,age,created_at"
    rows = Case.objects.filter(**{column: record.pk})
    found = below(CASES, ACTIVE, columns, rows, request.actor, reader, limit=SHOWN)
    more = f"/cases?{urlencode({'view': 'active', column: str(record.pk)})}" if found.more else ""
    return Part("cases", _("Open cases"), found, more)


OF_A_PERSON = records.Page(User, ("unit",), lambda record: (), _person)
OF_A_TEAM = records.Page(Team, ("unit",), lambda record: (), _team)
