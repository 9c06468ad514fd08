"""As of: any noun as it was at any moment, as if one had looked then."""

import datetime

import pytest
from django.db import connection, connections, transaction
from django.test.utils import CaptureQueriesContext

from casework.activities.complete import complete
from casework.cases.assign import assign
from casework.cases.edit import edit
from casework.cases.merge import merge
from casework.cases.resolve import resolve
from casework.history.as_of import as_of
from casework.history.undo import undo
from casework.kernel.history import Run
from casework.kernel.operations import OPERATIONS
from casework.kernel.records import RECORDS
from casework.kernel.refusals import InvalidInput
from casework.models import Case, CustomColumn, User
from tests.conftest import AGENT
from tests.interfaces.test_cli import answered
from tests.more_setups import SETUPS, run


def table(model):
    """Every row but for when and by whom it was changed last."""
    names = [one.attname for one in model._meta.concrete_fields]
    names = [name for name in names if name not in ("modified_at", "modified_by_id")]
    names = [name for name in names if name not in model.SECRET]
    return list(model._base_manager.order_by("pk").values(*names))


def now():
    """The moment of the last run."""
    return Run.objects.order_by("-at").values_list("at", flat=True)[0]


def later():
    """Let the clock go on, so that no two runs share a moment."""
    at = now()
    while datetime.datetime.now(datetime.UTC) <= at:
        pass


@pytest.mark.parametrize("name", sorted(SETUPS))
def test_the_moment_before_any_operation_is_seen_as_it_was(given, admin, name):
    """Red where as-of forgets a column, a record made or a record erased since."""
    with transaction.atomic():
        call = SETUPS[name](given, 2)
        later()
        before = {noun: table(model) for noun, model in RECORDS.items()}
        moment = datetime.datetime.now(datetime.UTC)
        later()
        done = run(name, call, given.admin)
        after = {noun: table(model) for noun, model in RECORDS.items()}

        seen = {}
        for noun, model in RECORDS.items():
            with as_of(model, moment, admin):
                seen[noun] = table(model)
        assert Run.objects.filter(pk=done.run).exists()
        again = {noun: table(model) for noun, model in RECORDS.items()}
        transaction.set_rollback(True)

    assert seen == before
    assert again == after != before


def test_every_moment_of_a_story_is_seen_as_it_was(given, alice, admin):
    """Red when the first touch after a moment is not the one that counts."""
    given.add(
        CustomColumn, [{"table": "case", "name": "floor", "label": "Floor", "type": "number"}]
    )
    one, other, third = given.cases(3, owner=alice)
    task = given.activity(one, owner=alice)
    steps = [
        lambda: edit(one, by=alice, title="Țăran", custom={"floor": 3}),
        lambda: edit(one, by=alice, title="Again", custom={"floor": 4}),
        lambda: merge(one, by=alice, into=other),
        lambda: complete(task, by=alice),
        lambda: resolve(other, by=alice, resolution="Done"),
        lambda: undo(Run.objects.latest("at"), by=alice),
        lambda: OPERATIONS["case.delete"](third, by=admin),
        lambda: undo(Run.objects.latest("at"), by=admin),
    ]
    snapshots = []
    for step in steps:
        later()
        kept = {noun: table(model) for noun, model in RECORDS.items()}
        snapshots.append((datetime.datetime.now(datetime.UTC), kept))
        later()
        step()

    for moment, kept in snapshots:
        for noun, model in RECORDS.items():
            with as_of(model, moment, admin):
                assert table(model) == kept[noun], noun


@pytest.fixture
def renamed(given, rest, alice):
    """A case of alice's whose title was another, with the moment of the former one."""
    case = given.case(owner=alice, number="CAS-1", title="Former")
    later()
    moment = datetime.datetime.now(datetime.UTC)
    later()
    edit(case, by=alice, title="Present")
    given.case(owner=alice, number="CAS-2", title="New")
    return moment.isoformat().replace("+00:00", "Z"), rest.as_(alice)


def test_rest_answers_as_of_then_one_many_and_how_many(renamed):
    """Red without `past` around one of the reads."""
    moment, client = renamed

    one = client.get(f"/cases/CAS-1?as_of={moment}").json()
    many = client.get(f"/cases?as_of={moment}&count=true&title=Former").json()
    none = client.get(f"/cases?as_of={moment}&title=Present&count=true").json()
    gone = client.get(f"/cases/CAS-2?as_of={moment}")
    today = client.get("/cases?count=true").json()

    assert (one["title"], one["version"], one["as_of"]) == ("Former", 1, moment)
    assert ([each["number"] for each in many["items"]], many["count"]) == (["CAS-1"], 1)
    assert (none["items"], none["count"], gone.status_code, today["count"]) == ([], 0, 404, 2)


