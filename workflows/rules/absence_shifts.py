"""An absence laid over the shifts of its weeks: what was due, what was free, what was taken, shift by shift.

Knows: breaks, time worked inside, holidays, closures, impossibility, entries on the same minutes. Never knows: what is
charged in the end, or anything that is not told: an unknown is never expected, never due, never shown here.
29 CFR 825.200(h), 825.205 (law.md C1, C3, C7-C10, C13).
"""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import NamedTuple

from workflows.rules.absence_breaks import untold_breaks, with_break
from workflows.rules.absence_facts import AbsenceCountedFacts, MinutesOff, NotCharged, OtherEntry
from workflows.rules.calendar import days_after
from workflows.rules.closures import SiteClosure, closes_week, is_week_or_more, monday_of
from workflows.rules.counting import is_beyond_table
from workflows.rules.counting_weeks import Taken
from workflows.rules.intervals import (
    MINUTE,
    NOTHING,
    Interval,
    Stretch,
    first_of,
    length,
    merged,
    shared,
    whole_minutes,
    without,
)
from workflows.rules.policy import LeavePolicy
from workflows.rules.shifts import Overtime, Shift
from workflows.rules.workweek import DAYS, first_of_week

Time = tuple[Stretch, ...]


class Laid(NamedTuple):
    """One shift of a week with the absence laid over it: the time it is for, what other absences of the leave take,
    what can never be charged, and minutes of the time to be worked that count by a rule of their own."""

    taken: Taken
    own: Time
    others: Time
    not_charged: tuple[NotCharged, ...]
    by_rule: dict[str, int]


class Week(NamedTuple):
    """One workweek that the absence touches, with its shifts in order."""

    first_on: date
    shifts: tuple[Shift, ...]


def weeks_of(facts: AbsenceCountedFacts, *, policy: LeavePolicy) -> tuple[Week, ...]:
    """The workweeks that the absence touches; a shift of the evening before may reach into it."""
    days = facts.touched_days()
    reached = (*(days_after(on, -1) for on in days), *days)
    firsts = dict.fromkeys(sorted(first_of_week(on, policy=policy) for on in reached))
    weeks = (Week(f, facts.schedule.shifts_between(f, days_after(f, DAYS - 1))) for f in firsts)
    asked = (week for week in weeks if any(_is_touched(facts, s) for s in week.shifts))
    return tuple(Week(f, tuple(with_break(facts, shift) for shift in shifts)) for f, shifts in asked)


def _is_touched(facts: AbsenceCountedFacts, shift: Shift) -> bool:
    return bool(asked_of(facts, shift) or untold_breaks(facts, (shift,)))


def asked_of(facts: AbsenceCountedFacts, shift: Shift) -> Time:
    """The paid time of a shift that the absence covers by the clock or as a whole day; minutes without a time make
    the whole shift touched."""
    if any(m.on == shift.on and m.minutes for m in facts.minutes_off):
        return shift.paid
    return asked_by_clock(facts, shift)


def asked_by_clock(facts: AbsenceCountedFacts, shift: Shift) -> Time:
    """The same, without what is only told in minutes."""
    if any(d.first_on <= shift.on <= d.last_on for d in facts.days_away):
        return shift.paid
    return shared(shift.paid, (a.stretch for a in facts.away))


def is_holiday(shift: Shift, *, policy: LeavePolicy) -> bool:
    """Whether a legal holiday, or a free day of the unit, stands on the shift's day."""
    return policy.calendar.is_holiday(shift.on) or shift.on in policy.overlay_days


def is_untold_holiday(facts: AbsenceCountedFacts, shift: Shift, *, policy: LeavePolicy) -> bool:
    """Whether a shift that is due may be free for a holiday that no table tells. A closure on it turns on that too:
    it may fill the business days of its week (C9)."""
    if not shift.is_due or policy.calendar.covers(shift.on) or told_expected(facts, shift.on) == (True,):
        return False
    return bool(closures_on(facts, shift)) or is_beyond_table(shift, policy=policy)


