"""The search attributes of a case: the little that operations may search by, in the clear.

Knows: their names and values. Never knows: names of people, reasons, agencies, dates of birth: nothing personal.
"""

from typing import Any

from temporalio.common import SearchAttributeKey, SearchAttributePair, SearchAttributeUpdate, TypedSearchAttributes

from workflows.case.case import LeaveCase
from workflows.case.said import SCHEMA_NO

CASE_STATUS = SearchAttributeKey.for_keyword("CaseStatus")
NEXT_DEADLINE = SearchAttributeKey.for_datetime("NextDeadline")
CUSTODIAN = SearchAttributeKey.for_keyword("Custodian")
COORDINATOR = SearchAttributeKey.for_keyword("Coordinator")
SCHEMA_VERSION = SearchAttributeKey.for_int("SchemaVersion")

ALL: tuple[SearchAttributeKey[Any], ...] = (CASE_STATUS, NEXT_DEADLINE, CUSTODIAN, COORDINATOR, SCHEMA_VERSION)


def values_of(case: LeaveCase) -> dict[SearchAttributeKey[Any], Any]:
    """What each attribute should say; None where there is nothing to say."""
    ahead = case.next_deadline
    return {
        CASE_STATUS: case.status.value,
        NEXT_DEADLINE: ahead.due_at if ahead else None,
        CUSTODIAN: case.custodian.value,
        COORDINATOR: case.coordinator,
        SCHEMA_VERSION: SCHEMA_NO,
    }


def at_start(case: LeaveCase) -> TypedSearchAttributes:
    """The attributes with which a door starts the workflow."""
    return TypedSearchAttributes(
        [SearchAttributePair(key, value) for key, value in values_of(case).items() if value is not None]
    )


def changed(case: LeaveCase, known: TypedSearchAttributes) -> list[SearchAttributeUpdate[Any]]:
    """Only what differs from what the server knows: an upsert is a history event."""
    updates = []
    for key, value in values_of(case).items():
        if known.get(key) != value:
            updates.append(key.value_unset() if value is None else key.value_set(value))
    return updates
