"""Running: the parts of a batch through the one door of all requests, in their order."""

import re
from urllib.parse import unquote

from casework.interfaces.odata import errors
from casework.interfaces.odata.addressing import Address
from casework.interfaces.odata.answering import Answer, answer, of_error
from casework.interfaces.odata.asking import Asked
from casework.interfaces.odata.batch.reading import ChangeSet, Part, read
from casework.interfaces.odata.batch.writing import Answered, ChangeSetAnswered, put_together
from casework.kernel.trying import in_transaction

LARGEST = 64 * 1024 * 1024  # bytes that are answered before no further part is run
CONTINUE = "odata.continue-on-error"
_PLACE = re.compile(r"/?api/data/v9\.[0-9]/", re.IGNORECASE)
_REFERENCE = re.compile(r"/?\$([^/?()]+)")
_ID = re.compile(r"[\x21-\x7e]{1,255}")


class _Undone(Exception):
    """A part of a change set failed: nothing of it stays."""

    def __init__(self, failed: Answered) -> None:
        self.failed = failed
        super().__init__()


def batch(asked: Asked, address: Address) -> Answer:
    """Answer every part; without ``odata.continue-on-error`` the first that fails is the last.

    A part sees what earlier ones wrote. A change set is one transaction. The answer as a whole is
    200, or 400 where a failure ended it: clients read the parts of both.
    """
    items = read(asked.headers.get("content-type", ""), asked.body)
    goes_on = asked.preferences.get(CONTINUE, "false").lower() != "false"
    told: list[Answered | ChangeSetAnswered] = []
    failed, size = False, 0
    for one in items:
        if size > LARGEST:
            told.append(Answered(of_error(_too_much(), asked)))
            failed, goes_on = True, False
            break
        made = _change_set(asked, one) if isinstance(one, ChangeSet) else _part(asked, one)
        told.append(made)
        answers = made.answers if isinstance(made, ChangeSetAnswered) else (made,)
        size += sum(len(each.answer.content) for each in answers)
        failed = any(each.answer.status >= 400 for each in answers)
        if failed and not goes_on:
            break
    content_type, body = put_together(told)
    return Answer(400 if failed and not goes_on else 200, body, {"Content-Type": content_type})


def _change_set(asked: Asked, one: ChangeSet) -> ChangeSetAnswered:
    known = dict(asked.references)

    def step() -> tuple[Answered, ...]:
        asked.references.clear()
        asked.references.update(known)
        made = []
        for part in one.parts:
            answered = _part(asked, part)
            if answered.answer.status >= 400:
                raise _Undone(answered)
            made.append(answered)
        return tuple(made)

    try:
        return ChangeSetAnswered(in_transaction(step))
    except _Undone as undone:
        asked.references.clear()
        asked.references.update(known)
        return ChangeSetAnswered((undone.failed,))


def _part(asked: Asked, part: Part) -> Answered:
    made = _answered(asked, part)
    made.body = made.content or None  # told once, and what it was told from is let go
    if part.content_id is not None and (link := made.headers.get("OData-EntityId")):
        asked.references[part.content_id] = link
    named = part.content_id if part.content_id and _ID.fullmatch(part.content_id) else None
    return Answered(made, named)


def _answered(asked: Asked, part: Part) -> Answer:
    try:
        path, query = _place(asked, part.target)
    except errors.ODataError as error:
        return of_error(error, asked)
    if path.strip("/").startswith("$batch"):
        return of_error(errors.bad_query("A batch cannot hold another one."), asked)
    inner = Asked(
        method=part.method,
        path=path,
        actor=asked.actor,
        base=asked.base,
        query=query,
        headers=part.headers,
        body=part.body,
        references=asked.references,
        catalogue=asked.catalogue,
        in_batch=True,
    )
    return answer(inner)


def _place(asked: Asked, target: str) -> tuple[str, str]:
    """The path below the service, decoded, and the query as it came; ``$1`` is its address."""
    path, _mark, query = target.partition("?")
    place = _PLACE.match(path)
    rest = path[place.end() :] if place else path
    if reference := _REFERENCE.match(rest):
        number = reference[1]
        if number in asked.references:
            link = asked.references[number].removeprefix(asked.base)
            return unquote(link + rest[reference.end() :]), query
        if number.isdecimal():
            told = f"Content-ID Reference: '${number[:50]}' does not exist in the batch context."
            raise errors.ODataError(400, errors.PAYLOAD, told)
    if rest.startswith("/"):
        raise errors.unknown_segment(unquote(path))
    return unquote(rest), query


def _too_much() -> errors.ODataError:
    told = "The answers so far are larger than 64 MB: the rest was not run. Ask in smaller batches."
    return errors.ODataError(413, errors.UNEXPECTED, told)
