"""The conditions of FetchXML as parts of a tree."""

from collections.abc import Callable

from casework.interfaces.odata.query.lexing import text_of
from casework.interfaces.odata.query.markup import Element
from casework.interfaces.odata.query.parsing import VALUES
from casework.interfaces.odata.query.refusing import BAD_FETCH, QueryRefused
from casework.interfaces.odata.query.tree import All, Any_, Asked, Compare, Node, Path

COMPARED = {"eq": "Eq", "ne": "Ne", "neq": "Ne", "gt": "Gt", "ge": "Ge", "lt": "Lt", "le": "Le"}
VALUED = {
    **COMPARED,
    "like": "Like", "not-like": "NotLike", "begins-with": "BeginsWith",
    "not-begin-with": "NotBeginsWith", "ends-with": "EndsWith", "not-end-with": "NotEndsWith",
    "in": "In", "not-in": "NotIn", "between": "Between", "not-between": "NotBetween",
    "contain-values": "ContainValues", "not-contain-values": "DoesNotContainValues",
    "on": "On", "not-on": "NotOn", "on-or-after": "OnOrAfter", "on-or-before": "OnOrBefore",
    "under": "Under", "eq-or-under": "UnderOrEqual", "not-under": "NotUnder", "above": "Above",
    "eq-or-above": "AboveOrEqual",
}  # fmt: skip
BARE = {
    "null": "Null", "not-null": "NotNull", "today": "Today", "yesterday": "Yesterday",
    "tomorrow": "Tomorrow", "last-seven-days": "Last7Days", "next-seven-days": "Next7Days",
    "eq-userid": "EqualUserId", "ne-userid": "NotUserId", "eq-userteams": "EqualUserTeams",
    "eq-useroruserteams": "EqualUserOrUserTeams",
    "eq-useroruserhierarchy": "EqualUserOrUserHierarchy",
    "eq-useroruserhierarchyandteams": "EqualUserOrUserHierarchyAndTeams",
    "eq-businessid": "EqualBusinessId", "ne-businessid": "NotBusinessId",
    **{f"{word}-{unit}": f"{word.title()}{unit.title()}"
       for word in ("this", "last", "next") for unit in ("week", "month", "year")},
}  # fmt: skip
COUNTED = {
    **{f"{word}-x-{unit}": f"{word.title()}X{unit.title()}"
       for word in ("last", "next") for unit in ("hours", "days", "weeks", "months", "years")},
    **{f"olderthan-x-{unit}": f"OlderThanX{unit.title()}"
       for unit in ("minutes", "hours", "days", "weeks", "months", "years")},
    **{f"older-than-x-{unit}": f"OlderThanX{unit.title()}"
       for unit in ("minutes", "hours", "days", "weeks", "months", "years")},
}  # fmt: skip
MANY = frozenset({"In", "NotIn", "Between", "NotBetween", "ContainValues", "DoesNotContainValues"})
# entityname (or nothing), attribute and operator: where the value lies, or the condition itself
Named = Callable[[str, str, str], Path | Node]
Linked = Callable[[Element], Node]


def filter_of(element: Element, named: Named, linked: Linked) -> Node:
    """A filter with what stands in it. Raises QueryRefused."""
    kind = element.attributes.get("type", "and").strip().lower()
    if kind not in ("and", "or"):
        raise QueryRefused("A filter is of type and or or.", BAD_FETCH)
    parts: list[Node] = []
    for one in element.children:
        if one.name == "condition":
            parts.append(condition_of(one, named))
        elif one.name == "filter":
            parts.append(filter_of(one, named, linked))
        elif one.name == "link-entity":
            parts.append(linked(one))
        else:
            raise QueryRefused(f"A filter holds no element '{one.name[:50]}'.", BAD_FETCH)
    if not parts:
        return All(())
    return All(tuple(parts)) if kind == "and" else Any_(tuple(parts))


def condition_of(element: Element, named: Named) -> Node:
    """One condition. Raises QueryRefused for an unknown operator or values it does not take."""
    said = element.attributes
    operator = said.get("operator", "").strip().lower()
    if "attribute" not in said or not operator:
        raise QueryRefused("A condition has an attribute and an operator.", BAD_FETCH)
    path = named(said.get("entityname", ""), said["attribute"], operator)
    if not isinstance(path, Path):
        return path
    if "valueof" in said:
        alias, _dot, name = said["valueof"].rpartition(".")
        if operator not in COMPARED:
            raise QueryRefused(f"'{operator[:50]}' does not go with valueof.", BAD_FETCH)
        word = "ne" if operator == "neq" else operator
        return Compare(word, path, named(alias, name, operator))
    values = [one.text for one in element.all("value")]
    if "value" in said:
        values.insert(0, said["value"])
    if len(values) > VALUES:
        raise QueryRefused(f"A condition has at most {VALUES} values.", BAD_FETCH)
    if operator in BARE:
        return Asked(BARE[operator], path)
    name = VALUED.get(operator) or COUNTED.get(operator, "")
    if not name:
        raise QueryRefused(f"The condition operator '{operator[:50]}' is not known.", BAD_FETCH)
    if not values or (len(values) > 1 and name not in MANY):
        raise QueryRefused(f"'{operator}' takes another number of values.", BAD_FETCH)
    return Asked(name, path, tuple(text_of(one) for one in values))
