"""Whether somebody may contact a health care provider, or a third party, about a paper.

Knows: who may ask, what for, and when. Never knows: what a paper says or who the provider is. The direct supervisor
never may. 29 CFR 825.307(a), 825.308(e), 825.309(d), 825.312(b) (law.md G6, G9, J2).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.certification_clocks import cure_due
from workflows.rules.clocks import Extension, moved
from workflows.rules.policy import LeavePolicy
from workflows.values import Frozen

_ROLE = Gap(fact="role", asks="in which role would the provider be contacted?", teller=Teller.COORDINATOR)
_SUPERVISOR = Gap(fact="is_direct_supervisor", asks="is it the employee's direct supervisor?", teller=Teller.DIRECTORY)
_DEFICIENT = Gap(fact="deficient", asks="was the paper found deficient?", teller=Teller.COORDINATOR)
_AUTHORISED = Gap(fact="authorised", asks="has the employee authorised it?", teller=Teller.EMPLOYEE)


class ContactPaper(StrEnum):
    """The paper that the contact is about."""

    CERTIFICATION = "certification"
    RECERTIFICATION = "recertification"
    CAREGIVER_CERTIFICATION = "caregiver_certification"
    FITNESS_FOR_DUTY = "fitness_for_duty"
    EXIGENCY = "exigency"


class ContactPurpose(StrEnum):
    """What is to be asked."""

    AUTHENTICATE = "authenticate"
    CLARIFY = "clarify"
    VERIFY_MEETING = "verify_meeting"
    MORE_INFORMATION = "more_information"


class ContactingRole(StrEnum):
    """Who would ask (825.307(a)): the first four may."""

    HEALTH_CARE_PROVIDER = "health_care_provider"
    HUMAN_RESOURCES = "human_resources"
    LEAVE_ADMINISTRATOR = "leave_administrator"
    MANAGEMENT_OFFICIAL = "management_official"
    OTHER = "other"


class ContactFacts(Frozen):
    """A contact that somebody means to make."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "paper": "certification",
                    "purpose": "clarify",
                    "on": "2026-03-09",
                    "role": "leave_administrator",
                    "is_direct_supervisor": False,
                    "deficient": True,
                    "list_received_on": "2026-03-03",
                    "authorised": True,
                }
            ]
        }
    )

    paper: ContactPaper = Field(description="The paper that the contact is about.")
    purpose: ContactPurpose = Field(description="What is to be asked.")
    on: date = Field(description="The day of the contact.")
    role: ContactingRole | None = Field(None, description="The role on that day. None: not known.")
    is_direct_supervisor: bool | None = Field(None, description="Of this employee, on that day, whatever the role.")
    deficient: bool | None = Field(None, description="Whether the paper was found incomplete or insufficient.")
    list_received_on: date | None = Field(None, description="When the employee received the list of what is missing.")
    cure_extension: Extension | None = Field(None, description="More days to cure.")
    cured_on: date | None = Field(None, description="When the employee handed in the paper again.")
    authorised: bool | None = Field(None, description="The employee's authorisation, where health privacy asks for it.")

    @model_validator(mode="after")
    def _in_order(self) -> "ContactFacts":
        if self.cured_on is not None and self.list_received_on is not None and self.cured_on < self.list_received_on:
            raise contradiction("cured_before_listed", "a paper was cured before the list of what is missing came")
        if self.deficient is False and self.list_received_on is not None:
            raise contradiction("list_without_deficiency", "a list of what is missing came though nothing is missing")
        return self


class ContactRefusal(StrEnum):
    """Why not."""

    DIRECT_SUPERVISOR = "direct_supervisor"
    ROLE = "role"
    PURPOSE = "purpose"
    CURE_NOT_OVER = "cure_not_over"
    NOT_AUTHORISED = "not_authorised"


class Contact(Frozen):
    """`allowed`, or why not. `from_on`: first day on which it may be, where time alone is missing. `may_deny`: refused
    authorisation and an unclear paper: a coordinator may deny. `return_waits`: never, for a fitness-for-duty paper."""

    allowed: bool
    refusal: ContactRefusal | None = None
    from_on: date | None = None
    may_deny: bool = False
    return_waits: bool = False


_MAY_ASK = (
    ContactingRole.HEALTH_CARE_PROVIDER,
    ContactingRole.HUMAN_RESOURCES,
    ContactingRole.LEAVE_ADMINISTRATOR,
    ContactingRole.MANAGEMENT_OFFICIAL,
)


def provider_contact(facts: ContactFacts, *, policy: LeavePolicy) -> Answer[Contact]:
    """Whether a contact may be made on a day. The direct supervisor never may; nobody may before the chance to cure has
    run; and nothing but authenticity and meaning may be asked (825.307(a))."""
    why = Reasoning(policy)
    if facts.paper is ContactPaper.EXIGENCY:
        return _meeting(why, facts)
    if facts.purpose not in (ContactPurpose.AUTHENTICATE, ContactPurpose.CLARIFY):
        why.step("G6", "Only whether the provider wrote it, and what it means, may be asked.", purpose=facts.purpose)
        return _refused(why, ContactRefusal.PURPOSE, "nothing more may be asked of the provider")
    if facts.is_direct_supervisor:
        why.step("G6", "The direct supervisor never contacts the provider, in any role.")
        return _refused(why, ContactRefusal.DIRECT_SUPERVISOR, "never the employee's direct supervisor")
    if facts.role is ContactingRole.OTHER:
        why.step("G6", "A health care provider, human resources, a leave administrator or a management official.")
        return _refused(why, ContactRefusal.ROLE, "not somebody in this role")
    early = _cure_runs(why, facts, policy=policy)
    if early is not None:
        return early
    return _person(why, facts, policy=policy)


