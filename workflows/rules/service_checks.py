"""What is told of service and cannot all be true: work outside employment, time told twice, two counts of a worksite.

Knows: stretches, time worked, the day of notice. Never knows: what follows for leave. Nobody works where nobody is
employed, and one hour is worked once. 29 CFR 825.110(a)(3), (b), (c), 825.111 (law.md E2, E4, E5).
"""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from workflows.rules.answers import contradiction
from workflows.rules.calendar import days_after
from workflows.rules.eligible import ServiceRecord
from workflows.rules.hours import WorkedMinutes
from workflows.rules.service import EmploymentKind, Span, merged
from workflows.rules.time_in_days import minutes_of

_FIFTY = 50
"""The number that the name of the fact says; law knows no other (825.110(a)(3))."""


_WORKED = ("service", "minutes_worked")
"""Where the facts have time worked."""


def must_agree(service: ServiceRecord, notice_on: date | None) -> None:
    """Refuse a record of service that contradicts itself, by name. It stands in the facts as `service`."""
    outside, twice = outside_employment(service), _told_twice(service.minutes_worked)
    if outside:
        at = (*_WORKED, service.minutes_worked.index(outside[0]))
        raise contradiction("work_outside_employment", "time is worked on days without employment", at=at)
    if twice is not None:
        raise contradiction("overlapping_work", "the time worked on one day is told twice", at=(*_WORKED, twice))
    count = service.headcount
    if count is None or service.worksite_fifty is None or notice_on not in (None, count.on):
        return
    if (count.employees >= _FIFTY) is not service.worksite_fifty:
        raise contradiction(
            "two_counts_of_the_worksite", "the number at the worksite says otherwise than the yes or no"
        )


def outside_employment(service: ServiceRecord) -> tuple[WorkedMinutes, ...]:
    """Time worked that the days of employment cannot hold. Before the first stretch there may be others, unless all
    are listed; a break or an end is told."""
    if not service.stretches:
        return ()
    return tuple(w for w in service.minutes_worked if w.minutes > _room(w, _employed(service, w)))


def _employed(service: ServiceRecord, worked: WorkedMinutes) -> Iterator[tuple[date, date]]:
    """The days of employment where the time was worked: at that body, if any stretch at it is told."""
    body = worked.at.body if worked.at else None
    here = tuple(s for s in service.stretches if (s.at.body if s.at else None) == body) or service.stretches
    first_on = min(s.first_on for s in here)
    if not service.earlier_service_known and first_on > date.min:
        yield date.min, days_after(first_on, -1)
    if service.kind is EmploymentKind.CASUAL:  # it goes on between the days on payroll
        yield first_on, service.ended_on or date.max
        return
    for stretch in merged(tuple(Span(first_on=s.first_on, last_on=s.last_on) for s in here)):
        yield stretch.first_on, stretch.last_on or date.max


def _room(worked: WorkedMinutes, employed: Iterator[tuple[date, date]]) -> int:
    shared = ((max(worked.first_on, first_on), min(worked.last_on, last_on)) for first_on, last_on in employed)
    return sum(minutes_of(first_on, last_on) for first_on, last_on in shared if first_on <= last_on)


def _told_twice(entries: tuple[WorkedMinutes, ...]) -> int | None:
    """The number of an entry with a day that another entry of the same body has too."""
    bodies: dict[str | None, list[int]] = {}
    for number in sorted(range(len(entries)), key=lambda n: entries[n].first_on):
        at = entries[number].at
        bodies.setdefault(at.body if at else None, []).append(number)
    pairs = (pair for told in bodies.values() for pair in pairwise(told))
    return next((later for earlier, later in pairs if entries[later].first_on <= entries[earlier].last_on), None)
