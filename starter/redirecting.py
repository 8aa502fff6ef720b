"""What is not ours: the sentence, and exactly whom the employee's agency has for it.

Knows: which office of an agency answers for which contact of triage. Never knows: what is ours: triage says so.
Of the call nothing is kept but that somebody was sent to such a contact on that day (29 CFR 825.500: no more than
needed).
"""

from datetime import UTC, datetime
from typing import NamedTuple

from infra import directory, redirections
from infra.database import Database
from infra.directory import Contact
from workflows.rules.calendar import day_of, start_of_day
from workflows.rules.triage import ContactRole, Redirection

OFFICES: dict[ContactRole, tuple[str, ...]] = {
    ContactRole.AGENCY: ("hr", "liaison"),
    ContactRole.HUMAN_RESOURCES: ("hr", "liaison"),
    ContactRole.ADA_COORDINATOR: ("ada", "hr", "liaison"),
    ContactRole.CLAIMS_ADJUSTER: ("adjuster", "hr", "liaison"),
    ContactRole.LIAISON: ("liaison", "hr"),
}
"""Who answers, and who stands in where the agency named nobody."""


class WhomToAsk(NamedTuple):
    """A redirection with its contact; None where the agency named nobody at all."""

    redirection: Redirection
    agency: str
    contact: Contact | None


async def whom_to_ask(database: Database, redirection: Redirection, *, agency: str) -> WhomToAsk:
    """The contact in an agency. Writes nothing."""
    async with database.reading() as session:
        row = await directory.agency(session, agency)
        for office in OFFICES[redirection.contact]:
            contact = await directory.agency_contact(session, agency, office)
            if contact is not None:
                break
    return WhomToAsk(redirection, row.name if row else agency, contact)


async def redirect(database: Database, redirection: Redirection, *, agency: str) -> WhomToAsk:
    """The same, for somebody who is sent there: counted, and forgotten."""
    told = await whom_to_ask(database, redirection, agency=agency)
    today = start_of_day(day_of(datetime.now(UTC)))
    await redirections.keep(database, contact=redirection.contact.value, at=today)
    return told
