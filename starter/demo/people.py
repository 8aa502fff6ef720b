"""The people of the stories, as a directory file: all invented, with schedules, hours, supervisors and contacts.

Knows: the columns of a directory file. Never knows: cases. Days are relative to the day of the demo, in New York.
"""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

OFFICE_HOURS = "1-5 09:00-17:30/30@13:00"
FOUR_TENS = "1-4 07:00-17:30/30@12:00"
AGENCIES = ("PARKS", "LIGHT", "HARBOR", "MINT")
HANDED_OVER = 3001
"""Personnel number of the first of those whose cases are handed over."""

NAMES = {
    1001: ("Rowan Sample", "PARKS"),
    1002: ("Alder Sample", "LIGHT"),
    1003: ("Hazel Sample", "LIGHT"),
    1004: ("Linden Sample", "HARBOR"),
    1005: ("Willow Sample", "HARBOR"),
    1006: ("Maple Sample", "MINT"),
    1007: ("Juniper Sample", "PARKS"),
    1008: ("Laurel Sample", "MINT"),
    1009: ("Aspen Sample", "HARBOR"),
    1010: ("Cedar Sample", "LIGHT"),
    1011: ("Elder Sample", "MINT"),
    1012: ("Birch Sample", "HARBOR"),
}
VACANT = (1004,)
"""Whose supervisor's post is vacant. Of those handed over, every fortieth's is too."""


def directory(today: date, *, handed_over: int) -> bytes:
    """The whole file, UTF-8 CSV, with so many people whose cases will be handed over."""
    rows = [*_agencies(), *_coordinators(), *_superiors(today)]
    for number, (name, agency) in NAMES.items():
        rows += _employee(number, name, agency, today, vacant=number in VACANT)
    for n in range(handed_over):
        number = HANDED_OVER + n
        rows += _employee(number, f"Person {number} Sample", AGENCIES[n % 4], today, vacant=n % 40 == 7)
    return _csv(rows)


def email_of(number: int) -> str:
    """Where a person of the stories reads mail."""
    return f"n{number}@staff.example.org"


def supervisor_of(agency: str) -> int:
    """Personnel number of the supervisor in an agency; the next level's is one hundred more."""
    return 2001 + AGENCIES.index(agency)


def _agencies() -> Iterator[dict[str, Any]]:
    for n, ref in enumerate(AGENCIES):
        contacts = {
            f"{office}_{field}": value
            for office, title in (
                ("hr", "Human Resources"),
                ("liaison", "Leave Liaison"),
                ("ada", "ADA Coordinator"),
                ("adjuster", "Claims Adjuster"),
            )
            for field, value in (
                ("name", f"{title} of {ref.title()}"),
                ("email", f"{office}@{ref.lower()}.example.org"),
                ("phone", f"1-800-555-01{n}{len(title) % 10}"),
            )
        }
        yield {
            "record": "agency",
            "ref": ref,
            "name": f"Sample Department of {ref.title()}",
            "clearance_asked": "yes" if ref == "PARKS" else "no",
            **contacts,
        }


def _coordinators() -> Iterator[dict[str, Any]]:
    told = (
        ("C-1", "Iris Example", "commonwealth", "PARKS LIGHT"),
        ("C-2", "Basil Example", "commonwealth", "HARBOR"),
        ("C-3", "Sage Example", "commonwealth", "MINT"),
        ("V-1", "Fern Example", "vendor", "PARKS LIGHT"),
        ("V-2", "Moss Example", "vendor", "*"),
    )
    for n, (ref, name, custodian, agencies) in enumerate(told):
        yield {
            "record": "coordinator",
            "ref": ref,
            "name": name,
            "email": f"{ref.lower()}@leave.example.org",
            "phone": f"1-800-555-016{n}",
            "custodian": custodian,
            "agencies": agencies,
        }


def _superiors(today: date) -> Iterator[dict[str, Any]]:
    for agency in AGENCIES:
        for number, post in ((supervisor_of(agency), "Supervisor"), (supervisor_of(agency) + 100, "Director")):
            yield _person(number, f"{post} of {agency.title()}", agency, today)


def _person(number: int, name: str, agency: str, today: date) -> dict[str, Any]:
    return {
        "record": "employee",
        "number": number,
        "name": name,
        "email": email_of(number),
        "language": "en",
        "agency": agency,
        "hired_on": today - timedelta(days=2000 + number % 900),
        "exempt": "no",
        "worksite_fifty": "yes",
        "hours_complete": "yes",
    }


def _employee(number: int, name: str, agency: str, today: date, *, vacant: bool) -> Iterator[dict[str, Any]]:
    yield _person(number, name, agency, today)
    yield {
        "record": "supervision",
        "number": number,
        "from_on": today - timedelta(days=900),
        "supervisor": "vacant" if vacant else supervisor_of(agency),
        "next_level": supervisor_of(agency) + 100,
    }
    monday = today - timedelta(days=today.weekday() + 700)
    yield {
        "record": "schedule",
        "number": number,
        "from_on": monday,
        "anchor_on": monday - timedelta(days=monday.weekday()),
        "cycle_days": 7,
        "works_holidays": "no",
        "shifts": FOUR_TENS if number == 1003 else OFFICE_HOURS,
    }
    for weeks in range(0, 64, 4):
        last_on = today - timedelta(days=1 + weeks * 7)
        yield {
            "record": "hours",
            "number": number,
            "first_on": last_on - timedelta(days=27),
            "last_on": last_on,
            "hours": 150,
        }


def _csv(rows: list[dict[str, Any]]) -> bytes:
    columns = list(dict.fromkeys(column for row in rows for column in row))
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()
