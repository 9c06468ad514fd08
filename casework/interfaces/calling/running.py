"""Running: an operation called with what the outside gave."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from casework.interfaces.calling.asking import TO_RUN, Asking, asked
from casework.interfaces.calling.finding import find, find_records, look_up
from casework.interfaces.calling.inputs import checked, key_names, refuse
from casework.interfaces.calling.parameters import Parameter, parameters
from casework.kernel.actor import Actor
from casework.kernel.by_record import ByRecord
from casework.kernel.operations import OnRefusal, Operation, Result
from casework.kernel.previews import Preview
from casework.kernel.refusals import InvalidInput, Refusal

ROWS_AT_MOST = 10_000
# Arguments that speak of the whole run: they cannot differ from row to row of a table.
OF_THE_RUN = frozenset({"yes_no", "choice", "file"})
OF_THE_SET = {"case.merge": frozenset({"into"})}


def call(
    operation: Operation,
    keys: Sequence[str | UUID],
    given: Mapping[str, Any],
    *,
    by: Actor,
    on_refusal: OnRefusal = "stop",
    if_match: int | None = None,
    asking: Asking = TO_RUN,
    new_id: UUID | None = None,
) -> Result | Preview:
    """Run an operation on records named by id or name, or (a creation) make one record, which may
    have an id of the caller's choice.

    Raises InvalidInput with everything that is wrong with what was given, NotFound, Ambiguous and
    whatever the operation refuses with. ``skip`` leaves out records that are not found, too.
    """
    if operation.creates:
        ids = None if new_id is None else [new_id]
        return call_table(
            operation, [given], by=by, on_refusal=on_refusal, at="", asking=asking, ids=ids
        )
    _refuse_too_many(len(keys))
    if not keys:
        raise InvalidInput(field="keys", problem=_("name at least one record"))
    values, errors = checked(operation, given)
    refuse(errors)
    [params] = _with_records(operation, [values], by)
    found, left = _targets(operation, keys, by, on_refusal)
    ids = list(dict.fromkeys(found.values()))
    params["if_match"] = if_match
    return asked(operation, asking, ids, params, by, on_refusal, left)


def call_table(
    operation: Operation,
    rows: Sequence[Mapping[str, Any]],
    *,
    by: Actor,
    on_refusal: OnRefusal = "stop",
    at: str = "rows",
    asking: Asking = TO_RUN,
    ids: Sequence[UUID] | None = None,
) -> Result | Preview:
    """Run an operation on a table: values for each row, in the statements of one.

    A creation makes a record of each row, with the id that ``ids`` has for it if they are given;
    any other row names its record by ``id`` or by name.
    Raises what ``call`` raises, each problem with its row.
    """
    _refuse_too_many(len(rows))
    if not rows:
        raise InvalidInput(field="rows", problem=_("give at least one row"))
    keys: list[Any] = []
    tables: list[dict[str, Any]] = []
    errors: list[dict[str, str]] = []
    for n, row in enumerate(rows):
        where = f"{at}[{n}]." if at else ""
        if not isinstance(row, Mapping):
            errors.append({"field": where.rstrip("."), "problem": _("must be an object")})
            continue
        columns = dict(row)
        if not operation.creates:
            keys.append(_key_of(operation, columns, where, errors))
        values, wrong = checked(operation, columns, where)
        errors += wrong
        tables.append(values)
    refuse(errors)
    resolved = _with_records(operation, tables, by)
    if operation.creates:
        if ids is not None:
            resolved = [{**row, "id": key} for row, key in zip(resolved, ids, strict=True)]
        return asked(operation, asking, resolved, {}, by, on_refusal, {})
    found, left = _targets(operation, keys, by, on_refusal)
    by_id: dict[UUID, dict[str, Any]] = {}
    for n, (key, row) in enumerate(zip(keys, resolved, strict=True)):
        if key in found:
            if found[key] in by_id:
                raise InvalidInput(field=f"{at}[{n}]", problem=_("names a record a second time"))
            by_id[found[key]] = row
    params = _columns(operation, by_id)
    return asked(operation, asking, list(by_id), params, by, on_refusal, left)


def _refuse_too_many(how_many: int) -> None:
    if how_many > ROWS_AT_MOST:
        raise InvalidInput(
            field="rows",
            problem=_("are {count}; give at most {most} at once").format(
                count=how_many, most=ROWS_AT_MOST
            ),
        )


def _targets(
    operation: Operation, keys: Sequence[Any], by: Actor, on_refusal: OnRefusal
) -> tuple[dict[Any, UUID], dict[Any, Refusal]]:
    """The id of each key, and the refusal of each that ``skip`` leaves out."""
    if on_refusal == "stop":
        wanted = list(dict.fromkeys(keys))
        return dict(zip(wanted, find(operation.model, wanted, by), strict=True)), {}
    found = look_up(operation.model, keys, by)
    left = {key: one for key, one in found.items() if isinstance(one, Refusal)}
    return {key: one.pk for key, one in found.items() if key not in left}, left


def _key_of(
    operation: Operation, row: dict[str, Any], where: str, errors: list[dict[str, str]]
) -> Any:
    """Take the name of its record out of a row."""
    names = key_names(operation)
    given = [name for name in names if name in row]
    key = row.pop(given[0]) if given else None
    if isinstance(key, str | UUID):
        return key
    names_known = ", ".join(names)
    problem = _("names no record: give one of {known}").format(known=names_known)
    errors.append({"field": where.rstrip("."), "problem": problem})
    return ""


def _with_records(
    operation: Operation, tables: list[dict[str, Any]], by: Actor
) -> list[dict[str, Any]]:
    """The same values with the records in place of their keys: one query for each noun."""
    references = [one for one in parameters(operation).values() if one.model is not None]
    wanted: dict[Any, list[str]] = {}
    for one in references:
        for row in tables:
            if row.get(one.name) is not None:
                value = row[one.name]
                wanted.setdefault(one.model, []).extend(value if one.many else [value])
    records = {model: find_records(model, keys, by) for model, keys in wanted.items()}
    for one in references:
        for row in tables:
            if (value := row.get(one.name)) is not None:
                known = records[one.model]
                row[one.name] = [known[key] for key in value] if one.many else known[value]
    return tables


def _columns(operation: Operation, rows: Mapping[UUID, dict[str, Any]]) -> dict[str, Any]:
    """The arguments of a table: one value where all rows agree, else a value for each record."""
    params: dict[str, Any] = {}
    for one in parameters(operation).values():
        given = {key: row[one.name] for key, row in rows.items() if one.name in row}
        if not given:
            continue
        if len(given) < len(rows) and not one.may_skip:
            if one.default is None:
                problem = _("give it in every row or in none")
                raise InvalidInput(field=one.name, problem=problem)
            given = {key: given.get(key, one.default) for key in rows}
        values = list(given.values())
        if len(given) == len(rows) and all(value == values[0] for value in values):
            params[one.name] = values[0]
        else:
            _refuse_of_the_run(operation, one, values)
            params[one.name] = ByRecord(
                {key: getattr(value, "pk", value) for key, value in given.items()}
            )
    return params


def _refuse_of_the_run(operation: Operation, one: Parameter, values: list[Any]) -> None:
    of_the_set = one.name in OF_THE_SET.get(operation.name, ())
    if one.kind in OF_THE_RUN or one.many or of_the_set:
        problem = _("must be the same in every row: send the others in a run of their own")
        raise InvalidInput(field=one.name, problem=problem)
    if not one.required and one.default is None and None in values and not one.may_skip:
        raise InvalidInput(field=one.name, problem=_("give it in every row or in none"))