def _meeting(why: Reasoning, facts: ContactFacts) -> Answer[Contact]:
    """G9: a third party may be asked whether the meeting is, and what for; the employee need not permit it."""
    if facts.purpose is not ContactPurpose.VERIFY_MEETING:
        why.step("G9", "A third party may be asked about the meeting alone.", purpose=facts.purpose)
        return _refused(why, ContactRefusal.PURPOSE, "only the meeting itself may be verified")
    why.step("G9", "A meeting with a third party may be verified; the employee's permission is not needed.")
    return why.settled(Contact(allowed=True), "the meeting may be verified, and nothing else asked")


def _cure_runs(why: Reasoning, facts: ContactFacts, *, policy: LeavePolicy) -> Answer[Contact] | None:
    """A surely deficient paper whose chance to cure has not run: too early, whoever asks."""
    is_deficient = facts.deficient or facts.list_received_on is not None
    if not is_deficient or _is_cured(facts):
        return None
    if facts.list_received_on is None:
        why.step("G6", "The chance to cure begins with the list of what is missing; it is not shown as received.")
        return _refused(why, ContactRefusal.CURE_NOT_OVER, "not before the employee has had the chance to cure")
    why.rests_on("cure_days")
    cure = moved(cure_due(facts.list_received_on, policy=policy), facts.cure_extension)
    if facts.on > cure.due_on:
        why.step("G6", "The chance to cure is over.", cure_due_on=cure.due_on)
        return None
    from_on = days_after(cure.due_on, 1)
    why.step("G6", "The employee still has the chance to cure.", cure_due_on=cure.due_on, on=facts.on)
    refused = Contact(allowed=False, refusal=ContactRefusal.CURE_NOT_OVER, from_on=from_on)
    return why.settled(refused, f"not before {from_on}, when the chance to cure has run")


def _is_cured(facts: ContactFacts) -> bool:
    return facts.cured_on is not None and facts.cured_on <= facts.on


def _person(why: Reasoning, facts: ContactFacts, *, policy: LeavePolicy) -> Answer[Contact]:
    """Who asks, where that is not known for certain."""
    if facts.role is None:
        return why.not_answerable("it is not known in which role the provider would be contacted", _ROLE)
    if facts.is_direct_supervisor is None:
        supervisor = _refused(
            Reasoning(policy), ContactRefusal.DIRECT_SUPERVISOR, "never the employee's direct supervisor"
        )
        other = _deficiency(Reasoning(policy), facts, policy=policy)
        return why.depends(_SUPERVISOR, (("yes", supervisor), ("no", other)))
    return _deficiency(why, facts, policy=policy)


def _deficiency(why: Reasoning, facts: ContactFacts, *, policy: LeavePolicy) -> Answer[Contact]:
    if facts.deficient is None and facts.list_received_on is None and not _is_cured(facts):
        first = Reasoning(policy)
        first.step("G6", "First the employee is told what is missing and has the chance to cure.")
        early = _refused(first, ContactRefusal.CURE_NOT_OVER, "not before the employee has had the chance to cure")
        asked = _authorised(Reasoning(policy), facts, policy=policy)
        return why.depends(_DEFICIENT, (("yes", early), ("no", asked)))
    return _authorised(why, facts, policy=policy)


def _authorised(why: Reasoning, facts: ContactFacts, *, policy: LeavePolicy) -> Answer[Contact]:
    """Health privacy: the provider may answer only what the employee authorised."""
    if facts.authorised is None:
        yes, no = (_answered(Reasoning(policy), facts, authorised=given) for given in (True, False))
        return why.depends(_AUTHORISED, (("yes", yes), ("no", no)))
    return _answered(why, facts, authorised=facts.authorised)


def _answered(why: Reasoning, facts: ContactFacts, *, authorised: bool) -> Answer[Contact]:
    is_fitness = facts.paper is ContactPaper.FITNESS_FOR_DUTY
    if is_fitness:
        why.step("J2", "The return to work may not wait for the provider's answer.")
    if authorised:
        why.step("G6", "The employee authorised it; authenticity and meaning alone are asked.")
        return why.settled(Contact(allowed=True), "the provider may be contacted")
    why.step("G6", "Without authorisation nobody asks; a paper that stays unclear is for a coordinator to decide on.")
    may_deny = facts.purpose is ContactPurpose.CLARIFY and not is_fitness
    result = Contact(allowed=False, refusal=ContactRefusal.NOT_AUTHORISED, may_deny=may_deny)
    return why.settled(result, "not without the employee's authorisation")


def _refused(why: Reasoning, refusal: ContactRefusal, says: str) -> Answer[Contact]:
    return why.settled(Contact(allowed=False, refusal=refusal), says)
