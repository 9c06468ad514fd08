"""The pages of accounts, contacts, activities, people and teams."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework.customers.accounts import edit as edit_account
from casework.models import Account, Attachment, Event
from casework.organisation.columns import define
from tests.conftest import fresh
from tests.interfaces.web.visiting import form_of, visiting, words


def test_an_account_shows_its_cases_of_every_state_its_contacts_and_its_children(given, alice):
    account = given.account("Foundry", account_number="F-1", owner_user=alice.user)
    mine = given.case(account=account, title="Furnace cold")
    done = given.case(account=account, title="Furnace hot", state=1, status=5)
    elsewhere = given.case(title="Other")
    person = given.contact("Ana Pop", account=account)
    child = given.account("Foundry North", parent=account)

    page = visiting(alice).get(f"/accounts/{account.pk}")

    links = {f"/cases/{mine.number}", f"/cases/{done.number}", f"/contacts/{person.pk}",
             f"/accounts/{child.pk}"}  # fmt: skip
    text = page.content.decode()
    assert {one for one in links if f'href="{one}"' in text} == links
    assert elsewhere.number not in text


def test_only_what_was_changed_is_saved(given, alice):
    account = given.account("Foundry", city="Cluj", owner_user=alice.user)
    hers = visiting(alice)
    form = form_of(hers.get(f"/accounts/{account.pk}"), f"/accounts/{account.pk}")

    answer = hers.post(f"/accounts/{account.pk}", {**form, "city": "Iași"})

    assert answer.status_code == 303
    event = Event.objects.filter(record_id=account.pk, kind="account.edited").get()
    changed = {k for k in event.after if event.before.get(k) != event.after[k]}
    assert "city" in changed
    assert not changed & {"name", "email", "phone"}
    assert fresh(account).city == "Iași"


def test_of_two_who_save_the_second_keeps_what_they_typed_and_sees_the_other(given, alice, admin):
    account = given.account("Foundry", city="Cluj", phone="1", owner_user=alice.user)
    hers, here = visiting(alice), f"/accounts/{account.pk}"
    form = form_of(hers.get(here), here)
    edit_account(fresh(account), by=admin, city="Bacău", phone="2")

    answer = hers.post(here, {**form, "city": "Iași"})
    again = form_of(answer, here)

    assert answer.status_code == 412
    assert "Now saved by somebody else: Bacău" in words(answer)
    assert (again["city"], again["phone"]) == ("Iași", "2")
    assert hers.post(here, again).status_code == 303
    kept = fresh(account)
    assert (kept.city, kept.phone) == ("Iași", "2")


def test_what_is_refused_stays_in_its_field_with_all_else_that_was_typed(given, alice):
    account = given.account("Foundry", owner_user=alice.user)
    hers, here = visiting(alice), f"/accounts/{account.pk}"
    form = form_of(hers.get(here), here)

    answer = hers.post(here, {**form, "email": "no mail", "city": "Iași"})
    again = form_of(answer, here)

    assert answer.status_code == 422
    assert (again["email"], again["city"]) == ("no mail", "Iași")
    assert hers.post(here, {**again, "email": "a@example.org"}).status_code == 303
    assert (fresh(account).email, fresh(account).city) == ("a@example.org", "Iași")


def test_custom_columns_are_edited_and_a_lookup_goes_by_its_name(given, alice, admin):
    define(by=admin, table="contact", name="tier", label="Tier", type="choice",
           choices=["gold", "tin"])  # fmt: skip
    define(by=admin, table="contact", name="partner", label="Partner", type="lookup",
           target="account")  # fmt: skip
    partner = given.account("Trade House", owner_user=alice.user)
    contact = given.contact("Ana Pop", owner_user=alice.user)
    hers, here = visiting(alice), f"/contacts/{contact.pk}"
    form = form_of(hers.get(here), here)

    hers.post(here, {**form, "custom.tier": "gold", "custom.partner": "Trade House"})

    assert fresh(contact).custom == {"tier": "gold", "partner": str(partner.pk)}
    assert form_of(hers.get(here), here)["custom.partner"] == "Trade House"
    wrong = hers.post(here, {**form_of(hers.get(here), here), "custom.partner": "Nobody"})
    assert wrong.status_code == 422


def test_who_may_not_edit_reads_why(given, alice):
    elsewhere = given.user("eve", "Auditor")
    account = given.account("Foundry")

    page = visiting(elsewhere).get(f"/accounts/{account.pk}")

    assert "These roles may" in words(page)
    assert 'type="submit" form="case-form"' not in page.content.decode()


def test_what_may_not_be_seen_is_not_named(given, alice, admin):
    away = given.unit("Away")
    outsider = given.user("zoe", "Customer Service Representative", unit=away)
    hidden = given.account("Secret Works")
    contact = given.contact("Ana Pop", account=hidden, owner_user=outsider.user, unit=away.pk)

    page = visiting(outsider).get(f"/contacts/{contact.pk}")

    assert page.status_code == 200
    assert "Secret Works" not in page.content.decode()
    assert visiting(outsider).get(f"/accounts/{hidden.pk}").status_code == 404


def test_an_activity_is_read_completed_and_given_files(given, alice):
    case = given.case(owner=alice)
    activity = given.activity(case, owner=alice, subject="Call back")
    hers, here = visiting(alice), f"/activities/{activity.pk}"

    file = SimpleUploadedFile("plan.txt", b"step one", "text/plain")
    assert hers.post(f"{here}/attach", {"files": file}).status_code == 303
    page = hers.get(here)
    [kept] = Attachment.objects.filter(activity=activity.pk)
    text = page.content.decode()
    assert f'href="/attachments/{kept.pk}"' in text
    assert f"/do/attachment.detach?on={kept.pk}" in text
    assert f"/do/activity.complete?on={activity.pk}" in text
    assert f'href="/cases/{case.number}"' in text


def test_of_what_was_done_only_the_text_may_be_corrected(given, alice):
    case = given.case(owner=alice)
    done = given.activity(case, owner=alice, subject="Called", state=1, status=5)
    hers, here = visiting(alice), f"/activities/{done.pk}"
    form = form_of(hers.get(here), here)

    refused = hers.post(here, {**form, "subject": "Lied", "description": "Nobody there"})
    said = (fresh(done).subject, fresh(done).description)
    hers.post(here, {**form, "description": "Nobody there"})

    assert refused.status_code == 409
    assert "Reopen it first" in words(refused)
    assert said == ("Called", "")
    assert (fresh(done).subject, fresh(done).description) == ("Called", "Nobody there")


def test_times_are_shown_and_taken_in_the_zone_of_the_reader(given, alice):
    case = given.case(owner=alice)
    activity = given.activity(case, owner=alice)
    alice_user = type(case)._meta.get_field("owner_user").related_model
    alice_user.objects.filter(pk=alice.user).update(time_zone="Asia/Jakarta")
    hers, here = visiting(alice), f"/activities/{activity.pk}"
    form = form_of(hers.get(here), here)

    hers.post(here, {**form, "due_at": "2026-12-01T09:00"})

    assert fresh(activity).due_at.isoformat() == "2026-12-01T02:00:00+00:00"
    assert form_of(hers.get(here), here)["due_at"] == "2026-12-01T09:00"


def test_a_person_and_a_team_show_their_open_cases(given, alice):
    team = given.team("Printers", alice)
    hers = given.case(owner=alice)
    theirs = given.case(team=team)
    closed = given.case(owner=alice, state=1, status=5)
    visitor = visiting(alice)

    person = visitor.get(f"/people/{alice.user}").content.decode()
    group = visitor.get(f"/teams/{team.pk}").content.decode()

    assert hers.number in person
    assert closed.number not in person
    assert theirs.number not in person
    assert f"/teams/{team.pk}" in person
    assert theirs.number in group
    assert f"/people/{alice.user}" in group


def test_the_history_of_an_account_tells_every_change(given, alice):
    account = given.account("Foundry", city="Cluj", owner_user=alice.user)
    edit_account(fresh(account), by=alice, city="Iași")

    page = visiting(alice).get(f"/accounts/{account.pk}?tab=history")

    assert "City Cluj Iași" in words(page)


def test_a_page_asks_as_much_of_one_case_as_of_many(given, alice):
    def asked(account: Account) -> int:
        hers = visiting(alice)
        with CaptureQueriesContext(
            connection,
        ) as caught:
            assert hers.get(f"/accounts/{account.pk}").status_code == 200
        return len(caught)

    one, many = given.account("One"), given.account("Many")
    for account, count in ((one, 1), (many, 15)):
        given.cases(count, account=account)
        for n in range(count):
            given.contact(f"{account.name} {n}", account=account)
            given.account(f"{account.name} child {n}", parent=account)
    asked(one)  # what is remembered for the process is asked once

    assert asked(many) == asked(one)
