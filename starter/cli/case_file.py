"""All that there is to see of one case: its view, its people, history, tasks, mails and papers.

Knows: which rows belong to a case. Never knows: how they look. What is on a paper is not among it.
"""

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from starter.cli.trouble import Down

if TYPE_CHECKING:
    from infra.papers import Paper
    from infra.tables import Delivery, HistoryLine, Task
    from starter.cli.connection import Books
    from workflows.view import CaseView


class CasePeople(NamedTuple):
    """Who a case is about and who works on it, and which office of the agency takes fitness-for-duty papers. Empty: the
    directory does not say."""

    number: str
    name: str
    agency: str
    coordinator: str
    clearance_to: str = ""


class CaseFile(NamedTuple):
    """One case."""

    view: "CaseView"
    people: CasePeople
    history: list["HistoryLine"]
    tasks: list["Task"]
    mails: list["Delivery"]
    papers: list["Paper"]

    def as_json(self) -> dict[str, Any]:
        """For a program: the view as it is, and beside it what the view has not."""
        return {
            "reference": self.view.reference,
            "case": self.view.model_dump(mode="json"),
            "employee": {"number": self.people.number, "name": self.people.name, "agency": self.people.agency},
            "history": [_with_facts(line.model_dump(mode="json")) for line in self.history],
            "tasks": [_with_facts(task.model_dump(mode="json")) for task in self.tasks],
            "mails": [mail.model_dump(mode="json", exclude={"lease_until"}) for mail in self.mails],
            "papers": [paper.model_dump(mode="json", exclude={"is_new"}) for paper in self.papers],
        }


async def view_of(books: "Books", reference: str) -> "CaseView":
    """The view. Raises NotKnown, and Down for a case that nobody has recorded yet."""
    from infra import reservations
    from starter.cases import NotKnown

    view = await books.register.get(reference)
    if view is None and await reservations.is_reserved(books.database, reference):
        raise Down(
            f"{reference} is opened and waits for its worker. See that one runs with `leeway doctor`; look again."
        )
    if view is None:
        raise NotKnown(reference)
    return view


async def gather(books: "Books", reference: str) -> CaseFile:
    """The whole file. Raises NotKnown, and Down for a case that nobody has recorded yet."""
    view = await view_of(books, reference)
    return CaseFile(
        view=view,
        people=await people_of(books, view),
        history=await books.register.history(reference),
        tasks=await books.register.tasks(reference=reference),
        mails=[mail for mail in await books.register.deliveries(reference) if _is_mail(mail)],
        papers=await books.papers().of_case(reference),
    )


async def people_of(books: "Books", view: "CaseView") -> CasePeople:
    """Names for the opaque references of a case."""
    from infra import directory

    async with books.database.reading() as session:
        employee = await directory.by_ref(session, view.employee)
        agency = await directory.agency(session, view.agency) if view.agency else None
        coordinator = await directory.coordinator(session, view.coordinator) if view.coordinator else None
    return CasePeople(
        number=employee.number if employee else "",
        name=employee.name if employee else "",
        agency=agency.name if agency else "",
        coordinator=coordinator.name if coordinator else "",
        clearance_to=agency.clearance_to if agency else "",
    )


def kind_of(mail: "Delivery") -> str:
    """Which notice. The row of one that was withdrawn before it was claimed knows it by its key alone."""
    return mail.kind or mail.key.split("/")[1]


def _is_mail(mail: "Delivery") -> bool:
    """A withdrawal writes a row for each role that might have got the notice; what it withdraws goes to employees."""
    return bool(mail.kind) or mail.role == "employee"


def _with_facts(row: dict[str, Any]) -> dict[str, Any]:
    return row | {"facts": json.loads(row["facts"])}
