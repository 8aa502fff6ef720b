"""Eligibility that begins in the middle of a leave, on the real server (29 CFR 825.110(d))."""

from datetime import datetime, timedelta

from tests.case import telling
from tests.workflows.conftest import Stage, ahead
from workflows.rules.calendar import NEW_YORK, months_after
from workflows.rules.eligible import Span


async def test_the_record_is_asked_again_on_the_day_and_the_second_notice_goes_out(stage: Stage) -> None:
    in_ten_days = (datetime.now(NEW_YORK) + timedelta(days=10)).date()
    stage.deeds.employment = telling.record(stretches=(Span(first_on=months_after(in_ten_days, -12)),))
    async with stage.working():
        case = await stage.open(ahead(3, 30))
        await case.until(lambda: "eligibility_notice" in stage.deeds.notices(case.reference))
        assert "rights_notice" not in stage.deeds.notices(case.reference)
        await case.until(lambda: stage.deeds.owed[case.reference][-1].view.next_deadline_kind == "eligible_later")
        await case.jump(11)
        await case.until(lambda: stage.deeds.notices(case.reference).count("eligibility_notice") == 2)
        await case.until(lambda: "rights_notice" in stage.deeds.notices(case.reference))
        assert stage.deeds.history(case.reference).count("eligibility_found") == 2
        assert "eligibility_asked_again" in stage.deeds.history(case.reference)


async def test_a_day_that_is_over_already_is_asked_about_at_once_and_told_in_one_notice(stage: Stage) -> None:
    yesterday = (datetime.now(NEW_YORK) - timedelta(days=1)).date()
    stage.deeds.employment = telling.record(stretches=(Span(first_on=months_after(yesterday, -12)),))
    async with stage.working():
        case = await stage.open(ahead(-10, 30))
        await case.until(lambda: "rights_notice" in stage.deeds.notices(case.reference))
        assert stage.deeds.notices(case.reference).count("eligibility_notice") == 1
        assert "eligibility_asked_again" in stage.deeds.history(case.reference)
