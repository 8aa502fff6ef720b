"""The calendar entry that goes with a supervisor's alert: busy time, neutral words, and nothing else.

Knows: iCalendar. Never knows: names, reasons, references: what a calendar shows, others see over a shoulder.
One entry for a thread of alerts: the same UID, a rising sequence, cancelled when the absence is. RFC 5545, 5546.
"""

from datetime import datetime, timedelta

from icalendar import Calendar, Event

from workflows.case.notices import AlertSubject, SupervisorAlert
from workflows.rules.calendar import NEW_YORK

WORDS = "Out of office (see mail)"
OVER = (AlertSubject.ABSENCE_CANCELLED, AlertSubject.LEAVE_ENDED)


def entry_of(alert: SupervisorAlert, *, uid: str, at: datetime) -> bytes | None:
    """The entry as a file, or None where there is no known time to enter. `at` is the stamp, an aware instant."""
    event = Event()
    if alert.intervals:
        event.add("dtstart", alert.intervals[0].starts_at.astimezone(NEW_YORK))
        event.add("dtend", alert.intervals[0].ends_at.astimezone(NEW_YORK))
    elif alert.spans and alert.spans[0].last_on is not None:
        event.add("dtstart", alert.spans[0].first_on)
        event.add("dtend", alert.spans[0].last_on + timedelta(days=1))
    else:
        return None
    event.add("uid", uid)
    event.add("sequence", alert.sequence)
    event.add("dtstamp", at)
    event.add("summary", WORDS)
    event.add("transp", "TRANSPARENT")  # it is not the supervisor who is away
    event.add("class", "PRIVATE")
    event.add("status", "CANCELLED" if alert.subject in OVER else "CONFIRMED")
    file: bytes = _calendar(event, alert).to_ical()
    return file


def method_of(alert: SupervisorAlert) -> str:
    """What a calendar does with the entry; the mail part that carries it must say the same (RFC 6047)."""
    return "CANCEL" if alert.subject in OVER else "PUBLISH"


def _calendar(event: Event, alert: SupervisorAlert) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", "-//Leeway//Calendar//EN")
    calendar.add("version", "2.0")
    calendar.add("method", method_of(alert))
    calendar.add_component(event)
    if alert.intervals:
        starts_on = alert.intervals[0].starts_at.date()
        calendar.add_missing_timezones(
            first_date=starts_on - timedelta(days=1), last_date=starts_on + timedelta(days=366)
        )
    return calendar