def closures_on(facts: AbsenceCountedFacts, shift: Shift) -> tuple[SiteClosure, ...]:
    """The closures that fall on a shift."""
    return tuple(c for c in facts.closures if shared(shift.paid, (c.stretch,)))


def told_expected(facts: AbsenceCountedFacts, on: date) -> tuple[bool | None, ...]:
    """What is told of a day: expected to work or not, or that it is unknown; empty if nothing is."""
    return tuple(e.expected for e in facts.expected_to_work if e.on == on)[:1]


def lay(facts: AbsenceCountedFacts, week: Week, *, policy: LeavePolicy) -> tuple[Laid, ...]:
    """The absence over each shift of a week, in order."""
    return tuple(laid for on in _days(week) for laid in _lay_day(facts, on, week, policy))


def _days(week: Week) -> Iterator[date]:
    yield from dict.fromkeys(shift.on for shift in week.shifts)


def may_be_the_same(facts: AbsenceCountedFacts, on: date, week: Week, *, policy: LeavePolicy) -> bool:
    """Whether the charge of a day turns on what nobody has told: that an entry without times is the very time of this
    absence. It does not where the day has no room beside it, or nothing of the absence in it (C13)."""
    if not any(e.on == on and e.is_untimed and e.minutes and e.same_time is None for e in facts.other_entries):
        return False
    either = (_lay_day(_all_told(facts, on, same), on, week, policy) for same in (True, False))
    same, beside = ([one.taken for one in laid] for laid in either)
    return same != beside


def minutes_may_be_entered(facts: AbsenceCountedFacts, on: date, week: Week, *, policy: LeavePolicy) -> bool:
    """Whether the charge of a day turns on the mirror of it: that minutes without a time are the very time for which
    another cause is charged on that day (C13)."""
    if not any(m.on == on and m.minutes and m.same_time is None for m in facts.minutes_off):
        return False
    either = (
        _lay_day(facts.model_copy(update={"minutes_off": told_entered(facts, on, same)}), on, week, policy)
        for same in (True, False)
    )
    same, beside = ([one.taken for one in laid] for laid in either)
    return same != beside


def told_entered(facts: AbsenceCountedFacts, on: date, same: bool) -> tuple[MinutesOff, ...]:
    """The minutes off, where those of a day of which it is not told are, or are not, time that is charged elsewhere."""
    return tuple(
        m.model_copy(update={"same_time": same}) if m.on == on and m.same_time is None else m for m in facts.minutes_off
    )


def told_same(facts: AbsenceCountedFacts, on: date, same: bool) -> tuple[OtherEntry, ...]:
    """The entries, where the untimed ones of a day of which it is not told are, or are not, the same time."""
    return tuple(
        e.model_copy(update={"same_time": same}) if e.on == on and e.is_untimed and e.same_time is None else e
        for e in facts.other_entries
    )


def _all_told(facts: AbsenceCountedFacts, on: date, same: bool) -> AbsenceCountedFacts:
    return facts.model_copy(update={"other_entries": told_same(facts, on, same)})


def _lay_day(facts: AbsenceCountedFacts, on: date, week: Week, policy: LeavePolicy) -> list[Laid]:
    shifts = [shift for shift in week.shifts if shift.on == on]
    ground = [_Ground.of(facts, shift, policy) for shift in shifts]
    off = [m for m in facts.minutes_off if m.on == on]
    taken, left = _with_minutes(ground, [g.asked for g in ground], sum(m.minutes for m in off if m.same_time), True)
    taken, _ = _with_minutes(ground, taken, left + sum(m.minutes for m in off if not m.same_time), False)
    untimed = [e for e in facts.other_entries if e.on == on and e.is_untimed]
    same = sum(e.minutes for e in untimed if e.same_time) * MINUTE
    beside = sum(e.minutes for e in untimed if not e.same_time) * MINUTE
    elsewhere = _with_untimed(ground, taken, [g.elsewhere for g in ground], same, same=True)
    elsewhere = _with_untimed(ground, taken, elsewhere, beside, same=False)
    return [_laid(facts, g, t, e) for g, t, e in zip(ground, taken, elsewhere, strict=True)]


