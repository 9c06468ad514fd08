# ruff: noqa: E501
"""For every test of a row at the hub: the lines without which it must fail, as in removals.py."""

Removal = tuple[str, str, str]

WEB = "interfaces/web/"
STATUS_BAR = (
    WEB + "templates/case.html",
    '<span class="pill state-{{ state }}" data-status-bar>{{ state_label }} · {{ case.status_label }}</span>',
    "",
)
WARNED = (
    WEB + "dialogs.py",
    "        if refusal.code == ACTIVITIES_OPEN:\n            told.warning = refusal\n        elif",
    "        if",
)
TAB = (WEB + "telling.py", "?tab={tab}", "")
VARIANT = (
    WEB + "asking_cases.py",
    '        "minimal": ["resolution_type", "resolution"],',
    '        "minimal": LEGACY,',
)
RESOLUTIONS = (
    WEB + "related.py",
    "rows = CaseResolution.objects.filter(case=case).visible_to(actor)",
    'rows = CaseResolution.objects.filter(case=case, subject="").visible_to(actor)',
)
MERGED = (
    WEB + "related.py",
    "rows = Case.objects.filter(merged_into=case.pk)",
    "rows = Case.objects.filter(merged_into=None, number='')",
)
STATUSES = (
    WEB + "asking_cases.py",
    '    statuses = {"kind": "choice", "options": _statuses(asked, State.CANCELLED)}',
    '    statuses = {"kind": "choice", "options": []}',
)
WHOM = (WEB + "asking.py", "    return [whom, to, *more]", "    return [whom, *more]")
SIDE_BY_SIDE = (
    WEB + "asking_cases.py",
    '    "case.merge": Dialog(template="dialogs/merge.html", fewest=2),',
    "",
)
TWO = (WEB + "asking_cases.py", '"dialogs/merge.html", fewest=2', '"dialogs/merge.html", fewest=1')

IN_THE_LAST_STAGE = (
    WEB + "process.py",
    '        "stage_actions": [] if is_closed else [one for one in bar if one.operation in names],',
    '        "stage_actions": [],',
)

IN_A_STREAM = (
    WEB + "dashboards/tables.py",
    '        ("case.merge", "case.resolve", "case.cancel", "case.assign", "queue_item.add"),',
    '        ("case.resolve", "case.cancel", "case.assign", "queue_item.add"),',
)

