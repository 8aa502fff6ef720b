"""State PFML: in which benefit years a leave lies, where it is split into applications, and what waiting it has.

Knows: the 52 weeks, the split at a Saturday, the unpaid first days. Never knows: whether DFML approves, weeks used,
pay. What DFML told holds; what is computed stays beside it as expected. No application is not a denied one.
M.G.L. c.175M s.1, s.3(a); practice of DFML (law.md N9-N11).
"""

from datetime import date
from itertools import pairwise

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after, years_after
from workflows.rules.leave_years import Year
from workflows.rules.pfml_years import FoundYear, found_years
from workflows.rules.policy import LeavePolicy
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.spans import Days
from workflows.rules.week_facts import MOST_OPEN
from workflows.values import Frozen

_WEEKEND = 4  # from a Friday to the Tuesday after a holiday
_MOST_YEARS = 5  # no rule: a leave told to be longer is a slip of the pen


class PfmlLeave(Days):
    """One leave, for which there is one application in each benefit year."""

    reason: LeaveReason = Field(description="Why the employee is away; the coordinator confirms.")
    shape: LeaveShape | None = Field(None, description="In one piece, in fewer hours, or now and then.")
    reported_on: tuple[date, ...] = Field(
        (), description="For leave now and then: the days of leave reported so far, in any order."
    )
    after_childbirth: bool | None = Field(
        None, description="For bonding: whether it directly follows medical leave for the birth."
    )
    told_waiting: tuple[Days, ...] = Field((), description="Waiting periods as DFML told them; empty: none told.")

    @model_validator(mode="after")
    def _fit(self) -> "PfmlLeave":
        if self.after_childbirth and self.reason is not LeaveReason.BONDING:
            raise contradiction("childbirth_of_another_leave", "bonding alone follows medical leave for a birth")
        if self.last_on is not None and self.last_on > _longest(self.first_on):
            raise contradiction("longer_than_any_leave", "the leave is longer than any leave can be")
        return self


