"""The job of a key employee is refused only as 29 CFR 825.217-219 allow: told, served, asked for again, found anew."""

from datetime import date
from typing import Any

import pytest

from tests.case.telling import Telling, at, period, record
from workflows.case import asked, said
from workflows.case.deadlines import DeadlineState
from workflows.case.duties import AskPerson, SendNotice
from workflows.case.job_letters import JobDecided, JobRefusalAnnounced
from workflows.case.told import Role
from workflows.rules.key_employees import Injury
from workflows.rules.reasons import LeaveReason

BASIS: dict[str, Any] = {"basis": (Injury.LONG_TERM,)}
REFUSED: dict[str, Any] = {"answer": asked.JobAnswer.REFUSED, **BASIS}
BACK_BY = date(2026, 4, 27)
LAST_ON = "2026-05-15"


def approved(*, key: bool | None = True, **fields: Any) -> Telling:
    """Bonding leave from 1 April to 15 May."""
    told = Telling(at("2026-02-13"), period("2026-04-01", LAST_ON, reason=LeaveReason.BONDING))
    told.found(at("2026-02-13", "09:05"), key_employee=key)
    assert told.ask(asked.Approval, at("2026-02-16"), **fields) is None
    told.accepted(at("2026-02-16", "10:00"))
    return told


def announce(told: Telling, on: str = "2026-04-07", **fields: Any) -> str | None:
    return told.ask(asked.JobRefusalAnnouncement, at(on), **(BASIS | {"return_by": BACK_BY} | fields))


def serve(told: Telling, on: str = "2026-04-08") -> None:
    how = said.Serving.CERTIFIED_MAIL
    told.say(said.JobLetterServed, at(on), served_on=date.fromisoformat(on), how=how)


def announced() -> Telling:
    told = approved()
    assert announce(told) is None
    return told


def asked_again() -> Telling:
    """Served in time; the employee stays on leave, and asks at its end."""
    told = announced()
    serve(told)
    told.say(said.JobAskedAgain, at("2026-05-14"))
    return told


def refuse(told: Telling, on: str = LAST_ON, **fields: Any) -> str | None:
    return told.ask(asked.JobDecision, at(on), **(REFUSED | fields))


def letters(told: Telling, kind: type[Any]) -> list[Any]:
    return [duty.notice for duty in told.of(SendNotice) if isinstance(duty.notice, kind)]


def test_825_219_b_the_employee_is_written_to_with_the_basis_and_the_letter_is_served() -> None:
    told = announced()
    assert letters(told, JobRefusalAnnounced) == [JobRefusalAnnounced(basis=(Injury.LONG_TERM,), return_by=BACK_BY)]
    assert told.tasks() == ["serve_job_letter"]
    assert "A letter about the job is still to be served." in told.case.view().status_words
    serve(told)
    assert told.tasks() == []
    view = told.case.view().job_refusal
    assert view is not None
    assert (view.announced_on, view.served_on, view.answer) == (date(2026, 4, 7), date(2026, 4, 8), None)


def test_825_219_b_no_letter_was_served_before_it_was_written() -> None:
    """The injury must be told by it: a wrong day would be the ground on which a job is refused."""
    told = announced()
    how = said.Serving.IN_PERSON
    told.say(said.JobLetterServed, at("2026-04-08"), served_on=date(2026, 4, 6), how=how)
    assert "serve_job_letter" in told.tasks()
    assert told.case.job_refusal.announcement is None
    (task,) = [d for d in told.of(AskPerson) if "code" in d.facts]
    assert task.facts["code"] == "job_letter_before_it_was_written"
    told.say(said.JobLetterServed, at("2026-04-08"), served_on=date(2026, 4, 7), how=how)
    assert told.case.job_refusal.announcement is not None
    assert "serve_job_letter" not in told.tasks()


def test_825_219_b_no_denial_was_served_before_it_was_written() -> None:
    told = asked_again()
    assert refuse(told) is None
    told.say(said.JobLetterServed, at("2026-05-18"), served_on=date(2026, 5, 14), how=said.Serving.IN_PERSON)
    assert told.case.job_refusal.denial is None
    serve(told, "2026-05-18")
    assert told.case.job_refusal.denial is not None


def test_825_219_c_leave_goes_on_and_nothing_of_it_is_changed() -> None:
    told = approved()
    before = told.case.periods, told.case.deadlines, told.charges()
    assert announce(told) is None
    serve(told)
    assert (told.case.periods, told.case.deadlines, told.charges()) == before


@pytest.mark.parametrize(
    ("key", "on", "fields", "code"),
    [
        (False, "2026-04-07", {}, "job_not_key_employee"),
        (None, "2026-04-07", {}, "job_not_key_employee"),
        (True, "2026-05-16", {"return_by": date(2026, 5, 20)}, "job_leave_over"),
        (True, "2026-04-07", {"return_by": None}, "job_time_to_return"),
        (True, "2026-04-07", {"return_by": date(2026, 4, 7)}, "job_time_to_return"),
        (True, "2026-04-07", {"basis": ()}, "job_no_basis"),
        (True, "2026-03-31", {"return_by": None}, None),  # leave has not begun: nobody has to return
        (True, "2026-04-07", {"by": "E-9", "actor_employee": "E-ROWAN"}, "own_case"),
    ],
)
def test_825_217_to_219_when_it_may_not_be_said(key: bool | None, on: str, fields: dict[str, Any], code: str) -> None:
    assert announce(approved(key=key), on, **fields) == code


