"""From a notice to words: subject, plain text and the same text as a page.

Knows: the templates' folder, jinja, how dates are said. Never knows: addresses, mail, why a notice is sent.
A template's whole context is the notice and the letterhead. The page is made from the plain text, so that both say
the same. Days and hours are New York's.
"""

from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import jinja2

from activities import words
from workflows.case.notices import SupervisorAlert, Written
from workflows.case.told import Interval, Span
from workflows.rules.calendar import NEW_YORK, day_of, end_of_day, start_of_day
from workflows.rules.policy import FixedYear
from workflows.rules.sufficiency import FAMILY_OF_SERVICEMEMBER
from workflows.values import Frozen

TEMPLATES = Path(__file__).parent.parent / "templates" / "email"


class Letterhead(Frozen):
    """Who writes, about which case (empty: about several). `employee_name` is there for those who must know whom a
    mail is about. `clearance_to`: the agency's office for fitness-for-duty papers; None: it named none."""

    reference: str
    employer_name: str
    office_name: str
    office_phone: str
    papers_to: str
    coordinator_name: str | None
    coordinator_phone: str | None
    employee_name: str | None
    clearance_to: str | None = None


class Letter(NamedTuple):
    """A notice in words."""

    subject: str
    plain: str
    html: str


class Block(NamedTuple):
    """A paragraph, a list or a heading of the plain text."""

    kind: str
    lines: list[str]


def day(on: date) -> str:
    """Thursday, March 12, 2026."""
    return f"{on:%A, %B} {on.day}, {on.year}"


def yearly(of: FixedYear) -> str:
    """July 1, of any year."""
    return f"{date(2001, of.month, of.day):%B} {of.day}"


def moment(at: datetime) -> str:
    """Thursday, March 12, 2026 at 9:05 AM."""
    local = at.astimezone(NEW_YORK)
    return f"{day(local.date())} at {clock(at)}"


def clock(at: datetime) -> str:
    """9:05 AM, by the clock in New York; 1:30 AM EST in the night that has the hour twice."""
    local = at.astimezone(NEW_YORK)
    is_twice = local.utcoffset() != local.replace(fold=1 - local.fold).utcoffset()
    return f"{local.hour % 12 or 12}:{local:%M} {local:%p}{f' {local:%Z}' if is_twice else ''}"


def span(of: Span) -> str:
    """From one day to another, a single day, or an open end."""
    if of.last_on is None:
        return f"from {day(of.first_on)}; the end is not known yet"
    if of.first_on == of.last_on:
        return day(of.first_on)
    return f"{day(of.first_on)} to {day(of.last_on)}, both days included"


def hours(of: Interval) -> str:
    """A day and its hours; two moments where it goes past midnight."""
    on = day_of(of.starts_at)
    last = of.ends_at - timedelta(microseconds=1)
    if (of.starts_at, of.ends_at) == (start_of_day(on), end_of_day(on)):
        return f"{day(on)}, all day"
    if on == day_of(last):
        return f"{day(on)}, {clock(of.starts_at)} to {clock(of.ends_at)}"
    return f"{moment(of.starts_at)} to {moment(of.ends_at)}"


def duration(minutes: int) -> str:
    """`136 hours`, `1 hour and 30 minutes`."""
    whole, rest = divmod(minutes, 60)
    parts = [(whole, "hour"), (rest, "minute")]
    return " and ".join(f"{n} {word}{'' if n == 1 else 's'}" for n, word in parts if n) or "0 hours"


def _environment(*, autoescape: bool) -> jinja2.Environment:
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=autoescape,  # noqa: S701 - off for plain text alone, which has nothing to escape
        undefined=jinja2.StrictUndefined,
        trim_blocks=False,
        lstrip_blocks=False,
    )
    said = {"day": day, "yearly": yearly, "moment": moment, "span": span, "hours": hours, "duration": duration}
    made.filters |= said | words.FILTERS
    made.tests["for_the_family"] = FAMILY_OF_SERVICEMEMBER.__contains__
    return made


_PLAIN = _environment(autoescape=False)
_HTML = _environment(autoescape=True)


def render(notice: Written, letterhead: Letterhead) -> Letter:
    """A notice in words. Raises jinja2.UndefinedError where a template asks for what its notice has not."""
    given: dict[str, Any] = {"notice": notice, "letterhead": letterhead}
    folder = notice.kind
    subject = _PLAIN.get_template(f"{folder}/subject.txt").render(**given, day=_day_of(notice)).strip()
    body = _tidy(_PLAIN.get_template(f"{folder}/body.txt").render(**given))
    plain = _PLAIN.get_template("_letter.txt").render(**given, body=body)
    html = _HTML.get_template("_letter.html").render(letterhead=letterhead, subject=subject, blocks=_blocks(body))
    return Letter(" ".join(subject.split()), plain, html)


def _day_of(notice: Written) -> str:
    """The day that a supervisor's subject names; empty for all others."""
    if not isinstance(notice, SupervisorAlert):
        return ""
    if notice.intervals:
        return day(day_of(notice.intervals[0].starts_at))
    return day(notice.spans[0].first_on) if notice.spans else ""


def _tidy(text: str) -> str:
    """No more than one empty line between paragraphs."""
    lines: list[str] = []
    for line in text.strip().splitlines():
        if line.strip() or (lines and lines[-1]):
            lines.append(line.rstrip())
    return "\n".join(lines)


def _blocks(body: str) -> list[Block]:
    blocks = []
    for paragraph in body.split("\n\n"):
        lines = paragraph.splitlines()
        items = [line[2:] for line in lines if line.startswith("- ")]
        before = [line for line in lines if not line.startswith("- ")]
        if before:
            kind = "heading" if len(before) == 1 and before[0].isupper() else "text"
            blocks.append(Block(kind, before))
        if items:
            blocks.append(Block("list", items))
    return blocks
