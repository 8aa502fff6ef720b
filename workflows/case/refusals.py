"""Why a request cannot be granted: a code for programs and a sentence for people.

Knows: the words of every refusal. Never knows: who asked, or through which door.
"""

from enum import StrEnum
from typing import Any

from workflows.rules.answers import Answer
from workflows.values import Frozen

MOST_GAPS = 3
"""More would not be read."""


class RefusalCode(StrEnum):
    """Stable codes of refusals; pages and scripts may rely on them."""

    CASE_CLOSED = "case_closed"
    CASE_OPEN = "case_open"
    NO_SUCH_PERIOD = "no_such_period"
    ALREADY_DECIDED = "already_decided"
    NO_DENIAL_PROPOSED = "no_denial_proposed"
    SAME_PERSON = "same_person"
    OWN_CASE = "own_case"
    NOT_CUSTODIAN = "not_custodian"
    CERTIFICATION_NOT_SUFFICIENT = "certification_not_sufficient"
    NO_CERTIFICATION_WAITING = "no_certification_waiting"
    NO_CERTIFICATION_IN_HAND = "no_certification_in_hand"
    NOT_ELIGIBLE = "not_eligible"
    DECISION_OPEN = "decision_open"
    LEAVE_NOT_OVER = "leave_not_over"
    CLEARANCE_OPEN = "clearance_open"
    EARLIER_THAN_DUE = "earlier_than_due"
    CUSTODIAN_CHANGED = "custodian_changed"
    STILL_IN_TIME = "still_in_time"
    NO_ITEMS_NAMED = "no_items_named"
    GROUND_NOT_SHOWN = "ground_not_shown"
    CLOSING_GROUND_DIFFERS = "closing_ground_differs"
    RECERTIFICATION_NEVER = "recertification_never"
    RECERTIFICATION_NO_ABSENCE = "recertification_no_absence"
    RECERTIFICATION_TOO_EARLY = "recertification_too_early"
    RECERTIFICATION_NOT_SHOWN = "recertification_not_shown"
    NO_CERTIFICATION_FOUND = "no_certification_found"
    EXTENT_CONTRADICTS = "extent_contradicts"
    DATES_CONTRADICT = "dates_contradict"
    ANOTHER_EMPLOYER = "another_employer"
    POLICY_NOT_NEWER = "policy_not_newer"
    OPINION_NOT_PERMITTED = "opinion_not_permitted"
    OPINION_PROVIDER_REGULAR = "opinion_provider_regular"
    OPINION_NOT_SHOWN = "opinion_not_shown"
    OPINION_ORDERED = "opinion_ordered"
    OPINIONS_DO_NOT_DIFFER = "opinions_do_not_differ"
    NOTICE_IN_TIME = "notice_in_time"
    NOTICE_DELAYS_NOTHING = "notice_delays_nothing"
    NOTICE_NOT_SHOWN = "notice_not_shown"
    CONTACT_BY_SUPERVISOR = "contact_by_supervisor"
    CONTACT_ROLE = "contact_role"
    CONTACT_PURPOSE = "contact_purpose"
    CONTACT_TOO_EARLY = "contact_too_early"
    CONTACT_NOT_AUTHORISED = "contact_not_authorised"
    RETURN_OTHER_REASON = "return_other_reason"
    RETURN_NOT_ANNOUNCED = "return_not_announced"
    RETURN_CERTIFIED = "return_certified"
    RETURN_NOT_EACH_TIME = "return_not_each_time"
    RETURN_NOT_SHOWN = "return_not_shown"
    NO_LEAVE_TO_RETURN_FROM = "no_leave_to_return_from"
    DELAY_NOT_JUDGED = "delay_not_judged"
    DAY_TO_COME = "day_to_come"
    NOTHING_COUNTED = "nothing_counted"
    AMOUNT_TOLD = "amount_told"
    FORESEEABLE_NOT_SAID = "foreseeable_not_said"
    PAPER_IN_TIME = "paper_in_time"
    JOB_NOT_KEY_EMPLOYEE = "job_not_key_employee"
    JOB_KEY_NOT_TOLD = "job_key_not_told"
    JOB_REFUSAL_ANNOUNCED = "job_refusal_announced"
    JOB_LEAVE_OVER = "job_leave_over"
    JOB_TIME_TO_RETURN = "job_time_to_return"
    JOB_NO_BASIS = "job_no_basis"
    JOB_REFUSAL_NOT_ANNOUNCED = "job_refusal_not_announced"
    JOB_LETTER_NOT_SERVED = "job_letter_not_served"
    JOB_NOT_ASKED_AGAIN = "job_not_asked_again"
    JOB_DECIDED = "job_decided"
    JOB_ANSWER_OPEN = "job_answer_open"


