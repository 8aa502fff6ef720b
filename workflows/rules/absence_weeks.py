"""A week of an absence judged: its charges, what is not charged and why, and whether another choice would charge
otherwise.

Knows: the charge of each week, and what it turns on. Never knows: how it is said, balances, how a charge is posted.
29 CFR 825.200(h), 825.205 (law.md C1-C3, C8, C9).
"""

from datetime import date
from typing import NamedTuple

from workflows.rules.absence_facts import AbsenceCounted, AbsenceCountedFacts, NotCharged
from workflows.rules.absence_shifts import Laid, Week, asked_of, is_untold_holiday, lay, weeks_of
from workflows.rules.absence_unknowns import is_free_day, open_facts
from workflows.rules.answers import Gap
from workflows.rules.calendar import days_after
from workflows.rules.choices import EdgeHoliday
from workflows.rules.counting_weeks import DayCharge, charge_week, demanded, held_charged, is_full
from workflows.rules.intervals import whole_minutes
from workflows.rules.policy import LeavePolicy
from workflows.rules.week_base import Based, base_on
from workflows.rules.workweek import DAYS


class Judged(NamedTuple):
    """A week judged: its charges, how many minutes of them by which rule, the holidays beside a leave that fills it,
    what is not charged, and whether that may change while the week goes on."""

    charges: tuple[DayCharge, ...]
    by_rule: dict[str, int]
    beside: tuple[date, ...]
    not_charged: tuple[NotCharged, ...]
    is_open: bool


def is_known(facts: AbsenceCountedFacts, weeks: tuple[Week, ...], policy: LeavePolicy) -> bool:
    """Every day of the absence; and where a holiday or closure turns on the whole week, every day of that."""
    turning = [w.first_on for w in weeks if any(is_free_day(facts, s, policy=policy) for s in w.shifts)]
    days = (*facts.touched_days(), *(days_after(first, n) for first in turning for n in range(DAYS)))
    return all(facts.schedule.is_known(on) for on in days)


def beyond_table(facts: AbsenceCountedFacts, weeks: tuple[Week, ...], policy: LeavePolicy) -> tuple[date, ...]:
    """Days of which nobody knows if they are holidays, where the charge turns on that: they are asked about, or leave
    takes all the rest of their week, which has one holiday at most (C8)."""
    found: list[date] = []
    for week in weeks:
        laid = [one.taken for one in lay(facts, week, policy=policy)]
        untold = [t.shift for t in laid if is_untold_holiday(facts, t.shift, policy=policy)]
        worked = tuple(dict.fromkeys(t.shift.on for t in laid if t.leave < t.due))
        may_fill = not worked or worked in [(shift.on,) for shift in untold]
        found += [shift.on for shift in untold if may_fill or asked_of(facts, shift)]
    return tuple(dict.fromkeys(found))


def bases_of(facts: AbsenceCountedFacts, weeks: tuple[Week, ...], policy: LeavePolicy) -> dict[date, Based] | Gap:
    """The base of every day that may be charged, and of the first day asked about."""
    days = dict.fromkeys((*facts.touched_days()[:1], *(s.on for w in weeks for s in w.shifts)))
    found: dict[date, Based] = {}
    for on in days:
        base = base_on(facts, on, policy=policy)
        if isinstance(base, Gap):
            return base
        found[on] = base
    return found


def judge(facts: AbsenceCountedFacts, week: Week, bases: dict[date, Based], policy: LeavePolicy) -> Judged:
    laid = lay(facts, week, policy=policy)
    taken = [one.taken for one in laid]
    carries = _carries(laid)
    charges = charge_week(taken, lambda on: bases[on].minutes, carries=carries, policy=policy)
    left = [n for one in laid for n in one.not_charged]
    left += _held_not_charged(laid, charges, policy)
    left += _surplus(laid, policy)
    by_rule = _by_rule(laid, charges, policy)
    left.sort(key=lambda n: n.on)
    return Judged(tuple(charges), by_rule, _beside(laid), tuple(left), _is_open(facts, laid, policy))


