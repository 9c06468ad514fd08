"""What a privilege lets one do, in words."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.interfaces.web.words.operations import NOUNS, command_of
from casework.kernel.operations import OPERATIONS

OWN_WORDS: dict[str, Any] = {
    "*": gettext_lazy("Everything"),
    "import": gettext_lazy("Import"),
    "case.override_closure": gettext_lazy("Choose what closing does to child cases"),
}


def label_of(privilege: str) -> str:
    """What a privilege lets one do."""
    if privilege in OWN_WORDS:
        return str(OWN_WORDS[privilege])
    noun, _dot, verb = privilege.partition(".")
    if verb == "read":
        return _("See: {noun}").format(noun=NOUNS.get(noun, noun))
    if verb == "export":
        return _("Export: {noun}").format(noun=NOUNS.get(noun, noun))
    return str(command_of(privilege).title) if privilege in OPERATIONS else privilege
