"""The sample: believable, complete, the same for the same seed, and cheap for any number."""

import datetime
import hashlib
from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from casework import samples
from casework.kernel.history import Event, decoded
from casework.models import (
    Account,
    Activity,
    Attachment,
    Case,
    CaseResolution,
    Contact,
    Queue,
    QueueItem,
    RoleGrant,
    Subject,
    Team,
    User,
)
from casework.people.acting import actor_for
from casework.samples import plot
from casework.samples.problems import AREAS
from tests.samples.dumping import dump

NOW = datetime.datetime(2026, 11, 24, 10, 20, tzinfo=datetime.UTC)
TODAY = NOW.date()


@pytest.fixture
def files(settings: Any, tmp_path: Any) -> None:
    """A storage for the files of the sample."""
    settings.STORAGES = {
        **settings.STORAGES,
        "attachments": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path)},
        },
    }


@pytest.fixture
def loaded(organisation: Any, files: None) -> dict[str, int]:
    """The sample of four hundred cases; answers what was made."""
    return samples.load(400, 1, now=NOW)


def _how_often(values: Any) -> Counter[Any]:
    return Counter(list(values))


def test_an_installation_has_no_cases_until_the_sample_is_loaded(organisation, files):
    """Red without the `exists` of has_cases."""
    assert samples.has_cases() is False

    samples.load(20, now=NOW)

    assert samples.has_cases() is True


def test_four_hundred_cases_are_in_all_states(loaded):
    """Red without the shares of plot.plotted."""
    by_state = _how_often(Case.objects.values_list("state", flat=True))
    by_status = _how_often(Case.objects.values_list("status", flat=True))

    assert (loaded["case"], Case.objects.count()) == (400, 400)
    assert 150 <= by_state[0] <= 210
    assert 150 <= by_state[1] <= 210
    assert 25 <= by_state[2] <= 60
    assert sorted(by_status) == [1, 2, 3, 4, 5, 6, 1000, 2000]
    assert all(by_status[status] >= 10 for status in by_status)


def test_active_cases_are_in_every_hand(loaded):
    """Red without the queue and pick phases of telling.PHASES."""
    active = Case.objects.filter(state=0)
    waiting = QueueItem.objects.filter(state=0)

    assert waiting.filter(worker_user=None).count() >= 15
    assert waiting.exclude(worker_user=None).count() >= 15
    assert active.filter(owner_team__isnull=False, queue_items=None).count() >= 3
    assert active.filter(follow_up_by__lt=TODAY).count() >= 5
    assert active.filter(follow_up_by=TODAY).exists()
    assert active.filter(follow_up_by=TODAY + datetime.timedelta(days=1)).exists()
    assert active.filter(is_escalated=True).count() >= 3
    open_ones = Activity.objects.filter(state__in=[0, 3], case__state=0)
    assert open_ones.filter(due_at__lt=NOW).count() >= 3
    assert open_ones.filter(due_at__gt=NOW).count() >= 3


def test_families_merges_and_reopenings_are_there(loaded):
    """Red without plot.related."""
    children = Case.objects.filter(parent__isnull=False)
    sizes = _how_often(children.values_list("parent", flat=True))
    merged = Case.objects.filter(merged_into__isnull=False)
    merges = _how_often(merged.values_list("merged_into", flat=True))
    reopened = Event.objects.filter(kind="case.reopened").values_list("record_id", flat=True)
    times = _how_often(_how_often(reopened).values())

    assert children.filter(parent__parent__isnull=True).values("parent").distinct().count() == 12
    assert max(sizes.values()) >= 10
    assert children.filter(parent__parent__isnull=False).count() == 4
    assert sorted(merges.values()) == [1, 1, 2, 2, 3, 3]
    assert times[1] >= 8
    assert times[2] >= 2
    assert Case.objects.filter(pk__in=reopened, state=0).count() >= 3
    assert Case.objects.filter(pk__in=reopened, state=1).count() >= 3


def test_the_house_has_people_teams_queues_and_a_tree_of_subjects(loaded):
    """Red without house.build."""
    agents = User.objects.exclude(username__in=["system", "admin", "intake"])

    assert 12 <= agents.count() <= 20
    assert Team.objects.count() == 5
    assert Queue.objects.count() == 6
    assert agents.values("unit").distinct().count() == 2
    assert {"Customer Service Representative", "Customer Service Manager"} <= set(
        RoleGrant.objects.filter(user__in=agents).values_list("role__name", flat=True)
    )
    assert Subject.objects.filter(parent__parent__isnull=False).count() >= 20
    assert all(user.has_usable_password() is False for user in agents)


def test_customers_of_several_countries_have_addresses_that_reach_nobody(loaded):
    """Red without customers.HOSTS."""
    hosts = {
        address.rpartition("@")[2]
        for model in (Account, Contact, User)
        for address in model.objects.exclude(email="").values_list("email", flat=True)
    }

    assert hosts <= {"example.com", "example.org", "example.net"}
    assert Account.objects.values("country").distinct().count() >= 6
    assert Contact.objects.filter(account=None).exists()


def test_people_see_the_customers_of_their_part_of_the_world(loaded):
    """Red when a customer of the sample is hidden from the desk that works for it."""
    for unit, username in (("Europe", "camelia.rusu"), ("Southeast Asia", "eko.prasetyo")):
        actor = actor_for(User.objects.get(username=username), "web")
        for model in (Account, Contact):
            there = set(model.objects.filter(unit__name=unit).values_list("pk", flat=True))
            assert there
            assert set(model.objects.visible_to(actor).values_list("pk", flat=True)) == there


