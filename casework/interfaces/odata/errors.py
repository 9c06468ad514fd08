"""Errors: what is wrong, with the code and the status that clients of Dataverse know."""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from casework.interfaces.odata import codes
from casework.kernel.refusals import Refusal

UNEXPECTED, INVALID, PAYLOAD = codes.UNEXPECTED, codes.INVALID, codes.PAYLOAD
REQUIRED = "0x80040200"
NOUNS = {
    "case": "incident", "resolution": "incidentresolution", "user": "systemuser",
    "unit": "businessunit", "activity": "activitypointer",
}  # fmt: skip
CRM = "Microsoft.Dynamics.CRM."


class ODataError(Exception):
    """A request that is declined; ``code`` is ``0x`` and eight digits."""

    def __init__(self, status: int, code: str, message: str) -> None:
        self.status, self.code, self.message = status, code, message
        super().__init__(message)


def of_refusal(refusal: Refusal) -> ODataError:
    """A refusal under the code that Dataverse has for it; any other is a business rule's."""
    code, status = codes.CODES.get(refusal.code, (codes.RULE, 400))
    text = refusal.text
    if refusal.code == "not-found" and "noun" in refusal.facts:
        noun = str(refusal.facts["noun"]).replace("_", " ")
        name = NOUNS.get(noun, noun.replace(" ", ""))
        text = f"{name} With Id = {refusal.facts.get('key', '')} Does Not Exist"
    if refusal.code == "invalid-input" and refusal.facts.get("problem") == _("is required"):
        code = REQUIRED
    return ODataError(status, code, text)


@contextlib.contextmanager
def told_as(numbers: Mapping[str, str]) -> Iterator[None]:
    """Refusals within have these codes: some depend on what was asked for."""
    try:
        yield
    except Refusal as refusal:
        if refusal.code not in numbers:
            raise
        error = of_refusal(refusal)
        error.code = numbers[refusal.code]
        raise error from refusal


def unknown_segment(name: str) -> ODataError:
    """An address that leads nowhere."""
    return ODataError(404, "0x8006088a", f"Resource not found for the segment '{name[:100]}'.")


def no_property(name: str, entity: Any) -> ODataError:
    """A column that a query names and the table has not."""
    told = f"Could not find a property named '{name[:100]}' on type '{CRM}{entity.name}'."
    return ODataError(400, "0x80060888", told)


def bad_query(message: str) -> ODataError:
    """A query that cannot be read or is not served."""
    return ODataError(400, "0x80060888", message)


def payload(message: str, entity: Any = None) -> ODataError:
    """A body that cannot be read, or names what the table has not."""
    place = f" for Entity :'{entity.set_name}'," if entity is not None else ","
    return ODataError(
        400, PAYLOAD, f"Error identified in Payload provided by the user{place} {message}"
    )


def undeclared(name: str, entity: Any) -> ODataError:
    """A body with a column that the table has not."""
    return payload(
        "InnerException : Microsoft.OData.ODataException: An undeclared property "
        f"'{name[:100]}' which only has property annotations in the payload but no property value "
        "was found in the payload. In OData, only declared navigation properties and declared "
        "named streams can be represented as properties without values. "
        f"Could not find a property named '{name[:100]}' on type '{CRM}{entity.name}'.",
        entity,
    )


def does_not_exist(entity: Any, key: Any) -> ODataError:
    """No such record, or none that the caller may see."""
    return ODataError(404, "0x80040217", f"{entity.name} With Id = {key} Does Not Exist")


def no_such_key(entity: Any) -> ODataError:
    """An alternate key that finds nothing."""
    text = f"A record with the specified key values does not exist in {entity.name} entity"
    return ODataError(404, "0x80060891", text)


def not_allowed(method: str, allowed: Any) -> ODataError:
    """A method that an address does not answer."""
    known = ", ".join(sorted(allowed))
    text = f"The requested resource does not support http method '{method[:20]}': use {known}."
    return ODataError(405, UNEXPECTED, text)


def invalid(message: str) -> ODataError:
    """A value or an argument that does not fit."""
    return ODataError(400, INVALID, message)


def changed_since() -> ODataError:
    """If-Match with a version that is no longer."""
    return ODataError(
        412,
        "0x80060882",
        "The version of the existing record doesn't match the RowVersion property provided.",
    )


def exists_already() -> ODataError:
    """If-None-Match: * and the record is there."""
    return ODataError(412, "0x80060892", "A record with matching key values already exists.")


def duplicate() -> ODataError:
    """A primary id that is taken."""
    return ODataError(412, "0x80040237", "Cannot insert duplicate key.")


def not_supported(message: str, name: str) -> ODataError:
    """A request that a table does not take."""
    told = f"The '{message}' method does not support entities of type '{name}'."
    return ODataError(400, "0x80040800", told)


def too_long(attribute: Any, entity: Any) -> ODataError:
    """A text beyond the length of its column."""
    told = (
        f"A validation error occurred. The length of the '{attribute.name}' attribute of the "
        f"'{entity.name}' entity exceeded the maximum allowed length of '{attribute.max_length}'."
    )
    return ODataError(400, "0x80044331", told)


def out_of_range(attribute: Any, value: int, known: Any, entity: Any) -> ODataError:
    """A number that is not in its option set."""
    told = (
        f"A validation error occurred. The value {value} of '{attribute.name}' on record of type "
        f"'{entity.name}' is outside the valid range. "
        f"Accepted Values: {','.join(map(str, known))}"
    )
    return ODataError(400, "0x8004431a", told)
