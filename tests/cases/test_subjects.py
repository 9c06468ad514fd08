"""Subjects: a tree, without loops."""

import pytest

from casework.cases.models import Subject
from casework.cases.subjects import (
    SubjectHasChildren,
    SubjectInUse,
    SubjectLoop,
    activate,
    create,
    deactivate,
    delete,
    edit,
)
from casework.kernel.history import Event
from casework.kernel.identity import new_id
from casework.kernel.refusals import Forbidden, InvalidInput
from tests.conftest import fresh


def test_a_tree_is_made_from_one_table(given, carol):
    """Red without the rows of create."""
    top, below = new_id(), new_id()

    create.table(
        [
            {"id": below, "title": "Printers", "parent": top},
            {"id": top, "title": "Hardware", "description": "What one can touch"},
        ],
        by=carol,
    )

    assert set(Subject.objects.values_list("pk", "title", "parent", "description")) == {
        (top, "Hardware", None, "What one can touch"),
        (below, "Printers", top, ""),
    }


def test_no_subject_lies_below_itself_not_even_in_one_table(given, carol):
    """Red without _returns in _check_parents."""
    top = given.subject("Top")
    middle = given.subject("Middle", top)
    low = given.subject("Low", middle)
    one, other = new_id(), new_id()

    for parent in (top, low):
        with pytest.raises(SubjectLoop) as refused:
            edit(top, by=carol, parent=parent)
        assert refused.value.records == [top]
    rows = [{"id": middle.pk, "parent": None}, {"id": top.pk, "parent": low.pk}]
    with pytest.raises(SubjectLoop):
        edit.table([*rows, {"id": low.pk, "parent": top.pk}], by=carol)
    with pytest.raises(SubjectLoop):
        create.table(
            [
                {"id": one, "title": "One", "parent": other},
                {"id": other, "title": "Other", "parent": one},
            ],
            by=carol,
        )

    assert [fresh(each).parent_id for each in (top, middle, low)] == [None, top.pk, middle.pk]


def test_subjects_move_and_change_places(given, carol):
    """Red without the change of edit, or when parents are followed as they are now."""
    top = given.subject("Top")
    middle = given.subject("Middle", top)

    edit.table([{"id": top.pk, "parent": middle.pk}, {"id": middle.pk, "parent": None}], by=carol)
    result = edit(middle, by=carol, title="First", description="On top now")
    again = edit(middle, by=carol, title="First")

    assert (fresh(top).parent_id, fresh(middle).parent_id) == (middle.pk, None)
    assert (fresh(middle).title, fresh(middle).title_key) == ("First", "first")
    assert set(Event.objects.get(run=result.run).after) == {"title", "title_key", "description"}
    assert again.run is None


def test_a_parent_has_to_exist_and_the_privilege_to_be_held(given, alice, carol):
    """Red without `unknown` in _check_parents, or the kernel's guard."""
    subject = given.subject("Hardware")

    with pytest.raises(InvalidInput):
        create(by=carol, title="Lost", parent=new_id())
    with pytest.raises(Forbidden):
        edit(subject, by=alice, title="Mine")


def test_deactivated_and_activated_again_cases_keep_it(given, carol):
    """Red without the changes of deactivate and activate, or without `settled`."""
    subject = given.subject("Hardware")
    case = given.case(subject=subject)

    deactivate(subject, by=carol)
    again = deactivate(subject, by=carol)
    assert (fresh(subject).is_active, again.run, fresh(case).subject_id) == (
        False,
        None,
        subject.pk,
    )

    activate(subject, by=carol)
    assert (fresh(subject).is_active, activate(subject, by=carol).run) == (True, None)


def test_what_cases_are_about_or_has_others_below_stays(given, carol):
    """Red without SubjectInUse or SubjectHasChildren in delete; `skip` erases the others."""
    used, parent, free = given.subject("Used"), given.subject("Parent"), given.subject("Free")
    child = given.subject("Child", parent)
    cases = given.cases(2, subject=used)

    with pytest.raises(SubjectInUse) as refused:
        delete(used, by=carol)
    assert (refused.value.count, refused.value.records) == (2, cases)
    with pytest.raises(SubjectHasChildren) as refused:
        delete(parent, by=carol)
    assert refused.value.records == [child]

    result = delete([used, parent, free], by=carol, on_refusal="skip")
    assert (result.records, set(result.left_out)) == ([free.pk], {used.pk, parent.pk})
    delete([parent, child], by=carol)
    assert list(Subject.objects.all()) == [used]


def test_a_thousand_cost_the_statements_of_one(given, carol, django_assert_max_num_queries):
    """Red when a statement is sent for each subject."""
    top = given.subject("Top")
    rows = [{"id": new_id(), "title": f"Subject {n}", "parent": top.pk} for n in range(1_000)]
    keys = [row["id"] for row in rows]

    with django_assert_max_num_queries(12):
        create.table(rows, by=carol)
    with django_assert_max_num_queries(12):
        edit(keys, by=carol, parent=None)
    with django_assert_max_num_queries(12):
        deactivate(keys, by=carol)
    with django_assert_max_num_queries(12):
        delete(keys, by=carol)

    assert list(Subject.objects.all()) == [top]
