"""A designation letter tells how much will be counted, where a schedule tells it (825.300(d)(6); law.md D3, D4)."""

from datetime import date

import pytest

from activities.foretelling import Counting, with_amounts
from activities.rendering import render
from infra.stack.mail_catcher import MailCatcher
from tests.activities.post_office import PostOffice, notice
from tests.activities.samples import letterhead
from tests.case.telling import POLICY, Telling, at, period
from tests.rules.facts import OFFICE, PART_TIME
from workflows.case import asked, said
from workflows.case.duties import SendNotice
from workflows.case.entitlement_letters import AmountOfPeriod, DesignationNotice
from workflows.case.told import Span
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.schedule import Cause, Schedule
from workflows.rules.spans import Days

EVERY_30_DAYS = "you may ask us for every 30 days, if you took leave in that time"


def designated(first: str, last: str | None, shape: LeaveShape = LeaveShape.CONTINUOUS) -> DesignationNotice:
    """The letter of a case that was approved as it was asked for."""
    told = Telling(at("2026-03-02"), period(first, last, LeaveReason.OWN_CONDITION, shape))
    told.found(at("2026-03-02", "09:01"))
    told.say(said.DocumentReceived, at("2026-03-03"), document="D-1", document_kind=said.DocumentKind.CERTIFICATION)
    told.ask(asked.CertificationFinding, at("2026-03-03", "10:00"))
    assert told.ask(asked.Approval, at("2026-03-03", "11:00")) is None
    (letter,) = [d.notice for d in told.of(SendNotice) if isinstance(d.notice, DesignationNotice)]
    return letter


async def text_of(letter: DesignationNotice, mail: MailCatcher, office: PostOffice) -> str:
    """What the employee reads of it, on one line."""
    await office.deliver(notice("n/1", letter), policy=POLICY)
    (caught,) = mail.messages()
    return " ".join(caught.text.split())


async def test_hours_and_weeks_of_leave_in_one_piece_are_told(mail: MailCatcher, office: PostOffice) -> None:
    text = await text_of(designated("2026-03-09", "2026-03-20"), mail, office)
    assert "both days included: 80 hours, in workweeks 2 (Family and Medical Leave Act)" in text
    assert "every 30 days" not in text


@pytest.mark.parametrize(
    ("last", "shape", "why"),
    [
        ("2026-12-31", LeaveShape.INTERMITTENT, "it depends on when you are absent"),
        ("2026-04-30", LeaveShape.REDUCED, "it depends on when you are absent"),
        (None, LeaveShape.CONTINUOUS, "the end of this leave is not known"),
    ],
)
async def test_what_cannot_be_known_is_said_and_may_be_asked_for_every_30_days(
    mail: MailCatcher, office: PostOffice, last: str | None, shape: LeaveShape, why: str
) -> None:
    text = await text_of(designated("2026-03-09", last, shape), mail, office)
    assert f"not known yet, since {why}" in text
    assert EVERY_30_DAYS in text


def test_without_a_schedule_the_amount_is_not_known_and_the_letter_says_so() -> None:
    letter = with_amounts(designated("2026-03-09", "2026-03-20"), Counting(Schedule(assignments=()), POLICY))
    text = " ".join(render(letter, letterhead()).plain.split())
    assert "not known yet, since we have no work schedule of yours for all of these days" in text
    assert EVERY_30_DAYS in text


async def test_days_that_do_not_count_are_not_told_as_counted(mail: MailCatcher, office: PostOffice) -> None:
    weeks = Span(first_on=date(2026, 3, 9), last_on=date(2026, 3, 20))
    amount = AmountOfPeriod(
        span=weeks,
        plan="fmla",
        in_one_piece=True,
        from_on=date(2026, 3, 11),
        except_for=(Days(first_on=date(2026, 3, 20), last_on=date(2026, 3, 20)),),
    )
    letter = designated("2026-03-09", "2026-03-20").model_copy(update={"amounts": (amount,)})
    assert "56 hours, in workweeks 1.4 (Family" in await text_of(letter, mail, office)


@pytest.mark.parametrize(("notice_on", "weeks"), [(None, "0.75"), (date(2026, 5, 11), "1")])
def test_c5_what_was_asked_for_after_a_change_of_schedule_is_told_by_the_new_week(
    notice_on: date | None, weeks: str
) -> None:
    """Three days of ten hours since 6 April, as was decided after the request and before more leave was asked for."""
    before = OFFICE.assignments[0].model_copy(update={"to_on": date(2026, 4, 5)})
    change = {"from_on": date(2026, 4, 6), "cause": Cause.EMPLOYER, "decided_on": date(2026, 3, 20)}
    schedule = Schedule(assignments=(before, PART_TIME.assignments[0].model_copy(update=change)))
    one_week = Span(first_on=date(2026, 6, 1), last_on=date(2026, 6, 7))
    amount = AmountOfPeriod(span=one_week, plan="fmla", in_one_piece=True, notice_on=notice_on)
    letter = designated("2026-06-01", "2026-06-07").model_copy(update={"amounts": (amount,)})
    (told,) = with_amounts(letter, Counting(schedule, POLICY, date(2026, 3, 2))).amounts
    assert told.weeks == weeks


async def test_a_letter_of_an_older_release_goes_out_as_it_was(mail: MailCatcher, office: PostOffice) -> None:
    letter = designated("2026-03-09", "2026-03-20")
    await office.deliver(notice("n/1", letter.model_copy(update={"amounts": ()})))
    (caught,) = mail.messages()
    assert "will be counted" not in caught.text
