"""A question to a provider about a certification: whether it wrote it and what it means, by the right person, in time.

Knows: what the case shows of the paper. Never knows: the provider, the question, the answer.
29 CFR 825.307(a) (law.md G6, J2).
"""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.asked import ProviderContact
from workflows.case.certification import Certification, CertificationState, meant
from workflows.case.intake import last_day_before
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.rules.calendar import day_of
from workflows.rules.clocks import Extension
from workflows.rules.provider_contacts import (
    ContactFacts,
    ContactPaper,
    ContactRefusal,
    provider_contact,
)
from workflows.rules.reasons import LeaveReason

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

_IN_HAND = (CertificationState.RECEIVED, CertificationState.DEFICIENT, CertificationState.SUFFICIENT)
_WHY_NOT = {
    ContactRefusal.DIRECT_SUPERVISOR: RefusalCode.CONTACT_BY_SUPERVISOR,
    ContactRefusal.ROLE: RefusalCode.CONTACT_ROLE,
    ContactRefusal.PURPOSE: RefusalCode.CONTACT_PURPOSE,
    ContactRefusal.CURE_NOT_OVER: RefusalCode.CONTACT_TOO_EARLY,
    ContactRefusal.NOT_AUTHORISED: RefusalCode.CONTACT_NOT_AUTHORISED,
}


def may_contact(case: "LeaveCase", request: ProviderContact) -> Refusal | None:
    """Whatever 825.307(a) says on the day; the direct supervisor never may."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    certification = meant(case.certifications, request.reason, *_IN_HAND)
    if certification is None:
        return Refusal(code=RefusalCode.NO_CERTIFICATION_IN_HAND)
    try:
        answer = provider_contact(_facts(case, certification, request), policy=case.policy)
    except ValidationError:
        return Refusal(code=RefusalCode.DATES_CONTRADICT)
    if answer.result is None:
        return Refusal.by_rule(RefusalCode.CONTACT_NOT_AUTHORISED, answer)
    code = None if answer.result.refusal is None else _WHY_NOT[answer.result.refusal]
    return None if code is None else Refusal.by_rule(code, answer)


def contact(turn: "Turn", request: ProviderContact) -> None:
    """A line of the history: who asked in which role, and that the law allowed it."""
    certification = meant(turn.case.certifications, request.reason, *_IN_HAND)
    if certification is not None:
        turn.note(
            "provider_contacted",
            rule="G6",
            certification=certification.number,
            purpose=request.purpose.value,
            role=request.role.value,
            authorised=request.authorised,
        )


def _facts(case: "LeaveCase", certification: Certification, request: ProviderContact) -> ContactFacts:
    cure = case.deadline(certification.cure_key)
    is_cured = cure is not None and certification.state is CertificationState.RECEIVED
    extension = cure.extensions[-1] if cure is not None and cure.extensions else None
    return ContactFacts(
        paper=_paper(certification),
        purpose=request.purpose,
        on=day_of(request.received_at),
        role=request.role,
        is_direct_supervisor=request.is_direct_supervisor,
        deficient=certification.state is CertificationState.DEFICIENT or is_cured,
        list_received_on=day_of(cure.started_at) if cure is not None else None,
        cure_extension=Extension(due_on=last_day_before(cure.due_at), found_by=extension.by)
        if cure is not None and extension is not None
        else None,
        cured_on=day_of(certification.received_at) if is_cured and certification.received_at else None,
        authorised=request.authorised,
    )


def _paper(certification: Certification) -> ContactPaper:
    if certification.reason is LeaveReason.EXIGENCY:
        return ContactPaper.EXIGENCY
    if certification.again:
        return ContactPaper.RECERTIFICATION
    is_caregiver = certification.reason is LeaveReason.MILITARY_CAREGIVER
    return ContactPaper.CAREGIVER_CERTIFICATION if is_caregiver else ContactPaper.CERTIFICATION
