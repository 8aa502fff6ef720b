"""The facts and the result of the question what an absence is charged.

Knows: what must be told about an absence, its shifts and its week, and which facts contradict each other. Never
knows: what follows. 29 CFR 825.200(h), 825.205 (law.md C1-C13).
"""

from datetime import date, timedelta
from fractions import Fraction

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.calendar import day_of, days_after
from workflows.rules.closures import SiteClosure
from workflows.rules.counting_weeks import DayCharge
from workflows.rules.intervals import Instant, Interval
from workflows.rules.roster import around, roster_fault
from workflows.rules.week_facts import WeekFacts
from workflows.values import Frozen

MOST_DAYS = 366
"""Longer absences are asked about in parts; it bounds the work and says nothing about the law."""

OTHER_WORK = "There was the same or equivalent work at hand: it was not impossible to work, only the time away counts."

_MOMENT = timedelta(microseconds=1)


class AwayInterval(Interval):
    """Time away for the need."""

    is_travel: bool = Field(False, description="On the way to or from an appointment for the condition (C10).")


class LeaveDays(Frozen):
    """Whole days of leave: every shift that begins on them is taken whole, to its end."""

    first_on: date = Field(description="First day.")
    last_on: date = Field(description="Last day, included.")

    @model_validator(mode="after")
    def _in_order(self) -> "LeaveDays":
        if self.last_on < self.first_on:
            raise contradiction("end_before_start", "a span of days ends before it starts")
        return self


class MinutesOff(Frozen):
    """Leave of so many minutes on a day, where nobody says at what time; such as fewer hours on a reduced week."""

    on: date = Field(description="The day on which the shift begins.")
    minutes: int = Field(ge=0, le=24 * 60, description="Minutes of leave; more than the shifts have is not charged.")
    same_time: bool | None = Field(
        None, description="Where another cause has a time on that day: are they that very time? Employee (C13)."
    )


class OtherEntry(Frozen):
    """What stands in the ledger already for another cause of the same employee on one day (C13)."""

    on: date = Field(description="The day of the entry.")
    minutes: int = Field(ge=0, le=24 * 60, description="Minutes charged.")
    starts_at: Instant | None = Field(None, description="From when, if it is known.")
    ends_at: Instant | None = Field(None, description="Until when, if it is known.")
    same_time: bool | None = Field(
        None, description="Where it has no times: is it the very time of this absence? The employee tells (C13)."
    )

    @model_validator(mode="after")
    def _whole(self) -> "OtherEntry":
        if (self.starts_at is None) != (self.ends_at is None):
            raise contradiction("half_an_interval", "an entry has a start or an end, and not both")
        if self.starts_at is not None and self.ends_at is not None and self.ends_at < self.starts_at:
            raise contradiction("end_before_start", "an entry ends before it starts")
        return self

    @property
    def is_untimed(self) -> bool:
        """Whether only its minutes are known."""
        return self.starts_at is None


class ExpectedToWork(Frozen):
    """Whether the employee was scheduled and expected to work on a holiday or in a closure."""

    on: date = Field(description="The day on which the shift begins.")
    expected: bool | None = Field(None, description="The agency tells; None: not known (C8, C9).")


class Impossible(Frozen):
    """Time in which it was impossible, and not merely inconvenient, to begin or end work in the middle of the shift
    (C3). It counts only with a named person's reason and for as long as it lasts."""

    starts_at: Instant = Field(description="From when; where the time away ends, or earlier than it begins.")
    ends_at: Instant | None = Field(None, description="Until when; None: not known.")
    other_work: bool | None = Field(None, description="Was the same or equivalent work at hand? The agency tells.")
    found_by: str | None = Field(None, description="Reference of the person who found it impossible.")
    reason: str | None = Field(None, description="Reference or code of that person's reason.")

    @model_validator(mode="after")
    def _in_order(self) -> "Impossible":
        if self.ends_at is not None and self.ends_at < self.starts_at:
            raise contradiction("end_before_start", "the impossible time ends before it starts")
        return self

    @property
    def is_shown(self) -> bool:
        """Whether a named person has shown it."""
        return bool(self.ends_at and self.found_by and self.reason and self.other_work is False)


