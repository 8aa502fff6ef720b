"""What was measured, as figures: percentiles of ours and of the bare workflow, and the ratio, for people and programs.

Knows: samples and how a table looks. Never knows: how anything was measured. Times are seconds; figures milliseconds.
"""

import math
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from rich import box
from rich.console import Console
from rich.table import Table

ROLES = ("supervisor", "next_level")


class Sample(NamedTuple):
    """One mail to one role: seconds until the mail server took it."""

    role: str
    seconds: float


@dataclass
class Measured:
    """Everything of one run. `missing` counts alerts that never came."""

    at_once: int
    rounds: int = 0
    leeway: list[Sample] = field(default_factory=list)
    bare: list[Sample] = field(default_factory=list)
    missing: int = 0
    bare_missing: int = 0


def percentile(seconds: Sequence[float], percent: float) -> float:
    """The nearest rank: a value that was really measured. `seconds` is not empty."""
    return sorted(seconds)[math.ceil(percent / 100 * len(seconds)) - 1]


def as_json(measured: Measured) -> dict[str, Any]:
    """All figures; a figure is None where nothing was measured."""
    leeway, bare = _figures(measured.leeway), _figures(measured.bare)
    return {
        "measured": "milliseconds from the accepted report to the mail server's 250",
        "reports_at_once": measured.at_once,
        "rounds": measured.rounds,
        "cores": os.cpu_count(),
        "leeway": {**leeway, "missing": measured.missing, **_by_role(measured.leeway)},
        "bare": {**bare, "missing": measured.bare_missing, **_by_role(measured.bare)},
        "ratio": {name: _ratio(leeway[name], bare[name]) for name in ("p50", "p99")},
    }


def show(measured: Measured, console: Console) -> None:
    """The same as a table, plain where nobody sees lines."""
    told = as_json(measured)
    table = Table(box=box.SIMPLE if console.is_terminal else None, pad_edge=False)
    table.add_column("")
    for name in ("samples", "p50", "p99", "slowest"):
        table.add_column(name, justify="right")
    for title, key in (("Leeway", "leeway"), ("bare workflow", "bare")):
        table.add_row(title, *_cells(told[key]), style="bold")
        for role in ROLES:
            table.add_row(f"  {role.replace('_', ' ')}", *_cells(told[key][role]))
    ratio = told["ratio"]
    table.add_row("Leeway / bare", "", _plain(ratio["p50"], ""), _plain(ratio["p99"], ""), "", style="bold")
    console.print(f"From the accepted report to the mail server's 250, on {told['cores']} cores:")
    console.print(f"{measured.rounds} rounds of {measured.at_once} reports at once, two supervisors each.\n")
    console.print(table)
    if measured.missing or measured.bare_missing:
        console.print(f"\nNever came: {measured.missing} alerts, {measured.bare_missing} bare mails.")


def _figures(samples: Sequence[Sample]) -> dict[str, Any]:
    seconds = [sample.seconds for sample in samples]
    if not seconds:
        return {"samples": 0, "p50": None, "p99": None, "slowest": None}
    found = {"p50": percentile(seconds, 50), "p99": percentile(seconds, 99), "slowest": max(seconds)}
    return {"samples": len(seconds), **{name: round(value * 1000, 1) for name, value in found.items()}}


def _by_role(samples: Sequence[Sample]) -> dict[str, Any]:
    return {role: _figures([sample for sample in samples if sample.role == role]) for role in ROLES}


def _ratio(ours: float | None, bare: float | None) -> float | None:
    return round(ours / bare, 2) if ours and bare else None


def _cells(figures: dict[str, Any]) -> list[str]:
    return [str(figures["samples"]), *(_plain(figures[name], " ms") for name in ("p50", "p99", "slowest"))]


def _plain(value: float | None, unit: str) -> str:
    return "-" if value is None else f"{value:g}{unit}"