class BenefitYearsFacts(Frozen):
    """What must be known to say in which benefit years a leave lies."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "leaves": [
                        {
                            "reason": "own_condition",
                            "shape": "continuous",
                            "first_on": "2026-01-07",
                            "last_on": "2026-03-03",
                        },
                        {
                            "reason": "bonding",
                            "shape": "continuous",
                            "first_on": "2026-12-14",
                            "last_on": "2027-02-05",
                            "after_childbirth": False,
                        },
                    ]
                },
                {
                    "leaves": [
                        {
                            "reason": "family_care",
                            "shape": "intermittent",
                            "first_on": "2026-04-01",
                            "reported_on": ["2026-04-09"],
                        }
                    ],
                    "told_years": [{"first_on": "2026-03-29", "last_on": "2027-03-27"}],
                },
            ]
        }
    )

    leaves: tuple[PfmlLeave, ...] = Field(
        min_length=1, description="The job-protected leaves of this person, each once, approved or only expected."
    )
    or_first_on: date | None = Field(
        None, description="Where the first day of the earliest leave is in doubt: the other day that it may be."
    )
    told_years: tuple[Days, ...] = Field((), description="Benefit years as DFML told them; empty: none told.")

    @model_validator(mode="after")
    def _fit(self) -> "BenefitYearsFacts":
        told = sorted(enumerate(self.told_years), key=lambda numbered: numbered[1].first_on)
        for (_, earlier), (number, later) in pairwise(told):
            if earlier.last_on is None or later.first_on <= earlier.last_on:
                says = "two benefit years have days in common"
                raise contradiction("years_overlap", says, at=("told_years", number))
        for number, leave in enumerate(self.leaves):
            if leave.after_childbirth and self._has_a_gap(leave):
                says = "bonding does not directly follow the medical leave told"
                raise contradiction("childbirth_long_before", says, at=("leaves", number))
        first = min(self.leaves, key=lambda leave: leave.first_on)
        if self.or_first_on is not None and first.last_on is not None and first.last_on < self.or_first_on:
            raise contradiction("ends_before_it_begins", "the leave ends before the other day on which it may begin")
        if self.or_first_on is not None and (first.last_on or self.or_first_on) > _longest(self.or_first_on):
            raise contradiction("longer_than_any_leave", "the leave is longer than any leave can be")
        return self

    def _has_a_gap(self, bonding: PfmlLeave) -> bool:
        """Whether every medical leave that was told ended long before; a weekend between is none."""
        own = [leave for leave in self.leaves if leave.reason is LeaveReason.OWN_CONDITION]
        ends = [leave.last_on for leave in own if leave.first_on < bonding.first_on]
        return bool(ends) and all(last is not None and days_after(last, _WEEKEND) < bonding.first_on for last in ends)


def _longest(first_on: date) -> date:
    return years_after(first_on, _MOST_YEARS)


class Dates(Frozen):
    """Two days, both included. `told`: by DFML; otherwise they are computed. What is computed is always there."""

    first_on: date
    last_on: date
    told: bool
    expected_first_on: date | None
    expected_last_on: date | None


class Application(Frozen):
    """One application: one leave in one benefit year, numbered from 0. `open`: the end is not known; if the leave
    still goes on after `last_on`, another application begins on the day after. `waiting` None: none is needed
    (bonding right after leave for the birth), or no day of leave is reported yet."""

    leave: int
    first_on: date
    last_on: date
    open: bool
    benefit_year: int
    waiting: Dates | None


class BenefitYears(Frozen):
    """The benefit years in which there is leave, in order, and the applications in order of leave and day."""

    years: tuple[Dates, ...]
    applications: tuple[Application, ...]


def benefit_years(facts: BenefitYearsFacts, *, policy: LeavePolicy) -> Answer[BenefitYears]:
    """In which benefit years leave lies, its applications, and the waiting period of each (law.md N9-N11)."""
    if facts.or_first_on is not None:
        gap = Gap(fact="leaves.first_on", asks="on which day did the earliest leave begin?", teller=Teller.COORDINATOR)
        earliest = min(range(len(facts.leaves)), key=lambda index: facts.leaves[index].first_on)
        days = (facts.leaves[earliest].first_on, facts.or_first_on)
        either = ((f"on {on}", _with(facts, earliest, "first_on", on, policy)) for on in days)
        return Reasoning(policy).depends(gap, tuple(either))
    missing = _missing(facts)
    if len(missing) > MOST_OPEN:
        return Reasoning(policy).not_answerable("Too much is not known.", *(gap for _, gap in missing))
    for index, gap in missing:
        field = gap.fact.removeprefix("leaves.")
        cases = ((label, _with(facts, index, field, value, policy)) for label, value in _VALUES[field])
        return Reasoning(policy).depends(gap, tuple(cases))
    return _known(facts, policy)


def _missing(facts: BenefitYearsFacts) -> list[tuple[int, Gap]]:
    missing = []
    for index, leave in enumerate(facts.leaves):
        if leave.reason is LeaveReason.BONDING and leave.after_childbirth is None:
            missing.append((index, _of_leave(_CHILDBIRTH, index, facts)))
        if leave.shape is None:
            missing.append((index, _of_leave(_SHAPE, index, facts)))
    return missing


def _of_leave(gap: Gap, index: int, facts: BenefitYearsFacts) -> Gap:
    """Which of several leaves it is, numbered as in the answer."""
    if len(facts.leaves) == 1:
        return gap
    return gap.model_copy(update={"asks": f"leave {index + 1} from {facts.leaves[index].first_on}: {gap.asks}"})


_VALUES: dict[str, tuple[tuple[str, object], ...]] = {
    "after_childbirth": (("yes", True), ("no", False)),
    "shape": tuple((shape.value, shape) for shape in (LeaveShape.CONTINUOUS, LeaveShape.INTERMITTENT)),
}
_CHILDBIRTH = Gap(
    fact="leaves.after_childbirth",
    asks="does bonding directly follow medical leave for the birth?",
    teller=Teller.EMPLOYEE,
)
_SHAPE = Gap(fact="leaves.shape", asks="how is the leave taken?", teller=Teller.COORDINATOR)


def _with(facts: BenefitYearsFacts, index: int, fact: str, value: object, policy: LeavePolicy) -> Answer[BenefitYears]:
    leave = facts.leaves[index].model_copy(update={fact: value})
    leaves = (*facts.leaves[:index], leave, *facts.leaves[index + 1 :])
    return benefit_years(facts.model_copy(update={"leaves": leaves, "or_first_on": None}), policy=policy)


def _known(facts: BenefitYearsFacts, policy: LeavePolicy) -> Answer[BenefitYears]:
    why = Reasoning(policy)
    known_to = max(leave.last_on or leave.first_on for leave in facts.leaves)

    def next_on(on: date) -> date | None:
        days = [max(on, leave.first_on) for leave in facts.leaves if _goes_on_to(leave, known_to) >= on]
        return min(days, default=None)

    found = found_years(next_on, facts.told_years, policy=policy)
    _year_steps(why, found, policy)
    applications = tuple(
        application
        for index, leave in enumerate(facts.leaves)
        for application in _applications(index, leave, _goes_on_to(leave, known_to), found, policy)
    )
    _application_steps(why, facts, applications, policy)
    years = tuple(_dates(one.year, one.expected, one.told) for one in found)
    says = "; ".join(
        (
            *(f"benefit year {_dates_say(year)}" for year in years),
            *(_application_says(one, facts.leaves[one.leave]) for one in applications),
        )
    )
    return why.settled(BenefitYears(years=years, applications=applications), says)


def _application_says(one: Application, leave: PfmlLeave) -> str:
    """Which leave, numbered from 1 as people count, and its waiting period: it may be all that a fact changes."""
    until = "an open end" if one.open else str(one.last_on)
    if one.waiting is not None:
        waits = f"waiting period {_dates_say(one.waiting)}"
    elif leave.after_childbirth and one.first_on == leave.first_on:
        waits = "no waiting period, right after leave for the birth"
    else:
        waits = "no waiting period yet, as no day of it is reported"
    return f"leave {one.leave + 1} from {one.first_on} to {until}: {waits}"


def _dates_say(dates: Dates) -> str:
    """Where DFML told other days than are expected, both."""
    held = f"{dates.first_on} to {dates.last_on}, {'told' if dates.told else 'expected'}"
    if not dates.told or (dates.expected_first_on, dates.expected_last_on) == (dates.first_on, dates.last_on):
        return held
    if dates.expected_first_on is None:
        return f"{held}, where none is expected"
    return f"{held}, where {dates.expected_first_on} to {dates.expected_last_on} is expected"


def _year_steps(why: Reasoning, found: list[FoundYear], policy: LeavePolicy) -> None:
    why.step(
        "N9",
        "A benefit year begins on the Sunday on or before the first day of leave and ends on a Saturday.",
        weeks=policy.statutes.benefit_year_weeks,
    )
    if any(one.told for one in found):
        why.step("N9", "DFML told its dates: they hold, and what is computed stays beside them.")


def _application_steps(
    why: Reasoning, facts: BenefitYearsFacts, applications: tuple[Application, ...], policy: LeavePolicy
) -> None:
    if len(applications) > len(facts.leaves):
        why.step("N10", "Leave that crosses the end of a benefit year is one application in each.")
    days = policy.statutes.waiting_days
    why.step("N11", "Each application begins with unpaid days; they use weeks all the same.", days=days)
    if any(leave.after_childbirth for leave in facts.leaves):
        why.step("N11", "Bonding that directly follows medical leave for the birth has no new waiting period.")
    if any(leave.shape is LeaveShape.INTERMITTENT for leave in facts.leaves):
        why.step("N11", "For leave now and then the days run from the first reported day, one after the other.")


def _goes_on_to(leave: PfmlLeave, known_to: date) -> date:
    """The last day; of a leave without an end, the last day that anything is known of."""
    return leave.last_on or max(leave.first_on, min(known_to, _longest(leave.first_on)))


def _applications(
    index: int, leave: PfmlLeave, goes_on_to: date, found: list[FoundYear], policy: LeavePolicy
) -> list[Application]:
    applications: list[Application] = []
    for number, one in enumerate(found):
        if one.year.last_on < leave.first_on or goes_on_to < one.year.first_on:
            continue
        ends_on = min(leave.last_on or date.max, one.year.last_on)
        piece = Year(max(leave.first_on, one.year.first_on), ends_on)
        applications.append(
            Application(
                leave=index,
                first_on=piece.first_on,
                last_on=piece.last_on,
                open=leave.last_on is None and goes_on_to <= one.year.last_on,
                benefit_year=number,
                waiting=_waiting(leave, piece, is_first=not applications, policy=policy),
            )
        )
    return applications


def _waiting(leave: PfmlLeave, piece: Year, *, is_first: bool, policy: LeavePolicy) -> Dates | None:
    """None after childbirth leave, for the first application; a new benefit year has a new waiting period."""
    begins_on: date | None = piece.first_on
    if leave.shape is LeaveShape.INTERMITTENT:
        begins_on = min((on for on in leave.reported_on if piece.has(on)), default=None)
    if is_first and leave.after_childbirth:
        begins_on = None
    days = policy.statutes.waiting_days
    expected = None if begins_on is None else Year(begins_on, days_after(begins_on, days - 1))
    for told in leave.told_waiting:
        if piece.has(told.first_on):
            holds = Year(told.first_on, told.last_on or days_after(told.first_on, days - 1))
            return _dates(holds, expected, told=True)
    return None if expected is None else _dates(expected, expected, told=False)


def _dates(year: Year, expected: Year | None, told: bool) -> Dates:
    return Dates(
        first_on=year.first_on,
        last_on=year.last_on,
        told=told,
        expected_first_on=expected.first_on if expected is not None else None,
        expected_last_on=expected.last_on if expected is not None else None,
    )
