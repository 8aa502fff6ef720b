"""The question about an employee: the employment record for the rules, and the coordinator for the agency.

Knows: how rows of the directory become a record. Never knows: what follows from it. Reads only.
"""

from typing import TYPE_CHECKING

from temporalio import activity

from activities.attempt import attempting
from workflows.rules.eligible import EmploymentRecord, ServiceRecord
from workflows.rules.personnel import PersonnelRecord, service_on
from workflows.rules.reason_years import EarlierAbsence
from workflows.rules.schedule import Schedule
from workflows.signatures import EmploymentAnswer, EmploymentQuestion

if TYPE_CHECKING:
    from infra.directory_desk import DirectoryDesk, FoundBefore, Personnel


class Employment:
    """Answers from the directory."""

    def __init__(self, directory: "DirectoryDesk") -> None:
        self._directory = directory

    @activity.defn(name="look_up_employment")
    async def look_up_employment(self, question: EmploymentQuestion) -> EmploymentAnswer:
        """The record, or None for somebody whom the directory does not know, or of whom it contradicts itself."""
        async with attempting():
            return await self._look_up(question)

    async def _look_up(self, question: EmploymentQuestion) -> EmploymentAnswer:
        personnel = await self._directory.personnel(question.employee)
        if personnel is None:
            return EmploymentAnswer(record=None, coordinator=None)
        coordinator = await self._directory.coordinator_for(personnel.agency, question.custodian)
        earlier = await self._directory.found_before(question.employee, but=question.reference)
        return EmploymentAnswer(record=record_of(personnel, question, earlier), coordinator=coordinator)


def record_of(
    personnel: "Personnel", question: EmploymentQuestion, earlier: "tuple[FoundBefore, ...]" = ()
) -> EmploymentRecord | None:
    """The record as the rules want it, or None where it contradicts itself. What nobody told stays unknown. Of earlier
    leave only what was found for the same reason goes with it: nothing else matters to it, and a reason is not told
    without need."""
    told = PersonnelRecord.read(personnel.record)
    if told is None:
        return None
    service = service_on(told, question.starts_on)
    same = tuple(EarlierAbsence(**each._asdict()) for each in earlier if each.reason == question.reason)
    return EmploymentRecord(
        **{name: getattr(service, name) for name in ServiceRecord.model_fields},
        employee=personnel.employee,
        agency=personnel.agency,
        clearance_asked=personnel.clearance_asked,
        bargaining_unit=told.unit_on(question.starts_on),
        reason=question.reason if same else None,
        earlier=same,
        key_employee=told.key_employee,
    )


def schedule_of(personnel: "Personnel") -> Schedule:
    """All assignments, as the rules want them; none of a record that contradicts itself."""
    told = PersonnelRecord.read(personnel.record)
    return told.schedule if told else Schedule(assignments=())
