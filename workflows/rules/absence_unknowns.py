"""What is not known about an absence and could change its charge: each with the facts as they are in either case.

Knows: which facts the count turns on. Never knows: what it comes to. 29 CFR 825.200(h), 825.205 (law.md C7-C9, C13).
"""

from datetime import date

from workflows.rules.absence_facts import AbsenceCountedFacts, ExpectedToWork
from workflows.rules.absence_shifts import (
    Week,
    asked_of,
    closures_on,
    is_holiday,
    may_be_the_same,
    minutes_may_be_entered,
    told_entered,
    told_expected,
    told_same,
)
from workflows.rules.answers import Gap, Teller
from workflows.rules.calendar import day_of
from workflows.rules.overtime import unknown_marks
from workflows.rules.policy import LeavePolicy
from workflows.rules.shifts import Overtime, Shift
from workflows.rules.week_facts import Open, by_mark, open_in_base
from workflows.rules.wording import time_of


def open_facts(facts: AbsenceCountedFacts, weeks: tuple[Week, ...], *, policy: LeavePolicy) -> tuple[Open, ...]:
    """Every missing fact that the charge may turn on, each once."""
    found: dict[str, Open] = {}
    for week in weeks:
        for one in (*_of_week(facts, week, policy), *_of_base(facts, week, policy), *_of_entries(facts, week, policy)):
            found.setdefault(one.gap.asks, one)
    return tuple(found.values())


def _of_week(facts: AbsenceCountedFacts, week: Week, policy: LeavePolicy) -> list[Open]:
    found: list[Open] = []
    for shift in week.shifts:
        if shift.overtime is Overtime.UNKNOWN and _matters(facts, shift, week, policy):
            found += [by_mark(mark) for mark in unknown_marks(facts.schedule, (), shift.on, shift.on)]
        elif shift.is_due:
            found += _of_shift(facts, shift, policy)
    return found


def _of_entries(facts: AbsenceCountedFacts, week: Week, policy: LeavePolicy) -> list[Open]:
    """An entry of which the hours are not known may be this very absence, told by another door (C13)."""
    days = dict.fromkeys(s.on for s in week.shifts if asked_of(facts, s))
    entries = [_same_time(facts, on) for on in days if may_be_the_same(facts, on, week, policy=policy)]
    return [*entries, *(_entered(facts, on) for on in days if minutes_may_be_entered(facts, on, week, policy=policy))]


def _same_time(facts: AbsenceCountedFacts, on: date) -> Open:
    minutes = sum(e.minutes for e in facts.other_entries if e.on == on and e.is_untimed and e.same_time is None)
    asks = f"was what stands for another cause on {on} without times ({time_of(minutes)}) the time of this absence?"
    gap = Gap(fact="other_entries.same_time", asks=asks, teller=Teller.EMPLOYEE)
    return Open(gap, tuple((yes, {"other_entries": told_same(facts, on, yes == "yes")}) for yes in ("yes", "no")))


def _entered(facts: AbsenceCountedFacts, on: date) -> Open:
    minutes = sum(m.minutes for m in facts.minutes_off if m.on == on and m.same_time is None)
    asks = f"are the {time_of(minutes)} off on {on} the time that is charged for another cause on that day?"
    gap = Gap(fact="minutes_off.same_time", asks=asks, teller=Teller.EMPLOYEE)
    return Open(gap, tuple((yes, {"minutes_off": told_entered(facts, on, yes == "yes")}) for yes in ("yes", "no")))


def _of_base(facts: AbsenceCountedFacts, week: Week, policy: LeavePolicy) -> list[Open]:
    days = dict.fromkeys(s.on for s in week.shifts if asked_of(facts, s) or is_free_day(facts, s, policy=policy))
    return [one for on in days for one in open_in_base(facts, on, policy=policy)]


def _matters(facts: AbsenceCountedFacts, shift: Shift, week: Week, policy: LeavePolicy) -> bool:
    """Overtime matters if it was missed, or if a holiday turns on the whole week."""
    return bool(asked_of(facts, shift)) or any(is_free_day(facts, s, policy=policy) for s in week.shifts)


def is_free_day(facts: AbsenceCountedFacts, shift: Shift, *, policy: LeavePolicy) -> bool:
    """Whether a holiday or a closure stands on a shift."""
    return is_holiday(shift, policy=policy) or bool(closures_on(facts, shift))


def _of_shift(facts: AbsenceCountedFacts, shift: Shift, policy: LeavePolicy) -> list[Open]:
    told = told_expected(facts, shift.on)
    if told in ((True,), (False,)):
        return []
    closed = closures_on(facts, shift)
    on_holiday = is_holiday(shift, policy=policy)
    untold = facts.schedule.holidays_untold(shift.on, shift.appointment)
    if on_holiday and not told and untold:
        return [_works_holidays(facts, at) for at in untold]
    if (told and (on_holiday or closed)) or (on_holiday and shift.works_holidays is None):
        return [_expected(facts, shift)]
    return [_duty_left(facts, at) for at, c in enumerate(facts.closures) if c in closed and c.duty_left is None]


def _duty_left(facts: AbsenceCountedFacts, at: int) -> Open:
    """One question for a whole closure, however many shifts it falls on."""
    closure = facts.closures[at]
    asks = f"was the employee still expected to work in the closure that began on {day_of(closure.starts_at)}?"
    gap = Gap(fact="closures.duty_left", asks=asks, teller=Teller.AGENCY)

    def told(left: bool) -> dict[str, object]:
        known = closure.model_copy(update={"duty_left": left})
        return {"closures": (*facts.closures[:at], known, *facts.closures[at + 1 :])}

    return Open(gap, (("yes", told(True)), ("no", told(False))))


def _works_holidays(facts: AbsenceCountedFacts, at: int) -> Open:
    """One question for all holidays of a cycle."""
    schedule = facts.schedule
    asks = (
        f"is the employee expected to work on legal holidays by the schedule from {schedule.assignments[at].from_on}?"
    )
    gap = Gap(fact="schedule.works_holidays", asks=asks, teller=Teller.DIRECTORY)

    def told(works: bool) -> dict[str, object]:
        known = schedule.assignments[at].model_copy(update={"works_holidays": works})
        assignments = (*schedule.assignments[:at], known, *schedule.assignments[at + 1 :])
        return {"schedule": schedule.model_copy(update={"assignments": assignments})}

    return Open(gap, (("yes", told(True)), ("no", told(False))))


def _expected(facts: AbsenceCountedFacts, shift: Shift) -> Open:
    asks = f"was the employee scheduled and expected to work on {shift.on}?"
    gap = Gap(fact="expected_to_work", asks=asks, teller=Teller.AGENCY)
    others = tuple(e for e in facts.expected_to_work if e.on != shift.on)

    def told(expected: bool) -> dict[str, object]:
        return {"expected_to_work": (*others, ExpectedToWork(on=shift.on, expected=expected))}

    return Open(gap, (("yes", told(True)), ("no", told(False))))
