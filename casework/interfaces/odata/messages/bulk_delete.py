"""BulkDelete: what queries find is erased at once, and the run is read as the job."""

from typing import Any
from urllib.parse import quote
from uuid import UUID
from xml.sax.saxutils import quoteattr

from casework.interfaces.calling import call
from casework.interfaces.odata import errors, query
from casework.interfaces.odata.answering import Answer
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.entities import Entity
from casework.interfaces.odata.messages.calling import Call
from casework.interfaces.odata.messages.given import required
from casework.kernel.identity import new_id
from casework.kernel.operations import OPERATIONS
from casework.kernel.results import Result
from casework.kernel.trying import in_transaction

MOST = 10_000  # records of one job
MOST_QUERIES = 10
MOST_CONDITIONS = 100
DEEPEST = 5
# ConditionOperator by name -> FetchXML
OPERATORS = {
    "Equal": "eq", "NotEqual": "ne", "GreaterThan": "gt", "GreaterEqual": "ge", "LessThan": "lt",
    "LessEqual": "le", "Like": "like", "NotLike": "not-like", "In": "in", "NotIn": "not-in",
    "Between": "between", "NotBetween": "not-between", "Null": "null", "NotNull": "not-null",
    "BeginsWith": "begins-with", "EndsWith": "ends-with", "On": "on", "OnOrBefore": "on-or-before",
    "OnOrAfter": "on-or-after", "Today": "today", "Yesterday": "yesterday",
    "LastXDays": "last-x-days", "OlderThanXDays": "older-than-x-days", "ThisWeek": "this-week",
    "ThisMonth": "this-month", "EqualUserId": "eq-userid", "NotEqualUserId": "ne-userid",
}  # fmt: skip
MANY = ("in", "not-in", "between", "not-between")


def bulk_delete(one: Call) -> Answer:
    """Erase every record that the queries find and the caller sees, in one transaction.

    Answers the run as ``JobId``, which ``asyncoperations`` tells as succeeded. What finds nothing
    has a job, too, which leaves no trace. Later and repeated runs are refused.
    """
    queries = required(one.given, "QuerySet")
    if not isinstance(queries, list) or not all(isinstance(each, dict) for each in queries):
        raise errors.invalid("The parameter 'QuerySet' must be a list of queries.")
    if not 0 < len(queries) <= MOST_QUERIES:
        raise errors.invalid(f"The parameter 'QuerySet' holds 1 to {MOST_QUERIES} queries.")
    if one.given.get("RecurrencePattern"):
        raise errors.invalid("The parameter 'RecurrencePattern' must be empty: a job runs once.")

    def step() -> list[UUID]:
        runs = []
        for each in queries:
            entity = _table(one.asked, each)
            if ids := _found(one.asked, entity, each):
                made = call(OPERATIONS[entity.delete], ids, {}, by=one.asked.actor)
                runs += [made.run] if isinstance(made, Result) and made.run else []
        return runs

    runs = in_transaction(step)
    return one.told({"JobId": runs[0] if runs else new_id()})


def _table(asked: Asked, said: dict[str, Any]) -> Entity:
    name = said.get("EntityName")
    entity = asked.catalogue.named(name) if isinstance(name, str) else None
    if entity is None:
        told = f"The entity with a name = '{str(name)[:100]}' was not found in the MetadataCache."
        raise errors.ODataError(400, "0x80041102", told)
    if not entity.delete:
        raise errors.not_supported("BulkDelete", entity.name)
    return entity


