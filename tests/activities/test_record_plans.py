"""One hour in the banks of several plans: each counts it for itself, to its own limit, and they are never added."""

from collections import defaultdict
from datetime import date

from activities.record import Records
from infra.ledger import Book
from infra.register import Register
from tests.activities.asking import ask
from tests.activities.owing import owed, pay, period, post, single_days
from tests.infra.cases import AT, view
from workflows.case.duties import PlanShare, PostCharge
from workflows.rules.plans import Plan
from workflows.rules.spans import Days
from workflows.view import PeriodView

ALL = (PlanShare(plan=Plan.FMLA), PlanShare(plan=Plan.PFML), PlanShare(plan=Plan.COMMONWEALTH))


def under(duty: PostCharge, *plans: PlanShare, reason: str = "own_condition") -> PostCharge:
    """The same charge under these plans."""
    return duty.model_copy(update={"plans": plans or ALL, "reason": reason})


async def banks(register: Register, employee: str) -> dict[str, int]:
    """Minutes that stand in each bank."""
    found: dict[str, int] = defaultdict(int)
    async with register.database.reading() as session:
        for entry in await Book(session, employee).standing():
            found[entry.bank] += entry.minutes
    return dict(found)


async def test_a_week_counts_whole_in_every_bank(records: Records, register: Register, rowan: str) -> None:
    (receipt,) = await pay(records, [under(post(period("2026-03-02", "2026-03-06"), key="k"))], employee=rowan)
    assert await banks(register, rowan) == {"fmla": 2400, "pfml": 2400, "commonwealth": 2400}
    assert (receipt.minutes, receipt.minutes_beyond, receipt.minutes_uncovered) == (2400, 0, 0)


async def test_what_fmla_has_no_weeks_for_is_not_unprotected_while_another_plan_covers_it(
    records: Records, register: Register, rowan: str
) -> None:
    """Fifteen weeks of an own condition: FMLA gives 12, PFML 20 for a medical leave, the Commonwealth layer 26."""
    (receipt,) = await pay(records, [under(post(period("2026-01-05", "2026-04-17"), key="k"))], employee=rowan)
    assert (receipt.minutes, receipt.minutes_beyond) == (12 * 2400, 3 * 2400)
    assert receipt.minutes_uncovered == 0
    # Twelve weeks from 5 January end on 29 March.
    assert (receipt.beyond_from, receipt.uncovered_from) == (date(2026, 3, 30), None)
    assert await banks(register, rowan) == {"fmla": 12 * 2400, "pfml": 15 * 2400, "commonwealth": 15 * 2400}


async def test_what_no_plan_has_weeks_for_is_told_apart(records: Records, register: Register, rowan: str) -> None:
    """Thirty weeks: the layer gives 26."""
    (receipt,) = await pay(records, [under(post(period("2026-01-04", "2026-08-01"), key="k"))], employee=rowan)
    assert receipt.minutes_uncovered == 4 * 2400
    assert (receipt.beyond_from, receipt.uncovered_from) == (date(2026, 3, 30), date(2026, 7, 6))
    assert await banks(register, rowan) == {"fmla": 12 * 2400, "pfml": 20 * 2400, "commonwealth": 26 * 2400}


async def test_whoever_asks_again_is_told_the_first_days_that_nothing_was_left_for(
    records: Records, register: Register, rowan: str
) -> None:
    """The letter that tells of them may be owed by the attempt that hears the answer a second time."""
    duty = under(post(period("2026-01-04", "2026-08-01"), key="k"))
    (first,) = await pay(records, [duty], employee=rowan)
    (again,) = await pay(records, [duty], employee=rowan)
    assert (again.beyond_from, again.uncovered_from) == (date(2026, 3, 30), date(2026, 7, 6))
    assert again == first


async def test_family_leave_under_pfml_has_twelve_weeks(records: Records, register: Register, rowan: str) -> None:
    duty = under(post(period("2026-01-04", "2026-04-25"), key="k"), reason="family_care")
    await pay(records, [duty], employee=rowan)
    assert (await banks(register, rowan))["pfml"] == 12 * 2400


async def test_825_110_d_days_before_eligibility_count_under_the_other_plans_alone(
    records: Records, register: Register, rowan: str
) -> None:
    begins = PlanShare(plan=Plan.FMLA, from_on=date(2026, 3, 10))
    duty = under(post(period("2026-03-02", "2026-03-13"), key="k"), begins, *ALL[1:])
    await pay(records, [duty], employee=rowan)
    assert await banks(register, rowan) == {"fmla": 4 * 480, "pfml": 10 * 480, "commonwealth": 10 * 480}


async def test_each_case_of_caregiver_leave_has_a_bank_of_its_own(
    records: Records, register: Register, rowan: str
) -> None:
    share = PlanShare(plan=Plan.CAREGIVER)
    charges = [
        under(
            post(period(f"2026-0{n + 2}-02", f"2026-0{n + 2}-06"), key=f"k/{n}", cause=f"LV-{n}/period/1"),
            share,
            reason="military_caregiver",
        )
        for n in (1, 2)
    ]
    await pay(records, charges, employee=rowan)
    assert set(await banks(register, rowan)) == {"caregiver/LV-1", "caregiver/LV-2"}


