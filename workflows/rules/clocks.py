"""What every clock of leave has in common: whose it is, on which day it ends, and how more time is found.

Knows: the names of the clocks and the shape of their answers. Never knows: a number of days, or what a missed clock
means; nothing here decides against anybody. Each clock has its rule in a module of its own.
"""

from collections.abc import Callable
from datetime import date
from enum import StrEnum

from pydantic import Field

from workflows.rules.answers import POLICY_FACT, Answer, Due, Gap, Reasoning, Teller
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

MOST_DAYS = 12
"""More days than these in doubt are no list of facts any more."""


class ClockKind(StrEnum):
    """What is due."""

    ELIGIBILITY_NOTICE = "eligibility_notice"
    RIGHTS_NOTICE = "rights_notice"
    DESIGNATION_NOTICE = "designation_notice"
    INTAKE_CONTACT = "intake_contact"
    AMOUNT_TOLD = "amount_told"
    CERTIFICATION = "certification"
    REMINDER = "reminder"
    CURE = "cure"
    RECERTIFICATION = "recertification"
    OPINION_COPIES = "opinion_copies"
    CHANGE_NOTICE = "change_notice"
    DFML_ANSWER = "dfml_answer"
    FUNCTIONS_LIST = "functions_list"
    DFML_CHANGE_BY_EMPLOYER = "dfml_change_by_employer"
    DFML_CHANGE_BY_EMPLOYEE = "dfml_change_by_employee"
    DFML_EXTENSION = "dfml_extension"
    DFML_APPEAL = "dfml_appeal"


class Extension(Frozen):
    """More time. It counts only if a named person found that there was good reason for it."""

    due_on: date = Field(description="The new last day that is in time.")
    found_by: str | None = Field(None, description="Reference of who found it. None: asked for, nobody has found it.")


class Deadline(Frozen):
    """One clock. `due` None: nothing is due, and why stands in the steps. `first_due_on` is the day before any more
    time was given. `is_ours`: it is for the employer to do, by law or as a service; otherwise for the employee."""

    kind: ClockKind
    owed: bool
    due: Due | None
    first_due_on: date | None
    is_ours: bool


_FOR_THE_EMPLOYEE = (
    ClockKind.CERTIFICATION,
    ClockKind.CURE,
    ClockKind.RECERTIFICATION,
    ClockKind.CHANGE_NOTICE,
    ClockKind.DFML_CHANGE_BY_EMPLOYEE,
    ClockKind.DFML_EXTENSION,
    ClockKind.DFML_APPEAL,
)
"""What the employee hands in or tells. All else is for the employer, services too: the first contact, a reminder."""


def running(kind: ClockKind, first: Due, *, extension: Extension | None = None) -> Deadline:
    """A clock that runs, to the later day if a named person gave more time. It never ends earlier."""
    is_ours = kind not in _FOR_THE_EMPLOYEE
    return Deadline(kind=kind, owed=True, due=moved(first, extension), first_due_on=first.due_on, is_ours=is_ours)


def moved(first: Due, extension: Extension | None) -> Due:
    """The legal date that holds: the later one, if a named person gave more time."""
    if extension is None or not extension.found_by:
        return first
    return extended(first, extension.due_on)


def nothing_due(kind: ClockKind) -> Deadline:
    """A clock that does not run."""
    return Deadline(kind=kind, owed=False, due=None, first_due_on=None, is_ours=kind not in _FOR_THE_EMPLOYEE)


def extended(first: Due, due_on: date) -> Due:
    """A legal date moved to a later day, counted in calendar days from the same trigger day."""
    if due_on <= first.due_on:
        return first
    days = (due_on - first.counted_from).days
    return first.model_copy(update={"due_on": due_on, "count": days, "unit": "calendar days"})


def before(ends: Due, days: int) -> Due:
    """A legal date so many calendar days before a day: the same, written the way law writes it."""
    return ends.model_copy(update={"count": days, "unit": "calendar days before"})


def say_extension(why: Reasoning, rule: str, extension: Extension | None, first: Due) -> None:
    """Whether more time was given, as a step."""
    if extension is None:
        return
    if not extension.found_by:
        why.step(rule, "More time was asked for, but no named person has found a reason: it does not count yet.")
    elif extension.due_on <= first.due_on:
        why.step(rule, "More time was given, but not beyond the day that was due anyway.", to=extension.due_on)
    else:
        why.step(rule, "A named person found good reason for more time.", to=extension.due_on)


NO_TABLE = Gap(fact=POLICY_FACT, asks="which holidays are there in that year?", teller=Teller.HRD)


def due_by(why: Reasoning, clock: Deadline, found: Due, *, policy: LeavePolicy) -> Answer[Deadline]:
    """The clock, with the holidays that it left out. Beyond the table of holidays the day is only the earliest one."""
    says = f"due on {(clock.due or found).due_on}, counted from {found.counted_from}"
    if found.unit != "business days":
        return why.settled(clock, says)
    if not (policy.calendar.covers(found.counted_from) and policy.calendar.covers(found.due_on)):
        why.step("1.5", "The table of holidays does not reach this day: only weekends were left out.", on=found.due_on)
        return why.not_answerable(f"{says} at the earliest: the holidays of that year are not known", NO_TABLE)
    left_out = [on for on in policy.calendar.holidays if found.counted_from < on < found.due_on and on.weekday() < 5]
    if left_out:
        why.step("1.5", "Holidays are no business days.", left_out=", ".join(str(on) for on in left_out))
    return why.settled(clock, says)


def counted(
    kind: ClockKind,
    from_on: date | None,
    earliest_on: date | None,
    gap: Gap,
    *,
    counts: Callable[[date], Due],
    policy: LeavePolicy,
    says: str,
    choices: tuple[str, ...] = (),
) -> Answer[Deadline]:
    """A clock that runs from one day. Is that day unknown, there is no answer; the earliest day it can end on is shown,
    so that whoever owes something can act in time."""
    why = Reasoning(policy)
    why.rests_on(*choices)
    if from_on is not None:
        found = counts(from_on)
        why.step(found.rule, says, counted_from=from_on, due_on=found.due_on)
        return due_by(why, running(kind, found), found, policy=policy)
    if earliest_on is None:
        return why.not_answerable("the day from which it runs is not known", gap)
    earliest = counts(earliest_on)
    why.step(
        earliest.rule,
        "The earliest day on which it can be due: to be safe, act by then.",
        counted_from=earliest_on,
        due_on=earliest.due_on,
    )
    return why.not_answerable(
        f"the day from which it runs is not known; it is due on {earliest.due_on} at the earliest", gap
    )
