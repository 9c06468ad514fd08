"""The page of a case: what it shows, what may be changed on it, and by whom."""

import re

import pytest

from casework.activities.models import Activity, Attachment
from casework.cases.edit import edit
from casework.cases.merge import merge
from casework.cases.reopen import reopen
from casework.cases.resolve import resolve
from casework.models import Case, User
from tests.interfaces.web.conftest import text


def fields(answer):
    """The fields of the form of a page, by name."""
    content = answer.content.decode()
    return dict(re.findall(r'name="([\w.]+):was" value="([^"]*)"', content))


def saved(client, case, version=None, **changed):
    """The page, sent back with these fields changed."""
    shown = client.get(f"/cases/{case.number}?tab=summary")
    was = fields(shown)
    data = {**was, **{f"{name}:was": value for name, value in was.items()}, **changed}
    return client.post(f"/cases/{case.number}", {
        **data, "tab": "summary", "version": case.version if version is None else version,
    })  # fmt: skip


@pytest.mark.spec("S37")
def test_the_state_stands_in_a_status_bar_above_the_case(given, web, alice):
    """Red without the status bar."""
    case = given.case(owner=alice, title="No toner")
    bar = r"data-status-bar>([^<]+)<"

    before = web.as_(alice).get(f"/cases/{case.number}").content.decode()
    resolve(case, by=alice, resolution="Filled")
    after = web.as_(alice).get(f"/cases/{case.number}").content.decode()

    assert re.search(bar, before)[1] == "Active · In Progress"
    assert re.search(bar, after)[1] == "Resolved · Problem Solved"


@pytest.mark.spec("S35", "S36")
def test_every_resolution_stands_at_the_right_newest_first_also_after_reopening(given, web, alice):
    """Red without the resolutions beside the case, or when reopening hides them."""
    case = given.case(owner=alice)
    resolve(case, by=alice, resolution="First answer")
    reopen(case, by=alice)
    resolve(case, by=alice, resolution="Second answer", resolution_type=1000)
    reopen(case, by=alice)

    page = web.as_(alice).get(f"/cases/{case.number}").content.decode()
    side = page.partition('<aside class="case-side"')[2]

    assert re.findall(r"<strong>(\w+ answer)</strong>", side) == ["Second answer", "First answer"]
    assert "Information Provided" in side


@pytest.mark.spec("S11")
def test_a_closed_case_is_read_only_on_every_tab_with_reopen_in_sight(given, web, alice):
    """Red when a field of a closed case can be typed into, or its save is taken."""
    case = given.case(owner=alice, title="Old")
    resolve(case, by=alice, resolution="Done")
    client = web.as_(alice)

    for tab in ("summary", "details"):
        content = client.get(f"/cases/{case.number}?tab={tab}").content.decode()
        form = content.partition('id="case-form"')[2].partition("</form>")[0]
        typed = re.findall(r"<(?:input|textarea|select)(?![^>]*type=\"hidden\")[^>]*>", form)
        assert typed
        assert [one for one in typed if "readonly" not in one and "disabled" not in one] == []
        assert "this case is read-only" in content
        assert f"/do/case.reopen?on={case.number}" in content
    answer = saved(client, Case.objects.get(), title="New")
    assert answer.status_code == 409
    assert Case.objects.get().title == "Old"


def test_what_is_changed_is_saved_and_nothing_else(given, web, alice):
    """Red when a field that nobody touched is sent."""
    case = given.case(owner=alice, title="Old", description="Kept\nas it is")

    answer = saved(web.as_(alice), case, title="New", priority="1")

    assert answer.status_code == 303
    after = Case.objects.get()
    assert (after.title, after.priority, after.description) == ("New", 1, "Kept\nas it is")
    assert after.version == case.version + 1


def test_the_loser_sees_what_the_winner_wrote_and_keeps_what_they_typed(given, web, alice, carol):
    """Red when the second save wins in silence, or loses what was typed."""
    case = given.case(owner=alice, title="Old")
    hers, his = web.as_(alice), web.as_(carol)

    first = saved(hers, case, title="Hers")
    second = his.post(f"/cases/{case.number}", {
        "tab": "summary", "version": case.version, "title": "His", "title:was": "Old",
        "priority": "1", "priority:was": "2",
    })  # fmt: skip

    assert (first.status_code, second.status_code) == (303, 412)
    assert Case.objects.get().title == "Hers"
    page = second.content.decode()
    assert 'name="title" value="His"' in page
    assert "Now saved by somebody else: Hers" in text(second)
    assert f'name="version" value="{Case.objects.get().version}"' in page


def test_what_is_wrong_is_told_beside_its_field(given, web, alice):
    """Red when a refusal of a field is told without the field."""
    case = given.case(owner=alice)

    answer = saved(web.as_(alice), case, title="", customer="Nobody at all")

    assert answer.status_code == 422
    page = answer.content.decode()
    assert re.search(r'name="customer" value="Nobody at all"[^>]*aria-invalid="true"', page)


@pytest.mark.spec("S13")
def test_resolving_is_offered_in_the_last_stage_of_the_process(given, web, alice):
    """Red without the action in the process bar."""
    case = given.case(owner=alice)
    client = web.as_(alice)

    def bar():
        page = client.get(f"/cases/{case.number}").content.decode()
        return page.partition('<ol class="process"')[2].partition("</ol>")[0]

    assert "case.resolve" not in bar()
    client.post(f"/cases/{case.number}/stage", {"stage": "2"})
    assert f"/do/case.resolve?on={case.number}" in bar()


