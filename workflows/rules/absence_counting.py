"""What one absence is charged, and what of it is not: the question, with its reasons.

Knows: the charge of each week, and what it turns on. Never knows: balances, how a charge is posted. What is not known
makes the answer conditional; an impossibility that nobody has shown is settled by law: the time away alone.
29 CFR 825.200(h), 825.205 (law.md C1-C4, C7-C10, C13).
"""

from collections import Counter
from datetime import date
from itertools import groupby
from typing import NamedTuple

from workflows.rules.absence_facts import AbsenceCounted, AbsenceCountedFacts, NotCharged
from workflows.rules.absence_shifts import Laid, Week, lay, weeks_of
from workflows.rules.absence_unknowns import is_free_day, open_facts
from workflows.rules.answers import Answer, Gap, Reasoning
from workflows.rules.calendar import days_after
from workflows.rules.choices import EdgeHoliday, IncrementSurplus
from workflows.rules.counting_weeks import DayCharge, charge_week, demanded, held_charged, is_full
from workflows.rules.intervals import whole_minutes
from workflows.rules.policy import LeavePolicy
from workflows.rules.week_base import Based, base_on, in_hours, say_base
from workflows.rules.week_facts import MOST_OPEN, NO_SCHEDULE
from workflows.rules.wording import time_of
from workflows.rules.workweek import DAYS

_SAYS = {
    "C1": "Leave is charged by the minute away from scheduled, paid time.",
    "C3": "A named person found it impossible to begin or end work in the middle of the shift: that time counts too.",
    "C7": "Mandatory overtime that is missed is charged.",
    "C8": "A holiday in a full week of leave counts.",
    "C9": "A closure of less than a week counts in a full week of leave, as a holiday does.",
    "C10": "Travel to or from an appointment for the condition is part of the leave; no form need mention it.",
}


def count_absence(facts: AbsenceCountedFacts, *, policy: LeavePolicy) -> Answer[AbsenceCounted]:
    """The charge of an absence. A missing fact that matters makes it conditional, one branch for each case."""
    why = Reasoning(policy)
    weeks = weeks_of(facts, policy=policy)
    if not _is_known(facts, weeks, policy):
        return why.not_answerable("the schedule of these days is not known", NO_SCHEDULE)
    missing = open_facts(facts, weeks, policy=policy)
    if len(missing) > MOST_OPEN:
        return why.not_answerable("too much is not known", *(one.gap for one in missing))
    if missing:
        gap, cases = missing[0]
        if gap.fact == "other_entries.same_time":
            why.step("C13", "No hour is charged twice: if only a part was the same time, the charge lies in between.")
        answers = [(label, count_absence(facts.model_copy(update=case), policy=policy)) for label, case in cases]
        return why.depends(gap, answers)
    bases = _bases(facts, weeks, policy)
    if isinstance(bases, Gap):
        return why.not_answerable("the workweek cannot be told", bases)
    return _counted(why, facts, weeks, bases, policy)


class _Judged(NamedTuple):
    """A week judged: its charges, how many minutes of them by which rule, what is not charged, and whether that may
    change while the week goes on."""

    charges: tuple[DayCharge, ...]
    by_rule: Counter[str]
    not_charged: tuple[NotCharged, ...]
    is_open: bool


def _is_known(facts: AbsenceCountedFacts, weeks: tuple[Week, ...], policy: LeavePolicy) -> bool:
    """Every day of the absence; and where a holiday or closure turns on the whole week, every day of that."""
    turning = [w.first_on for w in weeks if any(is_free_day(facts, s, policy=policy) for s in w.shifts)]
    days = (*facts.touched_days(), *(days_after(first, n) for first in turning for n in range(DAYS)))
    return all(facts.schedule.is_known(on) for on in days)


def _bases(facts: AbsenceCountedFacts, weeks: tuple[Week, ...], policy: LeavePolicy) -> dict[date, Based] | Gap:
    """The base of every day that may be charged, and of the first day asked about."""
    days = dict.fromkeys((*facts.touched_days()[:1], *(s.on for w in weeks for s in w.shifts)))
    found: dict[date, Based] = {}
    for on in days:
        base = base_on(facts, on, policy=policy)
        if isinstance(base, Gap):
            return base
        found[on] = base
    return found


