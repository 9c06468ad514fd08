"""Whether a column of one's own can be what it is wished to be."""

from typing import Any

from django.db.models import JSONField
from django.utils.translation import gettext as _

from casework.kernel.bulk import CUSTOM_NAME
from casework.kernel.columns import fitting
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput
from casework.organisation.models import CustomColumn

LONGEST_CHOICE = 100


def check(row: Any) -> None:
    """Refuse a definition that cannot be; raises InvalidInput naming the field and the cure."""
    try:
        for name in ("table", "type", "label"):
            fitting(CustomColumn, name, getattr(row, name))
        check_name(row.table, row.name)
        if row.type == CustomColumn.Types.CHOICE:
            check_choices(row.choices)
        elif row.choices:
            raise InvalidInput(field="choices", problem=_("are for columns of type choice"))
        if row.type == CustomColumn.Types.LOOKUP:
            if row.target not in RECORDS:
                known = ", ".join(sorted(RECORDS))
                raise InvalidInput(
                    field="target", problem=_("is not one of {known}").format(known=known)
                )
        elif row.target:
            raise InvalidInput(field="target", problem=_("is for columns of type lookup"))
    except InvalidInput as refusal:
        refusal.targets = {row.id}
        raise


def check_name(table: str, name: Any) -> None:
    """Refuse a name that programs could not use, or that the table or the database has."""
    if not (isinstance(name, str) and CUSTOM_NAME.fullmatch(name)):
        raise InvalidInput(
            field="name",
            problem=_("is 1 to 50 small letters, digits and _, and begins with a letter"),
        )
    fields = RECORDS[table]._meta.get_fields()
    taken = {field.name for field in fields} | {getattr(f, "attname", "") for f in fields}
    # a name such as "contains" would be read as a comparison wherever the column is asked for
    if name in taken | set(JSONField().get_lookups()) or "__" in name:
        raise InvalidInput(
            field="name",
            problem=_("{name} means something else already: choose another name").format(name=name),
        )


def check_choices(choices: Any) -> None:
    """Refuse choices that are not different texts, at least one."""
    texts = isinstance(choices, list) and all(isinstance(one, str) and one for one in choices)
    if not texts or not choices or len(set(choices)) < len(choices):
        raise InvalidInput(field="choices", problem=_("are different texts, at least one"))
    if any(len(one) > LONGEST_CHOICE for one in choices):
        raise InvalidInput(
            field="choices",
            problem=_("are {length} characters at most").format(length=LONGEST_CHOICE),
        )
