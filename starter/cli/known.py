"""What the register knows of a case before something is said to it, and slips that can be seen by that.

Knows: the view, and that a case may be too new to have one. Never knows: what is allowed: the case says so. A fact
cannot be refused by its case, so a wrong number is caught here, where it can be typed again.
"""

import json
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from starter.cli.trouble import BadInput
from starter.wall_clock import spelled
from workflows.case.duties import TaskKind
from workflows.rules.calendar import day_of, days_after
from workflows.rules.personnel import PersonnelRecord
from workflows.rules.reasons import LeaveReason
from workflows.rules.sufficiency import CertificationItem, items_of

if TYPE_CHECKING:
    from starter.office import Office
    from workflows.view import AbsenceView, CaseView, PeriodView

DOUBTFUL = (TaskKind.FACT_CONTRADICTS, TaskKind.ABSENCE_OUTSIDE_LEAVE, TaskKind.OUTSIDE_EMPLOYMENT)
CARE = (LeaveReason.FAMILY_CARE, LeaveReason.MILITARY_CAREGIVER)


class Before(NamedTuple):
    """A case before something is said to it: what it shows, the keys of what has happened to it, and the tasks about
    what did not fit it."""

    view: "CaseView | None"
    lines: frozenset[str]
    doubts: dict[str, str]


async def before(opened: "Office", reference: str) -> Before:
    """A case as it is now. Raises NotKnown."""
    lines = frozenset(line.key for line in await opened.register.history(reference))
    return Before(await case(opened, reference), lines, await doubts(opened, reference))


async def doubts(opened: "Office", reference: str, *, said: str | None = None) -> dict[str, str]:
    """Kinds of the open tasks about something that was told and does not fit the case, by key; of `said` alone, where
    a message is named: another may come in at the same moment."""
    tasks = [task for task in await opened.register.tasks(reference=reference) if task.kind in DOUBTFUL]
    about = {task.key: json.loads(task.facts).get("message") for task in tasks}
    return {task.key: task.kind for task in tasks if said is None or about[task.key] in (None, said)}


async def case_since(opened: "Office", reference: str, was: Before, *, by: str) -> "CaseView | None":
    """The view once its history tells of something that this person said; None until then. A newer version alone
    proves nothing: a mail that is accepted makes one too."""
    new = [line for line in await opened.register.history(reference) if line.by == by and line.key not in was.lines]
    return await opened.register.get(reference) if new else None


async def case(opened: "Office", reference: str) -> "CaseView | None":
    """The view; None for a case that is opened and not in the register yet. Raises NotKnown."""
    from infra import reservations
    from starter.cases import NotKnown

    view = await opened.register.get(reference)
    if view is None and not await reservations.is_reserved(opened.database, reference):
        raise NotKnown(reference)
    return view


def period(view: "CaseView | None", number: int) -> "PeriodView":
    """A period by its number. Raises BadInput."""
    if view is None:
        raise BadInput("The register does not show this case yet. Wait for its worker, then try again.")
    found = next((p for p in view.periods if p.number == number), None)
    if found is None:
        there = ", ".join(str(p.number) for p in view.periods)
        raise BadInput(f"The case has no period {number}. It has: {there}.", code="no_such_period")
    return found


def absence(view: "CaseView | None", absence_id: str) -> "AbsenceView":
    """A reported absence that stands. Raises BadInput."""
    absences = view.absences if view else ()
    found = next((a for a in absences if a.absence_id == absence_id and a.state == "reported"), None)
    if found is None:
        there = ", ".join(f"{a.absence_id} ({spelled(a.starts_at)})" for a in absences if a.state == "reported")
        raise BadInput(
            f"The case has no absence {absence_id} that stands. It has: {there or 'none'}.", code="no_such_absence"
        )
    return found


def has_care(view: "CaseView | None") -> None:
    """Whether anybody is cared for under this case. Raises BadInput."""
    if view is not None and all(p.reason not in CARE for p in view.periods):
        raise BadInput("Nobody is cared for under this case. Check the reference; nothing is recorded.", code="no_care")


def items_fit(view: "CaseView | None", reason: LeaveReason | None, items: tuple[CertificationItem, ...]) -> None:
    """Only entries that the paper for this reason has can be missing from it (29 CFR 825.306). Raises BadInput."""
    in_hand = [c.reason for c in view.certifications if c.state == "received"] if view else []
    about = reason or (LeaveReason(in_hand[0]) if in_hand else None)
    foreign = [item for item in items if about is not None and item not in items_of(about)]
    if about is not None and foreign:
        raise BadInput(
            f"A certification for {about.value} has no entry {foreign[0].value}. "
            f"It has: {', '.join(items_of(about)) or 'none, for law asks for other papers'}.",
            code="no_such_entry",
        )


def is_near(employer: str, starts_at: datetime, *, now: datetime) -> None:
    """Absences are reported some days ahead and not more (law.md F9). Raises BadInput."""
    from starter.cases import policy_of

    today = day_of(now)
    days = policy_of(employer, today).plan_ahead_days
    if day_of(starts_at) > days_after(today, days):
        raise BadInput(
            f"{day_of(starts_at)} is more than {days} days ahead; the last day that can be reported now is "
            f"{days_after(today, days)}. Report it later, or change the period's days.",
            code="too_far_ahead",
        )


async def personnel(opened: "Office", view: "CaseView | None") -> PersonnelRecord | None:
    """What the directory has of the employee. None: it has nobody, or the case is too new to say who that is."""
    from infra.directory_desk import DirectoryDesk

    found = await DirectoryDesk(opened.database).personnel(view.employee) if view is not None else None
    return PersonnelRecord.read(found.record) if found is not None else None


def is_employed(told: PersonnelRecord | None, starts_at: datetime, ends_at: datetime) -> None:
    """Nobody is absent from work that nobody has; a night's shift may end on the morning after the last day. Raises
    BadInput."""
    if told is None:
        return
    first_on, last_on = day_of(starts_at), days_after(day_of(ends_at), -1)
    if all(map(told.is_employed_on, (first_on, max(first_on, last_on)))):
        return
    edge = f"began on {told.hired_on}" if first_on < told.hired_on else f"ended on {told.left_on}"
    raise BadInput(
        f"The employment {edge}, and nobody is absent from work outside it. Check the days, or the directory.",
        code="not_employed",
    )
