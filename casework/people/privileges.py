"""Privileges: which there are. An operation's name, reading a noun, and a few of their own."""

from django.utils.translation import gettext as _

from casework.kernel.operations import OPERATIONS
from casework.kernel.records import NOUNS
from casework.kernel.refusals import InvalidInput

# everything; bringing in the past; another closure policy for one run
OF_THEIR_OWN = ("*", "import", "case.override_closure")


def known() -> set[str]:
    """Every privilege a role may have."""
    operations = {one.privilege or one.name for one in OPERATIONS.values()}
    return operations | {f"{noun}.read" for noun in NOUNS} | set(OF_THEIR_OWN)


def refuse_unknown_privilege(privilege: object) -> None:
    """Raises InvalidInput when there is no such privilege."""
    if privilege not in known():
        raise InvalidInput(
            field="privilege",
            problem=_(
                "{privilege} is no privilege; it is the name of an operation (case.resolve), "
                "reading a noun (case.read), or one of {others}"
            ).format(privilege=privilege, others=", ".join(OF_THEIR_OWN)),
        )


def refuse_unknown_scopes(scopes: object) -> None:
    """Raises InvalidInput unless these are scopes of a token: privileges, ``read`` for reading
    everything, or ``case.*`` for every privilege on a noun."""
    nouns = {one.partition(".")[0] for one in known()}
    allowed = known() | {"read"} | {f"{noun}.*" for noun in nouns - {"*"}}
    if not isinstance(scopes, list) or not scopes:
        raise InvalidInput(field="scopes", problem=_("give at least one, or * for everything"))
    for scope in scopes:
        if scope not in allowed:
            raise InvalidInput(
                field="scopes",
                problem=_(
                    "{scope} is no scope; it is *, read, a privilege, or a noun with .* after it"
                ).format(scope=scope),
            )