def test_there_are_more_than_sixty_problems_and_each_is_told_wholly():
    """Red when a template names a fact that there is none of, or an outcome is left out."""
    problems = [problem for area in AREAS for problem in area.problems]

    assert len(problems) >= 60
    assert len({problem.title for problem in problems}) == len(problems)
    assert all(
        text.strip()
        for one in problems
        for text in (one.title, one.text, one.cause, one.reply, one.outcome)
    )


def test_nothing_happened_after_now_or_before_its_case(loaded):
    """Red without the `Over` of clock.Clock."""
    last: dict[Any, Any] = {}
    backwards = []
    story = Event.objects.filter(case_id__isnull=False).order_by("pk")
    for case, at, kind in story.values_list("case_id", "happened_at", "kind"):
        if at < last.get(case, at):
            backwards.append((case, kind))
        last[case] = at

    assert backwards == []
    assert max(last.values()) <= NOW
    assert Case.objects.filter(created_at__gt=NOW - datetime.timedelta(hours=3)).exists()
    assert Case.objects.filter(created_at__lt=NOW - datetime.timedelta(days=330)).exists()
    assert not Activity.objects.filter(ended_at__gt=NOW).exists()


def test_files_of_three_kinds_are_kept(loaded):
    """Red without the attach phase of telling.PHASES."""
    kinds = _how_often(Attachment.objects.values_list("media_type", flat=True))

    assert sorted(kinds) == ["image/png", "text/csv", "text/plain"]
    assert sum(kinds.values()) >= 30


def test_the_events_of_a_case_rebuild_it(loaded):
    """Red when a phase changes a case past its operation."""
    checked = 0
    for case in Case.objects.order_by("pk")[::13]:
        rebuilt: dict[str, Any] = {}
        for event in Event.objects.filter(record_id=case.pk).order_by("version"):
            rebuilt |= decoded(Case, event.after) or {}

        assert rebuilt == {one.attname: getattr(case, one.attname) for one in Case.on_record()}
        checked += 1
    assert checked > 30


def test_every_resolved_case_has_its_resolution(loaded):
    """Red without the resolve phases of telling.PHASES."""
    resolved = Case.objects.filter(state=1)

    assert not resolved.filter(resolutions=None).exists()
    assert CaseResolution.objects.count() > resolved.count()


def test_the_same_seed_gives_the_same_data(organisation, files):
    """Red when a chance is taken from elsewhere than the seed."""
    dumps = []
    for seed in (3, 3, 4):
        with transaction.atomic():
            samples.load(90, seed, now=NOW)
            dumps.append(dump())
            transaction.set_rollback(True)

    for noun in dumps[0]:
        assert dumps[0][noun] == dumps[1][noun], noun
    assert dumps[0]["case"] != dumps[2]["case"]


def test_the_sample_is_the_same_on_every_database(organisation, files):
    """Red when the sample depends on the database, or its contents were changed: then this is
    another sample, with another digest."""
    samples.load(60, 1, now=NOW)

    told = [
        *Case.objects.order_by("pk").values_list(
            "title", "description", "state", "status", "created_at", "closed_at", "priority",
            "owner_user__username", "owner_team__name", "account__name", "follow_up_by",
        ),
        *Activity.objects.order_by("pk").values_list(
            "kind", "subject", "description", "state", "created_at", "due_at", "minutes"
        ),
        *Attachment.objects.order_by("pk").values_list("file_name", "sha256"),
    ]  # fmt: skip
    digest = hashlib.sha256("\n".join(map(repr, told)).encode()).hexdigest()
    assert digest == ("0ee3d0a88a0c3a896ba75325f9245757001d0fc6c08aae12b39653a1238b7b19")


def test_a_second_load_adds_cases_to_the_same_house(organisation, files):
    """Red without house._known."""
    samples.load(30, 1, now=NOW)
    people = User.objects.count()

    samples.load(30, 2, now=NOW)

    assert (Case.objects.count(), User.objects.count(), Team.objects.count()) == (60, people, 5)


def test_progress_is_told_slice_by_slice(organisation, files):
    """Red without the calls of progress in load."""
    told: list[tuple[int, int]] = []

    made = samples.load(
        70, now=NOW, slice_size=30, progress=lambda done, total: told.append((done, total))
    )

    assert told == [(0, 70), (30, 70), (60, 70), (70, 70)]
    assert made["case"] == Case.objects.count() == 70


WRITES = ("INSERT", "UPDATE", "DELETE")


def test_a_slice_costs_the_same_statements_whatever_its_size(organisation, files, monkeypatch):
    """Red when a phase is run case by case. Merges are left out: each is a run of its own, six in
    a slice of any size. In the smaller some set has no family
    to lock, which takes four reads (twice two) on PostgreSQL; nothing else may differ."""
    monkeypatch.setattr(plot, "MERGES", 0)
    counted = {}
    for size in (400, 1200):
        with transaction.atomic():
            with CaptureQueriesContext(connection) as sent:
                samples.load(size, now=NOW, slice_size=size)
            written = [q for q in sent.captured_queries if q["sql"].lstrip()[:6] in WRITES]
            counted[size] = (len(written), len(sent.captured_queries) - len(written))
            transaction.set_rollback(True)

    (few, reads), (many, more) = counted.values()
    assert many == few
    assert more - reads <= (4 if connection.vendor == "postgresql" else 0)
