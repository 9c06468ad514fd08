# ruff: noqa: E501
"""For every test of a row: the lines without which it must fail.

(file below casework/, what stands there, what stands there instead). Each is a removal of its own.
"""

Removal = tuple[str, str, str]

RESOLVE_RULES = "RULES = (NOT_MERGED, IS_ACTIVE, MAY_BE_RESOLVED)"
CANCEL_RULES = "RULES = (NOT_MERGED, IS_ACTIVE, MAY_BE_CANCELLED)"
NO_CHANGING = ('of_case(Activity, "CHANGING")', 'of_case(Activity, "ADDING")')
OPEN_REFUSED = (
    "cases/resolve.py",
    "        closing.refuse_open_activities(work, unconfirmed, closing.ActivitiesOpen)",
    "        pass",
)
OPEN_CANNOT_CANCEL = (
    "cases/cancel.py",
    "    closing.refuse_open_activities(work, origin, closing.CannotCancel)\n",
    "",
)
CLOSING = (
    "cases/closing.py",
    "    work.change(closing, kind, state=state, status=status, closed_at=work.happened())",
    "    pass",
)
ACTIVITIES_CANCELLED = ("cases/closing.py", "    activities.cancel_open(work, closing)\n", "")
QUEUES_LEFT = ("cases/closing.py", "    queues.leave(work, closing)\n", "")
RESOLUTION_RECORDED = (
    "cases/resolve.py",
    "    _record(work, cases, origin, resolution, description, status, total, billable)\n",
    "",
)
CHILDREN_WAIT = (
    "cases/hierarchy.py",
    'if modes[head] == "refuse"}',
    'if modes[head] == "never"}',
)
CASCADE = ("cases/hierarchy.py", 'if modes[head] == "cascade"]', 'if modes[head] == "never"]')
LOCKED_FOR_PEOPLE = (
    "cases/rules.py",
    "if ask.actor.is_person and policy.lock_closed_for_people:",
    "if False:",
)
SETTING_RESOLVED = (
    "cases/rules.py",
    'if policy.update_closed in ("resolved and cancelled", "resolved"):',
    "if True:",
)
SETTING_CANCELLED = (
    "cases/rules.py",
    'if policy.update_closed in ("resolved and cancelled", "cancelled"):',
    "if True:",
)
PRIVILEGE = (
    "kernel/operations.py",
    "        work.guard(held, self.privilege or self.name, (), ask)\n",
    "",
)
INSTEAD = (
    "cases/edit.py",
    "        work.refuse(WorkingSet(Case, at_fault), ResolveInstead, targets=lambda keys: keys)",
    "        pass",
)
STEPS = (
    "cases/rules.py",
    "if not ask.policy(CasePolicy).enforce_transitions:",
    "if True:",
)
SURVIVORS = (
    "cases/rules.py",
    "ends[target] = max(ends.get(target, (-1, key)), (depth, key))",
    "ends[target] = (0, target)",
)
COUNT = (
    "kernel/gathering.py",
    "raise refusal(named, count=len(ids),",
    "raise refusal(named, count=0,",
)
MOVED_INTO = (
    "cases/merge.py",
    "        merged_into=into,\n",
    "",
)


def changing(file: str) -> Removal:
    return (f"activities/{file}.py", *NO_CHANGING)


def without(file: str, rules: str, rule: str) -> Removal:
    return (f"cases/{file}.py", rules, rules.replace(f"{rule}, ", "").replace(f", {rule}", ""))


