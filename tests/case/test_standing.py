"""Status texts are true of what is open: nobody is told that nothing is to be done while something is owed."""

from datetime import date
from typing import Any

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.standing import Standing, standing_of
from workflows.rules.end_of_need import EndKind
from workflows.rules.fitness_for_duty import PrevailingTerms
from workflows.rules.reasons import LeaveReason
from workflows.rules.recertification import CertifiedExtent
from workflows.rules.service import Span


def approved(reason: LeaveReason = LeaveReason.OWN_CONDITION, **found: Any) -> Telling:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15", reason=reason))
    told.found(at("2026-02-13", "09:05"), **found)
    return told.granted("2026-02-20", "2026-02-23", "2026-02-24")


def stands(told: Telling, words: str, waiting_on: str) -> None:
    assert standing_of(told.case) == Standing(words, waiting_on)
    assert (told.case.view().status_words, told.case.view().waiting_on) == (words, waiting_on)


def test_an_approved_leave_of_which_nothing_is_open_waits_on_nobody() -> None:
    stands(approved(), "The leave is approved.", "nobody")


def test_a_new_certification_is_the_employee_s_turn_and_then_the_coordinator_s() -> None:
    told = approved()
    later: dict[str, Any] = {"extent": CertifiedExtent.LIFETIME, "extension_asked": True}
    assert told.ask(asked.RecertificationRequest, at("2026-04-20"), **later) is None
    told.accepted(at("2026-04-20", "09:01"))
    stands(told, "The leave is approved. A new certification is asked for.", "employee")
    told.say(said.DocumentReceived, at("2026-04-21"), document="D-2", document_kind=said.DocumentKind.CERTIFICATION)
    stands(told, "The leave is approved. A new certification is here, and nobody has read it.", "coordinator")


def test_a_return_that_is_not_reported_is_the_liaison_s_turn() -> None:
    told = approved()
    told.until(at("2026-05-18"))
    stands(told, "The leave is approved. It is over, and no return is reported.", "liaison")
    told.say(said.ReturnedToWork, at("2026-05-19"), returned_on=date(2026, 5, 16))
    stands(told, "The leave is approved.", "nobody")


def test_a_held_return_and_an_answer_that_is_due_are_said_together() -> None:
    told = approved(clearance_asked=True)
    shown: dict[str, Any] = {"practice": True, "workdays_out": 33, "prevailing": PrevailingTerms.NONE}
    assert told.ask(asked.ReturnHold, at("2026-05-14"), returns_on=date(2026, 5, 18), **shown) is None
    held = "The leave is approved. The return is held until the fitness-for-duty certification is here."
    stands(told, held, "liaison")
    told.say(said.AmountAsked, at("2026-05-14", "10:00"))
    owed = "The employee asked how much was counted and is still to be told."
    stands(told, f"{held} {owed}", "coordinator")


def test_dfml_is_to_be_told() -> None:
    told = approved(LeaveReason.BONDING)
    told.say(said.NeedEnded, at("2026-04-27"), how=EndKind.FAILED_PLACEMENT, last_day_of_need=date(2026, 4, 24))
    stands(told, "The leave is approved. DFML is still to be told of a change.", "coordinator")


def test_any_other_open_task_is_said_to_be_there() -> None:
    told = approved()
    told.keep(told.case.message_unknown(at=at("2026-03-01")))
    stands(told, "The leave is approved. There is an open task.", "coordinator")


def test_everything_is_here_only_where_it_is() -> None:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15", LeaveReason.BONDING))
    told.found(at("2026-02-13", "09:05"))
    stands(told, "Everything is here. A coordinator decides.", "coordinator")
    not_yet = {"stretches": (Span(first_on=date(2025, 4, 20)),)}
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"))
    told.found(at("2026-02-13", "09:05"), **not_yet)
    later = "The employee is not eligible for FMLA leave until a later day of it."
    stands(told, f"{later} A coordinator decides.", "coordinator")
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"))
    told.found(at("2026-02-13", "09:05"), worksite_fifty=None, **not_yet)
    unknown = "Something is unknown about that day and must be found out."
    stands(told, f"{later} {unknown} A coordinator decides.", "coordinator")


def test_without_an_employment_record_no_certification_is_awaited_of_anybody() -> None:
    told = Telling(at("2026-02-13"), period("2026-04-01", "2026-05-15"))
    told.keep(told.case.employment_found(None, None, at=at("2026-02-13", "09:05")))
    stands(told, "The employment record is missing. A coordinator finds it.", "coordinator")
