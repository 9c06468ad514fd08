"""The shell: the same operations as by every other interface, and what it says of them."""

import json
from typing import Any

import pytest
from typer.testing import CliRunner

from casework.cases.models import Case, CaseResolution
from casework.interfaces.cli.nouns import NOUNS
from casework.interfaces.cli.root import app
from casework.kernel.history import Event, Run
from casework.kernel.operations import OPERATIONS
from casework.kernel.records import NOUNS as READ
from tests.conftest import fresh


def shell(*words: Any, typed: str | bytes | None = None) -> Any:
    """What `casework WORDS` answers."""
    return CliRunner().invoke(app, [str(one) for one in words], input=typed, prog_name="casework")


def answered(*words: Any, typed: str | None = None) -> Any:
    """What `casework WORDS --json` answers, when it is done."""
    result = shell(*words, "--json", typed=typed)
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout)


def test_every_operation_is_a_command(organisation):
    """Red without the loop over OPERATIONS in verbs.group."""
    wanted = {one.replace("_", "-").replace(".", " ") for one in OPERATIONS}

    helped = {name: shell(name, "--help").output for name in NOUNS}
    missing = [
        one for one in wanted if f"\n  {one.split(' ')[1]} " not in helped[one.split(" ")[0]]
    ]

    assert missing == []


def test_every_noun_has_a_place_in_the_help():
    """Red without one of the NOUNS."""
    assert set(NOUNS) == {noun.replace("_", "-") for noun in READ}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_the_help_of_an_operation_names_its_arguments(name):
    """Red without options_of in verbs.command_of."""
    from casework.interfaces.calling import parameters

    noun, verb = name.replace("_", "-").split(".")

    result = shell(noun, verb, "--help")

    missing = [
        one
        for one in parameters(OPERATIONS[name])
        if f"--{one.replace('_', '-')}" not in result.output
    ]
    assert (result.exit_code, missing) == (0, [])


def test_resolving_leaves_the_same_records_as_by_rest(given, admin, rest):
    """Red without given_of in verbs.command_of; the interface is all that differs."""
    by_shell, by_rest = given.cases(2)
    arguments = {"resolution": "New toner", "resolution_type": 1000, "total": 20, "billable": 5}

    told = answered(
        "case", "resolve", by_shell.number, "--resolution", "New toner",
        "--resolution-type", 1000, "--total", 20, "--billable", 5,
    )  # fmt: skip
    answer = rest.as_(admin).post(f"/cases/{by_rest.number}/resolve", arguments).json()

    def records(case: Any) -> Any:
        columns = ("subject", "resolution_type", "total_minutes", "billable_minutes")
        kinds = Event.objects.filter(case_id=case.pk, run__operation="case.resolve")
        return (
            fresh(case).state,
            fresh(case).status,
            fresh(case).version,
            list(CaseResolution.objects.filter(case=case).values_list(*columns)),
            list(kinds.order_by("pk").values_list("kind", flat=True)),
        )

    def masked(one: dict[str, Any]) -> dict[str, Any]:
        made = {noun: len(ids) for noun, ids in one["created"].items()}
        return {**one, "run": "", "records": "", "created": made}

    assert records(by_shell) == records(by_rest)
    assert masked(told) == masked(answer)
    runs = Run.objects.filter(operation="case.resolve").order_by("at")
    assert list(runs.values_list("interface", "actor__username")) == [
        ("shell", "admin"),
        ("rest", "admin"),
    ]


def test_a_list_is_the_object_that_rest_answers(given, admin, rest):
    """Red without reading.listed in pages.print_list."""
    given.cases(3)

    by_shell = answered("case", "list", "--filter", "state=active", "--limit", 2)
    by_rest = rest.as_(admin).get("/cases?state=active&limit=2").json()

    assert by_shell == by_rest
    assert len(by_shell["items"]) == 2


@pytest.mark.parametrize("whole", [True, False])
def test_a_list_goes_on_where_the_page_ended(given, admin, whole):
    """Red without pages.cursor."""
    numbers = {one.number for one in given.cases(3)}
    first = answered("case", "list", "--limit", 2, "--fields", "number")
    following = first["next"] if whole else first["next"].partition("after=")[2]

    second = answered("case", "list", "--limit", 2, "--fields", "number", "--after", following)

    assert second["next"] is None
    assert {one["number"] for one in [*first["items"], *second["items"]]} == numbers


def test_one_record_and_its_stories_are_those_of_rest(given, admin, rest):
    """Red without reads._add_story and the show of add_reads."""
    case = given.case()
    client = rest.as_(admin)

    for words, path in (
        (("show",), ""),
        (("timeline", "--limit", 5), "/timeline?limit=5"),
        (("history",), "/history"),
        (("available",), "/available"),
        (("activities",), "/activities"),
    ):
        told = answered("case", words[0], case.number, *words[1:])
        assert told == client.get(f"/cases/{case.number}{path}").json()


