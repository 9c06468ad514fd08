"""What an administrator may choose about cases."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from django.utils.translation import gettext as _

from casework.kernel.policies import policies
from casework.kernel.refusals import InvalidInput

Closure = Literal["independent", "refuse", "cascade", "last_child"]
CLOSURES = ("independent", "refuse", "cascade", "last_child")
INHERITABLE = (
    "title", "account", "contact", "primary_contact", "description", "subject", "priority",
    "severity", "origin", "case_type", "product", "serial_number", "email", "follow_up_by",
    "custom",
)  # fmt: skip


@policies("case")
@dataclass(frozen=True)
class CasePolicy:
    """Policies about cases.

    ``closure`` says what a parent's closing means for its children (S16 to S18): each closes alone
    (``independent``), the parent waits for them (``refuse``), they close with it (``cascade``), or
    the last of them closes it (``last_child``); ``closure_by_type`` says it for a case type, keyed
    by the type's code. ``update_closed`` says which closed cases a program may change (S12), and
    ``lock_closed_for_people`` that a person at a screen may change none (S11). ``family_levels``
    and ``family_children`` bound families; 0 is no bound. ``merge_limit`` counts the survivor.
    """

    number_prefix: str = "CAS"
    closure: Closure = "independent"
    closure_by_type: dict[str, Closure] = field(default_factory=dict)
    cascade_needs: Literal["every record", "parent is enough"] = "every record"
    enforce_transitions: bool = False
    update_closed: Literal["resolved and cancelled", "resolved", "cancelled", "none"] = (
        "resolved and cancelled"
    )
    lock_closed_for_people: bool = True
    merge_limit: int = 10
    merge_into_own_parent: bool = False
    family_levels: int = 0
    family_children: int = 0
    inherited_columns: list[str] = field(default_factory=lambda: ["title", "account", "contact"])
    delete_children: Literal["refuse", "delete", "set free"] = "refuse"
    assign_moves: Literal["nothing", "open activities", "all activities"] = "open activities"
    assign_children: bool = False
    assign_moves_queue_item: bool = False

    @staticmethod
    def check(changes: Mapping[str, Any]) -> None:
        """Refuse a prefix that no number could carry, unknown columns and case types."""
        prefix = changes.get("number_prefix", "CAS")
        if not (prefix.isalnum() and prefix.isascii() and 0 < len(prefix) <= 20):
            raise InvalidInput(field="number_prefix", problem=_("is 1 to 20 letters or digits"))
        for name in changes.get("inherited_columns", ()):
            if name not in INHERITABLE:
                known = ", ".join(INHERITABLE)
                raise InvalidInput(
                    field="inherited_columns",
                    problem=_("{name} is not one of {known}").format(name=name, known=known),
                )
        for code in changes.get("closure_by_type", {}):
            if not code.isdecimal():
                raise InvalidInput(
                    field="closure_by_type", problem=_("{code} is no case type").format(code=code)
                )
        if changes.get("merge_limit", 2) < 2:
            raise InvalidInput(field="merge_limit", problem=_("is at least 2"))


@policies("dialogs")
@dataclass(frozen=True)
class DialogPolicy:
    """Policies about the dialogs of the hub.

    ``resolve`` says what the dialog that resolves a case asks: type and text (``minimal``, S8),
    also minutes and a description (``legacy``), or what ``resolve_fields`` says (``chosen``, S7).
    ``open_activities_tab`` is the tab that the link in the warning about open activities leads to
    (S6a, S20). ``merge_columns`` are what the dialog that merges shows of each case (M10).
    """

    resolve: Literal["minimal", "legacy", "chosen"] = "minimal"
    resolve_fields: list[
        Literal["resolution_type", "resolution", "description", "total", "billable"]
    ] = field(default_factory=lambda: ["resolution_type", "resolution"])
    open_activities_tab: Literal["activities", "summary", "details", "relationships"] = "activities"
    merge_columns: list[str] = field(
        default_factory=lambda: ["number", "title", "customer", "priority", "status", "owner"]
    )


STAGES = ("0", "1", "2")  # Identify, Research, Resolve, by their codes
PROCESS_COLUMNS = (
    "title", "customer", "primary_contact", "subject", "priority", "status", "description",
    "origin", "case_type", "severity", "satisfaction", "product", "serial_number", "email",
    "follow_up_by", "is_escalated", "first_response_sent",
)  # fmt: skip
ProcessAction = Literal[
    "case.resolve",
    "case.cancel",
    "case.assign",
    "queue_item.add",
    "case.create_child",
    "case.set_parent",
    "case.confirm_closed",
]


@policies("process")
@dataclass(frozen=True)
class ProcessPolicy:
    """Policies about the process that a case goes through (S13).

    Each is keyed by the code of a stage: 0 Identify, 1 Research, 2 Resolve. ``labels`` are other
    names for stages; ``fields`` the columns that a stage asks for, ``custom.`` before those of the
    organisation's own; ``actions`` the operations that a stage offers on the process bar.
    """

    labels: dict[str, str] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(
        default_factory=lambda: {
            "0": ["case_type", "origin"],
            "1": ["severity", "follow_up_by"],
            "2": ["satisfaction"],
        }
    )
    actions: dict[str, list[ProcessAction]] = field(default_factory=lambda: {"2": ["case.resolve"]})

    @staticmethod
    def check(changes: Mapping[str, Any]) -> None:
        """Refuse stages that are none, empty or long names, and columns that a case has not."""
        for policy, by_stage in changes.items():
            for code in by_stage:
                if code not in STAGES:
                    problem = _("{code} is no stage; there are {known}")
                    raise InvalidInput(
                        field=policy, problem=problem.format(code=code, known=", ".join(STAGES))
                    )
        for label in changes.get("labels", {}).values():
            if not label.strip() or len(label) > 40:
                raise InvalidInput(field="labels", problem=_("are 1 to 40 characters each"))
        for name in (one for some in changes.get("fields", {}).values() for one in some):
            if name not in PROCESS_COLUMNS and not name.startswith("custom."):
                known = ", ".join(PROCESS_COLUMNS)
                raise InvalidInput(
                    field="fields",
                    problem=_("{name} is not one of {known}").format(name=name, known=known),
                )
