"""The notice of need is that of each period: leave that was added later was told later (825.205(b)(2); law.md C5)."""

from datetime import date

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.duties import SendNotice
from workflows.case.entitlement_letters import DesignationNotice
from workflows.rules.reasons import LeaveReason, LeaveShape

OPENED, ADDED = at("2026-03-02"), at("2026-05-11")
TOLD_ON, ADDED_ON = date(2026, 3, 2), date(2026, 5, 11)


def added(shape: LeaveShape = LeaveShape.CONTINUOUS) -> Telling:
    """Bonding leave, and more of it that is asked for when it is over."""
    told = Telling(OPENED, period("2026-03-09", "2026-03-20", LeaveReason.BONDING))
    told.found(OPENED)
    assert told.ask(asked.Approval, at("2026-03-03")) is None
    told.say(said.PeriodAdded, ADDED, period=period("2026-06-01", "2026-06-30", LeaveReason.BONDING, shape))
    assert told.ask(asked.Approval, at("2026-05-12")) is None
    return told


def test_c5_leave_that_was_added_is_charged_by_the_day_on_which_it_was_asked_for() -> None:
    told = added()
    assert [(c.cause[-1], c.notice_on) for c in told.charges()] == [("1", TOLD_ON), ("2", ADDED_ON)]


def test_so_is_an_absence_under_it() -> None:
    told = added(LeaveShape.INTERMITTENT)
    hours = {"starts_at": at("2026-06-02", "09:00"), "ends_at": at("2026-06-02", "13:00")}
    told.say(said.ReportedAbsence, at("2026-06-02", "08:00"), absence_id="A-1", **hours)
    assert told.charges()[-1].notice_on == ADDED_ON


def test_825_300_d_6_the_letter_foretells_each_period_by_its_own_day() -> None:
    told = added()
    letters = [d.notice for d in told.of(SendNotice) if isinstance(d.notice, DesignationNotice)]
    # Of the first one no day is told: it is that of the request.
    assert [amount.notice_on for letter in letters for amount in letter.amounts] == [None, ADDED_ON]
    assert [period.asked_on for period in told.case.view().periods] == [None, ADDED_ON]
