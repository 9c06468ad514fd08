"""The bell: what others did that concerns somebody."""

from casework.activities.log import log
from casework.cases.assign import assign
from casework.cases.edit import edit
from casework.models import User
from tests.conftest import fresh
from tests.interfaces.web.visiting import visiting, words


def test_the_bell_counts_what_is_new_until_it_is_looked_at(given, alice, carol):
    case = given.case(owner=carol, title="No toner")
    hers = visiting(alice)
    hers.get("/bell")
    assign(case, by=carol, user=User.objects.get(pk=alice.user))

    new = words(hers.get("/bell/count"))
    page = words(hers.get("/bell"))
    seen = words(hers.get("/bell/count"))
    edit(fresh(case), by=carol, title="No paper")
    again = words(hers.get("/bell/count"))

    assert new == "1 1 new notification"
    assert f"Carol gave you a case new {case.number} No toner" in page
    assert seen == ""
    assert again == "1 1 new notification"


def test_a_case_that_came_by_way_of_a_team_rings_too(given, alice, carol):
    case = given.case(owner=carol, title="No toner")
    hers = visiting(alice)
    hers.get("/bell")
    assign(fresh(case), by=carol, team=given.team("Printers", alice, carol))
    assign(fresh(case), by=carol, user=User.objects.get(pk=alice.user))

    assert words(hers.get("/bell/count")) == "2 2 new notifications"
    page = words(hers.get("/bell"))
    assert f"Carol gave you a case new {case.number} No toner" in page
    assert f"Carol changed your case new {case.number} No toner" in page


def test_what_one_did_oneself_is_no_news(given, alice):
    case = given.case(owner=alice)
    hers = visiting(alice)
    hers.get("/bell")
    edit(fresh(case), by=alice, title="Mine")
    log(by=alice, case=case, kind="note", subject="Done")

    assert words(hers.get("/bell/count")) == ""
    assert "Alice" not in words(hers.get("/bell")).partition("What concerns you Administrator")[2]