OF_THE_HUB: dict[str, list[Removal]] = {
    "interfaces/web/test_case_page.py::test_a_closed_case_is_read_only_on_every_tab_with_reopen_in_sight": [
        ("cases/rules.py", "    if ask.actor.is_person and policy.lock_closed_for_people:", "    if False:"),
    ],
    "interfaces/web/test_case_page.py::test_every_resolution_stands_at_the_right_newest_first_also_after_reopening": [RESOLUTIONS],
    "interfaces/web/test_case_page.py::test_the_state_stands_in_a_status_bar_above_the_case": [STATUS_BAR],
    "interfaces/web/test_case_page.py::test_the_survivor_lists_the_merged_cases_and_they_lead_to_it": [MERGED],
    "interfaces/web/test_dialogs.py::test_assigning_asks_me_or_user_or_team": [WHOM],
    "interfaces/web/test_dialogs.py::test_cancelling_as_merged_needs_the_case_that_goes_on": [
        ("cases/cancel.py", '            raise TargetNeeded(field="into", problem="")', "            return"),
    ],
    "interfaces/web/test_dialogs.py::test_cancelling_asks_for_the_status": [STATUSES],
    "interfaces/web/test_dialogs.py::test_cancelling_over_open_activities_is_refused_with_their_names": [
        ("cases/cancel.py", "    closing.refuse_open_activities(work, origin, closing.CannotCancel)\n", ""),
    ],
    "interfaces/web/test_dialogs.py::test_deleting_an_active_case_advises_to_resolve_it": [
        (WEB + "templates/dialogs/form.html", '{% if verb == "delete" and operation == "case.delete" %}', "{% if False %}"),
    ],
    "interfaces/web/test_dialogs.py::test_merging_lays_the_cases_side_by_side_and_needs_the_one_that_goes_on": [SIDE_BY_SIDE],
    "interfaces/web/test_dialogs.py::test_one_case_alone_cannot_be_merged": [TWO],
    "interfaces/web/test_dialogs.py::test_only_statuses_that_may_follow_are_offered": [
        ("cases/transitions.py", "        return FOLLOWING(int(state), case.status, case.status, way=(using,))", "        pass"),
    ],
    "interfaces/web/test_dialogs.py::test_open_activities_are_told_first_with_a_link_to_the_tab_that_was_chosen": [TAB, WARNED],
    "interfaces/web/test_dialogs.py::test_resolving_shows_what_happens_then_does_exactly_that": [
        (WEB + "dialogs.py", "asking=Asking(expecting=fingerprint)", "asking=Asking()"),
    ],
    "interfaces/web/test_dialogs.py::test_the_dialog_that_resolves_asks_what_an_administrator_chose": [VARIANT],
    "interfaces/web/test_lists.py::test_each_view_shows_its_cases": [
        (WEB + "views.py", '    View("my-active", _("My Active Cases"), _where(ACTIVE, MINE)),', '    View("my-active", _("My Active Cases"), _where(MINE)),'),
    ],
    "interfaces/web/test_case_page.py::test_resolving_is_offered_in_the_last_stage_of_the_process": [IN_THE_LAST_STAGE],
    "interfaces/web/test_process.py::test_resolving_is_offered_in_the_last_stage": [IN_THE_LAST_STAGE],
    "browser/test_dashboards.py::test_from_the_site_map_one_opens_the_dashboard_wanted": [
        (WEB + "showing.py", '    ("dashboards", gettext_lazy("Dashboards"), "/dashboards", "chart"),\n', ""),
    ],
    "browser/test_dashboards.py::test_merging_needs_two_active_cases_chosen_with_bulk_select": [
        (WEB + "dashboards/streams.py", '    fewest = 2 if operation == "case.merge" else 1', "    fewest = 1"),
    ],
    "browser/test_dashboards.py::test_cases_are_merged_from_a_stream": [IN_A_STREAM],
    "browser/test_walks.py::test_resolving_a_case_over_open_activities": [TAB, WARNED, STATUS_BAR],
    "browser/test_walks.py::test_closing_a_parent_as_the_setting_says": [WARNED],
    "browser/test_walks.py::test_cancelling_a_case": [STATUSES],
    "browser/test_walks.py::test_cancelling_a_case_as_merged": [STATUSES],
    "browser/test_walks.py::test_assigning_a_case_from_the_list": [WHOM],
    "browser/test_walks.py::test_resolving_from_the_process_reopening_and_deleting": [IN_THE_LAST_STAGE, RESOLUTIONS],
    "browser/test_walks.py::test_only_statuses_that_may_follow_are_offered": [
        ("cases/transitions.py", '.filter(code__in=steps.values("to_code"))', ""),
    ],
    "browser/test_walks_of_closing.py::test_no_status_of_the_form_resolves_a_case": [
        ("cases/edit.py", "    if closed.exclude(state=State.ACTIVE).exists():", "    if False:"),
        (WEB + "sheets.py", "reachable(case, State.ACTIVE) if", "reachable(case, State.RESOLVED) if"),
    ],
    "browser/test_walks_of_closing.py::test_by_default_a_parent_closes_alone": [
        ("cases/policies.py", 'closure: Closure = "independent"', 'closure: Closure = "cascade"'),
    ],
    "browser/test_walks_of_closing.py::test_closing_a_large_family_tells_how_far_it_is": [
        (WEB + "progressing.py", "    return int(size) >= policies()[ProgressPolicy].from_records", "    return False"),
    ],
    "browser/test_walks_of_merging.py::test_merging_cases_from_the_list": [SIDE_BY_SIDE, MERGED],
    "browser/test_walks_of_merging.py::test_merging_cases_from_a_stream": [IN_A_STREAM],
    "browser/test_walks_of_merging.py::test_what_may_not_be_merged_says_why": [SIDE_BY_SIDE],
}  # fmt: skip