def _counted(
    why: Reasoning, facts: AbsenceCountedFacts, weeks: tuple[Week, ...], bases: dict[date, Based], policy: LeavePolicy
) -> Answer[AbsenceCounted]:
    judged = [_judge(facts, week, bases, policy) for week in weeks]
    charges = tuple(charge for j in judged for charge in j.charges)
    not_charged = tuple(n for j in judged for n in j.not_charged)
    first_on = charges[0].on if charges else facts.touched_days()[0]
    result = AbsenceCounted(
        charges=charges,
        not_charged=not_charged,
        week_minutes=bases[first_on].minutes,
        as_the_week_stands=any(j.is_open for j in judged),
        would_be=not facts.period_decided,
    )
    by_rule = sum((j.by_rule for j in judged), Counter[str]())
    _say(why, facts, result, bases, by_rule, policy)
    if not weeks:
        why.step("C1", "None of this time is scheduled, paid time: there is nothing to take leave from.", minutes=0)
    return why.settled(result, _in_words(result) if weeks else f"{_in_words(result)}: no work was scheduled then")


def _judge(facts: AbsenceCountedFacts, week: Week, bases: dict[date, Based], policy: LeavePolicy) -> _Judged:
    laid = lay(facts, week, policy=policy)
    taken = [one.taken for one in laid]
    carries = _carries(laid)
    charges = charge_week(taken, lambda on: bases[on].minutes, carries=carries, policy=policy)
    left = [n for one in laid for n in one.not_charged]
    left += _held_not_charged(laid, charges, policy)
    left += _surplus(laid, policy)
    by_rule = _by_rule(laid, charges, policy)
    return _Judged(tuple(charges), by_rule, tuple(sorted(left, key=lambda n: n.on)), _is_open(facts, laid, policy))


def _by_rule(laid: tuple[Laid, ...], charges: list[DayCharge], policy: LeavePolicy) -> Counter[str]:
    """Minutes charged by each rule. What was impossible to work is told apart from the time away; overtime and travel
    are parts of it."""
    full, carries = is_full([one.taken for one in laid]), _carries(laid)
    found: Counter[str] = Counter()
    for one in laid:
        if all(c.on != one.taken.shift.on for c in charges):
            continue
        worked_off = demanded(one.taken, policy=policy)
        of_its_own = {rule: min(minutes, worked_off) for rule, minutes in one.by_rule.items()}
        found.update({"C1": worked_off - of_its_own.get("C3", 0), **of_its_own})
        if full:
            found[one.taken.held_rule] += held_charged(one.taken, carries=carries, policy=policy)
    return found


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


def _say(
    why: Reasoning,
    facts: AbsenceCountedFacts,
    result: AbsenceCounted,
    bases: dict[date, Based],
    by_rule: Counter[str],
    policy: LeavePolicy,
) -> None:
    said: list[Based] = []
    for on in [c.on for c in result.charges] or [facts.touched_days()[0]]:
        if bases[on] not in said:
            said.append(bases[on])
            say_base(why, bases[on], policy=policy)
    for rule in dict.fromkeys(rule for c in result.charges for rule in c.rules):
        why.step(rule, _SAYS[rule], minutes=by_rule[rule])
    for (rule, text), left in groupby(
        sorted(result.not_charged, key=lambda n: (n.rule, n.why)), lambda n: (n.rule, n.why)
    ):
        why.step(rule, text, by_law=rule == "C3", minutes=sum(n.minutes for n in left))
    _say_unshown(why, facts, result)
    _say_choices(why, result, policy)
    if result.as_the_week_stands:
        why.step("C8", "The week is not over: this is as the week stands.", known_to=facts.known_to)
    if result.would_be:
        why.step("C1", "The period is not decided: this is what would be charged.", decided=facts.period_decided)


def _say_unshown(why: Reasoning, facts: AbsenceCountedFacts, result: AbsenceCounted) -> None:
    """A claim of impossibility that has no end, or no person's reason, and so added nothing: law settles it."""
    is_listed = any(n.rule == "C3" for n in result.not_charged)
    if not is_listed and any(not i.is_shown for i in facts.impossible):
        why.step("C3", "Nobody has shown that it was impossible to work: only the time away.", by_law=True, minutes=0)


def _say_choices(why: Reasoning, result: AbsenceCounted, policy: LeavePolicy) -> None:
    rules = [rule for c in result.charges for rule in c.rules] + [n.rule for n in result.not_charged]
    if "C8" in rules or "C9" in rules:
        why.rests_on("edge_holiday", "workweek_begins")
    if any(c.minutes % policy.increment_minutes for c in result.charges) or "C2" in rules:
        why.rests_on("increment_surplus", "increment_minutes")
        if policy.increment_surplus is IncrementSurplus.EXACT:
            why.step("C2", "An increment never raises a charge above the time away: it is charged to the minute.")


def _in_words(result: AbsenceCounted) -> str:
    verb = "would be" if result.would_be else "is" if result.minutes in (0, 1, 60) else "are"
    charged = time_of(result.minutes) if result.minutes else "nothing"
    amount = f"{charged} {verb} charged, of a week of {in_hours(result.week_minutes)}"
    return f"{amount}, as the week stands" if result.as_the_week_stands else amount