def test_people_see_a_table_of_names_and_labels(given, admin):
    """Red without printing.cell."""
    case = given.case(title="Printer \x1b[31mjams")

    result = shell("case", "list")

    [head, row] = result.stdout.splitlines()
    assert head.split() == [
        "Number",
        "Title",
        "State",
        "Status",
        "Priority",
        "Owner",
        "Created",
        "at",
    ]
    assert row.split()[:6] == [case.number, "Printer", "[31mjams", "active", "In", "Progress"]
    assert "\x1b" not in result.stdout


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("case", "resolve", "CLOSED", "--resolution", "x"), 1, "[already-closed]"),
        (("case", "resolve", "OPEN"), 2, "resolution: is required [invalid-input]"),
        (("case", "resolve", "--resolution", "x"), 2, "keys: name at least one record"),
        (("case", "list", "--filter", "state"), 2, "write NAME=VALUE"),
        (("case", "list", "--filter", "colour=red"), 2, "is no column to filter by"),
        (("case", "frobnicate"), 2, "No such command"),
        (("case", "edit", "OPEN", "--priority", "high"), 2, "--priority"),
        (("case", "edit", "OPEN", "--origin", "1", "--no-origin"), 2, "its opposite"),
        (("case", "show", "NOPE"), 3, "There is no case NOPE that you can see. [not-found]"),
        (("case", "list", "--as", "nobody"), 3, "There is no user nobody"),
        (("case", "delete", "OPEN", "--as", "bob"), 3, "[not-found]"),
        (("case", "open", "--title", "x", "--as", "bob"), 4, "[forbidden]"),
    ],
)
def test_a_refusal_is_a_sentence_and_an_exit_code(given, admin, bob, words, code, said):
    """Red without failing.explained."""
    numbers = {"OPEN": given.case().number, "CLOSED": (closed := given.case()).number}
    shell("case", "resolve", closed.number, "--resolution", "Done")

    result = shell(*(numbers.get(one, one) for one in words))

    assert result.exit_code == code
    assert said in result.stderr
    assert "Traceback" not in result.output
    assert result.stdout == ""


def test_programs_get_the_problem_as_by_rest(given, admin, rest):
    """Red without of_refusal in failing.explained."""
    case = given.case()
    shell("case", "resolve", case.number, "--resolution", "Done")

    result = shell("case", "resolve", case.number, "--resolution", "Again", "--json")

    again = rest.as_(admin).post(f"/cases/{case.number}/resolve", {"resolution": "Again"})
    assert (result.exit_code, json.loads(result.stdout)) == (1, again.json())


def test_what_is_refused_can_be_left_out(given, admin):
    """Red without LEFT_OUT in verbs.command_of."""
    one, closed = given.cases(2)
    shell("case", "resolve", closed.number, "--resolution", "Done")

    result = shell(
        "case", "resolve", one.number, closed.number, "NOPE", "--resolution", "Done",
        "--on-refusal", "skip", "--json",
    )  # fmt: skip

    told = json.loads(result.stdout)
    assert (result.exit_code, told["records"]) == (5, [one.number])
    assert [(left["record"], left["code"]) for left in told["left_out"]] == [
        (closed.number, "already-closed"),
        ("NOPE", "not-found"),
    ]


def test_keys_come_from_standard_input(given, admin):
    """Red without verbs._keys."""
    numbers = [one.number for one in given.cases(2)]

    told = answered("case", "cancel", "-", typed="\n".join(numbers) + "\n")

    assert sorted(told["records"]) == sorted(numbers)


def test_a_version_that_was_read_can_be_asked_for(given, admin):
    """Red without shell_if_match in verbs.command_of."""
    case = given.case()

    stale = shell("case", "edit", case.number, "--title", "A", "--if-match", 9)
    done = shell("case", "edit", case.number, "--title", "B", "--if-match", 1)

    assert (stale.exit_code, "[stale]" in stale.stderr, done.exit_code) == (1, True, 0)
    assert fresh(case).title == "B"


def test_flags_and_lists_and_what_is_emptied(given, admin):
    """Red without options.emptied and the flags of options._options."""
    case = given.case(origin=1, parent=given.case())
    given.activity(case)
    alice = given.user("alice")
    team = given.team("Desk")

    shell("case", "edit", case.number, "--no-origin", "--is-escalated")
    shell("case", "set_parent", case.number, "--no-parent")
    shell("team", "add-members", "Desk", "--users", "alice", "--users", "admin")
    shell("case", "resolve", case.number, "--resolution", "x", "--cancel-open-activities")

    one = fresh(case)
    assert (one.origin, one.is_escalated, one.parent_id, one.state) == (None, True, None, 1)
    assert set(team.memberships.values_list("user_id", flat=True)) == {alice.user, admin.user}


def test_a_record_acts_for_whoever_is_named(given, carol):
    """Red without actor_named in session.begin."""
    account = given.account("Contoso")

    first = shell("--as", "carol", "case", "open", "--title", "One", "--account", "contoso")
    second = shell("case", "open", "--title", "Two", "--account", account.pk, "--as", "carol")

    assert (first.exit_code, second.exit_code) == (0, 0)
    rows = Case.objects.order_by("title").values_list("title", "account", "created_by")
    assert list(rows) == [(one, account.pk, carol.user) for one in ("One", "Two")]
