"""A recertification: asked for when the rules allow it, and then a certification like any other, with its own clock.

Knows: what asking anew needs and owes. Never knows: what the papers say. 29 CFR 825.308 (law.md H1-H4).
The period stays approved meanwhile; a recertification that does not come is a task for a person.
"""

from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.asked import RecertificationRequest
from workflows.case.certification import Certification, CertificationState, meant
from workflows.case.certification_letters import RecertificationAsked
from workflows.case.powers import may_act
from workflows.case.refusals import Refusal, RefusalCode
from workflows.case.told import Role
from workflows.rules.calendar import day_of
from workflows.rules.recertification import (
    CertifiedExtent,
    Ground,
    MayRecertify,
    RecertificationFacts,
    RecertificationGround,
    recertification,
)
from workflows.rules.spans import Days

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

_WHY_NOT = {
    RecertificationGround.NEVER_FOR_REASON: RefusalCode.RECERTIFICATION_NEVER,
    RecertificationGround.NO_ABSENCE: RefusalCode.RECERTIFICATION_NO_ABSENCE,
}


def may_ask(case: "LeaveCase", request: RecertificationRequest) -> Refusal | None:
    """Whatever the rules of 825.308 say on the day of the request."""
    refusal = may_act(case, request)
    if refusal is not None:
        return refusal
    certification = meant(case.certifications, request.reason, CertificationState.SUFFICIENT)
    if certification is None:
        return Refusal(code=RefusalCode.NO_CERTIFICATION_FOUND)
    differs = _differs(request, certification)
    if differs:
        return Refusal(code=RefusalCode.EXTENT_CONTRADICTS, because=differs)
    try:
        facts = _facts(case, request, certification)
    except ValidationError:
        return Refusal(code=RefusalCode.DATES_CONTRADICT, because=_disorder(request, certification))
    answer = recertification(facts, policy=case.policy)
    if answer.result is not None and answer.result.may_ask:
        return None
    return Refusal.by_rule(_code(answer.result), answer)


def ask(turn: "Turn", request: RecertificationRequest) -> None:
    """The written request goes out; its days begin when the employee receives it."""
    certification = meant(turn.case.certifications, request.reason, CertificationState.SUFFICIENT)
    if certification is None:
        return
    wanted = certification.wanted_again()
    turn.replace_certifications(wanted)
    ground = request.ground.value if request.ground else "absence" if request.absence_id else "extension"
    turn.note("recertification_asked", rule="H1", certification=wanted.number, again=wanted.again, ground=ground)
    notice = RecertificationAsked(certification_days=turn.case.policy.recertification_days)
    turn.send(Role.EMPLOYEE, notice, about=wanted.due_key)


def _facts(case: "LeaveCase", request: RecertificationRequest, certification: Certification) -> RecertificationFacts:
    certified_at = certification.certified_at or certification.received_at
    certified_on = day_of(certified_at) if certified_at else None
    period = next(p for p in case.periods if p.reason is certification.reason)
    absence = case.absences.find(request.absence_id) if request.absence_id else None
    minimum = None
    minimum_last_on = request.minimum_last_on or certification.minimum_last_on
    if certified_on is not None and minimum_last_on is not None:
        minimum = Days(first_on=certified_on, last_on=minimum_last_on)
    asked_on = day_of(certification.asked_at) if certification.asked_at else None
    if asked_on is not None and certified_on is not None:
        asked_on = min(
            asked_on, certified_on
        )  # found sufficient: it answered, even if somebody held it before we asked
    return RecertificationFacts(
        reason=certification.reason,
        shape=period.shape,
        on=day_of(request.received_at),
        last_certified_on=certified_on,
        last_asked_on=asked_on,
        extent=request.extent or certification.extent,
        minimum=minimum,
        absence_linked=absence is not None and absence.stands,
        extension_asked=request.extension_asked,
        grounds=(Ground(kind=request.ground, found_by=request.by),) if request.ground else (),
        leave_began_on=period.asked.first_on,
    )


def _disorder(request: RecertificationRequest, certification: Certification) -> str:
    """Which days are in the wrong order; the request itself names at most one of them."""
    came = certification.certified_at or certification.received_at
    last_on = request.minimum_last_on or certification.minimum_last_on
    if came is not None and last_on is not None and last_on < day_of(came):
        return f"The minimum duration would end on {last_on}, before that paper came, on {day_of(came)}."
    return f"The last paper came or was asked for after this request, which is of {day_of(request.received_at)}."


def _differs(request: RecertificationRequest, certification: Certification) -> str:
    """What is said of the last paper's duration, where it does not fit itself or what was noted of that paper."""
    noted, said = certification.extent, request.extent or certification.extent
    if noted is not None and said is not noted:
        until = f" until {certification.minimum_last_on}" if certification.minimum_last_on else ""
        return f"It was noted as {_EXTENTS[noted]}{until}; you say {_EXTENTS[said]}. Say nothing, and the note counts."
    last_on = request.minimum_last_on or certification.minimum_last_on
    if said is CertifiedExtent.MINIMUM and last_on is None:
        return "A minimum duration has a last day: say which."
    if said is not CertifiedExtent.MINIMUM and last_on is not None:
        return f"A last day, {last_on}, goes with a minimum duration and with nothing else."
    return ""


_EXTENTS: dict[CertifiedExtent | None, str] = {
    CertifiedExtent.MINIMUM: "a minimum duration",
    CertifiedExtent.LIFETIME: "a lifetime",
    CertifiedExtent.NOT_STATED: "no duration stated",
}


def _code(found: MayRecertify | None) -> RefusalCode:
    if found is None:
        return RefusalCode.RECERTIFICATION_NOT_SHOWN
    return _WHY_NOT.get(found.ground, RefusalCode.RECERTIFICATION_TOO_EARLY)