def _with_minutes(ground: list["_Ground"], taken: list[Time], off: int, entered: bool) -> tuple[list[Time], int]:
    """What is taken, with minutes of which the time is not known, on time that is charged elsewhere already or beside
    it; and the minutes that found no room there."""
    found, left = list(taken), off * MINUTE
    for at, g in enumerate(ground):
        place = shared(g.due, g.elsewhere) if entered else without(g.due, g.elsewhere)
        more = first_of(without(place, (*found[at], *g.worked)), left) if g.shift.is_due else ()
        left -= length(more)
        found[at] = merged((*found[at], *more))
    return found, whole_minutes(left)


class _Ground(NamedTuple):
    """A shift before the absence is laid over it: which of its paid time was due, held free, or gone altogether."""

    shift: Shift
    due: Time
    held: Time
    gone: Time
    held_rule: str
    asked: Time
    impossible: Time
    unshown: Time
    worked: Time
    elsewhere: Time

    @classmethod
    def of(cls, facts: AbsenceCountedFacts, shift: Shift, policy: LeavePolicy) -> "_Ground":
        gone, held, rule = _free(facts, shift, policy)
        asked = asked_by_clock(facts, shift)
        shown = shared(shift.paid, ((i.starts_at, i.ends_at) for i in facts.impossible if i.ends_at and i.is_shown))
        claimed = shared(shift.paid, ((i.starts_at, i.ends_at) for i in facts.impossible if i.ends_at))
        return cls(
            shift=shift,
            due=without(shift.paid, (*gone, *held)),
            held=held,
            gone=gone,
            held_rule=rule,
            asked=merged((*asked, *shown)) if asked else (),
            impossible=without(shown, asked) if asked else (),
            unshown=without(claimed, (*shown, *asked)),
            worked=shared(shift.paid, (w.stretch for w in facts.worked)),
            elsewhere=_entered(facts, shift),
        )


def _free(facts: AbsenceCountedFacts, shift: Shift, policy: LeavePolicy) -> tuple[Time, Time, str]:
    """Time gone in a closure of a week or more, time held by a holiday or a shorter closure, and the rule of it."""
    told = told_expected(facts, shift.on)
    if told == (True,):
        return (), (), "C8"
    on_it = closures_on(facts, shift) if told == (False,) else ()
    closed = merged(c.stretch for c in (*on_it, *(c for c in facts.closures if not c.duty_left)))
    gone, fills_week = _gone(facts, shift, closed, policy)
    if is_holiday(shift, policy=policy) and (told or not shift.works_holidays):
        return (shift.paid, (), "C9") if fills_week else (gone, without(shift.paid, gone), "C8")
    return gone, without(shared(shift.paid, closed), gone), "C9"


def _gone(facts: AbsenceCountedFacts, shift: Shift, closed: Time, policy: LeavePolicy) -> tuple[Time, bool]:
    """What of a shift lies in a closure of a week or more, and whether closures have all business days of its week."""

    def paid_on(on: date) -> Time:
        return merged(piece for s in facts.schedule.shifts_on(on) for piece in s.paid)

    if closes_week(closed, monday_of(shift.on), paid_on, policy=policy):
        return shared(shift.paid, closed), True
    whole = (Interval(starts_at=a, ends_at=b) for a, b in closed)
    long = [c.stretch for c in whole if is_week_or_more(c, paid_on, policy=policy)]
    return shared(shift.paid, long), False


