"""Refusals: a sentence with the cure, naming only what the actor may see."""

import pytest

from casework.cases.hierarchy import ChildrenOpen
from casework.cases.resolve import resolve
from casework.kernel.refusals import listed
from casework.queues.add import add_activities
from casework.queues.release import NotPicked, release
from tests.conftest import AGENT


@pytest.mark.parametrize(
    ("names", "count", "sentence"),
    [
        (["CAS-1"], 1, "CAS-1"),
        (["CAS-1", "CAS-2"], 4, "CAS-1, CAS-2 and 2 more"),
        (list("abcdefg"), 7, "a, b, c, d, e and 2 more"),
        ([], 3, "3 that you may not see"),
        (["{count} %s 'é' \"😀\" \\"], 1, "{count} %s 'é' \"😀\" \\"),
    ],
)
def test_the_first_are_named_and_the_others_counted(names, count, sentence):
    """Red when a sentence begins with "and", or reads braces in what people wrote."""
    assert listed(names, count) == sentence


def test_what_stands_in_the_way_unseen_is_only_counted(given):
    """Red without the sentence for no names in refusals.listed."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", unit=given.unit("Far"))
    given.policy(closure="refuse")
    parent = given.case(owner=near)
    given.case(parent=parent, owner=far)

    with pytest.raises(ChildrenOpen) as refused:
        resolve(parent, by=near, resolution="Done")

    assert refused.value.text == (
        "Active child cases stand in the way (1): 1 that you may not see. Close them first."
    )


def test_an_item_is_called_by_its_case_once(given, alice):
    """Red when queues.rules.cases_of counts items in the place of cases."""
    case = given.case()
    add_activities([given.activity(case) for _n in range(6)], by=alice, queue=given.queue())

    with pytest.raises(NotPicked) as refused:
        release(list(case.queue_items.all()), by=alice)

    assert refused.value.facts == {"cases": case.number}
