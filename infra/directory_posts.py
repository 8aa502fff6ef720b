"""Who loses a supervisor by an import: people who stay, and whose supervisor or next level is not in the file any more.

Knows: rows of supervision and the day that counts. Never knows: why somebody is not in a file; who is not there any
more gets no mail, so from then on the Liaison alone is told.
"""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from infra.directory_tables import Supervision


class LostPosts(NamedTuple):
    """Supervisors who are gone, by number, and how many people who stay have lost one."""

    supervisors: tuple[str, ...]
    people: int


def lost_posts(rows: Iterable[Supervision], gone: frozenset[str], here: frozenset[str], today: date) -> LostPosts:
    """`gone`: the numbers of those whom this import marked; `here`: of those who are in the directory still."""
    present: dict[str, Supervision] = {}
    for row in sorted(rows, key=lambda row: row.from_on):
        if row.employee_number in here and row.from_on <= today:
            present[row.employee_number] = row
    lost = {number: {row.supervisor, row.next_level} & gone for number, row in present.items()}
    supervisors = {number for found in lost.values() for number in found if number is not None}
    return LostPosts(tuple(sorted(supervisors)), sum(bool(found) for found in lost.values()))
