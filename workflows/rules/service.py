"""Service: stretches of employment, the breaks between them, and when they come to 12 months together.

Knows: days of service, other bodies that are or are not part of the same employer, causes of breaks, uniformed
service. Never knows: hours, leave, a person. A body is never inferred to belong: the employer's list says so, or nobody
does. 29 CFR 825.108(c)(1), 825.110(b), (c)(2) (law.md E3, E4, E6).
"""

from datetime import date
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.calendar import days_after, months_after
from workflows.rules.choices import WorkweekBegins
from workflows.rules.time_in_days import WEEK_MINUTES, Timed, must_fit
from workflows.values import Frozen


class OtherBody(Frozen):
    """A public body that is none of the employer's own agencies."""

    body: str = Field(description="Opaque reference of the body.")
    same_employer: bool | None = Field(
        None,
        description="Whether it is part of the same employer, by the list of the Human Resources Division (for the "
        "State: of the one State employer). None: the list does not say. Never inferred from a name or a payroll.",
    )


class BreakCause(StrEnum):
    """Why there was a break in service. Uniformed service and a written agreement to rehire keep what lies before."""

    UNIFORMED_SERVICE = "uniformed_service"
    REHIRE_AGREEMENT = "rehire_agreement"
    OTHER = "other"


class EmploymentKind(StrEnum):
    """Casual: intermittent, occasional or casual employment, whose stretches are the days on payroll."""

    CONTINUOUS = "continuous"
    CASUAL = "casual"


class Doubt(StrEnum):
    """Whether what is not known counts: what there is for certain, or at most."""

    AGAINST = "against"
    FOR = "for"


