"""Whether an absence falls on work, by the stored schedule (29 CFR 825.205(b))."""

import pytest

from starter.scheduled import has_work
from tests.case.telling import at
from workflows.rules.schedule import Schedule

DAYS = [{"position": n, "starts": "09:00", "ends": "17:00"} for n in range(1, 6)]
NIGHTS = [{"position": n, "starts": "22:00", "ends": "06:00"} for n in range(1, 6)]


def weekly(shifts: list[dict[str, object]]) -> Schedule:
    """A week of shifts, from a Monday on."""
    cycle = {"from_on": "2026-01-05", "anchor_on": "2026-01-05", "cycle_days": 7, "shifts": shifts}
    return Schedule.model_validate({"assignments": [cycle]})


@pytest.mark.parametrize(
    ("shifts", "starts", "ends", "works"),
    [
        (DAYS, ("2026-03-08", "09:00"), ("2026-03-08", "10:00"), False),
        (DAYS, ("2026-03-09", "17:00"), ("2026-03-09", "19:00"), False),
        (DAYS, ("2026-03-09", "16:59"), ("2026-03-09", "19:00"), True),
        (DAYS, ("2026-03-07", "00:00"), ("2026-03-10", "00:00"), True),
        (NIGHTS, ("2026-03-14", "01:00"), ("2026-03-14", "03:00"), True),
        (DAYS, ("2025-12-01", "09:00"), ("2025-12-01", "10:00"), None),
    ],
)
def test_hours_outside_every_shift_have_no_work(
    shifts: list[dict[str, object]], starts: tuple[str, str], ends: tuple[str, str], works: bool | None
) -> None:
    assert has_work(weekly(shifts), at(*starts), at(*ends)) is works
