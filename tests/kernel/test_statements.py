"""Statements: every value has its own place in them, and none stays."""

import datetime
import itertools

import pytest
from django.db.models import Q

from casework.kernel.prepared import Prepared
from casework.models import Case, StatusReason
from tests.kernel.questions import known


@pytest.mark.parametrize(
    ("make", "values"),
    [
        (lambda text: Case.objects.filter(title__icontains=text), ("a",)),
        (lambda text: Case.objects.filter(Q(title=text) | Q(title__icontains=text)), ("a",)),
        (lambda number: Case.objects.filter(state=0), (1,)),
        (lambda number: Case.objects.filter(severity__gt=number + 1), (1,)),
        (lambda number: Case.objects.order_by("pk")[: number % 7 + 1], (1,)),
        (lambda keys: Case.objects.filter(pk__in=keys), (frozenset(),)),
    ],
)
def test_a_value_that_is_not_sent_as_it_is_is_refused(given, make, values):
    """Red when the first asker's value would stay in the statement."""
    with pytest.raises(LookupError):
        Prepared(make)(*values)


@pytest.mark.parametrize("value", [None, True, 1.5, "a".__class__("a").join, datetime.date.min])
def test_only_plain_values_are_values(db, value):
    with pytest.raises(TypeError):
        Prepared(lambda one: Case.objects.filter(title=one))(value)


def test_values_that_equal_each_other_go_to_their_own_places(given):
    question = Prepared(
        lambda code, state, least: StatusReason.objects.filter(
            code__gt=code, state=state, position__gte=least
        ).order_by("code")
    )

    for code, state, least in itertools.product((0, 1, 2), repeat=3):
        assert list(question(code, state, least)) == list(question.plain(code, state, least))
    assert known(question) == 1


@pytest.mark.parametrize("number", [0, 5, 32_101, 2**15, 2**31, 2**63, 10**30])
def test_a_number_too_large_for_its_column_fits_nothing(given, number):
    question = Prepared(lambda n: StatusReason.objects.filter(state=n).order_by("pk"))
    question(1)

    assert question(number) == list(question.plain(number))


def test_nothing_asked_for_is_nothing(given):
    given.case()
    question = Prepared(lambda keys: Case.objects.filter(pk__among=keys))

    assert question(frozenset()) == []
    assert question(frozenset({Case.objects.get().pk})) == [Case.objects.get()]


def test_rows_that_bring_others_along_are_refused(given):
    """Red when what the first asker knew of related records is handed to the next."""
    case = given.case()

    with pytest.raises(LookupError, match="bring others along"):
        Prepared(lambda: case.queue_items.all())()
    with pytest.raises(LookupError, match="bring others along"):
        Prepared(lambda: Case.objects.prefetch_related("activities"))()
