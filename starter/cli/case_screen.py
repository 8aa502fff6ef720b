"""One case on a terminal: where it stands, whose turn it is, what is due, and everything that happened.

Knows: how a case is laid out at 80 columns and more. Never knows: where its parts come from. Days and times are New
York's, written as they are typed in.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from starter.cli import words
from starter.cli.case_file import CaseFile, CasePeople, kind_of
from starter.wall_clock import spelled
from workflows.rules.calendar import day_of

if TYPE_CHECKING:
    from infra.papers import Paper
    from infra.tables import Delivery, HistoryLine, Task
    from workflows.view import (
        AbsenceView,
        CaseView,
        CertificationView,
        DeadlineView,
        JobRefusalView,
        PayView,
        PeriodView,
    )

_BENEFITS = {"compensation": "workers' compensation", "disability": "disability pay", "pfml": "PFML"}

NEWEST = 20
"""Lines of history that are shown unless all are asked for."""


def whole(file: CaseFile, *, is_full: bool) -> Group:
    """Everything."""
    view = file.view
    return Group(
        brief(view, file.people),
        *_section("Periods", ("", "reason and shape", "days", "decision"), map(_period, view.periods)),
        *_section("Certifications", ("", "reason", "state", "missing"), map(_certification, view.certifications)),
        *_section("Absences", ("id", "from", "to", "state"), map(_absence, view.absences)),
        *_section("Clocks", ("due", "what", "state", "rule"), map(_clock, sorted(view.deadlines, key=_due_at))),
        *_section("To do", ("since", "who", "what"), _tasks(file)),
        *_section("Papers", ("id", "kind", "size", "received", "sha256"), map(_paper, file.papers)),
        *_section("Mails", ("when", "what and to whom", "state", "Message-ID"), map(_mail, file.mails)),
        *_history(file, is_full=is_full),
    )


def brief(view: "CaseView", people: CasePeople | None) -> Group:
    """Where a case stands, in a few lines."""
    lines: list[RenderableType] = [Text(view.reference, style="bold"), Text(standing(view, _office(people)))]
    lines += [
        Text(f"{words.at_head(words.due(d.kind))} overdue since {d.due_on}.", style="red") for d in words.overdue(view)
    ]
    if people is not None:
        lines += ["", _facts(view, people)]
    return Group(*lines)


def standing(view: "CaseView", clearance_to: str) -> str:
    """Status, turn, and what is due next, as sentences."""
    told = [view.status_words, words.TURNS[words.turn(view, clearance_to=clearance_to)]]
    ahead = words.ahead(view)
    if ahead is not None:
        told.append(f"Next: {words.due(ahead.kind)}, {ahead.due_on:%a} {ahead.due_on}.")
    return " ".join(told)


def _facts(view: "CaseView", people: CasePeople) -> Table:
    eligible = {True: "yes", False: "no", None: "not known yet"}[view.eligible]
    unmet = f" ({', '.join(map(words.plain, view.unmet_tests))})" if view.unmet_tests else ""
    rows = {
        "Employee": _joined(people.name, people.number, people.agency or view.agency),
        "Coordinator": _joined(people.coordinator, view.coordinator, view.custodian),
        "Opened": spelled(view.opened_at) + (f", closed {spelled(view.closed_at)}" if view.closed_at else ""),
        "Eligible": eligible + unmet,
        "Consent": spelled(view.consented_at) if view.consented_at else "none: no medical paper can be kept yet",
        "Clearance": words.plain(view.clearance)
        + (f"; the return is held by {words.who(view.return_held_by)}" if view.return_held_by else ""),
    }
    if view.pfml_claim:
        years = ", ".join(_days(year.first_on, year.last_on) for year in view.pfml_years)
        rows["PFML"] = f"claim {words.plain(view.pfml_claim)}" + (f", benefit year {years}" if years else "")
    if view.pay:
        rows["Paid"] = _paid(view.pay)
    if view.job_refusal:
        rows["Job"] = _job(view.job_refusal)
    table = Table.grid(padding=(0, 2))
    for name, value in rows.items():
        table.add_row(Text(name, style="dim"), Text(value))
    return table


def _job(job: "JobRefusalView") -> str:
    """How far a refusal of the job came, in the order of its days."""
    if job.answer == "given_back":
        return "given back: it is not refused any more"
    until = f", with time to return until {job.return_by}" if job.return_by else ""
    told = [f"to be refused, said on {job.announced_on}{until}"]
    told += [f"the letter served on {job.served_on}" if job.served_on else "the letter not served yet"]
    told += [f"asked for again on {job.asked_again_on}"] if job.asked_again_on else []
    if job.answer:
        served = f"on {job.denial_served_on}" if job.denial_served_on else "not yet"
        told += [f"refused for good, and that letter served {served}"]
    return "; ".join(told)


def _paid(pay: "PayView") -> str:
    """Benefits with their days, as told; on which days accrued leave runs, `explain case` says."""
    told = [f"{_BENEFITS[benefit.kind]} {_days(benefit.first_on, benefit.last_on)}" for benefit in pay.benefits or ()]
    waiting = [f"PFML waiting period {_days(pay.waiting.first_on, pay.waiting.last_on)}"] if pay.waiting else []
    if not told and not waiting:
        return "no benefit" if pay.benefits == () else "not told yet which benefit"
    return "; ".join((*told, *waiting))


def _section(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> list[RenderableType]:
    """A heading and a table; nothing where there are no rows. No column has a share of its own: where room is short
    the widest give way first, so that a long entry does not squeeze its neighbour to letters."""
    filled = list(rows)
    if not filled:
        return []
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in filled:
        table.add_row(*(Text(cell) for cell in row))
    return ["", Text(title, style="bold"), table]


def _period(period: "PeriodView") -> Sequence[str]:
    decided = f" by {words.who(period.decided_by)}" if period.decided_by else ""
    confirmed = f" and {words.who(period.confirmed_by)}" if period.confirmed_by else ""
    ground = f": {words.plain(period.ground)}" if period.ground else ""
    about = f"{words.plain(period.reason)}, {words.plain(period.shape)}"
    decision = f"{words.decision_of(period)}{decided}{confirmed}{ground}"
    days = _days(period.first_on, period.last_on)
    decision += f"; protected from {period.protected_from}" if period.protected_from else ""
    decision += f"; counted from {period.counted_from}" if period.counted_from else ""
    return str(period.number), about, days, decision


def _days(first_on: date, last_on: date | None) -> str:
    return f"{first_on} to {last_on or 'open'}"


def _certification(certification: "CertificationView") -> Sequence[str]:
    is_due = certification.state in ("asked", "deficient") and certification.due_on
    due = f", due {certification.due_on}" if is_due else ""
    opinions = f", opinions: {words.plain(certification.opinions)}" if certification.opinions else ""
    opinions += ", which does not certify the need" if certification.opinions_certify is False else ""
    missing = ", ".join(map(words.plain, certification.items_missing))
    return (
        str(certification.number),
        words.plain(certification.reason),
        f"{words.plain(certification.state)}{due}{opinions}",
        missing,
    )


def _absence(absence: "AbsenceView") -> Sequence[str]:
    return absence.absence_id, spelled(absence.starts_at), spelled(absence.ends_at), words.plain(absence.state)


def _clock(deadline: "DeadlineView") -> Sequence[str]:
    state = words.state_of(deadline)
    settled = f" {day_of(deadline.settled_at)}" if deadline.settled_at else ""
    extended = f", extended {deadline.extended}x" if deadline.extended else ""
    rule = f"{deadline.rule}  {deadline.citation}"
    return f"{deadline.due_on:%a} {deadline.due_on}", words.due(deadline.kind), f"{state}{settled}{extended}", rule


def _tasks(file: CaseFile) -> Iterator[Sequence[str]]:
    to = _office(file.people)
    for task in file.tasks:
        yield spelled(task.opened_at), words.doer(task.kind, task.role, clearance_to=to), asked(task, to)


def _office(people: CasePeople | None) -> str:
    return people.clearance_to if people else ""


def asked(task: "Task", clearance_to: str) -> str:
    """What a task asks for; what did not fit with the rule, or which days it is about, where it says so."""
    facts = json.loads(task.facts)
    rule = f" [{facts['rule']}: {facts['citation']}]" if "citation" in facts else ""
    named = {"says": "{}", "days": "Days: {}.", "notice": "Which: {}."}
    more = " ".join(form.format(words.plain(facts[name])) for name, form in named.items() if name in facts)
    return f"{words.task(task.kind, clearance_to=clearance_to)}{f' {more}' if more else ''}{rule}"


def _paper(paper: "Paper") -> Sequence[str]:
    size = f"{paper.size:,} bytes"
    return paper.document_id, words.plain(paper.kind), size, spelled(paper.received_at), f"{paper.sha256[:16]}…"


def _mail(mail: "Delivery") -> Sequence[str]:
    state = {"accepted": "sent", "claimed": "being sent"}.get(mail.state, mail.state)
    failure = f": {mail.failure}" if mail.failure else ""
    to = f"{words.plain(kind_of(mail))} to {words.plain(mail.role)}"
    return spelled(mail.ended_at or mail.caused_at), to, f"{state}{failure}", mail.message_id or ""


def _history(file: CaseFile, *, is_full: bool) -> list[RenderableType]:
    shown = file.history if is_full else file.history[-NEWEST:]
    section = _section("History", ("when", "who", "what"), map(_line, shown))
    hidden = len(file.history) - len(shown)
    return [*section, Text(f"{hidden} earlier lines: --full shows them.", style="dim")] if hidden else section


def _line(line: "HistoryLine") -> Sequence[str]:
    told = ", ".join(f"{words.plain(name)} {words.fact(value)}" for name, value in json.loads(line.facts).items())
    rule = f" [{line.rule}: {line.citation}]" if line.rule else ""
    return spelled(line.at), words.who(line.by), f"{words.plain(line.what)}{f': {told}' if told else ''}{rule}"


def _joined(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part) or "nobody yet"


def _due_at(deadline: "DeadlineView") -> datetime:
    return deadline.due_at
