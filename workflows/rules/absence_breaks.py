"""The unpaid break of a shift that an absence touches, where nobody told when it is.

Knows: that the break may lie in the time away, and that leave is never more than the time away from work. Never knows:
what is charged. Leave that takes a part of such a shift has the break in it, as far as it has room; of a whole shift
nothing turns on its place. 29 CFR 825.205(a), (b)(1) (law.md C1).
"""

from workflows.rules.absence_facts import AbsenceCountedFacts
from workflows.rules.intervals import Stretch, shared, without
from workflows.rules.shifts import Shift


def with_break(facts: AbsenceCountedFacts, shift: Shift) -> Shift:
    """The shift as this absence is counted by it: its break lies in the time away, or else in that of others."""
    own = _away(facts, shift)
    return shift.with_break_in(own or _others_away(facts))


def untold_breaks(facts: AbsenceCountedFacts, shifts: tuple[Shift, ...]) -> tuple[Shift, ...]:
    """The shifts of which the charge turns on when the break was: it may lie in the time away and beside it."""
    worked = tuple(w.stretch for w in facts.worked)
    return tuple(
        shift
        for shift in shifts
        if shift.break_untold
        and shared((b.stretch for b in shift.breaks), _away(facts, shift))
        and without((shift.stretch,), (*_away(facts, shift), *worked))
    )


def _away(facts: AbsenceCountedFacts, shift: Shift) -> tuple[Stretch, ...]:
    whole = (shift.stretch for d in facts.days_away if d.first_on <= shift.on <= d.last_on)
    asked = shared((shift.stretch,), (*whole, *(a.stretch for a in facts.away)))
    shown = ((i.starts_at, i.ends_at) for i in facts.impossible if i.ends_at and i.is_shown)
    return without((*asked, *shared((shift.stretch,), shown)), (w.stretch for w in facts.worked)) if asked else ()


def _others_away(facts: AbsenceCountedFacts) -> tuple[Stretch, ...]:
    return tuple(o.stretch for o in facts.other_absences)
