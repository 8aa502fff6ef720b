"""A hand-over looked at beforehand: how many cases would go to whom, and which clocks end soon. It changes nothing.

Knows: the register and the directory. Never knows: Temporal, or whether a case will let itself be handed over.
"""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import NamedTuple

from infra import directory
from infra.register import Register
from workflows.view import CaseView, DeadlineView

PAGE = 200
SOON = timedelta(days=7)


class EndsSoon(NamedTuple):
    """A running clock of a case that ends soon, or has ended and nobody has looked."""

    reference: str
    deadline: DeadlineView


class Preview(NamedTuple):
    """What a hand-over would do now. `by_coordinator` counts cases by the coordinator they would go to."""

    open_cases: int
    by_coordinator: dict[str, int]
    without_coordinator: tuple[str, ...]
    ending: tuple[EndsSoon, ...]


async def preview(register: Register, *, source: str, to: str, now: datetime, soon: timedelta = SOON) -> Preview:
    """The open cases in the custody of `source`, each given in thought to a coordinator of `to`."""
    choice = _Choice(register, to)
    given: dict[str, int] = {}
    without: list[str] = []
    ending: list[EndsSoon] = []
    count = 0
    async for view in _open_cases(register, source):
        count += 1
        coordinator = await choice.of(view.agency or "")
        if coordinator is None:
            without.append(view.reference)
        else:
            given[coordinator] = given.get(coordinator, 0) + 1
        ending += [EndsSoon(view.reference, d) for d in view.deadlines if _ends_by(d, now + soon)]
    ending.sort(key=lambda ends: (ends.deadline.due_at, ends.reference))
    return Preview(count, dict(sorted(given.items())), tuple(without), tuple(ending))


class _Choice:
    """Chooses as the directory does, and counts in what it gave before."""

    def __init__(self, register: Register, to: str) -> None:
        self._register = register
        self._to = to
        self._candidates: dict[str, list[str]] = {}
        self._burden: dict[str, int] = {}

    async def of(self, agency: str) -> str | None:
        if agency not in self._candidates:
            async with self._register.database.reading() as session:
                found = await directory.burdens(session, agency, self._to)
            self._candidates[agency] = list(found)
            self._burden = found | self._burden
        chosen = directory.least_burdened({ref: self._burden[ref] for ref in self._candidates[agency]})
        if chosen is not None:
            self._burden[chosen] += 1
        return chosen


async def _open_cases(register: Register, custodian: str) -> AsyncIterator[CaseView]:
    after = ""
    while page := await register.find(custodian=custodian, is_open=True, after=after, limit=PAGE):
        for view in page:
            yield view
        after = page[-1].reference


def _ends_by(deadline: DeadlineView, instant: datetime) -> bool:
    return deadline.state == "running" and deadline.due_at <= instant
