"""What one absence is charged, and what of it is not: the question, with its reasons.

Knows: the charge of each week, and what it turns on. Never knows: balances, how a charge is posted. What is not known
makes the answer conditional; an impossibility that nobody has shown is settled by law: the time away alone.
29 CFR 825.200(h), 825.205 (law.md C1-C4, C7-C10, C13).
"""

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from itertools import groupby

from workflows.rules.absence_breaks import untold_breaks
from workflows.rules.absence_facts import OTHER_WORK, AbsenceCounted, AbsenceCountedFacts
from workflows.rules.absence_shifts import Week, weeks_of
from workflows.rules.absence_unknowns import open_facts
from workflows.rules.absence_weeks import Judged, bases_of, beyond_table, differs, is_known, judge
from workflows.rules.answers import Answer, Gap, Reasoning
from workflows.rules.choices import EdgeHoliday, IncrementSurplus, WorkweekBegins
from workflows.rules.clocks import NO_TABLE
from workflows.rules.policy import LeavePolicy
from workflows.rules.week_base import Based, in_hours, say_base
from workflows.rules.week_facts import MOST_OPEN, NO_SCHEDULE
from workflows.rules.wording import exactly, time_of
from workflows.rules.workweek import first_of_week

_SAYS = {
    "C1": "Leave is charged by the minute away from scheduled, paid time.",
    "C3": "A named person found it impossible to begin or end work in the middle of the shift: that time counts too.",
    "C7": "Mandatory overtime that is missed is charged.",
    "C8": "A holiday in a full week of leave counts.",
    "C8 beside": "A holiday beside a leave that takes every scheduled workday counts: the employer's choice.",
    "C8 left out": "A holiday beside a leave that takes every scheduled workday is not charged: the employer's choice.",
    "C9": "A closure of less than a week counts in a full week of leave, as a holiday does.",
    "C10": "Travel to or from an appointment for the condition is part of the leave; no form need mention it.",
}


def count_absence(facts: AbsenceCountedFacts, *, policy: LeavePolicy) -> Answer[AbsenceCounted]:
    """The charge of an absence. A missing fact that matters makes it conditional, one branch for each case."""
    why = Reasoning(policy)
    weeks = weeks_of(facts, policy=policy)
    if not is_known(facts, weeks, policy):
        return why.not_answerable("the schedule of these days is not known", NO_SCHEDULE)
    beyond = beyond_table(facts, weeks, policy)
    if beyond:
        why.step("C8", "The table of holidays does not reach this day.", on=beyond[0])
        return why.not_answerable("the holidays of that year are not known to the calendar", NO_TABLE)
    missing = open_facts(facts, weeks, policy=policy)
    if len(missing) > MOST_OPEN:
        return why.not_answerable("too much is not known", *(one.gap for one in missing))
    if missing:
        gap, cases = missing[0]
        if gap.fact in ("other_entries.same_time", "minutes_off.same_time"):
            why.step("C13", "No hour is charged twice: if only a part was the same time, the charge lies in between.")
        answers = [(label, count_absence(facts.model_copy(update=case), policy=policy)) for label, case in cases]
        return answers[-1][1] if _come_to_one_charge(answers) else why.depends(gap, answers)
    bases = bases_of(facts, weeks, policy)
    if isinstance(bases, Gap):
        return why.not_answerable("the workweek cannot be told", bases)
    return _counted(why, facts, weeks, bases, policy)


def _come_to_one_charge(answers: list[tuple[str, Answer[AbsenceCounted]]]) -> bool:
    """Whether each case charges the same minutes of the same days, if by another rule: in a full week of leave a day
    counts whether work was expected on it or not (C8, C9), so that nobody need tell. The last case says so."""
    results = [_without_rules(answer.result) for _, answer in answers]
    return results[0] is not None and all(result == results[0] for result in results)


def _without_rules(result: AbsenceCounted | None) -> AbsenceCounted | None:
    if result is None:
        return None
    charges = tuple(charge.model_copy(update={"rules": ()}) for charge in result.charges)
    return result.model_copy(update={"charges": charges})


def _counted(
    why: Reasoning, facts: AbsenceCountedFacts, weeks: tuple[Week, ...], bases: dict[date, Based], policy: LeavePolicy
) -> Answer[AbsenceCounted]:
    judged = [judge(facts, week, bases, policy) for week in weeks]
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
    _say(why, facts, result, bases, judged, policy)
    _say_choices(why, facts, result, policy)
    _say_breaks(why, facts, weeks)
    if not weeks:
        why.step("C1", "Nothing of this time is scheduled, paid time: there is nothing to take leave from.", minutes=0)
    says = _in_words(result, policy)
    return why.settled(result, says if weeks else f"{says}: no work was scheduled then")


def _say(
    why: Reasoning,
    facts: AbsenceCountedFacts,
    result: AbsenceCounted,
    bases: dict[date, Based],
    judged: list[Judged],
    policy: LeavePolicy,
) -> None:
    said: list[Based] = []
    for on in [c.on for c in result.charges] or [facts.touched_days()[0]]:
        if bases[on] not in said:
            said.append(bases[on])
            say_base(why, bases[on], policy=policy)
    _say_charged(why, result, judged, policy)
    _say_not_charged(why, result)
    _say_unshown(why, facts, result)
    _say_increment(why, result, policy)
    if result.as_the_week_stands:
        why.step("C8", "The week is not over: this is as the week stands.", known_to=facts.known_to)
    if result.would_be:
        why.step("C1", "The period is not decided: this is what would be charged.", decided=facts.period_decided)


