"""What is wrong with a question, as Dataverse numbers it."""

from casework.interfaces.odata.errors import ODataError

SYNTAX = "0x80060888"
TOO_MANY_CONDITIONS = "0x8004430c"
TOO_MANY_LINKS = "0x8004430d"
NO_ATTRIBUTE = "0x80041103"
NO_ENTITY = "0x80041102"
BAD_COOKIE = "0x8004112a"
BAD_FETCH = "0x8004111c"
BAD_ARGUMENT = "0x80040203"
NOT_THERE = "0x80040217"


class QueryRefused(ODataError):
    """A question that cannot be answered as it is asked: nothing was read."""

    def __init__(self, message: str, code: str = SYNTAX, status: int = 400) -> None:
        super().__init__(status, code, message)


def no_property(name: str, entity: str) -> QueryRefused:
    """A name that the table does not have, told as Dataverse does."""
    shown = name[:100]
    return QueryRefused(
        f"Could not find a property named '{shown}' on type 'Microsoft.Dynamics.CRM.{entity}'."
    )
