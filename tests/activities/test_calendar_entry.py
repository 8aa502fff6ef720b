"""The calendar entry of an absence: busy time without a word of what it is, that follows the absence to its end."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import icalendar
import pytest

from activities.calendar_entry import entry_of, method_of
from infra.stack.mail_catcher import MailCatcher
from infra.stack.outbox import CaughtMail
from tests.activities.post_office import ALDER, HAZEL, PostOffice, alert
from tests.activities.samples import MORNING, NIGHT, ONE_DAY, OPEN, WEEKS, alerts, hours
from tests.rules.facts import at
from workflows.case.notices import AlertSubject, SupervisorAlert
from workflows.case.told import Interval, Span

AT = datetime(2026, 3, 2, 14, 30, tzinfo=UTC)
UID = "0123@example.org"
ENDED = (AlertSubject.ABSENCE_CANCELLED, AlertSubject.LEAVE_ENDED)


def told(
    subject: AlertSubject = AlertSubject.ABSENCE,
    *,
    intervals: tuple[Interval, ...] = (),
    spans: tuple[Span, ...] = (),
    sequence: int = 0,
    thread: str = "absence/A-1",
) -> SupervisorAlert:
    """An alert."""
    return SupervisorAlert(subject=subject, intervals=intervals, spans=spans, thread=thread, sequence=sequence)


def calendar_of(said: SupervisorAlert) -> icalendar.Calendar:
    """The entry of an alert as a calendar reads it."""
    file = entry_of(said, uid=UID, at=AT)
    assert file is not None
    return read(file)


def read(file: bytes) -> icalendar.Calendar:
    """A file as a calendar reads it."""
    found = icalendar.Calendar.from_ical(file)
    assert isinstance(found, icalendar.Calendar)
    return found


def event_of(calendar: icalendar.Calendar) -> Any:
    """The one event of a calendar."""
    (event,) = calendar.walk("VEVENT")
    return event


def attached(caught: CaughtMail) -> icalendar.Calendar:
    """The calendar file of a mail."""
    (part,) = caught.attachments
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert part.get_param("method") == str(read(payload)["method"])
    return read(payload)


async def test_an_entry_follows_its_absence_from_the_first_word_to_the_last(
    mail: MailCatcher, office: PostOffice
) -> None:
    """The same identity, a rising number, and in the end it is taken out of the calendar."""
    later = hours("2026-03-12", "09:00", "14:00")
    await office.deliver(
        alert("a/1", told(intervals=(MORNING,))),
        alert("a/2", told(AlertSubject.ABSENCE_CHANGED, intervals=(later,), sequence=1)),
        alert("a/3", told(AlertSubject.ABSENCE_CANCELLED, intervals=(later,), sequence=2)),
        alert("a/4", told(intervals=(NIGHT,), thread="absence/A-9")),
    )
    found = [attached(caught) for caught in mail.messages(to=ALDER)]
    events = [event_of(calendar) for calendar in found]
    uids = [str(event["uid"]) for event in events]
    assert len(set(uids[:3])) == 1
    assert uids[3] != uids[0]
    assert [int(event["sequence"]) for event in events[:3]] == [0, 1, 2]
    assert [str(calendar["method"]) for calendar in found[:3]] == ["PUBLISH", "PUBLISH", "CANCEL"]
    assert [str(event["status"]) for event in events[:3]] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert [event["dtend"].dt for event in events[:2]] == [at("2026-03-12T12:30"), at("2026-03-12T14:00")]
    assert [str(event_of(attached(caught))["uid"]) for caught in mail.messages(to=HAZEL)] == uids


@pytest.mark.parametrize("said", alerts(), ids=lambda alert: f"{alert.subject.value}-{alert.sequence}")
def test_an_entry_says_nothing_of_what_it_is(said: SupervisorAlert) -> None:
    file = entry_of(said, uid=UID, at=AT)
    is_dated = bool(said.intervals or (said.spans and said.spans[0].last_on))
    assert (file is not None) == is_dated
    if file is None:
        return
    event = event_of(read(file))
    assert str(event["summary"]) == "Out of office (see mail)"
    assert (str(event["class"]), str(event["transp"])) == ("PRIVATE", "TRANSPARENT")
    assert {
        name for name in event if name in ("DESCRIPTION", "LOCATION", "ORGANIZER", "ATTENDEE", "CATEGORIES")
    } == set()
    words = file.decode().lower()
    assert [word for word in ("leave ", "absence", "sample", "lv-", "reason") if word in words] == []
    assert (str(read(file)["method"]) == "CANCEL") == (said.subject in ENDED) == (method_of(said) == "CANCEL")


def test_hours_are_entered_as_the_clock_in_new_york_shows_them() -> None:
    event = event_of(calendar_of(told(intervals=(MORNING,))))
    assert (event["dtstart"].dt, event["dtend"].dt) == (MORNING.starts_at, MORNING.ends_at)
    assert event["dtstart"].params["TZID"] == "America/New_York"
    assert event["dtstart"].dt.strftime("%H:%M") == "09:00"
    assert event["dtstamp"].dt == AT


def test_a_file_brings_the_rules_of_new_yorks_clocks_along() -> None:
    """Before and after the night on which they change: a calendar elsewhere must not be an hour off."""
    for day in ("2026-03-07", "2026-03-08", "2026-03-09", "2026-11-01", "2027-01-15"):
        calendar = calendar_of(told(intervals=(hours(day, "09:00", "12:30"),)))
        (zone,) = calendar.walk("VTIMEZONE")
        assert isinstance(zone, icalendar.Timezone)
        assert str(zone["tzid"]) == "America/New_York"
        starts = event_of(calendar)["dtstart"].dt
        by_file = starts.replace(tzinfo=zone.to_tz(lookup_tzid=False))
        assert by_file.utcoffset() == starts.utcoffset()


def test_days_are_entered_whole_and_end_before_the_next() -> None:
    event = event_of(calendar_of(told(AlertSubject.LEAVE_DATES, spans=(WEEKS,))))
    assert (event["dtstart"].dt, event["dtend"].dt) == (date(2026, 3, 9), date(2026, 3, 21))
    one = event_of(calendar_of(told(AlertSubject.LEAVE_DATES, spans=(ONE_DAY,))))
    assert one["dtend"].dt - one["dtstart"].dt == timedelta(days=1)


def test_what_has_no_known_end_is_not_entered() -> None:
    assert entry_of(told(AlertSubject.LEAVE_DATES, spans=(OPEN,)), uid=UID, at=AT) is None
    assert entry_of(told(), uid=UID, at=AT) is None
