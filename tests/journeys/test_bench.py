"""The bench of alerts: both sides are measured, over the same mails. How long anything takes is no test's matter."""

import io
import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from rich.console import Console

from infra.stack.outbox import Folder
from infra.stack.places import Home
from starter.bench import command, figures
from starter.bench.figures import Measured, Sample

AT_ONCE = 5
A_ROUND = 2 * AT_ONCE


class Ran(NamedTuple):
    """What a bench of one round left."""

    home: Home
    told: dict[str, Any]
    aside: str


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> Ran:
    home = tmp_path_factory.mktemp("bench")
    out, aside = io.StringIO(), io.StringIO()
    with pytest.MonkeyPatch.context() as streams:
        streams.setattr("sys.stdout", out)
        streams.setattr("sys.stderr", aside)
        code = command.alerts(home=home, as_json=True, rounds=1, at_once=AT_ONCE)
    assert code == 0, aside.getvalue()
    return Ran(Home(home / "bench"), json.loads(out.getvalue()), aside.getvalue())


@pytest.mark.parametrize("side", ["leeway", "bare"])
def test_every_mail_of_the_round_was_timed(ran: Ran, side: str) -> None:
    told = ran.told[side]
    assert (told["samples"], told["missing"]) == (A_ROUND, 0)
    assert {role: told[role]["samples"] for role in figures.ROLES} == dict.fromkeys(figures.ROLES, AT_ONCE)
    assert 0 < told["p50"] <= told["p99"] <= told["slowest"]


def test_the_result_says_what_it_rests_on(ran: Ran) -> None:
    assert (ran.told["rounds"], ran.told["reports_at_once"]) == (1, AT_ONCE)
    leeway, bare = ran.told["leeway"], ran.told["bare"]
    assert ran.told["ratio"]["p50"] == pytest.approx(leeway["p50"] / bare["p50"], abs=0.01)


def test_a_line_for_the_round_goes_aside(ran: Ran) -> None:
    assert re.search(r"round 1 of 1: Leeway \d+ ms, bare workflow \d+ ms", ran.aside)


def test_both_sent_the_same_mails_but_for_their_ids(ran: Ran) -> None:
    mails = Folder(ran.home.outbox).all()
    alerts = [mail for mail in mails if any("calendar" in part.get_content_type() for part in mail.attachments)]
    # One round that counts and one before it, ours and bare.
    assert len(alerts) == len({mail.message_id for mail in alerts}) == 4 * A_ROUND
    assert len({mail.raw.replace(mail.message_id.encode(), b"") for mail in alerts}) == 2 * A_ROUND


def test_a_missing_alert_is_a_failure(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    async def measure(home: Path, **_: object) -> Measured:
        return Measured(1, rounds=1, leeway=[Sample("supervisor", 0.2)], bare=[], missing=1)

    monkeypatch.setattr(command, "measure", measure)
    assert command.alerts(home=tmp_path, as_json=False) == 1


def test_percentiles_are_values_that_were_measured() -> None:
    seconds = [n / 100 for n in range(100, 0, -1)]
    assert figures.percentile(seconds, 50) == 0.5
    assert figures.percentile(seconds, 99) == 0.99
    assert figures.percentile([0.3], 99) == 0.3


def test_the_table_is_plain_where_there_is_no_terminal() -> None:
    measured = Measured(1, rounds=1, leeway=[Sample(role, 0.25) for role in figures.ROLES])
    out = io.StringIO()
    figures.show(measured, Console(file=out, width=100))
    assert re.search(r"^Leeway +2 +250 ms +250 ms +250 ms$", out.getvalue(), re.M)
    assert re.search(r"^bare workflow +0 +- +- +-$", out.getvalue(), re.M)
    assert out.getvalue().isascii()
