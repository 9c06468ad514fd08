"""The verbs by which a case ends or changes hands: three of them, each for whom and for what."""

import pytest

from casework.cases.cancel import cancel
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.cases.rules import AlreadyClosed, MergedAway
from casework.kernel.history import Run
from casework.kernel.operations import OPERATIONS
from casework.kernel.refusals import Forbidden
from casework.models import Role, RoleGrant, RolePrivilege, User
from tests.conftest import acting, fresh

VERBS = {
    "case.resolve": {"resolution": "Done"},
    "case.cancel": {},
    "case.assign": {"user": "bob"},
}


@pytest.mark.spec("S1")
@pytest.mark.parametrize("verb", VERBS)
def test_each_of_the_three_verbs_has_a_privilege_of_its_own(given, bob, verb):
    """Red without the privilege in Operation.perform's guard, or with one privilege for two."""
    case = given.case()
    arguments = dict(VERBS[verb])
    if "user" in arguments:
        arguments["user"] = User.objects.get(username=arguments["user"])
    role = given.add(Role, [{"name": "One verb"}])[0]
    others = [name for name in VERBS if name != verb]
    given.add(RoleGrant, [{"role": role, "user": bob.user}])
    given.add(RolePrivilege, [{"role": role, "privilege": one, "depth": 4} for one in others])

    with pytest.raises(Forbidden) as refused:
        OPERATIONS[verb](case, by=acting("bob"), **arguments)
    given.add(RolePrivilege, [{"role": role, "privilege": verb, "depth": 4}])
    result = OPERATIONS[verb](case, by=acting("bob"), **arguments)

    assert refused.value.facts["privilege"] == verb
    assert Run.objects.get(pk=result.run).operation == verb


@pytest.mark.spec("S3")
@pytest.mark.spec("S24")
@pytest.mark.parametrize("verb", ["case.resolve", "case.cancel"])
def test_closing_is_for_active_cases_and_no_other(given, alice, verb):
    """Red without IS_ACTIVE, or NOT_MERGED, in the RULES of resolve or of cancel."""
    active, resolved, cancelled, survivor, merged = given.cases(5)
    resolve(resolved, by=alice, resolution="Done")
    cancel(cancelled, by=alice)
    merge(merged, by=alice, into=survivor)
    run = OPERATIONS[verb]

    for closed, refusal in (
        (resolved, AlreadyClosed),
        (cancelled, AlreadyClosed),
        (merged, MergedAway),
    ):
        version = fresh(closed).version
        with pytest.raises(refusal) as refused:
            run(closed, by=alice, **VERBS[verb])
        assert refused.value.records == [closed]
        assert fresh(closed).version == version
    run(active, by=alice, **VERBS[verb])

    assert fresh(active).state != 0
