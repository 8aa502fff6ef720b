"""Each answer names the employer's choices that it rests on, as long as nobody has confirmed them."""

from typing import Any

import pytest

from tests.rules.facts import policy
from workflows.rules.answers import Answer
from workflows.rules.certification_needed import NeededFacts, certification_needed
from workflows.rules.deadlines import DeadlineFacts, deadline
from workflows.rules.employee_notices import ShortNoticeFacts, short_notice
from workflows.rules.fitness_for_duty import ReturnFacts, return_held
from workflows.rules.late_certification import UnprotectedFacts, unprotected_days
from workflows.rules.policy import LeavePolicy
from workflows.rules.premiums import PremiumFacts, coverage_may_end
from workflows.rules.provider_contacts import ContactFacts, provider_contact
from workflows.rules.recertification import RecertificationFacts, recertification

NOBODY_CONFIRMED = policy(unconfirmed=tuple(LeavePolicy.model_fields))


def example(model: Any, **changes: Any) -> Any:
    return model.model_validate({**model.model_json_schema()["examples"][0], **changes})


def clock(**fields: Any) -> Answer[Any]:
    return deadline(DeadlineFacts.model_validate({"clock": fields}), policy=NOBODY_CONFIRMED)


KNOWN = [{"on": "2026-02-06", "by": "supervisor", "shown": True}]


@pytest.mark.parametrize(
    ("fields", "choices"),
    [
        ({"kind": "eligibility_notice", "known": KNOWN}, ("notice_days",)),
        ({"kind": "designation_notice", "known": KNOWN}, ("notice_days",)),
        ({"kind": "intake_contact", "known": KNOWN}, ("intake_contact_days",)),
        ({"kind": "certification", "received_on": "2026-02-13"}, ("certification_days",)),
        ({"kind": "reminder", "received_on": "2026-02-13"}, ("certification_days", "reminder_days_before")),
        ({"kind": "cure", "received_on": "2026-02-13"}, ("cure_days",)),
        ({"kind": "recertification", "received_on": "2026-02-13"}, ("recertification_days",)),
        ({"kind": "change_notice", "learned_on": "2026-02-13"}, ("change_notice_days",)),
        ({"kind": "dfml_answer", "from_on": "2026-02-13"}, ()),
        ({"kind": "opinion_copies", "asked_on": "2026-02-13"}, ()),
        ({"kind": "amount_told", "asked_on": "2026-02-13", "leave_taken": True}, ()),
    ],
)
def test_a_clock_names_the_choice_of_its_days(fields: dict[str, Any], choices: tuple[str, ...]) -> None:
    assert clock(**fields).unconfirmed == choices


DEFICIENT = {"first_in_hand_on": "2026-04-09", "notice_received_on": "2026-04-14"}


@pytest.mark.parametrize(
    ("rule", "facts", "choices"),
    [
        (unprotected_days, example(UnprotectedFacts), ("certification_days",)),
        (unprotected_days, example(UnprotectedFacts, paper="recertification"), ("recertification_days",)),
        (unprotected_days, example(UnprotectedFacts, deficiency=DEFICIENT), ("certification_days", "cure_days")),
        (short_notice, example(ShortNoticeFacts), ("employee_notice_days",)),
        (
            short_notice,
            example(ShortNoticeFacts, learned_on="2026-03-01", told_on="2026-03-02"),
            ("employee_notice_days",),
        ),
        (short_notice, example(ShortNoticeFacts, reason="exigency"), ()),
        (short_notice, example(ShortNoticeFacts, chosen=None), ("employee_notice_days", "late_notice")),
        (certification_needed, example(NeededFacts), ("notice_days",)),
        (provider_contact, example(ContactFacts), ("cure_days",)),
        (recertification, example(RecertificationFacts), ("recertify_from", "recertify_long_months")),
        (
            recertification,
            example(RecertificationFacts, extent="not_stated"),
            ("recertify_from", "recertify_every_days"),
        ),
        (return_held, example(ReturnFacts), ("fitness_repeat_days", "fitness_repeat_on")),
        (coverage_may_end, example(PremiumFacts), ("premium_grace_days", "premium_warning_days")),
    ],
)
def test_an_answer_names_the_choices_it_rests_on(rule: Any, facts: Any, choices: tuple[str, ...]) -> None:
    assert rule(facts, policy=NOBODY_CONFIRMED).unconfirmed == choices