REMOVALS: dict[str, list[Removal]] = {
    "activities/test_assign.py::test_on_a_closed_case_it_is_refused_to_people": [changing("assign")],
    "activities/test_cancel.py::test_then_the_case_may_be_cancelled": [
        ("activities/models.py", "OPEN = Q(state__in=[ActivityState.OPEN,",
         "OPEN = Q(state__in=[ActivityState.CANCELLED, ActivityState.OPEN,"),
    ],
    "activities/test_complete.py::test_its_minutes_count_for_the_resolution": [
        ("activities/complete.py", '        columns["minutes"] = ByRecord(worked)', "        pass"),
        ("cases/resolve.py", '.annotate(total=Sum("minutes"))', '.annotate(total=Sum("version"))'),
    ],
    "activities/test_delete.py::test_on_a_closed_case_it_is_refused_to_people": [changing("delete")],
    "activities/test_detach.py::test_on_a_closed_case_it_is_refused_to_people": [
        ("activities/detach.py", 'of_case(Attachment, "CHANGING")', 'of_case(Attachment, "ADDING")'),
    ],
    "activities/test_edit.py::test_on_a_closed_case_it_is_refused_to_people_as_the_case_is": [
        changing("edit"), LOCKED_FOR_PEOPLE,
    ],
    "activities/test_log.py::test_nothing_is_logged_on_a_merged_case_and_the_survivor_is_named": [
        ("activities/of_cases.py", "    guard_homes(work, Case, homes, privilege, Case.ADDING)\n", ""),
    ],
    "activities/test_only_by_operations.py::test_every_change_has_an_event_of_its_operation": [
        ("activities/closing.py", '"activity.cancelled"', '"activity.closed"'),
    ],
    "activities/test_plan.py::test_it_stands_in_the_way_of_closing_its_case": [
        OPEN_REFUSED, OPEN_CANNOT_CANCEL,
    ],
    "cases/test_assign.py::test_a_selection_goes_to_a_user_or_a_team_and_the_unit_follows": [
        ("cases/assign.py", '    changed = give(work, family, owned, "case.assigned")', "    changed = family"),
    ],
    "cases/test_assign.py::test_closed_and_merged_cases_are_not_assigned_by_people": [
        without("assign", "RULES = (NOT_MERGED, OPEN_TO_CHANGE)", "NOT_MERGED"), LOCKED_FOR_PEOPLE,
    ],
    "cases/test_cancel.py::test_open_activities_refuse_it_and_are_named": [OPEN_CANNOT_CANCEL],
    "cases/test_cancel.py::test_a_cancelled_case_keeps_its_owner_and_leaves_every_queue": [
        QUEUES_LEFT, CLOSING,
    ],
    "cases/test_cancel.py::test_only_a_status_of_state_cancelled_will_do": [
        ("cases/cancel.py",
         'status_for(work, cases, State.CANCELLED, status, "status", MAY_BE_CANCELLED)',
         "status or 6"),
    ],
    "cases/test_cancel.py::test_merged_as_a_reason_needs_a_target_and_moves_what_is_open": [
        ("cases/cancel.py", "if status == Status.MERGED:", "if False:"),
    ],
    "cases/test_cancel.py::test_no_row_of_a_table_is_merged_without_a_target": [
        ("cases/cancel.py", "        _refuse_merging_by_rows(status)\n", "        pass\n"),
    ],
    "cases/test_cancel.py::test_cancelling_what_is_closed_is_refused_by_name": [
        without("cancel", CANCEL_RULES, "IS_ACTIVE"),
    ],
    "cases/test_cancel.py::test_closure_policies_hold_for_cancelling_too": [
        ("cases/cancel.py", "closing_family(work, cases, closure)", "{key: key for key in cases}"),
    ],
    "cases/test_closed_cases.py::test_no_verb_of_a_person_changes_a_closed_case": [LOCKED_FOR_PEOPLE],
    "cases/test_closed_cases.py::test_every_verb_of_a_program_obeys_the_setting": [
        SETTING_RESOLVED, SETTING_CANCELLED,
    ],
    "cases/test_closed_cases.py::test_an_importer_changes_closed_cases_whatever_the_setting": [
        ("cases/rules.py", "    if _imports(ask):\n        return ALL\n", ""),
    ],
    "cases/test_commands.py::test_each_of_the_three_verbs_has_a_privilege_of_its_own": [PRIVILEGE],
    "cases/test_commands.py::test_closing_is_for_active_cases_and_no_other": [
        without("resolve", RESOLVE_RULES, "IS_ACTIVE"),
        without("resolve", RESOLVE_RULES, "NOT_MERGED"),
        without("cancel", CANCEL_RULES, "IS_ACTIVE"),
        without("cancel", CANCEL_RULES, "NOT_MERGED"),
    ],
    "cases/test_confirming.py::test_the_refusal_carries_the_number_and_the_activities_themselves": [
        OPEN_REFUSED, COUNT,
        ("activities/models.py", "[ActivityState.OPEN, ActivityState.SCHEDULED]", "[0]"),
    ],
    "cases/test_confirming.py::test_activities_nobody_may_see_are_counted_and_not_named": [
        COUNT, ("kernel/gathering.py", "seen.visible_to(self.actor).order_by", "seen.order_by"),
    ],
    "cases/test_confirming.py::"
    "test_confirmed_activities_are_cancelled_with_the_resolving_in_the_same_run": [
        ACTIVITIES_CANCELLED,
    ],
    "cases/test_confirming.py::test_a_confirmation_cancels_nothing_when_the_resolving_is_refused": [
        STEPS,
    ],
    "cases/test_confirming.py::test_two_fields_are_enough": [
        ("cases/resolve.py", '    description: str = "",', "    description: str,"),
    ],
    "cases/test_confirming.py::test_everything_of_a_resolving_is_one_run_with_one_time": [
        ACTIVITIES_CANCELLED, QUEUES_LEFT, CLOSING, RESOLUTION_RECORDED,
    ],
    "cases/test_confirming.py::test_confirming_a_cancelling_changes_the_state_and_nothing_else": [
        CLOSING,
    ],
    "cases/test_delete.py::test_deleting_an_active_case_is_advised_against_but_done": [
        ("cases/delete.py", "    if active:\n", "    if False:\n"),
    ],
    "cases/test_edit.py::test_no_closed_status_is_written_by_editing": [INSTEAD],
    "cases/test_edit.py::test_enforced_transitions_hold_for_editing": [STEPS],
    "cases/test_edit.py::test_people_change_nothing_on_a_closed_case": [LOCKED_FOR_PEOPLE],
    "cases/test_edit.py::test_programs_change_closed_cases_as_the_setting_says": [
        SETTING_RESOLVED, SETTING_CANCELLED,
    ],
    "cases/test_hierarchy.py::test_by_default_each_closes_alone": [
        ("cases/policies.py", 'closure: Closure = "independent"', 'closure: Closure = "cascade"'),
        ("cases/policies.py", 'closure: Closure = "independent"', 'closure: Closure = "refuse"'),
    ],
    "cases/test_hierarchy.py::test_a_parent_waits_for_all_below_it": [CHILDREN_WAIT],
    "cases/test_hierarchy.py::test_children_close_with_their_parent_and_copy_its_resolution": [CASCADE],
    "cases/test_hierarchy.py::"
    "test_the_warning_counts_the_activities_of_children_that_close_too": [
        OPEN_REFUSED,
        ("cases/closing.py", "closing = WorkingSet(Case, origin)",
         "closing = WorkingSet(Case, origin.values())"),
    ],
    "cases/test_hierarchy.py::test_skip_leaves_out_only_the_parents_at_fault": [
        ("cases/hierarchy.py",
         "        targets=lambda keys: {head for key in keys for head in waiting[key]},\n", ""),
    ],
    "cases/test_merge.py::test_cases_of_several_customers_and_channels_become_one": [
        MOVED_INTO, ("cases/merge.py", "        status=Status.MERGED,\n", ""),
    ],
    "cases/test_merge.py::test_activities_of_every_state_attachments_and_resolutions_move": [
        ("cases/merge.py", '        (Activity, "activity.moved"),\n', ""),
        ("cases/merge.py", '        (CaseResolution, "resolution.moved"),\n', ""),
    ],
    "cases/test_merge.py::test_ten_cases_at_a_time_the_survivor_among_them": [
        ("cases/merge.py", "if len(sources) + 1 > limit:", "if False:"),
        ("cases/merge.py", "if len(sources) + 1 > limit:", "if len(sources) > limit:"),
    ],
    "cases/test_merge.py::test_children_of_a_merged_case_become_children_of_the_survivor": [
        ("cases/merge.py",
         '    work.change(_children(work, sources, into.pk), "case.parent_set", parent=into)\n', ""),
    ],
    "cases/test_merge.py::test_a_child_goes_only_into_a_child_of_the_same_parent": [
        ("cases/merge.py",
         "    _refuse(work, [key for key in sources if parents[key] not in alike], DifferentParents)\n",
         ""),
    ],
    "cases/test_merge.py::test_a_child_goes_into_its_own_parent_only_by_policy": [
        ("cases/merge.py", "if not policy.merge_into_own_parent:", "if False:"),
    ],
    "cases/test_merge.py::test_every_case_must_be_active_the_survivor_too": [
        without("merge", "RULES = (NOT_MERGED, IS_ACTIVE)", "IS_ACTIVE"),
    ],
    "cases/test_merge.py::test_the_merged_case_is_listed_on_the_survivor_and_leads_to_it": [
        MOVED_INTO, SURVIVORS,
    ],
    "cases/test_merge.py::test_enforced_transitions_hold_for_merging": [
        ("cases/merge.py", "    work.guard(sources, None, (MAY_BE_MERGED,), Ask(work, {}))\n", ""),
    ],
    "cases/test_open.py::test_no_case_is_opened_closed": [
        ("cases/opening.py",
         '        status_in(work, State.ACTIVE, ByRecord(wanted), "status")', "        pass"),
    ],
    "cases/test_reopen.py::test_earlier_resolutions_stay_and_each_resolving_adds_its_own": [
        RESOLUTION_RECORDED,
    ],
    "cases/test_reopen.py::test_enforced_transitions_may_forbid_reopening": [
        without("reopen", "RULES = (NOT_MERGED, IS_CLOSED, MAY_BE_REOPENED)", "MAY_BE_REOPENED"),
    ],
    "cases/test_resolve.py::test_resolving_leaves_a_resolution_and_a_closed_case": [
        CLOSING, RESOLUTION_RECORDED,
    ],
    "cases/test_resolve.py::test_open_activities_refuse_with_their_count_until_confirmed": [
        OPEN_REFUSED, COUNT, ACTIVITIES_CANCELLED,
    ],
    "cases/test_resolve.py::test_a_parent_waits_for_its_children": [CHILDREN_WAIT],
    "cases/test_resolve.py::test_a_table_says_row_by_row_how_each_case_was_resolved": [
        ("cases/rules.py", "{key: named.get(key, default) for key in cases}", "named"),
        ("cases/resolve.py", "    return Coalesce(made, otherwise)", "    return made"),
    ],
    "cases/test_resolve.py::test_only_the_rows_that_confirm_it_cancel_open_activities": [
        ("cases/resolve.py", "if not at(cancel_open_activities, head)", "if not cancel_open_activities"),
    ],
    "cases/test_resolve.py::test_a_closed_case_is_refused_or_left_when_asked": [
        without("resolve", RESOLVE_RULES, "IS_ACTIVE"),
        ("cases/rules.py", 'return CLOSED if ask.params.get("already_closed") == "leave" else None',
         "return None"),
    ],
    "cases/test_transitions.py::test_a_case_is_resolved_only_where_a_step_is_allowed": [
        without("resolve", RESOLVE_RULES, "MAY_BE_RESOLVED"), STEPS,
    ],
    "cases/test_transitions.py::test_the_default_status_must_be_allowed_to_follow_too": [
        ("cases/rules.py", "    work.guard(cases, None, (rule,), Ask(work, {argument: status}))\n", ""),
    ],
    "cases/test_transitions.py::"
    "test_rows_of_a_table_that_name_no_status_stay_where_they_are": [
        ("cases/edit.py", "return condition | _same_status(ask) | stays", "return condition | _same_status(ask)"),
    ],
    "cases/test_transitions.py::"
    "test_only_statuses_that_may_follow_are_listed_and_only_they_are_taken": [
        ("cases/transitions.py", "if chosen()[CasePolicy].enforce_transitions:", "if False:"),
    ],
    "history/test_timeline.py::test_what_came_by_a_merge_says_from_where": [
        ("history/timeline.py", "row.state, row.status, row.minutes, row.due_at, merged,",
         "row.state, row.status, row.minutes, row.due_at, None,"),
    ],
    "interfaces/test_rest.py::test_reading_a_merged_case_tells_where_it_goes_on": [
        ("interfaces/reading/listing.py",
         'made["survivor"] = _survivor(actor, pk) if row["merged_into_id"] else None', "pass"),
    ],
    "interfaces/test_spec_rows.py::"
    "test_the_list_of_active_cases_leads_to_the_case_that_is_resolved": [
        ("interfaces/reading/listing.py", "visible_to(reach).filter(wanted)",
         "visible_to(reach)"),
    ],
    "interfaces/test_spec_rows.py::"
    "test_the_three_verbs_are_offered_on_an_active_case_and_say_why_not_on_others": [
        ("kernel/available.py",
         "[(None, may), *((rule, rule.condition(ask)) for rule in operation.rules)]", "[(None, may)]"),
    ],
    "interfaces/test_spec_rows.py::test_no_patch_makes_a_case_resolved": [
        INSTEAD,
        ("interfaces/calling/inputs.py", 'extra="forbid"', 'extra="ignore"'),
    ],
    "interfaces/test_spec_rows.py::"
    "test_the_problem_counts_the_open_activities_and_their_list_is_one_step_away": [
        OPEN_REFUSED, COUNT,
    ],
    "interfaces/test_spec_rows.py::"
    "test_the_resolutions_of_a_reopened_case_are_listed_newest_first": [
        ("interfaces/reading/paging.py", 'newest = "-created_at" if', 'newest = "created_at" if'),
    ],
    "interfaces/test_spec_rows.py::"
    "test_the_caller_chooses_the_columns_by_which_a_survivor_is_found": [
        ("interfaces/reading/listing.py",
         'fields_of(model, asked.one("fields")), whole=False', "None, whole=False"),
    ],
    "interfaces/test_spec_rows.py::"
    "test_merging_without_a_survivor_is_refused_naming_what_is_missing": [
        ("cases/merge.py", "cases: WorkingSet, *, into: Case) -> None:",
         "cases: WorkingSet, *, into: Case | None = None) -> None:"),
    ],
    "interfaces/test_spec_rows.py::test_the_survivor_lists_what_was_merged_into_it": [
        MOVED_INTO, SURVIVORS,
    ],
}  # fmt: skip
