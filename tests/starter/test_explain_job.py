"""A refusal of the job that was announced raises the question of the job, with what is on record of it."""

from datetime import date

import pytest

from starter.explain.stored import Explained, explained
from tests.case.telling import Telling, at
from tests.case.test_refusing_job import LAST_ON, announced, approved, asked_again, refuse, serve
from tests.starter.test_explain_stored import rows
from workflows.case import asked, said
from workflows.rules.answers import Standing
from workflows.rules.restoration import Restoration, RestorationGround


def raised(told: Telling, on: str) -> list[Explained]:
    return [each for each in explained(rows(told, at(on))) if each.name == "restoration"]


def result_of(job: Explained) -> Restoration:
    assert isinstance(job.answer.result, Restoration)
    return job.answer.result


def test_nothing_is_asked_about_the_job_where_nobody_refuses_it() -> None:
    assert raised(approved(), "2026-04-08") == []


@pytest.mark.parametrize("on", ["2026-04-07", "2026-04-08"])
def test_825_219_b_until_its_letter_is_served_the_job_is_owed(on: str) -> None:
    (job,) = raised(announced(), on)
    assert job.answer.standing is Standing.SETTLED
    assert result_of(job).ground is RestorationGround.NOTHING_OFFERED
    assert "owed on return" in job.raised.heading


def test_825_219_d_once_served_it_turns_on_whether_the_job_is_asked_for_again() -> None:
    told = announced()
    serve(told)
    (job,) = raised(told, "2026-04-10")
    assert job.answer.standing is Standing.CONDITIONAL
    gaps = [gap.fact for gap in job.answer.gaps]
    assert gaps == ["key_employee.asked_again", "key_employee.denied_again"]
    assert job.file()["facts"]["key_employee"]["injury_told"] is True


def test_825_219_d_asked_again_it_waits_for_what_is_found_anew() -> None:
    (job,) = raised(asked_again(), "2026-05-14")
    assert [gap.fact for gap in job.answer.gaps] == ["key_employee.denied_again"]


def test_825_219_d_refused_for_good_once_the_last_letter_is_served() -> None:
    told = asked_again()
    assert refuse(told) is None
    (job,) = raised(told, LAST_ON)
    assert result_of(job).owed
    told.say(said.JobLetterServed, at("2026-05-18"), served_on=date(2026, 5, 18), how=said.Serving.IN_PERSON)
    (job,) = raised(told, "2026-05-18")
    assert result_of(job).ground is RestorationGround.KEY_EMPLOYEE


def test_a_job_that_was_given_back_is_refused_to_nobody() -> None:
    told = announced()
    assert told.ask(asked.JobDecision, at("2026-04-10"), answer=asked.JobAnswer.GIVEN_BACK) is None
    assert raised(told, "2026-04-11") == []


def test_a_day_before_the_announcement_knows_nothing_of_it() -> None:
    found = explained(rows(announced(), at("2026-04-08"), on="2026-04-06"))
    assert "restoration" not in [each.name for each in found]
