"""Tokens: a program acts as a user, narrowed and for a time."""

import datetime
import hashlib
import json

import pytest

from casework.cases.models import Case
from casework.kernel import writing
from casework.kernel.history import Event, Run
from casework.kernel.refusals import Forbidden, InvalidInput
from casework.models import ApiToken, TokenUse, User
from casework.people.acting import SYSTEM, UserInactive
from casework.people.guarding import BeyondOwn, SystemUser
from casework.people.models import Role
from casework.people.privileges_of_roles import set_privilege
from casework.people.tokens import TokenInvalid, create, revoke, token_actor
from casework.people.users import deactivate
from tests.conftest import AGENT, acting


def person(actor):
    return User.objects.get(pk=actor.user)


def made(by, **columns):
    result = create(by=by, name="Nightly", **columns)
    [key] = result.records
    return ApiToken.objects.get(pk=key), result.secrets[key]


def test_the_secret_is_told_once_and_only_its_digest_is_kept(given, alice):
    """Red without _digest in tokens.create, or without SECRET of ApiToken."""
    token, secret = made(alice)

    assert token.digest == hashlib.sha256(secret.encode()).hexdigest()
    assert token.user_id == alice.user
    told = [*Event.objects.values_list("after", flat=True), *Run.objects.values_list("arguments")]
    assert secret not in json.dumps(told, default=str)
    assert token.digest not in json.dumps(told, default=str)


def test_a_token_acts_as_its_user(given, alice):
    """Red without actor_for in token_actor."""
    _token, secret = made(alice)

    actor = token_actor(secret, "rest", request_id="r-1")

    assert (actor.user, actor.interface, actor.request_id) == (alice.user, "rest", "r-1")
    assert actor.grants == alice.grants


def test_scopes_narrow_what_a_token_may(given, alice):
    """Red without scopes in token_actor."""
    case = given.case(owner=alice)
    reading = token_actor(made(alice, scopes=["read"])[1], "rest")
    working = token_actor(made(alice, scopes=["case.*"])[1], "rest")
    closing = token_actor(made(alice, scopes=["case.resolve"])[1], "rest")

    assert [
        (actor.holds("case.read"), actor.holds("case.resolve"), actor.holds("account.read"))
        for actor in (reading, working, closing)
    ] == [(True, False, True), (True, True, False), (False, True, False)]
    assert list(Case.objects.visible_to(reading)) == [case]
    assert list(Case.objects.visible_to(closing)) == []


def test_scopes_add_nothing(given, bob, admin):
    """Red if scopes were grants."""
    _token, secret = made(admin, user=person(bob), scopes=["*"])

    assert not token_actor(secret, "rest").holds("case.read")


@pytest.mark.parametrize("scopes", [[], ["case"], ["explode.*"], ["case.explode"], "*", [1]])
def test_what_is_no_scope_is_refused(given, alice, scopes):
    """Red without refuse_unknown_scopes."""
    with pytest.raises(InvalidInput) as refused:
        made(alice, scopes=scopes)

    assert refused.value.facts["field"] == "scopes"


@pytest.mark.parametrize("days", [0, -1, 4000, "soon", True])
def test_what_is_no_number_of_days_is_refused(given, alice, days):
    """Red without the last check of tokens._check."""
    with pytest.raises(InvalidInput) as refused:
        made(alice, expires_in_days=days)

    assert refused.value.facts["field"] == "expires_in_days"


def test_a_token_ends(given, alice, monkeypatch):
    """Red without expires_at in token_actor."""
    short, secret = made(alice, expires_in_days=1)
    _endless, other = made(alice, expires_in_days=None)
    token_actor(secret, "rest")

    later = short.expires_at
    monkeypatch.setattr(writing, "now", lambda: later)

    with pytest.raises(TokenInvalid):
        token_actor(secret, "rest")
    assert token_actor(other, "rest").user == alice.user


def test_a_revoked_token_opens_nothing(given, alice):
    """Red without revoked_at in token_actor."""
    token, secret = made(alice)

    revoke(token, by=alice)
    again = revoke(token, by=alice)

    assert (again.run, again.unchanged) == (None, [token.pk])
    with pytest.raises(TokenInvalid) as refused:
        token_actor(secret, "rest")
    assert (refused.value.code, refused.value.status) == ("token-invalid", 401)
    with pytest.raises(TokenInvalid):
        token_actor("cw_guessed", "rest")


def test_the_token_of_a_user_who_left_opens_nothing(given, admin, alice):
    """Red without UserInactive in token_actor."""
    _token, secret = made(alice)
    deactivate(person(alice), by=admin)

    with pytest.raises(TokenInvalid):
        token_actor(secret, "rest")
    with pytest.raises(UserInactive):
        made(admin, user=person(alice))


def test_everybody_makes_tokens_for_themselves_alone(given, admin, alice, bob):
    """Red without may_own in tokens._check; bob holds no role at all."""
    with pytest.raises(Forbidden):
        made(alice, user=person(bob))
    with pytest.raises(Forbidden):
        made(bob)
    with pytest.raises(SystemUser):
        made(admin, user=User.objects.get(username=SYSTEM))

    assert made(admin, user=person(alice))[0].user_id == alice.user


def test_nobody_makes_a_token_for_somebody_who_holds_more(given, admin, alice, bob):
    """Red without refuse_stronger in tokens.create."""
    set_privilege(Role.objects.get(name=AGENT), by=admin, privilege="token.create", depth=4)

    with pytest.raises(BeyondOwn):
        made(acting("alice"), user=person(admin))

    assert made(acting("alice"), user=person(bob))[0].user_id == bob.user


def test_one_sees_and_revokes_ones_own_tokens(given, admin, alice):
    """Red without PERSON of ApiToken in access."""
    mine, _secret = made(alice)
    other, _secret = made(admin)

    assert list(ApiToken.objects.visible_to(alice)) == [mine]
    assert set(ApiToken.objects.visible_to(admin)) == {mine, other}
    with pytest.raises(Forbidden):
        revoke(other, by=alice)
    revoke(mine, by=alice)


def test_the_last_use_is_kept_once_a_minute(given, alice, monkeypatch):
    """Red without USE_IS_KEPT_EVERY in token_actor."""
    token, secret = made(alice)
    start = writing.now()
    times = []
    for seconds in (0, 59, 60):
        moment = start + datetime.timedelta(seconds=seconds)
        monkeypatch.setattr(writing, "now", lambda moment=moment: moment)
        token_actor(secret, "rest")
        times.append(TokenUse.objects.get(token=token).last_used_at - start)

    assert [time.total_seconds() for time in times] == [0, 0, 60]