class AbsenceCountedFacts(WeekFacts):
    """One absence, the shifts it falls on, and the week around it."""

    away: tuple[AwayInterval, ...] = Field((), max_length=200, description="When the employee was away; by the clock.")
    days_away: tuple[LeaveDays, ...] = Field((), max_length=200, description="Whole days of leave.")
    minutes_off: tuple[MinutesOff, ...] = Field((), max_length=400, description="Leave in minutes, without a time.")
    worked: tuple[Interval, ...] = Field((), max_length=200, description="Time worked inside the absence (C1).")
    impossible: tuple[Impossible, ...] = Field((), max_length=50, description="Time without any way to work (C3).")
    closures: tuple[SiteClosure, ...] = Field((), max_length=50, description="Closures of the employee's site (C9).")
    expected_to_work: tuple[ExpectedToWork, ...] = Field(
        (), max_length=400, description="On holidays and in closures; where the schedule does not say it (C8, C9)."
    )
    other_absences: tuple[Interval, ...] = Field(
        (), max_length=400, description="Other absences of the same leave in these weeks; not on the same minutes (C8)."
    )
    other_days_away: tuple[LeaveDays, ...] = Field(
        (), max_length=400, description="Other whole days of the same leave in these weeks (C8)."
    )
    other_entries: tuple[OtherEntry, ...] = Field(
        (), max_length=1000, description="What the ledger has for other causes on these days (C13)."
    )
    known_to: date | None = Field(
        None, description="The last day up to which absences are known; None: not told. It tells if the week is over."
    )
    period_decided: bool | None = Field(None, description="Is the period decided? If not, it is what would be charged.")

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "schedule": {
                        "assignments": [
                            {
                                "from_on": "2024-01-01",
                                "anchor_on": "2024-01-01",
                                "cycle_days": 7,
                                "shifts": [
                                    {
                                        "position": position,
                                        "starts": "09:00",
                                        "ends": "17:30",
                                        "breaks": [{"starts": "12:00", "minutes": 30}],
                                    }
                                    for position in (1, 2, 3, 4, 5)
                                ],
                            }
                        ]
                    },
                    "away": [
                        {
                            "starts_at": "2026-04-14T13:30:00-04:00",
                            "ends_at": "2026-04-14T13:45:00-04:00",
                            "is_travel": True,
                        },
                        {"starts_at": "2026-04-14T13:45:00-04:00", "ends_at": "2026-04-14T14:20:00-04:00"},
                    ],
                    "notice_on": "2026-03-02",
                    "known_to": "2026-04-17",
                    "period_decided": True,
                }
            ]
        }
    )

    @model_validator(mode="after")
    def _can_be_counted(self) -> "AbsenceCountedFacts":
        days = sum((a.ends_at - a.starts_at).days + 2 for a in self.away)
        days += sum((d.last_on - d.first_on).days + 1 for d in self.days_away)
        if days > MOST_DAYS + 2 * len(self.away):
            raise contradiction("longer_than_a_year", "an absence of more than a year is asked about in parts")
        if days == 0 and not self.minutes_off:
            raise contradiction("nothing_asked", "no time away is told")
        fault = roster_fault(self.schedule, around(self.touched_days()))
        if fault is not None:
            raise fault
        return self

    @property
    def why_not_impossible(self) -> str:
        """Why a claim of impossibility adds nothing: it is told that there was work, or nobody has shown anything."""
        if any(i.other_work for i in self.impossible):
            return OTHER_WORK
        return "Nobody has shown that it was impossible to work: only the time away."

    def touched_days(self) -> tuple[date, ...]:
        """The days of the absence, in order."""
        spans = [(day_of(a.starts_at), day_of(max(a.starts_at, a.ends_at - _MOMENT))) for a in self.away]
        spans += [(d.first_on, d.last_on) for d in self.days_away]
        spans += [(m.on, m.on) for m in self.minutes_off]
        days = (days_after(first, n) for first, last in spans for n in range((last - first).days + 1))
        return tuple(sorted(dict.fromkeys(days)))


class NotCharged(Frozen):
    """Time of a shift that was asked about and is not charged: minutes, the rule, and why in a sentence."""

    on: date
    minutes: int
    rule: str
    why: str


class AbsenceCounted(Frozen):
    """What an absence is charged, day by day, and what of it is not. `week_minutes` is the base on the first day that
    is charged, or asked about. `as_the_week_stands`: a holiday or closure still turns on days that are not told yet.
    `would_be`: the period is not decided; nothing is charged before it is."""

    charges: tuple[DayCharge, ...]
    not_charged: tuple[NotCharged, ...]
    week_minutes: Fraction
    as_the_week_stands: bool = False
    would_be: bool = False

    @property
    def minutes(self) -> int:
        """Minutes charged in all."""
        return sum(charge.minutes for charge in self.charges)

    @property
    def weeks(self) -> Fraction:
        """Weeks charged in all, exactly."""
        return sum((charge.weeks for charge in self.charges), Fraction(0))
