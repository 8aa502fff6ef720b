"""`leeway bench rules`: how long the rules take to say what is left, and what a charge costs beside a bare insert.

Knows: which measures there are, their limits, how they are shown. Never knows: how one is taken. 0 when every limit is
kept, 1 when one is not or PostgreSQL cannot be had. Claims are ratios and medians of one run.
"""

import asyncio
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from infra.spare_database import spare_database
from infra.stack import postgres_server
from infra.stack.places import free_port
from infra.stack.postgres_server import PostgresServer
from infra.stack.processes import NotReady
from starter.bench import asking, posting

ASKED = 200
POSTED = 400
LEAST_RATIO = 0.5
"""Charges a second must be at least so much of bare inserts a second."""


def rules(*, as_json: bool, asked: int = ASKED, posted: int = POSTED) -> int:
    """Measure, and tell; the exit code."""
    aside = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)
    programs = postgres_server.find()
    if programs is None:
        aside.print(f"Nothing could be measured: PostgreSQL is missing. Get it with: {postgres_server.HOW_TO_GET}")
        return 1
    timed = [asking.timed(question, asked) for question in asking.questions()]
    try:
        measured = asyncio.run(_posted(programs, posted))
    except (NotReady, OSError) as failure:
        aside.print(f"Nothing could be posted: {failure}")
        return 1
    told = as_figures(timed, measured)
    if as_json:
        sys.stdout.write(json.dumps(told, indent=2) + "\n")
    else:
        show(told, Console(highlight=False))
    return 0 if told["within_limits"] else 1


def as_figures(timed: list[asking.Timed], measured: posting.Posted) -> dict[str, Any]:
    """All figures. Rates are transactions a second, by the median of each kind."""
    charge, bare = statistics.median(measured.charges), statistics.median(measured.bare)
    ratio = bare / charge
    kept = all(each.limit_ms is None or each.processor_ms <= each.limit_ms for each in timed)
    return {
        "cores": os.cpu_count(),
        "asked": [each._asdict() for each in timed],
        "posted": {
            "times": len(measured.charges),
            "charges_a_second": round(1 / charge, 1),
            "bare_inserts_a_second": round(1 / bare, 1),
            "ratio": round(ratio, 3),
            "least_ratio": LEAST_RATIO,
        },
        "within_limits": kept and ratio >= LEAST_RATIO,
    }


def show(told: dict[str, Any], console: Console) -> None:
    """The same for people."""
    table = Table(box=None, pad_edge=False)
    for heading in ("asked of 1,500 entries in three years", "processor ms", "clock ms", "at most"):
        table.add_column(heading, justify="left" if heading.startswith("asked") else "right")
    for each in told["asked"]:
        limit = f"{each['limit_ms']:g}" if each["limit_ms"] else ""
        table.add_row(each["says"], f"{each['processor_ms']:.2f}", f"{each['clock_ms']:.2f}", limit)
    console.print(table)
    posted = told["posted"]
    console.print(
        f"\nA charge posted to PostgreSQL: {posted['charges_a_second']} a second; a bare insert: "
        f"{posted['bare_inserts_a_second']}; ratio {posted['ratio']} (at least {posted['least_ratio']})."
    )


async def _posted(programs: Path, times: int) -> posting.Posted:
    with tempfile.TemporaryDirectory(prefix="leeway-postgres-") as folder:
        server = PostgresServer(programs, folder=Path(folder), port=free_port(), durable=True)
        await server.start()
        try:
            async with spare_database(server.url()) as database:
                return await posting.measure(database, times)
        finally:
            await server.stop()