@pytest.mark.spec("M16", "M20")
def test_the_survivor_lists_the_merged_cases_and_they_lead_to_it(given, web, alice):
    """Red without the list of merged cases, or without the way from them."""
    into, gone = given.cases(2, owner=alice)
    given.activity(gone, owner=alice, subject="Call back")
    merge([gone], by=alice, into=into)
    client = web.as_(alice)

    related = client.get(f"/cases/{into.number}?tab=relationships").content.decode()
    merged = related.partition('id="merged-cases"')[2].partition("</section>")[0]
    away = client.get(f"/cases/{gone.number}")
    story = client.get(f"/cases/{into.number}").content.decode()

    assert f'data-key="{gone.number}"' in merged
    assert f"Its story goes on in {into.number}" in text(away)
    assert "Undo the merge" in text(away)
    assert re.search(rf'Call back.*?class="badge"[^>]*>{gone.number}<', story, re.DOTALL)


def test_a_refused_command_is_there_and_says_why_and_what_helps(given, web, alice):
    """Red when a command that may not be hides, or says nothing."""
    case = given.case(owner=alice)

    page = web.as_(alice).get(f"/cases/{case.number}").content.decode()
    reopening = page.partition('data-operation="case.reopen"')[2].partition("</span></span>")[0]
    deleting = page.partition('data-operation="case.delete"')[2].partition("</span></span>")[0]

    assert "there is nothing to reopen" in reopening
    assert "What helps: Resolve, Cancel case." in reopening
    assert "These roles may: Customer Service Manager" in deleting


def test_what_is_written_comes_to_the_timeline_with_its_files(given, web, alice):
    """Red when the composer loses the text, the minutes or a file."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = given.case(owner=alice)
    client = web.as_(alice)

    client.post(f"/cases/{case.number}/compose", {
        "kind": "phone_call", "subject": "Called", "description": "They wait", "minutes": "12",
        "files": [SimpleUploadedFile("a.txt", b"A"), SimpleUploadedFile("b.txt", b"B")],
    })  # fmt: skip
    client.post(f"/cases/{case.number}/compose", {
        "kind": "task", "subject": "Look", "due_at": "2027-01-01T10:00",
    })  # fmt: skip

    call, task = Activity.objects.order_by("pk")
    assert (call.kind, call.subject, call.minutes, call.state) == ("phone_call", "Called", 12, 1)
    assert (task.kind, task.state, task.due_at.isoformat()) == (
        "task", 0, "2027-01-01T10:00:00+00:00",
    )  # fmt: skip
    files = Attachment.objects.order_by("pk")
    assert [(one.file_name, one.activity_id) for one in files] == [
        ("a.txt", call.pk), ("b.txt", call.pk),
    ]  # fmt: skip
    page = text(client.get(f"/cases/{case.number}"))
    assert "Phone call Called" in page
    download = client.get(f"/attachments/{files[0].pk}")
    assert b"".join(download.streaming_content) == b"A"
    assert download["Content-Disposition"] == 'attachment; filename="a.txt"'


def test_a_note_that_is_refused_is_not_lost(given, web, alice):
    """Red when a text that was refused must be typed again."""
    case = given.case(owner=alice)

    answer = web.as_(alice).post(
        f"/cases/{case.number}/compose",
        {"kind": "phone_call", "subject": "Called", "minutes": "x", "description": "Long text"},
    )

    assert answer.status_code == 422
    assert "Long text" in answer.content.decode()


def test_the_case_as_it_was_is_shown(given, web, alice):
    """Red without the past."""
    from django.utils import timezone

    case = given.case(owner=alice, title="Before")
    between = timezone.now().isoformat()
    saved(web.as_(alice), case, title="Afterwards")

    page = web.as_(alice).get(f"/cases/{case.number}?tab=history&as_of={between[:26]}")

    was = page.content.decode().partition('class="small as-it-was"')[2].partition("</dl>")[0]
    assert "<dd>Before</dd>" in was
    assert "Afterwards" in text(page)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize(
    ("tab", "queries"),
    [("summary", 44), ("history", 33), ("relationships", 40), ("activities", 36)],
)
def test_a_page_costs_the_same_at_any_length(
    given, web, alice, tab, queries, rows, django_assert_max_num_queries
):
    """Red with a query for each entry."""
    case = given.case(owner=alice)
    for child in given.cases(rows, owner=alice, parent=case):
        given.activity(case, owner=alice)
        given.activity(child, owner=alice)
    client = web.as_(alice)
    client.get(f"/cases/{case.number}?tab={tab}")

    with django_assert_max_num_queries(queries):
        client.get(f"/cases/{case.number}?tab={tab}")


def test_status_reasons_that_ship_are_told_in_the_language_of_the_reader(given, web, alice):
    """Red when the label is shown as it is kept."""
    case = given.case(owner=alice, status=4)
    User.objects.filter(pk=alice.user).update(language="ro")

    page = web.as_(alice).get(f"/cases/{case.number}")

    assert "Activ · În cercetare" in text(page)
    assert "Researching" not in page.content.decode()


def test_columns_that_changed_at_once_are_told_together(given, web, alice):
    """Red when each column repeats who changed it and when."""
    case = given.case(owner=alice, title="No toner")
    edit(case, by=alice, title="No paper", priority=1)

    page = text(web.as_(alice).get(f"/cases/{case.number}?tab=history"))

    assert page.count("Case changed") == 1
    assert "Priority Normal High" in page
    assert "Title No toner No paper" in page


def test_a_closed_case_says_why_it_is_not_merged(given, web, alice):
    """Red when the command opens a dialog that can only refuse."""
    case = given.case(owner=alice)
    resolve(case, by=alice, resolution="Filled")

    page = web.as_(alice).get(f"/cases/{case.number}")

    assert f"/merge/{case.number}" not in page.content.decode()
    assert "A closed case cannot be merged. Reopen it first." in text(page)