def _found(asked: Asked, entity: Entity, said: dict[str, Any]) -> list[UUID]:
    criteria = said.get("Criteria")
    if not isinstance(criteria, dict):
        raise errors.invalid("A query of 'QuerySet' has 'Criteria': to erase all, say so in them.")
    if said.get("LinkEntities"):
        raise errors.invalid("'LinkEntities' are not served here: select by the table's columns.")
    by_id = _ids(entity, criteria)
    if by_id is not None:
        rows = entity.rows(asked.actor).filter(pk__among=by_id)
        return list(rows.values_list("pk", flat=True))
    xml = (
        f"<fetch count='5000' page='%d'><entity name={quoteattr(entity.name)}>"
        f"<attribute name={quoteattr(entity.id)}/><order attribute={quoteattr(entity.id)}/>"
        f"{_filter(criteria, 0).replace('%', '%%')}</entity></fetch>"
    )
    found: list[UUID] = []
    for number in range(1, MOST // 5000 + 2):
        inner = Asked(
            method="GET", path=entity.set_name, actor=asked.actor, base=asked.base,
            query=f"fetchXml={quote(xml % number)}", catalogue=asked.catalogue,
        )  # fmt: skip
        page = query.read(inner, entity, entity.rows(asked.actor)).records
        found += [UUID(str(row[entity.id])) for row in page]
        if len(found) > MOST:
            raise errors.invalid(f"The query finds more than {MOST} records: narrow it.")
        if len(page) < 5000:
            break
    return found


def _ids(entity: Entity, criteria: dict[str, Any]) -> list[UUID] | None:
    """The ids where they are all that is asked for, as lists of records to delete are sent."""
    conditions = criteria.get("Conditions")
    if criteria.get("Filters") or not isinstance(conditions, list) or len(conditions) != 1:
        return None
    [condition] = conditions
    if not isinstance(condition, dict) or condition.get("AttributeName") != entity.id:
        return None
    if condition.get("Operator") not in ("In", "Equal"):
        return None
    values = _values(condition)
    if len(values) > MOST:
        raise errors.invalid(f"A job erases at most {MOST} records: send several.")
    try:
        return [UUID(str(value)) for value in values]
    except ValueError:
        raise errors.invalid(f"A value for '{entity.id}' is no GUID.") from None


def _filter(said: Any, depth: int) -> str:
    if not isinstance(said, dict) or depth > DEEPEST:
        raise errors.invalid("A filter of 'Criteria' cannot be read, or lies too deep.")
    kind = str(said.get("FilterOperator", "And")).lower()
    conditions, filters = said.get("Conditions") or [], said.get("Filters") or []
    if kind not in ("and", "or") or not isinstance(conditions, list):
        raise errors.invalid("A filter of 'Criteria' cannot be read.")
    if not isinstance(filters, list) or len(conditions) + len(filters) > MOST_CONDITIONS:
        raise errors.invalid(f"A filter of 'Criteria' holds at most {MOST_CONDITIONS} conditions.")
    inner = [_condition(one) for one in conditions] + [_filter(one, depth + 1) for one in filters]
    return f"<filter type='{kind}'>{''.join(inner)}</filter>" if inner else ""


def _condition(said: Any) -> str:
    operator = OPERATORS.get(str(said.get("Operator"))) if isinstance(said, dict) else None
    if operator is None:
        raise errors.invalid(f"A condition cannot be read; operators are {', '.join(OPERATORS)}.")
    values = _values(said)
    start = f"<condition attribute={quoteattr(str(said.get('AttributeName')))}"
    start += f" operator='{operator}'"
    if operator in MANY:
        return f"{start}>{''.join(f'<value>{_text(one)}</value>' for one in values)}</condition>"
    if len(values) > 1:
        raise errors.invalid(f"The operator {said['Operator']} takes one value.")
    return start + (f" value={quoteattr(str(values[0]))}/>" if values else "/>")


def _text(value: Any) -> str:
    return quoteattr(str(value))[1:-1]


def _values(said: dict[str, Any]) -> list[Any]:
    values = said.get("Values") or []
    if not isinstance(values, list):
        raise errors.invalid("The 'Values' of a condition must be a list.")
    plain = [one.get("Value") if isinstance(one, dict) else one for one in values]
    return [str(one).lower() if isinstance(one, bool) else one for one in plain]
