"""Every noun's models, gathered once for Django."""

from casework.activities.models import Activity, Attachment
from casework.cases.models import Case, CaseResolution, StatusReason, Subject, Transition
from casework.customers.models import Account, Contact
from casework.importing.models import ImportedRecord, ImportProgress
from casework.kernel.history import Counter, Event, Run, Undoing
from casework.kernel.policies import PolicySetting
from casework.kernel.retrying import KeptAnswer
from casework.organisation.models import CustomColumn
from casework.people.models import (
    ApiToken,
    BusinessUnit,
    Role,
    RoleGrant,
    RolePrivilege,
    Team,
    TeamMembership,
    TokenUse,
    User,
)
from casework.queues.models import Queue, QueueItem, QueueMembership
from casework.workplace.models import Dashboard, Preference, QuickText, View
from casework.workplace.passing import BellSeen, Draft, Presence, Visit

__all__ = [
    "Account",
    "Activity",
    "ApiToken",
    "Attachment",
    "BellSeen",
    "BusinessUnit",
    "Case",
    "CaseResolution",
    "Contact",
    "Counter",
    "CustomColumn",
    "Dashboard",
    "Draft",
    "Event",
    "ImportProgress",
    "ImportedRecord",
    "KeptAnswer",
    "PolicySetting",
    "Preference",
    "Presence",
    "Queue",
    "QueueItem",
    "QueueMembership",
    "QuickText",
    "Role",
    "RoleGrant",
    "RolePrivilege",
    "Run",
    "StatusReason",
    "Subject",
    "Team",
    "TeamMembership",
    "TokenUse",
    "Transition",
    "Undoing",
    "User",
    "View",
    "Visit",
]
