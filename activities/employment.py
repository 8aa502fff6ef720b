"""The question about an employee: the employment record for the rules, and the coordinator for the agency.

Knows: how rows of the directory become a record. Never knows: what follows from it. Reads only.
"""

from typing import TYPE_CHECKING

from temporalio import activity

from activities.attempt import attempting
from workflows.rules.eligible import EmploymentRecord, Span, WorkedMinutes
from workflows.rules.schedule import Assignment, Schedule
from workflows.signatures import EmploymentAnswer, EmploymentQuestion

if TYPE_CHECKING:
    from infra.directory_desk import DirectoryDesk, Personnel


class Employment:
    """Answers from the directory."""

    def __init__(self, directory: "DirectoryDesk") -> None:
        self._directory = directory

    @activity.defn(name="look_up_employment")
    async def look_up_employment(self, question: EmploymentQuestion) -> EmploymentAnswer:
        """The record, or None for somebody whom the directory does not know."""
        async with attempting():
            return await self._look_up(question)

    async def _look_up(self, question: EmploymentQuestion) -> EmploymentAnswer:
        personnel = await self._directory.personnel(question.employee)
        if personnel is None:
            return EmploymentAnswer(record=None, coordinator=None)
        coordinator = await self._directory.coordinator_for(personnel.agency, question.custodian)
        week = schedule_of(personnel).week_minutes(question.starts_on)
        return EmploymentAnswer(record=record_of(personnel, int(week) if week else None), coordinator=coordinator)


def record_of(personnel: "Personnel", week_minutes: int | None) -> EmploymentRecord:
    """The record as the rules want it. What nobody told stays unknown."""
    return EmploymentRecord(
        employee=personnel.employee,
        agency=personnel.agency,
        stretches=tuple(Span(first_on=first, last_on=last) for first, last in personnel.stretches),
        minutes_worked=tuple(
            WorkedMinutes(first_on=first, last_on=last, minutes=minutes) for first, last, minutes in personnel.hours
        ),
        hours_records_complete=personnel.hours_complete,
        exempt=personnel.exempt,
        worksite_fifty=personnel.worksite_fifty,
        week_minutes=week_minutes,
        clearance_asked=personnel.clearance_asked,
        bargaining_unit=personnel.bargaining_unit,
    )


def schedule_of(personnel: "Personnel") -> Schedule:
    """All assignments, as the rules want them."""
    return Schedule(assignments=tuple(Assignment.model_validate(a) for a in personnel.assignments))
