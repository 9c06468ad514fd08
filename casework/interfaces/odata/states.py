"""States: ``statecode`` and ``statuscode`` of a body as the operation that brings them about.

A table has a function for each state it may come to. It gets the status that is wanted (None for
the state's default) and whether the record is in that state already.
"""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from casework.interfaces.calling import call
from casework.interfaces.odata import errors
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.kernel.operations import OPERATIONS

RESOLVED_BY_UPDATE = (
    "This message can not be used to set the state of incident to Resolved. In order to set state "
    "of incident to Resolved, use the CloseIncidentRequest message instead."
)
# table -> state -> operation; "status" where it takes the status that is wanted.
ENDINGS: dict[str, dict[int, tuple[str, bool]]] = {
    "incident": {2: ("case.cancel", True)},
    "task": {1: ("activity.complete", True), 2: ("activity.cancel", False)},
    "phonecall": {1: ("activity.complete", True), 2: ("activity.cancel", False)},
    "email": {1: ("activity.complete", True), 2: ("activity.cancel", False)},
    "appointment": {1: ("activity.complete", True), 2: ("activity.cancel", False)},
    "account": {1: ("account.deactivate", False)},
    "contact": {1: ("contact.deactivate", False)},
    "queue": {1: ("queue.deactivate", False)},
}
BEGINNINGS: dict[str, tuple[str, bool]] = {
    "incident": ("case.reopen", True),
    "task": ("activity.reopen", False),
    "phonecall": ("activity.reopen", False),
    "email": ("activity.reopen", False),
    "appointment": ("activity.reopen", False),
    "account": ("account.activate", False),
    "contact": ("contact.activate", False),
    "queue": ("queue.activate", False),
}
SWITCHES = {
    "systemuser": ("user.deactivate", "user.activate"),
    "businessunit": ("unit.deactivate", "unit.activate"),
}
# What a refusal is called that is not called the same for every operation.
CANCELLING = {"children-open": "0x8003f451", "transition-not-allowed": "0x8004f855"}
REOPENING = {"transition-not-allowed": "0x8004f856"}
OPEN = {"task": (0,), "phonecall": (0,), "email": (0,), "appointment": (0, 3)}


def change_state(
    asked: Asked,
    entity: Entity,
    pk: UUID,
    wanted: dict[str, Any],
    given: dict[str, Any],
    edit: Callable[[], None],
) -> None:
    """Bring a record to the state and status wanted, and run ``edit`` where it belongs: before an
    ending, after a reopening. ``given`` are the arguments that ``edit`` sends.

    Refuses with 0x80048408 what does not fit together, and the resolving of cases by update.
    """
    if wanted.get("statecode") is None and wanted.get("statuscode") is None:
        edit()
        return
    if "statecode" not in entity.by_name or entity.name not in BEGINNINGS:
        raise errors.payload(f"The state of {entity.name} cannot be set.", entity)
    state, status = _pair(entity, pk, wanted)
    now, reason = _present(asked, entity, pk)
    if state == now and (status is None or status == reason):
        edit()
        return
    if entity.name == "incident" and state == 1:
        raise errors.ODataError(400, "0x80044404", RESOLVED_BY_UPDATE)
    open_states = OPEN.get(entity.name, (0,))
    if state in open_states:
        _open(asked, entity, pk, status, now not in open_states, given, edit)
        return
    name, takes_status = ENDINGS[entity.name][state]
    if entity.name in OPEN and name == "activity.complete":
        _complete(asked, pk, status, given, edit)
        return
    edit()
    params = {"status": status} if takes_status and status is not None else {}
    with errors.told_as(CANCELLING if name == "case.cancel" else {}):
        call(OPERATIONS[name], [pk], params, by=asked.actor)


def _open(
    asked: Asked, entity: Entity, pk: UUID, status: int | None, was_closed: bool,
    given: dict[str, Any], edit: Callable[[], None],
) -> None:  # fmt: skip
    if was_closed:
        name, takes_status = BEGINNINGS[entity.name]
        params = {"status": status} if takes_status and status is not None else {}
        with errors.told_as(REOPENING if name == "case.reopen" else {}):
            call(OPERATIONS[name], [pk], params, by=asked.actor)
        if takes_status or entity.name not in OPEN:
            edit()
            return
    if status is not None and entity.by_name["statuscode"].argument:
        given["status"] = status
    edit()


def _complete(
    asked: Asked, pk: UUID, status: int | None, given: dict[str, Any], edit: Callable[[], None]
) -> None:
    """How long it took and when it ended are said in completing; all else before it."""
    names = [name for name in ("minutes", "ended_at") if name in given]
    params: dict[str, Any] = {name: given.pop(name) for name in names}
    if status is not None:
        params["status"] = status
    edit()
    call(OPERATIONS["activity.complete"], [pk], params, by=asked.actor)


def _pair(entity: Entity, pk: UUID, wanted: dict[str, Any]) -> tuple[int, int | None]:
    """The state and the status that are wanted; they must fit together."""
    state, status = wanted.get("statecode"), wanted.get("statuscode")
    options = entity.by_name["statuscode"].options
    of_status: dict[Any, Any] = (
        {one.value: one.state for one in options()} if options is not None else {}
    )
    states = entity.by_name["statecode"].options
    known = {one.value for one in states()} if states is not None else set()
    if state is not None and state not in known:
        told = f"{state} is not a valid state code on {entity.name} with Id {pk}."
        raise errors.ODataError(400, "0x80048408", told)
    if status is not None and (
        status not in of_status or (state is not None and of_status[status] != state)
    ):
        raise _unfit(entity, pk, status, state)
    return of_status[status] if state is None else state, status


def _unfit(entity: Entity, pk: UUID, status: int, state: int | None) -> errors.ODataError:
    place = f" for state code {state}" if state is not None else ""
    told = f"{status} is not a valid status code{place} on {entity.name} with Id {pk}."
    return errors.ODataError(400, "0x80048408", told)


def _present(asked: Asked, entity: Entity, pk: UUID) -> tuple[int, int]:
    columns = {name: entity.by_name[name].value() for name in ("statecode", "statuscode")}
    rows = entity.rows(asked.actor).filter(pk=pk)
    found = rows.annotate(s=columns["statecode"], r=columns["statuscode"]).values_list("s", "r")
    row = found.first()
    if row is None:
        raise errors.does_not_exist(entity, pk)
    return int(row[0]), int(row[1])


def begin_state(entity: Entity, pk: UUID, columns: dict[str, Any]) -> None:
    """The state of a new record is the first; of its statuses one may be chosen.

    ``statecode`` is not valid there and left out. Refuses with 0x80048408 a status of another
    state.
    """
    columns.pop("statecode", None)
    status = columns.get("statuscode")
    one = entity.by_name.get("statuscode")
    if status is None or one is None or not one.argument:
        columns.pop("statuscode", None)
        return
    state, _status = _pair(entity, pk, {"statuscode": status})
    if state not in OPEN.get(entity.name, (0,)):
        told = (
            f"{status} is not a valid status code for state code 0 on {entity.name} with Id {pk}."
        )
        raise errors.ODataError(400, "0x80048408", told)


def flags(asked: Asked, entity: Entity, pk: UUID, columns: dict[str, Any]) -> list[str]:
    """The operations that ``isdisabled`` of a user or unit asks for, taken out of the columns."""
    wanted = columns.pop("isdisabled", None)
    if wanted is None or entity.name not in SWITCHES:
        return []
    return [SWITCHES[entity.name][0 if wanted else 1]]
