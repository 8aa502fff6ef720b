"""A fitness-for-duty paper is HR's matter where the agency says so (`clearance_to`), and the Liaison's elsewhere."""

from io import StringIO

import pytest
from rich.console import Console

from infra.directory_desk import Personnel
from starter.cli import case_screen, list_screen
from starter.cli.case_file import CaseFile, CasePeople
from starter.explain.known import Known
from tests.case.telling import at
from tests.starter.test_explain_stored import RECORD, certified, printed, rows, surgery
from workflows.case import said

TO_LIAISON = ("It is the Liaison's turn.", "liaison", "Ask for the fitness-for-duty certification.")
TO_HR = ("It is HR's turn.", "HR", "Ask for the fitness-for-duty certification. It goes to HR.")


def back_without_paper(clearance_to: str) -> Known:
    """Back at work on the day after the leave; the agency asks for a paper, and has none."""
    told = certified(surgery(), at("2026-03-10"))
    told.say(said.ReturnedToWork, at("2026-04-18"), returned_on=at("2026-04-18").date())
    hired_on = RECORD["hired_on"]
    personnel = Personnel("E-ROWAN", "A-1", hired_on, clearance_asked=True, record=RECORD, clearance_to=clearance_to)
    return rows(told, at("2026-04-20"), personnel=personnel)


def shown(found: Known, clearance_to: str) -> str:
    people = CasePeople("1", "Rowan", "A", "C", clearance_to)
    file = CaseFile(found.view, people, [], found.tasks, [], [])
    console = Console(file=(out := StringIO()), width=200)
    console.print(case_screen.whole(file, is_full=False), *list_screen.lines([(found.view, people)], found=1))
    return " ".join(out.getvalue().split())


@pytest.mark.parametrize(("clearance_to", "says"), [("", TO_LIAISON), ("liaison", TO_LIAISON), ("hr", TO_HR)])
def test_whose_turn_it_is_and_who_asks_for_the_paper_is_said_as_the_agency_told_it(
    clearance_to: str, says: tuple[str, str, str]
) -> None:
    found = back_without_paper(clearance_to)
    turn, who, asks = says
    page, screen = printed(found), shown(found, clearance_to)
    assert turn in page
    assert f"{who}: {asks}" in page
    assert turn in screen
    assert f"{who} {asks}" in screen
    assert f"approved {who.lower()}" in screen


def test_what_else_waits_for_the_liaison_stays_the_liaisons() -> None:
    told = surgery()
    view = told.case.view().model_copy(update={"waiting_on": "liaison"})
    assert "It is the Liaison's turn." in case_screen.standing(view, "hr")
