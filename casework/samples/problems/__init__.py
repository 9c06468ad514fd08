"""What customers of the sample come with: our own invention, by products."""

from casework.samples.problems.billing import BILLING
from casework.samples.problems.computers import COMPUTERS
from casework.samples.problems.kinds import Area, Problem
from casework.samples.problems.network import NETWORK
from casework.samples.problems.orders import ORDERS
from casework.samples.problems.printing import PRINTING
from casework.samples.problems.software import SOFTWARE

AREAS = (PRINTING, COMPUTERS, SOFTWARE, NETWORK, ORDERS, BILLING)

# The tree of subjects: what stands under what. The leaves are those the problems name.
SUBJECTS: dict[str, dict[str, tuple[str, ...]]] = {
    "Devices": {
        "Printers": ("Paper and feed", "Print quality", "Print server", "Supplies", "Labels",
                     "Scanning"),
        "Computers": ("Power and battery", "Battery backup", "Screen", "Docking", "Storage",
                      "New devices", "Repairs"),
    },
    "Software": {
        "Use": ("Signing in", "Permissions", "Reports", "Data import", "Mobile app"),
        "Faults": ("Errors", "Slowness"),
    },
    "Connections": {"Line down": (), "Wireless": (), "Telephones": (), "Mail": ()},
    "Orders": {
        "Delivery": ("Late delivery", "Damaged goods", "Wrong goods", "Temperature", "Customs"),
        "After the order": ("Returns", "Changes"),
    },
    "Contract": {"Invoices": (), "Payment": (), "Plans": (), "Feedback": ()},
}  # fmt: skip

__all__ = ["AREAS", "SUBJECTS", "Area", "Problem"]