def _beside(laid: tuple[Laid, ...]) -> tuple[date, ...]:
    """Holidays of a full week that the leave itself does not have in it, and that this absence is charged for if any
    is (C8)."""
    taken = [one.taken for one in laid]
    if not (is_full(taken) and _carries(laid)):
        return ()
    return tuple(dict.fromkeys(t.shift.on for t in taken if t.held_rule == "C8" and t.own_held < t.held - t.entered))


def _by_rule(laid: tuple[Laid, ...], charges: list[DayCharge], policy: LeavePolicy) -> dict[str, int]:
    """Minutes charged by each rule. What was impossible to work is told apart from the time away; overtime and travel
    are parts of it."""
    full, carries = is_full([one.taken for one in laid]), _carries(laid)
    found: list[tuple[str, int]] = []
    for one in laid:
        if all(c.on != one.taken.shift.on for c in charges):
            continue
        worked_off = demanded(one.taken, policy=policy)
        of_its_own = {rule: min(minutes, worked_off) for rule, minutes in one.by_rule.items()}
        found += [("C1", worked_off - of_its_own.get("C3", 0)), *of_its_own.items()]
        if full:
            found.append((one.taken.held_rule, held_charged(one.taken, carries=carries, policy=policy)))
    return {rule: sum(minutes for other, minutes in found if other == rule) for rule, _ in found}


def _carries(laid: tuple[Laid, ...]) -> bool:
    """Of several absences that fill a week together, the one that begins first is charged for its holiday."""
    own = [piece for one in laid for piece in one.own]
    others = [piece for one in laid for piece in one.others]
    return bool(own) and (not others or min(own) <= min(others))


def _held_not_charged(laid: tuple[Laid, ...], charges: list[DayCharge], policy: LeavePolicy) -> list[NotCharged]:
    full = is_full([one.taken for one in laid])
    found = []
    for one in laid:
        taken = one.taken
        minutes = whole_minutes(taken.own_held)
        is_charged = full and any(c.on == taken.shift.on and taken.held_rule in c.rules for c in charges)
        if minutes and not is_charged:
            found.append(
                NotCharged(
                    on=taken.shift.on, minutes=minutes, rule=taken.held_rule, why=_why_held(taken.held_rule, full)
                )
            )
    return found


def _why_held(rule: str, full: bool) -> str:
    if full:
        return "The week is full, and the absence that began first is charged for this day."
    name = "holiday" if rule == "C8" else "closure"
    return f"A {name} in a week that leave does not fill is not charged."


def _surplus(laid: tuple[Laid, ...], policy: LeavePolicy) -> list[NotCharged]:
    why = "These minutes fill no whole increment; the employer does not charge them."
    left = ((one.taken.shift.on, whole_minutes(one.taken.own) - demanded(one.taken, policy=policy)) for one in laid)
    return [NotCharged(on=on, minutes=minutes, rule="C2", why=why) for on, minutes in left if minutes]


def _is_open(facts: AbsenceCountedFacts, laid: tuple[Laid, ...], policy: LeavePolicy) -> bool:
    """Whether a holiday or closure of the week may still come in or drop out: the week is not known to its end, and
    no day that is known has broken it."""
    taken = [one.taken for one in laid]
    turns = policy.edge_holiday is EdgeHoliday.WHOLE_WEEK
    if not any(t.held and (turns or t.own_held) for t in taken):
        return False
    due_on = [t.shift.on for t in taken if t.due]
    if facts.known_to is None:
        return bool(due_on)
    is_broken = any(t.leave < t.due for t in taken if t.shift.on <= facts.known_to)
    return not is_broken and any(on > facts.known_to for on in due_on)


def differs(facts: AbsenceCountedFacts, result: AbsenceCounted, other: LeavePolicy) -> bool:
    """Whether another policy charges otherwise, or could by what is not known."""
    weeks = weeks_of(facts, policy=other)
    if not is_known(facts, weeks, other) or beyond_table(facts, weeks, other) or open_facts(facts, weeks, policy=other):
        return True
    bases = bases_of(facts, weeks, other)
    if isinstance(bases, Gap):
        return True
    judged = [judge(facts, week, bases, other) for week in weeks]
    same_charges = tuple(c for j in judged for c in j.charges) == result.charges
    return not same_charges or any(j.is_open for j in judged) != result.as_the_week_stands
