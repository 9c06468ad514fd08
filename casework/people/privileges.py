"""Privileges: which there are. An operation's name, reading or exporting a noun, and a few more."""

from django.utils.translation import gettext as _

from casework.kernel.actor import Actor
from casework.kernel.operations import OPERATIONS
from casework.kernel.records import NOUNS
from casework.kernel.refusals import Forbidden, InvalidInput

# everything; bringing in the past; another closure policy for one run
OF_THEIR_OWN = ("*", "import", "case.override_closure")
EXPORT = "export"


def known() -> set[str]:
    """Every privilege a role may have."""
    operations = {one.privilege or one.name for one in OPERATIONS.values()}
    nouns = {f"{noun}.{verb}" for noun in NOUNS for verb in ("read", EXPORT)}
    return operations | nouns | set(OF_THEIR_OWN)


def refuse_export(actor: Actor, noun: str) -> None:
    """Refuse to carry whole lists of a noun out of the product. Raises Forbidden.

    What is in them is still what the actor may see, at whatever depth the privilege is held.
    """
    privilege = f"{noun}.{EXPORT}"
    if not actor.holds(privilege):
        raise Forbidden(privilege=privilege)


def refuse_unknown_privilege(privilege: object) -> None:
    """Raises InvalidInput when there is no such privilege."""
    if privilege not in known():
        raise InvalidInput(
            field="privilege",
            problem=_(
                "{privilege} is no privilege; it is the name of an operation (case.resolve), "
                "reading or exporting a noun (case.read, case.export), or one of {others}"
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
