"""What must be known to say whether somebody is eligible under a plan, free of contradictions.

Knows: the facts of every plan's tests, and which of them cannot all be true. Never knows: what follows from them.
29 CFR 825.110, 825.300(b) (law.md E1-E10).
"""

from datetime import date

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import contradiction
from workflows.rules.eligible import ServiceRecord
from workflows.rules.other_plan_tests import Probation
from workflows.rules.plans import Plan
from workflows.rules.reason_years import EarlierAbsence
from workflows.rules.reasons import LeaveReason
from workflows.rules.service_checks import must_agree
from workflows.values import Frozen


class EligibilityFacts(Frozen):
    """What must be known to say whether somebody is eligible under a plan."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "plan": "fmla",
                    "starts_on": "2026-03-02",
                    "last_on": "2026-04-10",
                    "in_one_piece": True,
                    "notice_on": "2026-02-25",
                    "reason": "own_condition",
                    "need": "N-1",
                    "service": {
                        "stretches": [{"first_on": "2025-03-10"}],
                        "earlier_service_known": True,
                        "minutes_worked": [{"first_on": "2025-03-10", "last_on": "2026-03-01", "minutes": 78000}],
                        "hours_records_complete": True,
                        "exempt": False,
                        "worksite_fifty": True,
                        "week_minutes": 2400,
                    },
                },
                {
                    "plan": "commonwealth",
                    "starts_on": "2026-03-02",
                    "service": {"stretches": [{"first_on": "2025-11-03"}], "earlier_service_known": True},
                    "probation": {"required": True, "ends_on": "2026-05-02"},
                },
                {"plan": "pfml", "starts_on": "2026-03-02", "dfml_eligible": True},
            ]
        }
    )

    plan: Plan = Field(description="The plan asked about; each has its own tests.")
    starts_on: date = Field(description="The day on which the leave, or this absence, is to start.")
    last_on: date | None = Field(None, description="The last day asked for; none: open, or not told.")
    in_one_piece: bool | None = Field(None, description="Whether the employee is away all the time from the start on.")
    notice_on: date | None = Field(None, description="The day of notice, for which the worksite is counted.")
    service: ServiceRecord = Field(
        ServiceRecord(), description="Service, hours worked and worksite; agency, directory."
    )
    reason: LeaveReason | None = Field(None, description="The reason of the leave; the coordinator confirms it.")
    need: str | None = Field(None, description="Opaque reference of the need: same person, same condition or occasion.")
    earlier: tuple[EarlierAbsence, ...] = Field((), description="Earlier FMLA absences with what was found at each.")
    year_began_on: date | None = Field(None, description="First day of the employee's own leave year, if it has one.")
    probation: Probation = Field(Probation(), description="Probation, or that there is none; the directory tells.")
    full_time: bool | None = Field(None, description="Whether the employee works full time; the directory tells.")
    bargaining_unit: str | None = Field(None, description="The employee's bargaining unit; the directory tells.")
    catastrophic_used: bool | None = Field(None, description="Whether catastrophic leave was ever used before.")
    accrued_leave_left: bool | None = Field(
        None, description="Whether accrued vacation, personal or sick leave is left."
    )
    accrued_leave_waived: bool | None = Field(None, description="Whether the employer waives that it is used first.")
    dfml_eligible: bool | None = Field(None, description="Whether DFML found the person eligible; none: no word yet.")
    claim_denied: bool | None = Field(
        None, description="Whether DFML denied the claim, for whatever reason; that alone says nothing of eligibility."
    )

    @model_validator(mode="after")
    def _in_order(self) -> "EligibilityFacts":
        if self.last_on is not None and self.last_on < self.starts_on:
            raise contradiction("ends_before_it_begins", "the leave ends before it begins")
        if self.year_began_on is not None and self.year_began_on > self.starts_on:
            raise contradiction("year_not_begun", "the leave year begins after the leave")
        for number, absence in enumerate(self.earlier):
            if absence.on > self.starts_on:
                says = "an earlier absence begins after the leave"
                raise contradiction("earlier_is_later", says, at=("earlier", number))
        must_agree(self.service, self.notice_on)
        return self