async def test_a_later_word_under_other_plans_moves_the_charge_between_banks(
    records: Records, register: Register, rowan: str
) -> None:
    week = period("2026-03-02", "2026-03-06")
    await pay(records, [under(post(week, key="k/1"), *ALL[1:])], employee=rowan)
    assert await banks(register, rowan) == {"pfml": 2400, "commonwealth": 2400}
    await pay(records, [under(post(week, key="k/2", sequence=2), *ALL[:2])], employee=rowan)
    assert await banks(register, rowan) == {"fmla": 2400, "pfml": 2400}


async def test_two_cases_at_once_respect_the_limit_of_every_bank(
    records: Records, register: Register, rowan: str
) -> None:
    """Sixteen weeks, day by day, from two cases: 12 in FMLA, all 16 in the others, each day once in each."""
    mine = [under(duty) for duty in single_days("LV-1", "2026-01-05", 40)]
    yours = [under(duty) for duty in single_days("LV-2", "2026-03-09", 40)]
    await pay(records, [charge for pair in zip(mine, yours, strict=True) for charge in pair], employee=rowan)
    assert await banks(register, rowan) == {"fmla": 12 * 2400, "pfml": 16 * 2400, "commonwealth": 16 * 2400}


async def test_n5_the_layer_is_measured_back_from_the_day_the_leave_commenced(
    records: Records, register: Register, rowan: str
) -> None:
    """26 weeks were used from 3 March 2025 on. In a leave that commenced on 2 February 2026 they count to its end, also
    in March, when day by day they would have come back."""
    layer = PlanShare(plan=Plan.COMMONWEALTH)
    before = under(post(period("2025-03-03", "2025-08-29"), key="k/0", cause="LV-0/period/1"), layer)
    await pay(records, [before], employee=rowan)
    assert await banks(register, rowan) == {"commonwealth": 26 * 2400}
    later = under(post(period("2026-03-09", "2026-03-13"), key="k/1", cause="LV-1/period/1"), layer)
    case = view(employee=rowan, reference="LV-1", periods=(approved("2026-02-02", "2026-03-31"),))
    recorded = await ask(records.record, owed(later, employee=rowan, reference="LV-1", view=case))
    assert [(r.minutes, r.minutes_beyond) for r in recorded.receipts] == [(0, 2400)]
    unknown = under(post(period("2026-03-09", "2026-03-13"), key="k/2", cause="LV-1/period/1", sequence=2), layer)
    none = view(2, employee=rowan, reference="LV-1")
    recorded = await ask(records.record, owed(unknown, employee=rowan, reference="LV-1", view=none, version=2))
    assert [(r.minutes, r.minutes_beyond) for r in recorded.receipts] == [(2400, 0)]


def approved(first: str, last: str) -> PeriodView:
    """A period that was approved as it was asked for."""
    first_on, last_on = date.fromisoformat(first), date.fromisoformat(last)
    return PeriodView(
        number=1,
        reason="own_condition",
        shape="continuous",
        first_on=first_on,
        last_on=last_on,
        decided_first_on=first_on,
        decided_last_on=last_on,
        awaits_decision=False,
        decision="approved",
        program="commonwealth",
        decided_by="C-1",
        decided_at=AT,
        confirmed_by=None,
        ground=None,
        returned_on=None,
    )


async def test_825_313_days_for_which_a_paper_came_late_count_under_the_other_plans_alone(
    records: Records, register: Register, rowan: str
) -> None:
    gap = Days(first_on=date(2026, 3, 5), last_on=date(2026, 3, 10))
    share = PlanShare(plan=Plan.FMLA, except_for=(gap,))
    await pay(records, [under(post(period("2026-03-02", "2026-03-13"), key="k"), share, *ALL[1:])], employee=rowan)
    assert await banks(register, rowan) == {"fmla": 6 * 480, "pfml": 10 * 480, "commonwealth": 10 * 480}


async def test_n9_a_benefit_year_that_dfml_told_holds(records: Records, register: Register, rowan: str) -> None:
    """Twenty-two weeks of an own condition: one year gives 20; a new year that began in April gives them anew."""
    leave = under(post(period("2026-01-04", "2026-06-06"), key="k"), ALL[1])
    year = Days(first_on=date(2025, 4, 6), last_on=date(2026, 4, 4))
    expected, told = leave, leave.model_copy(update={"key": "k/2", "sequence": 2, "told_years": (year,)})
    await pay(records, [expected], employee=rowan)
    assert await banks(register, rowan) == {"pfml": 20 * 2400}
    await pay(records, [told], employee=rowan)
    assert await banks(register, rowan) == {"pfml": 22 * 2400}
