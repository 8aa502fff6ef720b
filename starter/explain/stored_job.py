"""Facts of a stored case about the job of a key employee, where its refusal was announced.

Knows: which letter was served, whether the job was asked for again, and what came of it. Never knows: pay, injury, or
whether the job may be refused. What the store does not hold stays open, for a person to tell.
"""

from datetime import date
from typing import TYPE_CHECKING

from starter.explain.known import Known
from workflows.case.asked import JobAnswer
from workflows.rules.calendar import day_of
from workflows.rules.key_employees import KeyEmployee
from workflows.rules.restoration import OfferedJob, RestorationFacts

if TYPE_CHECKING:
    from workflows.view import JobRefusalView


def restoration_facts(known: Known) -> RestorationFacts | None:
    """None: no refusal was announced by the day asked about, or the job was given back."""
    job = known.view.job_refusal
    if job is None or known.on < job.announced_on or job.answer == JobAnswer.GIVEN_BACK:
        return None
    is_decided = any(day_of(line.at) <= known.on for line in known.said("job_decided"))
    return RestorationFacts(offered=OfferedJob.NONE, key_employee=_told(job, known.on, is_decided=is_decided))


def _told(job: "JobRefusalView", on: date, *, is_decided: bool) -> KeyEmployee:
    """The case announces a refusal to nobody else than a key employee who was told so with the rights, and drops one
    whose letter left no time to return; so what stands in it tells these facts."""
    is_served = job.served_on is not None and job.served_on <= on
    is_asked = job.asked_again_on is not None and job.asked_again_on <= on
    return KeyEmployee(
        found=True,
        told_with_rights=True,
        injury_told=is_served,
        time_to_return=True if is_served else None,
        asked_again=is_asked or None,
        denied_again=_is_denied(job, on) if is_asked and is_decided else None,
    )


def _is_denied(job: "JobRefusalView", on: date) -> bool:
    """A denial counts once its own letter is served: what was found anew is told in writing (825.219(d))."""
    return job.denial_served_on is not None and job.denial_served_on <= on