def _entered(facts: AbsenceCountedFacts, shift: Shift) -> Time:
    """What of a shift is charged elsewhere at a time that is known; never more than the entry has."""
    pieces: list[Stretch] = []
    for entry in facts.other_entries:
        if entry.on == shift.on and entry.starts_at and entry.ends_at:
            pieces += first_of(shared(shift.paid, ((entry.starts_at, entry.ends_at),)), entry.minutes * MINUTE)
    return merged(pieces)


def _with_untimed(
    ground: list[_Ground], taken: list[Time], entered: list[Time], untimed: timedelta, *, same: bool
) -> list[Time]:
    """What is charged elsewhere, with entries whose time is not known: beside this absence as far as the day has room
    and on it beyond that, or the other way round where they are the same time. Nobody had leave while at work."""
    found = list(entered)
    for on_it in (same, not same):
        for at, g in enumerate(ground):
            place = without(taken[at], g.worked) if on_it else without(g.shift.paid, taken[at])
            more = first_of(without(place, found[at]), untimed)
            untimed -= length(more)
            found[at] = merged((*found[at], *more))
    return found


def _laid(facts: AbsenceCountedFacts, g: _Ground, asked: Time, elsewhere: Time) -> Laid:
    net = without(asked, g.worked)
    if not g.shift.is_due:
        return _laid_not_due(g, net)
    own = without(net, elsewhere)
    others = without(_others(facts, g.shift), g.worked)
    leave = merged((*net, *others, *elsewhere))
    mine = shared(own, g.due)
    by_rule = _by_rule(facts, g, mine)
    taken = Taken(
        g.shift,
        due=length(g.due),
        held=length(g.held),
        own=length(mine),
        own_held=length(shared(own, g.held)),
        leave=length(shared(leave, g.due)),
        leave_held=length(shared(leave, g.held)),
        entered=length(shared(elsewhere, g.held)),
        held_rule=g.held_rule,
        more_rules=tuple(by_rule),
    )
    reasons = (
        ("C1", "Time that was worked is no leave.", shared(asked, g.worked)),
        ("C13", "These minutes are charged elsewhere already; no hour is charged twice.", shared(net, elsewhere)),
        ("C9", "Work had stopped for a week or more: there was nothing to take leave from.", shared(own, g.gone)),
        ("C3", facts.why_not_impossible, without(g.unshown, g.worked)),
    )
    counted = {rule: whole_minutes(length(time)) for rule, time in by_rule.items()}
    return Laid(taken, own, others, _listed(g.shift, reasons), counted)


def _laid_not_due(g: _Ground, net: Time) -> Laid:
    nothing = Taken(g.shift, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING, NOTHING)
    reasons = (
        ("C1", "Time that was worked is no leave.", shared(g.asked, g.worked)),
        ("C7", "Voluntary overtime that is missed is never charged.", net),
    )
    return Laid(nothing, (), (), _listed(g.shift, reasons), {})


def _by_rule(facts: AbsenceCountedFacts, g: _Ground, mine: Time) -> dict[str, Time]:
    """The time that counts by a rule of its own, by rule."""
    travel = (a.stretch for a in facts.away if a.is_travel)
    found = {
        "C3": shared(mine, g.impossible),
        "C7": mine if g.shift.overtime is Overtime.MANDATORY else (),
        "C10": shared(mine, travel),
    }
    return {rule: time for rule, time in found.items() if time}


def _others(facts: AbsenceCountedFacts, shift: Shift) -> Time:
    if any(d.first_on <= shift.on <= d.last_on for d in facts.other_days_away):
        return shift.paid
    return shared(shift.paid, (o.stretch for o in facts.other_absences))


def _listed(shift: Shift, reasons: tuple[tuple[str, str, Time], ...]) -> tuple[NotCharged, ...]:
    found = ((rule, why, whole_minutes(length(time))) for rule, why, time in reasons)
    return tuple(
        NotCharged(on=shift.on, minutes=minutes, rule=rule, why=why) for rule, why, minutes in found if minutes
    )
