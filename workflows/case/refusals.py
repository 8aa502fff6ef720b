"""Why a request cannot be granted: a code for programs and a sentence for people.

Knows: the words of every refusal. Never knows: who asked, or through which door.
"""

from enum import StrEnum

from workflows.values import Frozen


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
    NO_CERTIFICATION_FOUND = "no_certification_found"
    DATES_CONTRADICT = "dates_contradict"
    ANOTHER_EMPLOYER = "another_employer"
    POLICY_NOT_NEWER = "policy_not_newer"


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
    RefusalCode.RECERTIFICATION_NO_ABSENCE: "Name the absence with which it is asked, or a ground (29 CFR 825.308).",
    RefusalCode.RECERTIFICATION_TOO_EARLY: "It is too early to ask again. `leeway explain` says from which day on.",
    RefusalCode.NO_CERTIFICATION_FOUND: "No certification of this case is found sufficient, so none can be renewed.",
    RefusalCode.DATES_CONTRADICT: "The days that you name contradict each other. Nothing was changed.",
    RefusalCode.ANOTHER_EMPLOYER: "That policy is another employer's. A case follows its own employer's policies.",
    RefusalCode.POLICY_NOT_NEWER: "The case follows that policy already, or a newer one. Nothing was changed.",
    RefusalCode.NO_ITEMS_NAMED: "Name each item that is missing: a written deficiency notice must list them.",
}


class Refusal(Frozen):
    """A request not granted. Nothing of the case changes."""

    code: RefusalCode

    @property
    def sentence(self) -> str:
        """What to tell the person who asked: what is in the way, and what to do."""
        return SENTENCES[self.code]
