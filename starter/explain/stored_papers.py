"""Facts of a stored case about its papers: certifications asked for and brought, and clearance before a return.

Knows: which clock and which line of the history says when a paper was asked for, came and was found sufficient. Never
knows: a paper's content, or what follows from it. What the store does not hold stays open, for a person to tell.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, NamedTuple

from starter.explain.known import Known
from workflows.rules.calendar import day_of, days_after
from workflows.rules.fitness_for_duty import Certificate, ReturnFacts
from workflows.rules.late_certification import Deficiency, Effort, LatePaper, PaperState, UnprotectedFacts
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.recertification import CertifiedExtent, RecertificationFacts
from workflows.rules.spans import Days

if TYPE_CHECKING:
    from workflows.view import DeadlineView, PeriodView

_NEVER_CAME = ("certification_not_provided", "certification_not_cured")


class Paper(NamedTuple):
    """One certification as the store has it. `asked`: the clock of the newest request; `cure`: of its completion."""

    reason: LeaveReason
    asked: "DeadlineView | None"
    cure: "DeadlineView | None"
    certified_on: date | None
    is_sufficient: bool
    is_deficient: bool
    is_needed: bool

    @property
    def is_anew(self) -> bool:
        """Whether the newest request is one for a recertification."""
        return self.asked is not None and "." in self.asked.key

    @property
    def named(self) -> str:
        """As people call it."""
        kind = "recertification" if self.is_anew else "certification"
        return f"the {kind} ({self.reason.value.replace('_', ' ')})"


def papers(known: Known) -> Iterator[Paper]:
    """Every certification of the case."""
    for certification in known.view.certifications:
        key = f"certification/{certification.number}"
        clocks = [clock for clock in known.clocks if clock.key == key or clock.key.startswith(f"{key}.")]
        asked = max(clocks, key=lambda clock: clock.started_at, default=None)
        cures = [known.clock(clock.key.replace("certification/", "cure/")) for clock in clocks]
        found = [
            line.at
            for line in known.said("certification_sufficient")
            if line.facts.get("certification") == str(certification.number)
        ]
        came = [at for clock in (*clocks, *cures) if clock is not None and (at := _came_at(clock)) is not None]
        before = [at for at in came if found and at <= found[-1] and day_of(at) <= known.on]
        yield Paper(
            reason=LeaveReason(certification.reason),
            asked=asked,
            cure=known.clock(asked.key.replace("certification/", "cure/")) if asked else None,
            certified_on=day_of(max(before)) if before else None,
            is_sufficient=bool(found and asked and found[-1] >= asked.started_at),
            is_deficient=certification.state == "deficient",
            is_needed=certification.state != "no_longer_needed",
        )


def recertification_facts(known: Known, paper: Paper) -> RecertificationFacts:
    """What was certified of the duration is read by people; where nobody noted it, it stays open."""
    period = next(p for p in known.view.periods if p.reason == paper.reason)
    extent, minimum = _noted(known, paper)
    asked_on = day_of(paper.asked.started_at) if paper.asked else None
    if asked_on is not None and paper.certified_on is not None and paper.is_sufficient:
        asked_on = min(asked_on, paper.certified_on)  # it answered, even if somebody held it before it was asked for
    return RecertificationFacts(
        reason=paper.reason,
        shape=LeaveShape(period.shape),
        on=known.on,
        last_certified_on=paper.certified_on,
        last_asked_on=asked_on if asked_on and asked_on <= known.on else None,
        extent=extent,
        minimum=minimum,
        absence_linked=_is_away(known, period) or None,
        extension_asked=True if period.awaits_decision and period.decided_first_on is not None else None,
        leave_began_on=period.first_on,
    )


def _noted(known: Known, paper: Paper) -> tuple[CertifiedExtent | None, Days | None]:
    """What a coordinator noted of the duration. A minimum that ended before the paper came says nothing."""
    noted = next(c for c in known.view.certifications if c.reason == paper.reason)
    extent = CertifiedExtent(noted.extent) if noted.extent else None
    if extent is not CertifiedExtent.MINIMUM:
        return extent, None
    if paper.certified_on is None or noted.minimum_last_on is None or noted.minimum_last_on < paper.certified_on:
        return None, None
    return extent, Days(first_on=paper.certified_on, last_on=noted.minimum_last_on)


def unprotected_facts(known: Known, paper: Paper) -> UnprotectedFacts | None:
    """None: nothing was asked for, or nothing is needed any more."""
    if paper.asked is None or not paper.is_needed:
        return None
    came_at = _came_at(paper.asked)
    cured_at = _came_at(paper.cure) if paper.cure else None
    in_hand_at = max(at for at in (came_at, cured_at) if at) if came_at or cured_at else None
    is_here = paper.is_sufficient and in_hand_at is not None and day_of(in_hand_at) <= known.on
    never = any(p.reason == paper.reason and p.ground in _NEVER_CAME and p.decision == "denied" for p in known.periods)
    return UnprotectedFacts(
        paper=LatePaper.RECERTIFICATION if paper.is_anew else LatePaper.CERTIFICATION,
        leave=_leave(known, paper.reason),
        request_received_on=day_of(paper.asked.started_at),
        effort=_effort(known, paper.asked),
        state=PaperState.IN_HAND if is_here else PaperState.NEVER if never else PaperState.AWAITED,
        sufficient_on=day_of(in_hand_at) if is_here and in_hand_at else None,
        deficiency=_deficiency(known, paper, came_at),
        as_of=known.on,
    )


def returns(known: Known) -> Iterator[tuple[int, ReturnFacts]]:
    """The return from each period that is approved or waits. Days out are counted by the schedule."""
    for period in known.periods:
        if period.decision == "denied":
            continue
        returns_on = _returns_on(known, period)
        papers_of = [line for line in known.said("document_received") if line.facts.get("kind") == "clearance"]
        came = [day_of(line.at) for line in papers_of if day_of(line.at) <= returns_on]
        is_in_parts = period.shape != LeaveShape.CONTINUOUS
        yield (
            period.number,
            ReturnFacts(
                reason=LeaveReason(period.reason),
                shape=LeaveShape(period.shape),
                returns_on=returns_on,
                announced=_announced(known, period),
                practice=known.clearance_asked or None,
                workdays_out=None if is_in_parts else _workdays(known, period, returns_on),
                certificate=Certificate(received_on=came[-1]) if came and not is_in_parts else None,
                last_certificate_on=came[-1] if came and is_in_parts else None,
            ),
        )


def _came_at(clock: "DeadlineView") -> datetime | None:
    """When what was asked for was in hand. A clock that stopped without it says nothing."""
    return clock.settled_at if clock.state in ("met", "missed") else None


def _effort(known: Known, clock: "DeadlineView") -> Effort | None:
    """More time that a named coordinator gave."""
    if not clock.extended:
        return None
    given = [line.by for line in known.said("certification_extended")]
    return Effort(due_on=clock.due_on, diligent=True, found_by=given[-1] if given else known.view.coordinator)


def _deficiency(known: Known, paper: Paper, came_at: datetime | None) -> Deficiency | None:
    if came_at is None or (paper.cure is None and not paper.is_deficient):
        return None
    return Deficiency(
        first_in_hand_on=day_of(came_at),
        notice_received_on=day_of(paper.cure.started_at) if paper.cure else None,
        effort=_effort(known, paper.cure) if paper.cure else None,
    )


def _leave(known: Known, reason: LeaveReason) -> Days:
    """The days of all periods for a reason, decided ones where there are any."""
    of_reason = [p.days for p in known.view.periods if p.reason == reason]
    lasts = [days.last_on for days in of_reason]
    return Days(
        first_on=min(days.first_on for days in of_reason),
        last_on=None if None in lasts else max(last for last in lasts if last is not None),
    )


def _is_away(known: Known, period: "PeriodView") -> bool:
    """Whether an absence is on record for the day asked about, or the employee is away for all of it."""
    absences = [a for a in known.view.absences if a.state == "reported"]
    if any(day_of(a.starts_at) <= known.on <= day_of(a.ends_at) for a in absences):
        return True
    is_approved = period.decision == "approved" and period.shape != LeaveShape.INTERMITTENT
    return is_approved and period.days.has(known.on)


def _announced(known: Known, period: "PeriodView") -> bool | None:
    """The designation letter says that clearance is asked if the agency asks it, and not for leave now and then."""
    if period.decided_first_on is None:
        return None
    if known.view.clearance_announced is not None:
        return known.view.clearance_announced
    if known.view.clearance != "not_asked":
        return True
    return known.clearance_asked if period.shape != LeaveShape.INTERMITTENT else False


def _returns_on(known: Known, period: "PeriodView") -> date:
    last_on = period.days.last_on
    if period.returned_on is not None:
        return period.returned_on
    return known.on if period.shape == LeaveShape.INTERMITTENT or last_on is None else days_after(last_on, 1)


def _workdays(known: Known, period: "PeriodView", returns_on: date) -> int | None:
    first_on, last_on = period.days.first_on, days_after(returns_on, -1)
    if known.told is None or last_on < first_on or not known.told.schedule.is_known_between(first_on, last_on):
        return None
    shifts = known.told.schedule.shifts_between(first_on, last_on)
    return len(dict.fromkeys(day_of(shift.starts_at) for shift in shifts))
