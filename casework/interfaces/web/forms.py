"""Forms: the questions a dialog asks, made of an operation's arguments, and what was answered."""

import base64
import datetime
import json
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy

from casework.interfaces.calling import Parameter, parameters
from casework.interfaces.web.words.columns import label_of
from casework.interfaces.web.words.operations import NOUNS
from casework.kernel.operations import Operation

TEXTAREA = 500  # characters; a longer text gets more than a line
CHOICES: dict[str, Any] = {
    "independent": gettext_lazy("stay as they are"),
    "refuse": gettext_lazy("must be closed first"),
    "cascade": gettext_lazy("close with it"),
    "last_child": gettext_lazy("the last one closes the parent"),
    "nothing": gettext_lazy("nothing"),
    "activities": gettext_lazy("the activities that its closing cancelled"),
    "everything": gettext_lazy("child cases too, with their activities"),
    "leave": gettext_lazy("leave them"),
}


@dataclass
class Field:
    """One question: its name, what it is called, how it is asked and what was answered.

    ``kind`` is one of text, long, number, decimal, yes_no, moment, date, choice, record, file,
    table; ``options`` (value, label) of a choice; ``noun`` where a record is looked for; ``keep``
    is a field that tells what is there already: it is an answer only where that was changed;
    ``locked`` where it may be read and not answered; ``was`` what the record says where that is
    not what is in the field.
    """

    name: str
    label: str
    kind: str
    required: bool = False
    value: Any = ""
    options: list[tuple[str, str]] = field(default_factory=list)
    noun: str = ""
    many: bool = False
    most: int = 0
    problem: str = ""
    help: str = ""
    placeholder: str = ""
    locked: bool = False
    was: Any = None
    keep: bool = False


def field_of(operation: Operation, one: Parameter, **more: Any) -> Field:
    """The question for an argument of an operation."""
    noun = operation.model.NOUN
    made = Field(one.name, label_of(noun, one.name, operation.name), one.kind, one.required)
    made.many, made.noun = one.many, one.noun
    column = _column(operation, one.name)
    if one.kind == "text":
        made.most = getattr(column, "max_length", None) or 0
        if not one.many and (made.most > TEXTAREA or one.name in ("description", "note")):
            made.kind = "long"
    if one.kind == "choice":
        labels = _labels(one.name, column)
        made.options = [(str(c), str(CHOICES.get(c, labels.get(c, c)))) for c in one.choices]
    elif column is not None and column.choices and one.kind in ("text", "number"):
        made.kind = "choice"
        labels = _labels(one.name, column)
        made.options = [(str(code), str(labels[code])) for code, _label in column.flatchoices]
    if made.kind == "choice" and not one.required and (one.may_be_none or one.may_skip):
        made.options.insert(0, ("", ""))
    if one.default not in (None, "") and not one.required:
        made.value = one.default if isinstance(one.default, bool) else str(one.default)
    for name, value in more.items():
        setattr(made, name, value)
    return made


def _labels(name: str, column: Any) -> dict[Any, Any]:
    """The choices of a column in words: languages are called as they call themselves."""
    if name == "language":
        return {"": "", **dict(settings.LANGUAGES)}
    if name == "table":
        return NOUNS
    return dict(column.flatchoices) if column is not None else {}


def _column(operation: Operation, name: str) -> Any:
    names = {one.name: one for one in operation.model._meta.concrete_fields}
    return names.get(name)


def fields_of(operation: Operation, names: list[str] | None = None) -> list[Field]:
    """The questions of an operation, all or those named, in that order."""
    known = parameters(operation)
    return [field_of(operation, known[name]) for name in (names or known) if name in known]


def answered(operation: Operation, fields: list[Field], post: Any, files: Any) -> dict[str, Any]:
    """What was answered, as the operation takes it; each field keeps what was typed.

    What cannot be read is handed on as it is, so that the operation's own check names it.
    """
    known = parameters(operation)
    given: dict[str, Any] = {}
    for one in fields:
        parameter = known.get(one.name)
        if parameter is None or (one.keep and not differs(one, post)):
            continue
        if one.kind == "file":
            if file := files.get(one.name):
                given[one.name] = base64.b64encode(file.read()).decode()
            continue
        if one.kind == "yes_no":
            if f"{one.name}:asked" in post or one.name in post:
                one.value = post.get(one.name) in ("on", "true", "1")
                given[one.name] = one.value
            continue
        if one.name not in post:
            continue
        text = post.get(one.name, "")
        one.value = text
        if parameter.many:
            given[one.name] = [part.strip() for part in text.split(",") if part.strip()]
        elif text.strip() == "" and parameter.kind != "text":
            if parameter.may_skip and parameter.may_be_none:
                given[one.name] = None
        else:
            given[one.name] = _typed(parameter, text)
    return given


def differs(one: Field, post: Any) -> bool:
    """Whether a field says something else than when it was shown."""
    if one.kind == "yes_no":
        was = post.get(f"{one.name}:was", "true" if one.value is True else "")
        asked = f"{one.name}:asked" in post or one.name in post
        return asked and (one.name in post) != (was == "true")
    if one.name not in post:
        return False
    was = post.get(f"{one.name}:was", str(one.value))
    return bool(post[one.name].replace("\r\n", "\n") != was.replace("\r\n", "\n"))


def present(one: Field, record: Any, name: str = "") -> Field:
    """The field with what a record says now, to be changed."""
    value = getattr(record, name or one.name)
    if isinstance(value, bool):
        one.value = value
    elif isinstance(value, datetime.datetime):
        here = value.astimezone(timezone.get_current_timezone())
        one.value = here.isoformat(timespec="minutes")[:16]
    elif isinstance(value, list):
        one.value = ", ".join(map(str, value))
    elif isinstance(value, dict):
        one.value = json.dumps(value, ensure_ascii=False)
    else:
        one.value = "" if value is None else str(value)
    one.keep = True
    return one


def _typed(parameter: Parameter, text: str) -> Any:
    kind = parameter.kind
    if kind == "number":
        return whole(text)
    if kind == "decimal":
        try:
            return float(text)
        except ValueError:
            return text
    if kind == "moment":
        return moment(text)
    if kind == "record":
        return text.strip()
    if kind in ("table", "anything"):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            return text
    return text.replace("\r\n", "\n")


def whole(text: str) -> int | str:
    """A whole number as it was typed; what is none stays as it is."""
    plain = text.strip()
    return int(plain) if plain.removeprefix("-").isdecimal() and len(plain) < 20 else text


def moment(text: str) -> str:
    """A time as it was typed in the reader's zone, in UTC; what is none stays as it is."""
    try:
        here = datetime.datetime.fromisoformat(text.strip())
        if here.tzinfo is None:
            here = here.replace(tzinfo=timezone.get_current_timezone())
        return here.astimezone(datetime.UTC).isoformat()
    except (ValueError, OverflowError):
        return text


def problems_into(fields: list[Field], errors: list[dict[str, str]]) -> list[str]:
    """Put what is wrong beside the fields it is about; answers what is about none of them."""
    known = {one.name: one for one in fields}
    others = []
    for error in errors:
        name = error["field"]
        name = name if name in known else name.split(".")[0].split("[")[0]
        if name in known:
            known[name].problem = f"{known[name].label}: {error['problem']}"
        else:
            label = label_of("", error["field"])
            others.append(f"{label}: {error['problem']}" if name else error["problem"])
    return others