class Span(Frozen):
    """A stretch of employment, both ends included. `last_on` None: it still goes on."""

    first_on: date = Field(description="The first day of the stretch; the directory tells.")
    last_on: date | None = Field(None, description="Its last day, included; none: it still goes on. Directory.")
    at: OtherBody | None = Field(None, description="Another body; None: an agency of the employer itself.")
    break_cause: BreakCause | None = Field(
        None, description="Why there was a break before this stretch; None: not known, or there was none."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "Span":
        if self.last_on is not None and self.last_on < self.first_on:
            raise contradiction("ends_before_it_begins", "a stretch of employment does not end before it begins")
        return self

    def has(self, on: date) -> bool:
        """Whether a day is one of them."""
        return self.first_on <= on and (self.last_on is None or on <= self.last_on)


class UniformedService(Frozen):
    """Military service from which the employee came back to the job (USERRA). It counts as service, and the time
    that would have been worked counts as worked (E6)."""

    first_on: date = Field(description="The first day of the service; the agency tells.")
    last_on: date = Field(description="Its last day, included; the agency tells.")
    minutes: int | None = Field(
        None, ge=0, description="Minutes that would have been worked in it, as the agency found; None: not told."
    )
    week_minutes: int | None = Field(
        None, ge=0, le=WEEK_MINUTES, description="Minutes of the workweek before it; used where `minutes` is not told."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "UniformedService":
        if self.last_on < self.first_on:
            raise contradiction("ends_before_it_begins", "uniformed service does not end before it begins")
        must_fit((Timed(self.first_on, self.last_on, self.minutes or 0),))
        return self


def counts(at: OtherBody | None, doubt: Doubt) -> bool:
    """Whether what was served or worked there counts (E3): at the employer's own agencies always."""
    if at is None or at.same_employer is None:
        return at is None or doubt is Doubt.FOR
    return at.same_employer


def service(
    stretches: tuple[Span, ...], uniformed: tuple[UniformedService, ...], *, years: int, doubt: Doubt, on: date
) -> tuple[Span, ...]:
    """The stretches begun by a day that count, in order: those since the last break of so many years, unless its
    cause keeps what lies before (E4). Uniformed service between two of them is a stretch itself (E6)."""
    own = tuple(s for s in stretches if counts(s.at, doubt))
    kept = merged((*own, *_as_stretches(uniformed, own)))
    return _since_long_break(tuple(s for s in kept if s.first_on <= on), years=years, doubt=doubt)


class LongBreak(NamedTuple):
    """A break for which the service before it is left out: its last day, the day of the return, the cause if told."""

    last_on: date
    back_on: date
    cause: BreakCause | None


def long_break(
    stretches: tuple[Span, ...], uniformed: tuple[UniformedService, ...], *, years: int, on: date
) -> LongBreak | None:
    """The break that leaves out what lies before it, as far as is known for certain (E4). None: there is none."""
    counted = service(stretches, uniformed, years=years, doubt=Doubt.AGAINST, on=on)
    own = tuple(s for s in stretches if counts(s.at, Doubt.AGAINST))
    before = [s.last_on for s in own if counted and s.last_on is not None and s.last_on < counted[0].first_on]
    return LongBreak(max(before), counted[0].first_on, counted[0].break_cause) if before else None


def merged(stretches: tuple[Span, ...]) -> tuple[Span, ...]:
    """In order, and one where they touch or overlap: two appointments at once, or one after the other."""
    joined: list[Span] = []
    for stretch in sorted(stretches, key=lambda s: s.first_on):
        previous = joined[-1] if joined else None
        if previous is None or (previous.last_on is not None and days_after(previous.last_on, 1) < stretch.first_on):
            joined.append(stretch)
            continue
        ends = (previous.last_on, stretch.last_on)
        last_on = None if None in ends else max(end for end in ends if end is not None)
        cause = previous.break_cause or (stretch.break_cause if stretch.first_on == previous.first_on else None)
        joined[-1] = Span(first_on=previous.first_on, last_on=last_on, break_cause=cause)
    return tuple(joined)


def months_complete_on(stretches: tuple[Span, ...], *, months: int) -> date:
    """The day on which the months of all stretches together are complete: within an earlier one, or later if the last
    one goes on."""
    reached = (_months_within(stretches[:n], months) for n in range(1, len(stretches)))
    within = (on for on, s in zip(reached, stretches, strict=False) if s.last_on and on <= days_after(s.last_on, 1))
    return next(within, _months_within(stretches, months))


def _months_within(stretches: tuple[Span, ...], months: int) -> date:
    """The day if the last one goes on. Whole months of an earlier stretch count as months, what is left in days."""
    whole, days = 0, 0
    for stretch in stretches[:-1]:
        after = days_after(stretch.last_on or stretch.first_on, 1)
        served = _whole_months(stretch.first_on, after)
        whole += served
        days += (after - months_after(stretch.first_on, served)).days
    first_on = stretches[-1].first_on
    return max(first_on, anniversary(days_after(first_on, -days), max(0, months - whole)))


def weeks_complete_on(stretches: tuple[Span, ...], *, weeks: int, begins: WorkweekBegins) -> date | None:
    """The first day before which so many workweeks had a day on payroll, for casual employment alone
    (825.110(b)(3)). None: the stretches known do not come to so many."""
    left, counted_to = weeks, 0
    for stretch in stretches:
        first = max(counted_to + 1, _week_of(stretch.first_on, begins))
        last = _week_of(stretch.last_on or date.max, begins)
        if last - first + 1 >= left:
            reached_on = max(stretch.first_on, _first_day_of(first + left - 1, begins))
            return days_after(reached_on, 1)
        left -= max(0, last - first + 1)
        counted_to = max(counted_to, last)
    return None


def payroll_weeks(stretches: tuple[Span, ...], *, before: date, begins: WorkweekBegins) -> int:
    """How many workweeks had a day on payroll before a day, each once (825.110(b)(3))."""
    eve, found, counted_to = days_after(before, -1), 0, 0
    for stretch in stretches:
        if stretch.first_on <= eve:
            first = max(counted_to + 1, _week_of(stretch.first_on, begins))
            last = _week_of(min(stretch.last_on or eve, eve), begins)
            found += max(0, last - first + 1)
            counted_to = max(counted_to, last)
    return found


def anniversary(first_on: date, months: int) -> date:
    """So many months later. Service that begins on a day which the later month lacks is complete on the first of the
    next: hired on 29 February, a year later on 1 March."""
    later = months_after(first_on, months)
    return later if later.day == first_on.day else days_after(later, 1)


def _as_stretches(uniformed: tuple[UniformedService, ...], own: tuple[Span, ...]) -> tuple[Span, ...]:
    """Who was not employed before, or did not come back, has no service to be credited."""
    return tuple(
        Span(first_on=u.first_on, last_on=u.last_on, break_cause=BreakCause.UNIFORMED_SERVICE)
        for u in uniformed
        if any(s.first_on <= u.first_on for s in own) and any(s.last_on is None or u.last_on < s.last_on for s in own)
    )


def _since_long_break(stretches: tuple[Span, ...], *, years: int, doubt: Doubt) -> tuple[Span, ...]:
    kept = stretches[-1:]
    for earlier, later in zip(reversed(stretches[:-1]), reversed(stretches[1:]), strict=True):
        if earlier.last_on is None:
            break
        is_long = anniversary(days_after(earlier.last_on, 1), 12 * years) <= later.first_on
        if is_long and not _is_kept(later.break_cause, doubt):
            break
        kept = (earlier, *kept)
    return kept


def _is_kept(cause: BreakCause | None, doubt: Doubt) -> bool:
    if cause is None:
        return doubt is Doubt.FOR
    return cause is not BreakCause.OTHER


def _whole_months(first_on: date, after: date) -> int:
    months = (after.year - first_on.year) * 12 + after.month - first_on.month
    return months if anniversary(first_on, months) <= after else months - 1


def _week_of(on: date, begins: WorkweekBegins) -> int:
    """Workweeks in order; day 1 of the calendar, 0001-01-01, is a Monday."""
    return (on.toordinal() + (0 if begins is WorkweekBegins.SUNDAY else -1)) // 7 + 1


def _first_day_of(week: int, begins: WorkweekBegins) -> date:
    ordinal = (week - 1) * 7 + (0 if begins is WorkweekBegins.SUNDAY else 1)
    return date.fromordinal(max(1, ordinal))