def _say_charged(why: Reasoning, result: AbsenceCounted, judged: list[Judged], policy: LeavePolicy) -> None:
    for rule in dict.fromkeys(rule for c in result.charges for rule in c.rules):
        minutes = sum(j.by_rule.get(rule, 0) for j in judged)
        if rule in ("C8", "C9"):
            _say_held(why, rule, minutes, result, judged, policy)
        else:
            why.step(rule, _SAYS[rule], minutes=minutes)
    if policy.edge_holiday is EdgeHoliday.NOT_CHARGED and any(j.beside for j in judged):
        days = _days(on for j in judged for on in j.beside)
        why.step("C8", _SAYS["C8 left out"], holiday=days, edge_holiday=policy.edge_holiday.value)


def _say_not_charged(why: Reasoning, result: AbsenceCounted) -> None:
    for (rule, text), left in groupby(
        sorted(result.not_charged, key=lambda n: (n.rule, n.why)), lambda n: (n.rule, n.why)
    ):
        of_rule = list(left)
        minutes = sum(n.minutes for n in of_rule)
        if rule == "C8":
            why.step(rule, text, holiday=_days(n.on for n in of_rule), minutes=minutes)
        else:
            why.step(rule, text, by_law=rule == "C3" and text != OTHER_WORK, minutes=minutes)


def _say_unshown(why: Reasoning, facts: AbsenceCountedFacts, result: AbsenceCounted) -> None:
    """A claim of impossibility that has no end, or no person's reason, and so added nothing: law settles it."""
    is_listed = any(n.rule == "C3" for n in result.not_charged)
    if not is_listed and any(i.other_work for i in facts.impossible):
        why.step("C3", OTHER_WORK, minutes=0)
    elif not is_listed and any(not i.is_shown for i in facts.impossible):
        why.step("C3", "Nobody has shown that it was impossible to work: only the time away.", by_law=True, minutes=0)


def _say_held(
    why: Reasoning, rule: str, minutes: int, result: AbsenceCounted, judged: list[Judged], policy: LeavePolicy
) -> None:
    """Which holidays or closures count, and by which choice if the leave does not have them in it."""
    on = [c.on for c in result.charges if rule in c.rules]
    beside = [d for d in on if any(d in j.beside for j in judged)]
    if rule == "C9":
        why.step("C9", _SAYS["C9"], closure=_days(on), minutes=minutes)
    elif beside:
        edge, begins = policy.edge_holiday.value, policy.workweek_begins.value
        why.step(
            "C8", _SAYS["C8 beside"], holiday=_days(on), edge_holiday=edge, workweek_begins=begins, minutes=minutes
        )
    else:
        why.step("C8", _SAYS["C8"], holiday=_days(on), minutes=minutes)


def _days(days: Iterable[date]) -> str:
    return ", ".join(map(str, dict.fromkeys(days)))


def _say_choices(why: Reasoning, facts: AbsenceCountedFacts, result: AbsenceCounted, policy: LeavePolicy) -> None:
    """An answer rests on where a week begins, and on holidays beside a leave, only if another choice makes another."""
    edge = next(choice for choice in EdgeHoliday if choice is not policy.edge_holiday)
    begins = next(choice for choice in WorkweekBegins if choice is not policy.workweek_begins)
    for name, choice in (("edge_holiday", edge), ("workweek_begins", begins)):
        if name in policy.unconfirmed and differs(facts, result, policy.model_copy(update={name: choice})):
            why.rests_on(name)


def _say_breaks(why: Reasoning, facts: AbsenceCountedFacts, weeks: tuple[Week, ...]) -> None:
    untold = untold_breaks(facts, tuple(shift for week in weeks for shift in week.shifts))
    if untold:
        says = "When the unpaid break was is not told: it counts as in the time away, so leave is never more than it."
        why.step("C1", says, breaks=_days(shift.on for shift in untold))


def _say_increment(why: Reasoning, result: AbsenceCounted, policy: LeavePolicy) -> None:
    is_listed = any(n.rule == "C2" for n in result.not_charged)
    if is_listed or any(c.minutes % policy.increment_minutes for c in result.charges):
        why.rests_on("increment_surplus", "increment_minutes")
        if policy.increment_surplus is IncrementSurplus.EXACT:
            why.step("C2", "An increment never raises a charge above the time away: it is charged to the minute.")


def _in_words(result: AbsenceCounted, policy: LeavePolicy) -> str:
    verb = "would be" if result.would_be else "is" if result.minutes in (0, 1, 60) else "are"
    charged = time_of(result.minutes) if result.minutes else "nothing"
    amount = f"{charged} {verb} charged, {_weeks_in_words(result, policy)}"
    return f"{amount}, as the week stands" if result.as_the_week_stands else amount


def _weeks_in_words(result: AbsenceCounted, policy: LeavePolicy) -> str:
    """The week that it is of; where charges lie in several, how many workweeks they come to, and of what length."""
    weeks = dict.fromkeys(first_of_week(c.on, policy=policy) for c in result.charges)
    if len(weeks) < 2:
        return f"of a week of {in_hours(result.week_minutes)}"
    bases = [charge.base_minutes for charge in result.charges]
    least, most = in_hours(min(bases)), in_hours(max(bases))
    amount = sum((charge.weeks for charge in result.charges), Fraction())
    length = least if least == most else f"{least} to {most}"
    return f"{exactly(amount)} workweek{'' if amount == 1 else 's'} of {length}"
