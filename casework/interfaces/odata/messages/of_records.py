"""What may become of a record, what a new one would begin with, and who may do what with it."""

from typing import Any

from django.db.models import BooleanField, Case, Value, When

from casework.interfaces.calling import Asking, call
from casework.interfaces.odata import errors
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import record, required, whole
from casework.interfaces.odata.states import BEGINNINGS, ENDINGS, OPEN
from casework.kernel.access import allowed
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Forbidden, NotFound, Refusal
from casework.people.acting import actor_for
from casework.people.models import User

# The right of a record, by the verb whose privilege gives it here.
RIGHTS = {
    "ReadAccess": "read",
    "WriteAccess": "edit",
    "AppendAccess": "edit",
    "AppendToAccess": "edit",
    "DeleteAccess": "delete",
    "AssignAccess": "assign",
}
SHARING = "SharingPrincipalAccess"


def may_become(one: Call) -> Answer:
    """Whether a record may come to a state and status now: what its operation would say."""
    entity, pk = record(one.asked, one.given, "Entity")
    status = whole(one.given, "NewStatus", least=0)
    wanted = required(one.given, "NewState")
    options = entity.by_name["statecode"].options if "statecode" in entity.by_name else None
    reasons = entity.by_name["statuscode"].options if "statuscode" in entity.by_name else None
    if options is None or reasons is None or entity.name not in BEGINNINGS:
        raise errors.not_supported("IsValidStateTransition", entity.name)
    names = {str(option.label).casefold(): option.value for option in options()}
    names |= {str(option.value): option.value for option in options()}
    state = names.get(str(wanted).casefold())
    if state is None:
        raise errors.invalid(f"The parameter 'NewState' is no state of {entity.name}.")
    if all(reason.value != status or reason.state != state for reason in reasons()):
        return one.told({"IsValid": False})
    rows = entity.rows(one.asked.actor).filter(pk=pk)
    states = (entity.by_name["statecode"].value(), entity.by_name["statuscode"].value())
    now = rows.annotate(s=states[0], r=states[1]).values_list("s", "r").get()
    if now == (state, status):
        return one.told({"IsValid": True})
    name, given = _step(entity.name, state, status, was_open=now[0] in OPEN.get(entity.name, (0,)))
    if not name:
        return one.told({"IsValid": False})
    try:
        call(OPERATIONS[name], [pk], given, by=one.asked.actor, asking=Asking(preview=True))
    except (Forbidden, NotFound):
        raise
    except Refusal:
        return one.told({"IsValid": False})
    return one.told({"IsValid": True})


def _step(table: str, state: int, status: int, *, was_open: bool) -> tuple[str, dict[str, Any]]:
    """The operation that leads there, with its arguments; none where no operation does."""
    if state in OPEN.get(table, (0,)):
        if not was_open:
            name, takes = BEGINNINGS[table]
            return name, {"status": status} if takes else {}
        name = {"incident": "case.edit"}.get(table, "activity.edit" if table in OPEN else "")
        return name, {"status": status}
    if table == "incident" and state == 1:
        return "case.resolve", {
            "resolution": "-", "resolution_type": status, "cancel_open_activities": True,
        }  # fmt: skip
    name, takes = ENDINGS[table][state]
    return name, {"status": status} if takes else {}


def principal_access(one: Call) -> Answer:
    """What a user may do with a record: the rights that the roles held now give."""
    entity, pk = record(one.asked, one.given, "Target")
    user = User.objects.select_related("unit").get(pk=one.pk)
    if not user.is_active:
        return one.told({"AccessRights": "None"})
    actor = actor_for(user, "odata")
    noun, model = entity.noun, entity.model
    columns: dict[str, Any] = {
        name: Case(
            When(allowed(actor, f"{noun}.{verb}", model), then=Value(True)),
            default=Value(False), output_field=BooleanField(),
        )
        for name, verb in RIGHTS.items()
    }  # fmt: skip
    found = model.objects.filter(pk=pk).annotate(**columns).values(*columns).get()
    held = [name for name in RIGHTS if found[name]]
    if entity.create and actor.holds(entity.create):
        held.append("CreateAccess")
    return one.told({"AccessRights": ", ".join(held) or "None"})


def shared_with(one: Call) -> Answer:
    """The principals a record is shared with: none, for here roles and teams give sight."""
    record(one.asked, one.given, "Target")
    return one.told({"PrincipalAccesses": []})


def not_shared(one: Call) -> Answer:
    """Sharing single records is not served: roles and teams give sight."""
    entity, _pk = record(one.asked, one.given, "Target")
    raise errors.not_supported(one.name, entity.name)