def test_pages_of_the_past_go_on_in_the_past(renamed, given, alice):
    """Red when `next` forgets the moment."""
    moment, client = renamed
    first = client.get(f"/cases?as_of={moment}&limit=1&sort=number").json()
    assert first["next"] is None
    later()
    then = datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
    later()
    edit(list(Case.objects.all()), by=alice, title="Later")

    first = client.get(f"/cases?as_of={then}&limit=1&sort=number").json()
    second = client.get(first["next"]).json()

    titles = [one["title"] for page in (first, second) for one in page["items"]]
    assert titles == ["Present", "New"]


def test_lists_below_a_case_and_the_shell_answer_as_of_then(renamed, given, alice):
    """Red without `past` in below, or --as-of in reads."""
    moment, client = renamed
    given.activity(Case.objects.get(number="CAS-1"), owner=alice)

    below = client.get(f"/cases/CAS-1/activities?as_of={moment}").json()
    counted = answered("case", "activities", "CAS-1", "--as-of", moment, "--count")
    listed = answered("case", "list", "--as-of", moment, "--count")
    shown = answered("case", "show", "CAS-1", "--as-of", moment)

    assert (below["items"], counted["items"], counted["count"]) == ([], [], 0)
    assert ([one["title"] for one in listed["items"]], listed["count"]) == (["Former"], 1)
    assert shown["title"] == "Former"


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("as_of=soon", "as_of"),
        ("as_of=9999-01-01T00:00:00Z", "as_of"),
        ("sight=then", "sight"),
        ("as_of=2026-01-01T00:00:00Z&sight=mine", "sight"),
        ("count=yes", "count"),
    ],
)
def test_what_is_no_moment_is_refused(rest, alice, query, field):
    """Red without the checks in past and as_of."""
    answer = rest.as_(alice).get(f"/cases?{query}")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


def test_sight_is_judged_by_today_unless_asked_otherwise(given, rest, admin):
    """Red without _see_as_today, or the nouns through which rights come."""
    near = given.user("dora", AGENT, unit=given.unit("Near"))
    far = given.user("dan", AGENT, unit=given.unit("Far"))
    case = given.case(owner=near, number="CAS-1", title="Hers then")
    given.activity(case, owner=given.admin)
    later()
    moment = datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
    later()
    assign(case, by=admin, user=User.objects.get(pk=far.user))

    def seen(actor, sight):
        client = rest.as_(actor)
        cases = client.get(f"/cases?as_of={moment}&sight={sight}").json()["items"]
        activities = client.get(f"/activities?as_of={moment}&sight={sight}").json()["items"]
        return len(cases), len(activities)

    assert (seen(near, "today"), seen(far, "today")) == ((0, 0), (1, 1))
    assert (seen(near, "then"), seen(far, "then")) == ((1, 1), (0, 0))
    assert rest.as_(near).get(f"/cases/CAS-1?as_of={moment}").status_code == 404


def test_who_sees_nothing_sees_nothing_of_the_past(given, rest, bob, alice, admin):
    """Red when what was erased is shown to who may not read everything."""
    case = given.case(owner=alice, number="CAS-1")
    later()
    moment = datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
    later()
    OPERATIONS["case.delete"](case, by=admin)

    counts = [
        rest.as_(one).get(f"/cases?as_of={moment}&count=true").json()["count"]
        for one in (bob, alice, admin)
    ]

    assert counts == [0, 0, 1]


def test_a_record_and_a_list_tell_what_it_named_alike(given, rest, admin):
    """Red when only the record itself is put back, and not what it names of its own noun."""
    above = given.subject("Former")
    given.subject("Below", above)
    later()
    moment = datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
    later()
    OPERATIONS["subject.edit"](above, by=admin, title="Present")
    client = rest.as_(admin)

    [listed] = client.get(f"/subjects?as_of={moment}&title=Below").json()["items"]
    one = client.get(f"/subjects/{listed['id']}?as_of={moment}").json()

    assert one["parent"] == listed["parent"]
    assert one["parent"]["name"] == "Former"


