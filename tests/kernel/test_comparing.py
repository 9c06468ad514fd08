"""Comparing: two questions are the same only where they read the same."""

import datetime
from decimal import Decimal

import pytest
from django.db.models import Exists, F, Q, Value
from django.db.models.functions import Coalesce

from casework.cases.models import Case, State
from casework.kernel.comparing import Incomparable, exact

SAME = [
    (Q(state=1, title="a"), Q(title="a", state=1)),
    (Q(title="a") | ~Q(state__in=[1, 2]), Q(title="a") | ~Q(state__in=[1, 2])),
    (Coalesce("closed_at", Value("a")), Coalesce("closed_at", Value("a"))),
    (F("title").desc(nulls_last=True), F("title").desc(nulls_last=True)),
    (datetime.date(2026, 1, 1), datetime.date(2026, 1, 1)),
    (frozenset({1, 2}), frozenset({2, 1})),
]
DIFFERENT = [
    (1, True), (1, 1.0), (1, Decimal(1)), (0, False), ("1", 1), (State.RESOLVED, 1), ((1,), [1]),
    (Q(a=1), Q(a=True)), (Q(a=1), ~Q(a=1)), (Q(a=1) & Q(b=2), Q(a=1) | Q(b=2)),
    (Q(a=[1]), Q(a=[True])), (Value(1), Value(True)), (F("a"), Value("a")),
    (F("a").asc(), F("a").desc()), (F("a").desc(), F("a").desc(nulls_last=True)),
    (Coalesce("a", Value(1)), Coalesce("a", Value(True))), (None, "None"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME)
def test_what_reads_the_same_is_the_same(one, other):
    assert exact(one) == exact(other)
    assert hash(exact(one)) == hash(exact(other))


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_what_reads_otherwise_is_another(one, other):
    """Red when 1 and True are taken for the same."""
    assert exact(one) != exact(other)


@pytest.mark.parametrize(
    "one",
    [
        datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC), object(), iter([1]), {1},
        Q(at__lt=datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)),
    ],
)  # fmt: skip
def test_what_passes_or_equals_only_itself_is_not_compared(one):
    with pytest.raises(Incomparable):
        exact(one)


def test_a_queryset_in_a_condition_is_not_compared():
    """Red when the rows that another may see are taken for one's own."""
    for one in (Q(pk__in=Case.objects.all()), Exists(Case.objects.all()), Case.objects.all().query):
        with pytest.raises(Incomparable):
            exact(one)