def test_825_219_a_who_was_not_told_with_the_rights_keeps_the_job_and_the_refusal_says_why() -> None:
    told = Telling(at("2026-02-13"), period("2026-04-01", LAST_ON, reason=LeaveReason.BONDING))
    told.found(at("2026-02-13", "09:05"))  # nobody had found it yet when the letter went out
    told.case = told.case.model_copy(update={"key_employee": True})
    assert announce(told) == "job_key_not_told"
    fields = told.message(at("2026-04-07"), "coordinator/C-1") | BASIS
    request = asked.JobRefusalAnnouncement(**fields, custodian=said.Custodian.COMMONWEALTH, return_by=BACK_BY)
    refusal = told.case.may(request)
    assert refusal is not None
    assert "the right to refuse is lost, whatever injury there is (29 CFR 825.219(a))." in refusal.sentence


def test_825_219_a_a_letter_that_never_arrived_told_nobody() -> None:
    told = Telling(at("2026-02-13"), period("2026-04-01", LAST_ON, reason=LeaveReason.BONDING))
    told.keep(told.case.employment_found(record(key_employee=True), "C-1", at=at("2026-02-13", "09:05")))
    for awaited in told.case.awaited:
        told.keep(told.case.notice_failed(awaited.key, Role.EMPLOYEE, "550", at=at("2026-02-13", "09:06")))
    assert announce(told) == "job_key_not_told"


def test_it_is_said_once() -> None:
    told = announced()
    assert announce(told, "2026-04-08") == "job_refusal_announced"


def test_leave_of_another_law_has_no_such_ground() -> None:
    assert announce(approved(program=asked.Program.PFML)) == "job_leave_over"


@pytest.mark.parametrize(("return_by", "served"), [(BACK_BY, "2026-04-27"), (None, "2026-04-01")])
def test_825_219_b_a_letter_that_leaves_no_time_to_return_refuses_nothing(return_by: date | None, served: str) -> None:
    told = approved()
    assert announce(told, "2026-03-30", return_by=return_by) is None
    serve(told, served)
    (task,) = [duty for duty in told.of(AskPerson) if duty.facts.get("code") == "job_letter_too_late"]
    assert task.kind.value == "fact_contradicts"
    assert told.tasks() == ["fact_contradicts"]
    assert letters(told, JobDecided) == [JobDecided(is_refused=False)], "the mail had said otherwise"
    assert told.case.view().job_refusal is None
    assert announce(told, "2026-05-04", return_by=date(2026, 5, 11)) is None


def test_825_219_d_asked_for_again_at_the_end_of_leave_it_is_found_anew_and_refused() -> None:
    told = asked_again()
    assert told.tasks() == ["decide_on_job"]
    assert refuse(told) is None
    assert letters(told, JobDecided) == [JobDecided(is_refused=True, basis=(Injury.LONG_TERM,))]
    clock = told.case.deadline("return/1")
    assert clock is not None
    assert clock.state is DeadlineState.STOPPED
    assert told.tasks() == ["serve_job_letter"]
    assert told.ask(asked.Closing, at("2026-05-18")) == "job_answer_open"
    serve(told, "2026-05-18")
    assert told.tasks() == []
    assert told.ask(asked.Closing, at("2026-05-19")) is None


def test_825_219_d_a_job_that_is_given_back_needs_nothing_of_that() -> None:
    told = announced()
    assert told.ask(asked.JobDecision, at("2026-04-10"), answer=asked.JobAnswer.GIVEN_BACK) is None
    assert letters(told, JobDecided) == [JobDecided(is_refused=False)]
    assert told.tasks() == []
    assert refuse(told) == "job_decided"
    assert announce(told, "2026-04-13") is None, "what is found later may be said"


def never_said() -> Telling:
    return approved()


def not_asked() -> Telling:
    told = announced()
    serve(told)
    return told


def not_served() -> Telling:
    told = announced()
    told.say(said.JobAskedAgain, at("2026-05-14"))
    return told


@pytest.mark.parametrize(
    ("story", "on", "fields", "code"),
    [
        (never_said, LAST_ON, {}, "job_refusal_not_announced"),
        (not_served, LAST_ON, {}, "job_letter_not_served"),
        (not_asked, LAST_ON, {}, "job_not_asked_again"),
        (asked_again, "2026-05-14", {}, "leave_not_over"),
        (asked_again, LAST_ON, {"basis": ()}, "job_no_basis"),
        (asked_again, "2026-05-20", {}, None),
    ],
)
def test_825_219_d_when_it_may_not_be_refused(story: Any, on: str, fields: dict[str, Any], code: str | None) -> None:
    assert refuse(story(), on, **fields) == code


def test_whoever_waits_for_an_answer_has_one_before_the_case_is_closed() -> None:
    told = asked_again()
    assert told.ask(asked.Closing, at("2026-05-18")) == "job_answer_open"


def test_825_219_b_who_comes_back_in_time_has_the_job() -> None:
    told = announced()
    told.say(said.ReturnedToWork, at("2026-04-20"), returned_on=date(2026, 4, 20))
    assert told.tasks() == []
    assert "job_refusal_ended" in told.history()
    assert told.case.view().job_refusal is None
    assert announce(told, "2026-04-21") == "job_leave_over"


def test_what_is_withdrawn_leaves_no_job_to_refuse() -> None:
    told = approved()
    assert announce(told, "2026-03-02", return_by=None) is None
    told.say(said.RequestWithdrawn, at("2026-03-03"))
    assert told.tasks() == []
