"""Comparing: one column with one value or several, given as texts."""

from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from casework.interfaces.calling import look_up
from casework.interfaces.reading.relative import in_time, span_of
from casework.interfaces.reading.values import typed, yes_or_no
from casework.kernel.access import NONE
from casework.kernel.actor import Actor
from casework.kernel.refusals import InvalidInput, Refusal
from casework.kernel.shapes import Shape, filtered_by, refuse_operator, words
from casework.kernel.text import ascii_of
from casework.organisation.asking import custom_of
from casework.workplace.trees import CUSTOM

LOOKUPS = {"lt": "lt", "lte": "lte", "gt": "gt", "gte": "gte"}
AT_MOST = 500  # values of one filter
WORDS = 1_000  # characters to look for inside a text


class Comparing:
    """Makes conditions on rows of a noun; ``annotations`` are what the rows need for them."""

    def __init__(self, model: Any, actor: Actor) -> None:
        self.model, self.actor = model, actor
        self.annotations: dict[str, Any] = {}

    def leaf(self, column: str, operator: str, given: str | list[str], name: str) -> Q:
        """One column compared; several values go with ``in``, as a list or with commas.

        Raises InvalidInput under ``name`` for an unknown column or operator and for a value that
        does not fit.
        """
        if column.startswith(CUSTOM):
            custom = custom_of(self.model, column.removeprefix(CUSTOM))
            self.annotations[custom.alias] = custom.expression
            return self._compared(custom.alias, custom.kind, None, operator, given, name)
        shape = filtered_by(self.model, name)
        return self._compared(shape.column, shape.kind, shape, operator, given, name)

    def _compared(
        self,
        column: str,
        kind: str,
        shape: Shape | None,
        operator: str,
        given: str | list[str],
        name: str,
    ) -> Q:
        refuse_operator(kind, name, operator)
        text = given if isinstance(given, str) else ",".join(given)
        if operator == "null":
            return Q(**{f"{column}__isnull": yes_or_no(name, text)})
        if operator == "contains":
            refuse_long(name, text)
            return self._containing(column, shape, text)
        texts = [text]
        if operator == "in":
            texts = _texts(name, text) if isinstance(given, str) else given
        nullable = shape is None or shape.nullable
        if kind == "record" and shape:
            values: list[Any] = self._records(shape, name, texts)
            return compared(column, operator, values, nullable=nullable)
        spans = [span_of(kind, name, one, self.actor.time_zone) for one in texts]
        plain = [one for one, span in zip(texts, spans, strict=True) if span is None]
        if shape:
            values = [value(shape, name, one) for one in plain]
        else:
            values = [_stored(kind, typed(kind, name, one)) for one in plain]
        if len(plain) == len(texts):
            return compared(column, operator, values, nullable=nullable)
        made = compared(column, operator, values, nullable=nullable) if values else NONE
        for span in spans:
            if span and not shape:
                span = type(span)(span.start.isoformat(), span.end.isoformat())
            if span:
                made |= in_time(column, operator, span, nullable=nullable)
        return made

    def _containing(self, column: str, shape: Shape | None, text: str) -> Q:
        for folded, (source, make) in self.model.DERIVED.items():
            if shape and source == shape.name:
                return Q(**{f"{folded}__contains": make(text)})
        return Q(**{f"{column}__icontains": text})

    def _records(self, shape: Shape, name: str, texts: list[str]) -> list[UUID]:
        values: list[UUID] = []
        if shape.model.NOUN == "user":
            # one is oneself, also where no role lets one look people up
            values += [self.actor.user] if "me" in texts else []
            texts = [one for one in texts if one != "me"]
        elif shape.model.NOUN == "team" and "my-teams" in texts:
            values += sorted(self.actor.teams)
            texts = [one for one in texts if one != "my-teams"]
        if not texts:
            return values
        for one in look_up(shape.model, texts, self.actor).values():
            if isinstance(one, Refusal):
                raise InvalidInput(field=ascii_of(name), problem=one.text)
            values.append(one.pk)
        return values


def _stored(kind: str, given: Any) -> Any:
    """A value as a custom column holds it."""
    if kind == "yes_no":
        return "true" if given else "false"
    return given.isoformat() if kind == "date" else given


def compared(column: str, operator: str, values: list[Any], *, nullable: bool) -> Q:
    """A column compared with values; "not equal" takes what is empty along."""
    if operator in LOOKUPS:
        return Q(**{f"{column}__{LOOKUPS[operator]}": values[0]})
    among = Q(**{f"{column}__in": values}) if values else NONE
    if operator == "ne":
        return (~among | Q(**{f"{column}__isnull": True})) if nullable else ~among
    return among


def refuse_long(name: str, text: str) -> None:
    """Raises InvalidInput for more words than anybody looks for."""
    if len(text) > WORDS:
        problem = _("is longer than {length}").format(length=WORDS)
        raise InvalidInput(field=ascii_of(name), problem=problem)


def _texts(name: str, text: str) -> list[str]:
    texts = [one.strip() for one in text.split(",") if one.strip()]
    if len(texts) > AT_MOST:
        problem = _("are more than {most} values").format(most=AT_MOST)
        raise InvalidInput(field=ascii_of(name), problem=problem)
    return texts


def value(shape: Shape, name: str, text: str) -> Any:
    """The text of a filter as a value of the column."""
    if shape.kind in ("state", "code"):
        known = {word: code for code, word in words(shape.field).items()}
        if text in known:
            return known[text]
        if text.isdecimal() and len(text) < 11 and int(text) in known.values():
            return int(text)
        choices = ", ".join(f"{word} ({code})" for word, code in known.items())
        problem = _("must be one of {choices}").format(choices=choices)
        raise InvalidInput(field=ascii_of(name), problem=problem)
    return typed("number" if shape.kind == "status" else shape.kind, name, text)
