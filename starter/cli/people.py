"""Who is meant and who speaks: personnel numbers and coordinators of the directory, and the voices they have.

Knows: the directory. Never knows: what is said. Beyond this point people are opaque references.
"""

from typing import TYPE_CHECKING

from starter.cli.trouble import BadInput
from workflows.case.said import Channel, Custodian

if TYPE_CHECKING:
    from infra.database import Database
    from infra.directory_tables import Employee
    from starter.office import Office
    from starter.voice import Voice


async def employee(database: "Database", number: str) -> "Employee":
    """The employee with a personnel number. Raises BadInput."""
    from infra import directory

    async with database.reading() as session:
        row = await directory.by_number(session, number)
    if row is None:
        raise BadInput(
            f"There is no employee {number} in the directory. "
            "Check the number, or load the people first with `leeway directory import FILE.csv`.",
            code="unknown_employee",
        )
    return row


def speaker(opened: "Office", channel: Channel, agent: str | None) -> "Voice":
    """The voice of somebody who tells facts: the employee at the portal, or whoever takes them down at another door."""
    from starter.voice import Voice

    if channel is Channel.PORTAL:
        if agent is not None:
            raise BadInput("Nobody takes anything down at the portal. Leave out --agent, or name another --channel.")
        return Voice(opened.cases, channel=channel, by="employee")
    return Voice(opened.cases, channel=channel, by=f"{channel.value}/{agent}" if agent else channel.value)


async def coordinator(opened: "Office", ref: str) -> "Voice":
    """The voice of a coordinator, who decides. Raises BadInput."""
    from infra import directory
    from starter.voice import Voice

    async with opened.database.reading() as session:
        row = await directory.coordinator(session, ref.strip().upper())
        number = row.employee_number if row else None
        person = await directory.by_number(session, number) if number else None
    if row is None or row.vanished_on is not None:
        raise BadInput(
            f"{ref} is not a coordinator in the directory. Check --by, or load the people again.",
            code="unknown_coordinator",
        )
    return Voice(
        opened.cases,
        channel=Channel.DESK,
        by=f"coordinator/{row.ref}",
        custodian=Custodian(row.custodian),
        actor_employee=person.ref if person else None,
    )
