"""What DFML must be told (458 CMR 2.10(2), law.md F7), and how a case comes to follow a newer policy."""

from datetime import date
from typing import Any

from infra import policies
from tests.case.telling import POLICY, Telling, at, period
from workflows.case import asked, said
from workflows.case.deadlines import DeadlineState
from workflows.rules.policy import LeavePolicy, PolicyChange
from workflows.rules.reasons import LeaveReason

NEWER = POLICY.model_copy(update={"version": "4", "certification_days": 20})


def care() -> Telling:
    """Care for a family member, asked for and found eligible."""
    case = Telling(at("2026-01-26"), period("2026-02-02", "2026-04-24", reason=LeaveReason.FAMILY_CARE))
    case.found(at("2026-01-26", "09:01"))
    return case


def died(case: Telling, told: str = "2026-03-16", on: str | None = "2026-03-12") -> None:
    """The news, with the day or without."""
    died_on = date.fromisoformat(on) if on else None
    case.say(said.FamilyMemberDied, at(told), died_on=died_on)


def test_458_cmr_2_10_dfml_is_told_within_seven_days_of_the_change_and_not_of_the_news() -> None:
    case = care()
    died(case)
    deadline = case.case.deadline("dfml_told")
    assert deadline is not None
    assert (deadline.rule, deadline.citation) == ("F7", "458 CMR 2.10(2), (4)")
    assert deadline.due_at == at("2026-03-20", "00:00")
    assert "tell_dfml" in case.tasks()


def test_a_date_that_follows_moves_the_clock_to_what_is_known_now() -> None:
    case = care()
    died(case, on=None)
    assert case.due("dfml_told") == at("2026-03-24", "00:00")
    died(case, told="2026-03-17")
    assert case.due("dfml_told") == at("2026-03-20", "00:00")
    assert case.tasks().count("tell_dfml") == 1


def test_what_was_told_in_time_is_met_and_the_task_done() -> None:
    case = care()
    died(case)
    case.say(said.DfmlTold, at("2026-03-19", "23:00"), told_on=date(2026, 3, 19), has_claim=True)
    deadline = case.case.deadline("dfml_told")
    assert deadline is not None
    assert deadline.state is DeadlineState.MET
    assert "tell_dfml" not in case.tasks()


def test_what_was_told_late_stays_missed() -> None:
    case = care()
    died(case)
    case.until(at("2026-03-20", "00:00"))
    case.say(said.DfmlTold, at("2026-03-20"), told_on=date(2026, 3, 20), has_claim=True)
    deadline = case.case.deadline("dfml_told")
    assert deadline is not None
    assert (deadline.state, deadline.settled_at) == (DeadlineState.MISSED, at("2026-03-20"))


def test_without_a_claim_there_is_nothing_to_tell() -> None:
    case = care()
    died(case)
    case.say(said.DfmlTold, at("2026-03-17"), told_on=date(2026, 3, 17), has_claim=False)
    deadline = case.case.deadline("dfml_told")
    assert deadline is not None
    assert deadline.state is DeadlineState.STOPPED
    assert "tell_dfml" not in case.tasks()


def test_word_of_no_change_is_a_line_of_the_history_and_harms_nothing() -> None:
    case = care()
    before = case.case.deadlines
    case.say(said.DfmlTold, at("2026-02-03"), told_on=date(2026, 2, 3), has_claim=True)
    assert case.case.deadlines == before
    assert case.history()[-1] == "dfml_told"


def apply(case: Telling, policy: LeavePolicy = NEWER, applies_from: str = "2026-07-01") -> str | None:
    """A newer policy, granted or refused."""
    fields: dict[str, Any] = {"policy": policy, "applies_from": date.fromisoformat(applies_from)}
    return case.ask(asked.PolicyApplication, at("2026-06-15"), **fields)


def test_a_dated_change_of_policy_is_recorded_on_the_case_and_moves_no_running_clock() -> None:
    case = care()
    due = case.due("certification/1")
    assert apply(case) is None
    assert case.case.policy.certification_days == 20
    assert case.case.policy_changes == (
        PolicyChange(
            applies_from=date(2026, 7, 1),
            before="massachusetts-executive-2026 3",
            after="massachusetts-executive-2026 4",
        ),
    )
    assert case.due("certification/1") == due
    assert case.case.view().policy == "massachusetts-executive-2026 4"
    assert case.history()[-1] == "policy_applied"


def test_what_begins_afterwards_follows_the_newer_policy() -> None:
    case = Telling(at("2026-06-15"), period("2026-07-20", "2026-08-20"))
    assert apply(case) is None
    case.found(at("2026-07-01"))
    assert case.due("certification/1") == at("2026-07-22", "00:00")


def test_another_employer_s_policy_an_older_one_and_the_same_one_are_refused() -> None:
    case = care()
    harbor = LeavePolicy.model_validate(policies.read("harbor-authority-2026"))
    assert apply(case, harbor) == "another_employer"
    assert apply(case, POLICY) == "policy_not_newer"
    assert apply(case, NEWER.model_copy(update={"effective_from": date(2025, 1, 1)})) == "policy_not_newer"
    assert apply(case, applies_from="2025-12-31") == "policy_not_newer"
    assert apply(case) is None
    assert apply(case) == "policy_not_newer"
