"""The roles that ship: what each may do, and how far. An organisation may change or add."""

from casework.kernel.actor import Depth

OWN, UNIT, BELOW, ALL = Depth.OWN, Depth.UNIT, Depth.UNITS_BELOW, Depth.ORGANISATION

_READS = (
    "case", "resolution", "activity", "attachment", "mention", "queue_item", "account", "contact",
)  # fmt: skip
_EXPORTS = ("case", "activity", "queue_item", "queue", "account", "contact")
_LISTS = ("user", "team", "membership", "unit", "queue", "queue_membership", "subject", "status",
          "transition", "policy", "column", "role", "privilege", "grant")  # fmt: skip
_WORK = (
    "case.open", "case.edit", "case.assign", "case.set_parent", "case.create_child",
    "case.resolve", "case.cancel", "case.merge", "case.reopen", "case.confirm_closed",
    "activity.log", "activity.plan", "activity.edit", "activity.complete", "activity.cancel",
    "activity.assign", "activity.reopen", "attachment.attach", "attachment.detach",
    "queue_item.add", "queue_item.add_activities", "queue_item.route", "queue_item.pick",
    "queue_item.release", "queue_item.remove", "account.create", "account.edit",
    "contact.create", "contact.edit",
)  # fmt: skip
_SUPERVISE = (
    "case.delete", "case.repair", "case.override_closure", "activity.delete", "account.deactivate",
    "account.activate", "account.delete", "contact.deactivate", "contact.activate",
    "contact.delete", "account.assign", "contact.assign", "queue.create", "queue.edit",
    "queue.deactivate", "queue.activate", "queue.delete", "queue.add_members",
    "queue.remove_members", "team.add_members", "team.remove_members", "subject.create",
    "subject.edit", "subject.deactivate", "subject.activate", "subject.delete",
)  # fmt: skip


# What everybody holds who may sign in, on what is his own, whatever the roles.
EVERYBODY = frozenset(
    {"preference.read", "preference.change", "user.choose_language", "user.choose_password"}
)

_OWN = (
    "token.read", "token.create", "token.revoke",
    "view.read", "view.create", "view.edit", "view.delete", "view.share",
    "quick_text.read", "quick_text.create", "quick_text.edit", "quick_text.delete",
    "quick_text.share",
    "dashboard.read", "dashboard.create", "dashboard.edit", "dashboard.delete", "dashboard.share",
)  # fmt: skip
_SHARED = ("view.read", "quick_text.read", "dashboard.read")
_UNDO = ("run.read", "run.undo")


def _role(work_depth: Depth, *more: str) -> dict[str, Depth]:
    read = {f"{noun}.read": max(work_depth, BELOW) for noun in _READS}
    lists = {f"{noun}.read": ALL for noun in _LISTS}
    exports = {f"{noun}.export": work_depth for noun in _EXPORTS}
    # Agents take back what they did, supervisors what was done in their units.
    mine = {
        **dict.fromkeys(_OWN, OWN),
        **dict.fromkeys(_UNDO, OWN if work_depth < BELOW else BELOW),
    }
    return {**read, **lists, **exports, **mine, **dict.fromkeys((*_WORK, *more), work_depth)}


ROLES: dict[str, tuple[str, dict[str, Depth]]] = {
    "System Administrator": ("May do everything.", {"*": ALL}),
    "Customer Service Manager": (
        "Works with every case of the unit and those below; keeps queues, teams and subjects.",
        _role(BELOW, *_SUPERVISE),
    ),
    "Customer Service Representative": ("Works with the cases of the unit.", _role(UNIT)),
    "Auditor": (
        "Reads everything, changes nothing.",
        {
            **{f"{noun}.read": ALL for noun in (*_READS, *_LISTS, "run")},
            **{f"{noun}.export": ALL for noun in _EXPORTS},
            "token.read": ALL,
            **dict.fromkeys(_SHARED, OWN),
        },
    ),
    "Integration": (
        "For programs: works with every case, brings in the past of other systems.",
        {
            **_role(ALL, *_SUPERVISE),
            "import": ALL,
            "user.create": ALL,
            "team.create": ALL,
            "column.define": ALL,
        },
    ),
}
