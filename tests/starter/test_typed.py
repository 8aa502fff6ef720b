"""What people type is read as they mean it."""

from datetime import UTC, datetime

import pytest

from starter.cli import known, typed
from starter.cli.trouble import BadInput
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.sufficiency import CertificationItem

YEAR = datetime.now(UTC).year


def test_pregnancy_is_a_reason_to_whoever_calls_and_an_own_condition_in_law() -> None:
    """29 CFR 825.115(b): the help offers it as a matter, so a period takes it too."""
    period = typed.period(f"pregnancy continuous {YEAR}-03-30 {YEAR}-04-24")
    assert (period.reason, period.shape) == (LeaveReason.OWN_CONDITION, LeaveShape.CONTINUOUS)


def test_another_word_is_answered_by_those_there_are() -> None:
    with pytest.raises(BadInput, match="It is one of: own_condition"):
        typed.period(f"surgery continuous {YEAR}-03-30 open")


@pytest.mark.parametrize(
    ("reason", "item"),
    [
        (LeaveReason.EXIGENCY, CertificationItem.EXIGENCY_FACTS),
        (LeaveReason.MILITARY_CAREGIVER, CertificationItem.LINE_OF_DUTY),
    ],
)
def test_825_309_825_310_what_a_military_paper_lacks_can_be_named(reason: LeaveReason, item: CertificationItem) -> None:
    known.items_fit(None, reason, (item,))
    with pytest.raises(BadInput, match="has no entry job_functions"):
        known.items_fit(None, reason, (CertificationItem.JOB_FUNCTIONS,))