def test_a_name_leads_to_who_bore_it_then(given, rest, admin):
    """Red when a record is looked for in the past by the name that it has today."""
    first = given.account("Acme")
    later()
    moment = datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
    later()
    OPERATIONS["account.edit"](first, by=admin, name="Old Acme")
    second = given.account("Acme")
    client = rest.as_(admin)

    then = client.get(f"/accounts/Acme?as_of={moment}").json()
    now = client.get("/accounts/Acme").json()

    assert (then["id"], now["id"]) == (str(first.pk), str(second.pk))
    assert client.get(f"/accounts/Old Acme?as_of={moment}").status_code == 404


def test_what_lay_below_an_erased_case_is_told(given, rest, alice, admin):
    """Red when the case of the address must be there today."""
    case = given.case(owner=alice, number="CAS-1")
    given.activity(case, owner=alice, subject="Call")
    later()
    moment = datetime.datetime.now(datetime.UTC).isoformat().replace("+00:00", "Z")
    later()
    OPERATIONS["case.delete"](case, by=admin)

    told = rest.as_(admin).get(f"/cases/CAS-1/activities?as_of={moment}").json()
    others = rest.as_(alice).get(f"/cases/CAS-1/activities?as_of={moment}")
    today = rest.as_(admin).get("/cases/CAS-1/activities")

    assert [one["subject"] for one in told["items"]] == ["Call"]
    assert (others.status_code, today.status_code) == (404, 404)


def test_what_may_be_done_is_asked_of_now(given, rest, alice):
    """Red when the moment is passed over in silence."""
    given.case(owner=alice, number="CAS-1")

    answer = rest.as_(alice).get("/cases/CAS-1/available?as_of=2026-01-01T00:00:00Z")

    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "as_of")


def test_the_past_tells_who_changed_it_last_and_when(given, admin, alice):
    """Red without the stamps of then."""
    case = given.case(owner=alice)
    edit(case, by=alice, title="Second")
    later()
    moment = datetime.datetime.now(datetime.UTC)
    kept = Case.objects.values("modified_at", "modified_by", "version").get()
    later()
    edit(case, by=admin, title="Third")

    with as_of(Case, moment, admin):
        assert Case.objects.values("modified_at", "modified_by", "version").get() == kept


def test_nothing_of_the_past_stays_on_the_connection(given, alice, admin):
    """Red when the shadow outlives its transaction."""
    case = given.case(owner=alice, title="Former")
    later()
    moment = datetime.datetime.now(datetime.UTC)
    later()
    edit(case, by=alice, title="Present")

    for _again in range(2):
        with as_of(Case, moment, alice):
            assert Case.objects.get().title == "Former"
        assert Case.objects.visible_to(alice).get().title == "Present"


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite does not tell who is open")
def test_a_moment_that_an_open_transaction_may_add_to_is_provisional(transactional_db, admin):
    """Red when the oldest transaction is not asked for, or counts when it is ended."""
    before = datetime.datetime.now(datetime.UTC)
    other = connections.create_connection("default")
    try:
        other.set_autocommit(False)
        with other.cursor() as cursor:
            cursor.execute("SELECT 1")
        after = datetime.datetime.now(datetime.UTC)
        told = []
        for moment in (before, after):
            with as_of(Case, moment, admin) as seen:
                told.append(seen.provisional)
    finally:
        other.rollback()
        other.close()
    with as_of(Case, after, admin) as seen:
        told.append(seen.provisional)

    assert told == [False, True, False]


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has one writer")
def test_what_commits_while_the_question_begins_is_told_as_provisional(transactional_db, given):
    """Red when the oldest transaction is asked for after our own state is fixed."""
    asked = []

    def asking(execute, sql, *arguments):
        asked.append(sql.split()[0] + (" oldest" if "xact_start" in sql else ""))
        return execute(sql, *arguments)

    with connection.execute_wrapper(asking), as_of(Case, now(), given.admin):
        pass

    assert asked.index("SELECT oldest") < asked.index("SET")


def test_runs_have_no_past(given, admin):
    """Red without the look at the noun in as_of."""
    with pytest.raises(InvalidInput), as_of(Run, now(), admin):
        pass


def test_it_costs_the_same_for_any_number(given, alice):
    """Red with a query for each record."""
    sent = []
    for size in (1, 60):
        cases = given.cases(size, owner=alice)
        later()
        moment = datetime.datetime.now(datetime.UTC)
        later()
        edit(cases, by=alice, title="New")
        with CaptureQueriesContext(connection) as queries, as_of(Case, moment, alice):
            list(Case.objects.visible_to(alice))
        sent.append(len(queries))

    assert sent[0] == sent[1]
