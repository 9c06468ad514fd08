"""Retrying: the same request under the same key is done once and answered the same."""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from casework.kernel import writing
from casework.kernel.actor import Actor
from casework.kernel.identity import new_id
from casework.kernel.policies import chosen, policies
from casework.kernel.records import NOUNS
from casework.kernel.refusals import InvalidInput, NotFound, Refusal
from casework.kernel.trying import in_transaction

KEY = re.compile(r"[\x21-\x7e]{1,255}")
CLEARED = 100  # expired answers forgotten in passing, at most


@policies("retry")
@dataclass(frozen=True)
class RetryPolicy:
    """Policies about retrying: for how many days the answer to a key is kept."""

    keep_days: int = 7


class KeyReused(Refusal):
    """One key for two different requests."""

    code = "key-reused"
    status = 422
    message = gettext_lazy(
        "This idempotency key was used for another request. Use a new key for each request, and "
        "the same one only to send the same request again."
    )


class KeptAnswer(models.Model):
    """What was answered to a request that carried a key; outside history by list (answers 8).

    ``request`` is a digest of what was asked, ``touched`` the ids of records by noun.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    actor = models.ForeignKey("casework.User", models.DO_NOTHING, related_name="+")
    key = models.CharField(max_length=255)
    request = models.CharField(max_length=64)
    at = models.DateTimeField()
    answer = models.JSONField(null=True)
    touched = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="key_once")]
        indexes = [models.Index(fields=["at"], name="kept_answer_at")]


@dataclass
class Answer:
    """An answer as it is kept: plain values of JSON, and the records it tells of."""

    value: Any
    touched: dict[str, list[UUID]]


def checked_key(key: str, field: str) -> str:
    """The key, when it is one. Raises InvalidInput naming where it came from."""
    if not KEY.fullmatch(key):
        problem = _("must be 1 to 255 visible ASCII characters")
        raise InvalidInput(field=field, problem=problem)
    return key


def digest_of(parts: Iterable[bytes]) -> str:
    """One digest of all that makes a request what it is.

    Keyed with the secret of the installation: a body may hold a password, and nobody who reads the
    table shall be able to try which.
    """
    digest = salted_hmac("casework.retrying", b"", algorithm="sha256")
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return digest.hexdigest()


def once(
    actor: Actor, key: str, request: str, step: Callable[[], Answer], using: str = "default"
) -> tuple[Any, bool]:
    """What ``step`` answers, and whether it was answered before; it runs once for a key.

    The answer is written in the transaction of the step itself: both are there or none. A second
    request under the key waits for the first. A refusal is not remembered. Raises KeyReused for
    another request, NotFound when the answer tells of a record the actor sees no more.
    """
    return in_transaction(lambda: _once(actor, key, request, step, using), using)


def _once(
    actor: Actor, key: str, request: str, step: Callable[[], Answer], using: str
) -> tuple[Any, bool]:
    now = writing.now()
    answers = KeptAnswer.objects.using(using)
    oldest = now - datetime.timedelta(days=min(chosen()[RetryPolicy].keep_days, 100_000))
    _forget(answers, oldest)
    answers.filter(actor=actor.user, key=key, at__lt=oldest).delete()
    mine = KeptAnswer(actor_id=actor.user, key=key, request=request, at=now)
    kept = None
    while kept is None:  # what stood in the way may be forgotten by another before it is read
        answers.bulk_create([mine], ignore_conflicts=True)
        kept = answers.select_for_update().filter(actor=actor.user, key=key).first()
    if kept.pk != mine.pk:
        if kept.request != request:
            raise KeyReused()
        _refuse_unseen(actor, kept.touched, using)
        return kept.answer, True
    made = step()
    touched = {noun: _there(noun, ids, using) for noun, ids in made.touched.items() if ids}
    answers.filter(pk=mine.pk).update(answer=made.value, touched=touched)
    return made.value, False


def _forget(answers: Any, before: datetime.datetime) -> None:
    old = answers.filter(at__lt=before).order_by("at").values_list("pk", flat=True)
    if ids := list(old[:CLEARED]):
        answers.filter(pk__in=ids).delete()


def _there(noun: str, ids: list[UUID], using: str) -> list[str]:
    """Those that are there after the step: what it erased itself is out of nobody's sight."""
    rows = NOUNS[noun].objects.using(using).filter(pk__among=ids)
    return [str(key) for key in rows.values_list("pk", flat=True)]


def _refuse_unseen(actor: Actor, touched: dict[str, list[str]], using: str) -> None:
    """What is not in sight any more, or was erased since, is not told again."""
    for noun, keys in touched.items():
        rows = NOUNS[noun].objects.using(using).filter(pk__among=[UUID(key) for key in keys])
        if rows.visible_to(actor).count() < len(keys):
            raise NotFound(noun=noun.replace("_", " "), key=_("of this answer"))
