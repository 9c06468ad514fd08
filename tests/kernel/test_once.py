"""Once: the policies are read once for a page, and again as soon as anything is written."""

from casework.cases.policies import CasePolicy
from casework.kernel.once import once, reading
from casework.kernel.policies import CHOSEN, chosen
from casework.kernel.shadows import shadows


def test_what_is_asked_once_is_read_once_while_only_is_read(given, django_assert_num_queries):
    with django_assert_num_queries(1), reading():
        assert chosen() == chosen()
    with django_assert_num_queries(2):
        assert chosen() == chosen()


def test_another_page_reads_it_again(given):
    with reading():
        before = chosen()[CasePolicy].merge_limit
    given.policy(merge_limit=before + 1)
    with reading():
        assert chosen()[CasePolicy].merge_limit == before + 1


def test_what_is_written_meanwhile_counts_at_once(given):
    """Red when a run does not end the time in which only is read."""
    with reading():
        before = chosen()[CasePolicy].merge_limit
        given.policy(merge_limit=before + 1)
        assert chosen()[CasePolicy].merge_limit == before + 1


def test_the_past_is_not_remembered_as_the_present(given, django_assert_num_queries):
    with reading():
        chosen()
        with shadows("default"), django_assert_num_queries(2):
            once(CHOSEN)
            once(CHOSEN)
