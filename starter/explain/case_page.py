"""A stored case explained, on a terminal and for programs: its clocks, what the rules answer, and what is missing.

Knows: how it is laid out. Never knows: the law, or where anything is kept.
"""

from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from starter.cli import case_screen, words
from starter.explain.charge_lines import ChargeLines
from starter.explain.charge_page import as_rows, charge_table
from starter.explain.known import Known
from starter.explain.page import page, sentence, told, versions
from starter.explain.stored import Explained
from starter.wall_clock import spelled
from workflows.rules.answers import Standing
from workflows.rules.calendar import day_of

if TYPE_CHECKING:
    from infra.tables import Task
    from workflows.view import DeadlineView, PeriodView


def case_page(known: Known, answers: tuple[Explained, ...], charged: ChargeLines, *, is_as_of: bool) -> Group:
    """All of it: in short, what was charged, the clocks, then each answer with its reasons."""
    view = known.view
    parts: list[RenderableType] = [
        Text(view.reference, style="bold"),
        Text(case_screen.standing(view, known.clearance_to)),
    ]
    if is_as_of:
        parts.append(Text(_AS_OF.format(at=spelled(known.recorded_by)), style="dim"))
    parts += ["", Text("Decisions", style="bold"), *(Text(f"  {_decision(period)}") for period in view.periods)]
    parts += ["", Text("In short", style="bold"), *(Padding(_short(each), (0, 0, 0, 2)) for each in answers)]
    parts += charge_table(charged, view.reference)
    parts += ["", Text("Clocks, each with its rule", style="bold"), _clocks(known), _versions(known)]
    for each in answers:
        parts += ["", Text(each.raised.heading, style="bold underline")]
        parts += [page(each.answer, recorded_by=None), _store(known, each)]
    if known.tasks:
        parts += ["", Text("Open tasks, which ask for what is missing", style="bold")]
        parts += [Text(f"  {_task(known, task)}") for task in known.tasks]
    if answers:
        recorded_by = f"{known.recorded_by:%Y-%m-%d %H:%M:%S} UTC"
        parts += ["", Text(f"All answers: {versions(answers[0].answer, recorded_by)}", style="dim")]
    return Group(*parts)


_AS_OF = "As recorded by {at}."


def as_json(known: Known, answers: tuple[Explained, ...], charged: ChargeLines) -> dict[str, Any]:
    """The same for a program."""
    return {
        "reference": known.view.reference,
        "status": known.view.status,
        "status_words": known.view.status_words,
        "on": known.on.isoformat(),
        "recorded_by": known.recorded_by.isoformat(),
        "decisions": [
            {"period": period.number, "decision": period.decision, "awaits_decision": period.awaits_decision}
            for period in known.view.periods
        ],
        "charged": as_rows(charged),
        "deadlines": [
            clock.model_dump(mode="json") | {"what": words.due(clock.kind), "stands": _stands(clock)}
            for clock in known.clocks
        ],
        "answers": [
            {
                "name": each.name,
                "question": each.raised.question,
                "heading": each.raised.heading,
                "answer": each.answer.model_dump(mode="json"),
                "facts": each.file(),
            }
            for each in answers
        ],
        "tasks": [
            {"kind": t.kind, "role": t.role, "asks": case_screen.asked(t, known.clearance_to)} for t in known.tasks
        ],
    }


def _task(known: Known, task: "Task") -> str:
    to = known.clearance_to
    return f"{words.doer(task.kind, task.role, clearance_to=to)}: {case_screen.asked(task, to)}"


def _decision(period: "PeriodView") -> str:
    days = f"from {period.first_on} {f'to {period.last_on}' if period.last_on else 'with an open end'}"
    return f"Period {period.number}, {days}: {words.decision_of(period)}"


def _short(each: Explained) -> Text:
    """The answer in one sentence; where it turns on something, on what, and who can tell."""
    answer = each.answer
    says = sentence(answer.says)
    if answer.standing is Standing.CONDITIONAL:
        asked, *others = answer.gaps
        more = f" Also to ask: {' '.join(gap.asks for gap in others)}" if others else ""
        says = f"It depends: {asked.asks} {told(asked.teller)} can tell.{more}"
    return Text.assemble((f"{each.raised.heading.removesuffix('?')}: ", "dim"), says)


def _clocks(known: Known) -> Table:
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("due", "what", "how it stands", "rule", "counted from"):
        table.add_column(heading)
    for clock in known.clocks:
        rule = f"{clock.rule}, {clock.citation}"
        row = (f"{clock.due_on:%a} {clock.due_on}", words.due(clock.kind), _stands(clock), rule, _counted(clock))
        table.add_row(*map(Text, row))
    return table


def _stands(clock: "DeadlineView") -> str:
    """In words: done in time, late, overdue, or not due yet."""
    settled = f" on {day_of(clock.settled_at)}" if clock.settled_at else ""
    said = {"met": f"done{settled}", "stopped": f"no longer due{settled and f', since {settled[4:]}'}"}
    late = f"done late{settled}" if settled else "overdue"
    more = f", extended {clock.extended}x" if clock.extended else ""
    return {**said, "missed": late, "running": "not due yet"}.get(clock.state, clock.state) + more


def _counted(clock: "DeadlineView") -> str:
    given = dict(clock.inputs)
    if "days_before" in given:
        return f"{given['days_before']} days before {given['due_on']}"
    if "counted_from" not in given:
        return ", ".join(f"{words.plain(name)} {value}" for name, value in given.items())
    return f"{given['counted_from']} + {given['count']} {given['unit']}"


def _versions(known: Known) -> Text:
    """Which policy and calendar the clocks were counted with; each once."""
    used = dict.fromkeys((clock.policy, clock.calendar) for clock in known.clocks if clock.policy)
    told_by = "; ".join(f"policy {policy}, calendar {calendar}" for policy, calendar in used)
    return Text(f"Counted with {told_by}." if told_by else "", style="dim")


def _store(known: Known, each: Explained) -> Text:
    """How the facts that were on record are had as a file, to be changed and asked again."""
    return Text(f"Facts on record: leeway explain case {known.view.reference} --facts {each.name}", style="dim")
