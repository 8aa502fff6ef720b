"""`leeway bench rules` in short: every figure is there, and the verdict follows from the figures, whatever they are."""

import json

import pytest

from starter.bench import rules
from starter.bench.asking import Timed
from starter.bench.posting import Posted


def test_a_short_run_tells_every_figure(capsys: pytest.CaptureFixture[str]) -> None:
    code = rules.rules(as_json=True, asked=3, posted=20)
    told = json.loads(capsys.readouterr().out)
    assert {each["name"] for each in told["asked"] if each["limit_ms"]} == {"one_date", "year"}
    assert all(each["processor_ms"] > 0 and each["times"] == 3 for each in told["asked"])
    posted = told["posted"]
    assert posted["times"] == 20
    assert posted["ratio"] == pytest.approx(posted["charges_a_second"] / posted["bare_inserts_a_second"], rel=0.05)
    assert code == (0 if told["within_limits"] else 1)


@pytest.mark.parametrize(
    ("processor_ms", "charge", "kept"), [(0.9, 0.002, True), (1.1, 0.002, False), (0.9, 0.0021, False)]
)
def test_every_limit_must_be_kept(processor_ms: float, charge: float, kept: bool) -> None:
    timed = [Timed("one_date", "", 1.0, 3, processor_ms, 9.0), Timed("sum", "", None, 3, 99.0, 99.0)]
    told = rules.as_figures(timed, Posted(charges=[charge], bare=[0.001]))
    assert told["within_limits"] is kept