SENTENCES: dict[RefusalCode, str] = {
    RefusalCode.CASE_CLOSED: "This case is closed. Reopen it first; everything in it is kept.",
    RefusalCode.CASE_OPEN: "This case is open already. Nothing needs to be reopened.",
    RefusalCode.NO_SUCH_PERIOD: "The case has no period with that number. Give one that the case lists.",
    RefusalCode.ALREADY_DECIDED: "That period is decided already. A new decision needs a changed period.",
    RefusalCode.NO_DENIAL_PROPOSED: "Nobody has proposed to deny that period. One person proposes, another confirms.",
    RefusalCode.SAME_PERSON: "A denial needs two people. Someone other than the proposer must confirm it.",
    RefusalCode.OWN_CASE: "Nobody decides on their own leave. Ask another coordinator.",
    RefusalCode.NOT_CUSTODIAN: "This case is in other hands now. Only its present custodian's coordinators act on it.",
    RefusalCode.CERTIFICATION_NOT_SUFFICIENT: "The certification is not found sufficient. Record that first.",
    RefusalCode.NO_CERTIFICATION_WAITING: "The case waits for no certification, so there is no due day to move.",
    RefusalCode.NO_CERTIFICATION_IN_HAND: "No certification is in hand, so there is nothing to judge yet.",
    RefusalCode.NOT_ELIGIBLE: "The employee is not eligible under this program. Name another program.",
    RefusalCode.DECISION_OPEN: "A period is still undecided. It is decided or withdrawn before the case closes.",
    RefusalCode.LEAVE_NOT_OVER: "The leave is not over: its last day is ahead and no return is reported.",
    RefusalCode.CLEARANCE_OPEN: "The agency asks for a fitness-for-duty certification and has none yet.",
    RefusalCode.EARLIER_THAN_DUE: "The new due day is not later than the present one. A due day never comes nearer.",
    RefusalCode.CUSTODIAN_CHANGED: "The case is not in the custody you expected, so nothing was handed over.",
    RefusalCode.STILL_IN_TIME: "The employee's time to act has not run out yet, so this denial would come too early.",
    RefusalCode.GROUND_NOT_SHOWN: "The case does not show that ground, so the letter would not be true. Name another.",
    RefusalCode.CLOSING_GROUND_DIFFERS: "The case did not end that way. Leave the ground out, and the case says how.",
    RefusalCode.RECERTIFICATION_NEVER: "Leave for this reason is never recertified (29 CFR 825.308, 825.309, 825.310).",
    RefusalCode.RECERTIFICATION_NO_ABSENCE: "It goes with an absence: name one. A ground alone will not do (825.308).",
    RefusalCode.RECERTIFICATION_TOO_EARLY: "It is too early to ask again. `leeway explain` says from which day on.",
    RefusalCode.RECERTIFICATION_NOT_SHOWN: "It turns on what the last paper says of the duration: say that too.",
    RefusalCode.NO_CERTIFICATION_FOUND: "No certification of this case is found sufficient, so none can be renewed.",
    RefusalCode.EXTENT_CONTRADICTS: "What you say of the last paper's duration does not fit. Nothing was changed.",
    RefusalCode.DATES_CONTRADICT: "The days that you name contradict each other. Nothing was changed.",
    RefusalCode.ANOTHER_EMPLOYER: "That policy is another employer's. A case follows its own employer's policies.",
    RefusalCode.POLICY_NOT_NEWER: "The case follows that policy already, or a newer one. Nothing was changed.",
    RefusalCode.OPINION_NOT_PERMITTED: "No second opinion may be asked on this paper (29 CFR 825.307-312).",
    RefusalCode.OPINION_PROVIDER_REGULAR: "The employer uses that provider regularly. Name another (825.307(b)(2)).",
    RefusalCode.OPINION_NOT_SHOWN: "The rules ask more of it. `leeway explain --example second_opinion` lists what.",
    RefusalCode.OPINION_ORDERED: "A second opinion is ordered already. Record what came of it, or order a third.",
    RefusalCode.OPINIONS_DO_NOT_DIFFER: "The first two opinions do not differ, so a third has nothing to settle.",
    RefusalCode.NOTICE_IN_TIME: "The employee gave notice in time, so there is nothing to waive or to delay.",
    RefusalCode.NOTICE_DELAYS_NOTHING: "Late notice delays nothing here: the rule was not known, or was excused.",
    RefusalCode.NOTICE_NOT_SHOWN: "Say also whether it was foreseeable, since when known, and whether excused.",
    RefusalCode.CONTACT_BY_SUPERVISOR: "The direct supervisor never contacts the provider (29 CFR 825.307(a)).",
    RefusalCode.CONTACT_ROLE: "Only a provider, human resources, a leave administrator or management may ask.",
    RefusalCode.CONTACT_PURPOSE: "Only whether the provider wrote it, and what it means, may be asked.",
    RefusalCode.CONTACT_TOO_EARLY: "The employee has the chance to cure it first. The case shows until when.",
    RefusalCode.CONTACT_NOT_AUTHORISED: "The provider may not be asked without the authorisation of the employee.",
    RefusalCode.RETURN_OTHER_REASON: "A return is held only after leave for an own condition (29 CFR 825.312(a)).",
    RefusalCode.RETURN_NOT_ANNOUNCED: "The designation notice did not ask for it, so nobody is held (825.312(d)).",
    RefusalCode.RETURN_CERTIFIED: "The fitness-for-duty certification is in hand, so the return may not be held.",
    RefusalCode.RETURN_NOT_EACH_TIME: "Of leave in parts it is not asked each time (29 CFR 825.312(f)).",
    RefusalCode.RETURN_NOT_SHOWN: "It is not shown that it may be held. See `leeway explain --example return_held`.",
    RefusalCode.NO_LEAVE_TO_RETURN_FROM: "No approved leave had begun by that day. Check the day and the case.",
    RefusalCode.DELAY_NOT_JUDGED: "A notice of ours was late. Say whether that did harm, or that both agree.",
    RefusalCode.DAY_TO_COME: "That day is still to come. Name today or an earlier day.",
    RefusalCode.NOTHING_COUNTED: "Nothing was counted by then, so there is no amount to tell.",
    RefusalCode.AMOUNT_TOLD: "The employee was told the amount and has not asked since (29 CFR 825.300(d)(6)).",
    RefusalCode.FORESEEABLE_NOT_SAID: "Say whether the leave was foreseeable: the days turn on it (825.313).",
    RefusalCode.PAPER_IN_TIME: "The certification was in time, so every day of this leave is protected.",
    RefusalCode.JOB_NOT_KEY_EMPLOYEE: "The agency's record does not say that this is a key employee.",
    RefusalCode.JOB_KEY_NOT_TOLD: "No notice of rights that reached the employee said that this is a key employee.",
    RefusalCode.JOB_REFUSAL_ANNOUNCED: "It is said already that the job will be refused (29 CFR 825.219(b)).",
    RefusalCode.JOB_LEAVE_OVER: "No FMLA leave goes on or is ahead, so no job waits at the end of it.",
    RefusalCode.JOB_TIME_TO_RETURN: "Leave has begun, so name a day ahead by which the employee may come back.",
    RefusalCode.JOB_NO_BASIS: "Name the injury that was found: the letter must say on what it rests (825.219).",
    RefusalCode.JOB_REFUSAL_NOT_ANNOUNCED: "Nobody has said that the job will be refused, so it is the employee's.",
    RefusalCode.JOB_LETTER_NOT_SERVED: "No letter is on record as served in person or by certified mail.",
    RefusalCode.JOB_NOT_ASKED_AGAIN: "The employee has not asked for the job at the end of leave (825.219(d)).",
    RefusalCode.JOB_DECIDED: "It is decided already what becomes of the job.",
    RefusalCode.JOB_ANSWER_OPEN: "The employee asked for the job: decide on it, and serve the letter if it is no.",
    RefusalCode.NO_ITEMS_NAMED: "Name each item that is missing: a written deficiency notice must list them.",
}


class Refusal(Frozen):
    """A request not granted. Nothing of the case changes. `because`: what the rule that is in the way says."""

    code: RefusalCode
    because: str = ""

    @classmethod
    def by_rule(cls, code: RefusalCode, answer: Answer[Any]) -> "Refusal":
        """With the rule's own words and where it stands; where it turns on what nobody said, with what that is."""
        if not answer.is_settled:
            gaps = answer.gaps[:MOST_GAPS]
            asked = "; ".join(f"{gap.asks.rstrip('?')} ({gap.teller.value} can tell)" for gap in gaps)
            return cls(code=code, because=f"It turns on what nobody said yet: {asked}.")
        step = answer.steps[-1] if answer.steps else None
        where = f" ({step.rule}: {step.citation})" if step is not None else ""
        says = answer.says.rstrip(".")
        return cls(code=code, because=f"{says[:1].upper()}{says[1:]}{where}.")

    @property
    def sentence(self) -> str:
        """What to tell the person who asked: what is in the way, and what to do."""
        return f"{SENTENCES[self.code]} {self.because}".strip()
