"""Why an employee is away, and in what shape: the codes on which the rules turn.

Knows: the reasons that law knows and the shapes a leave can have. Never knows: a condition, a relation, a person.
29 CFR 825.112, 825.202; M.G.L. c.175M s.2.
"""

from enum import StrEnum


class LeaveReason(StrEnum):
    """A qualifying reason. Pregnancy, prenatal care and recovery are an own condition, never bonding."""

    OWN_CONDITION = "own_condition"
    FAMILY_CARE = "family_care"
    BONDING = "bonding"
    EXIGENCY = "exigency"
    MILITARY_CAREGIVER = "military_caregiver"


CARE = (LeaveReason.FAMILY_CARE, LeaveReason.MILITARY_CAREGIVER)
"""Reasons that end when the person cared for dies (29 CFR 825.124)."""


class LeaveShape(StrEnum):
    """How the time is taken: in one piece, in fewer hours for a while, or now and then."""

    CONTINUOUS = "continuous"
    REDUCED = "reduced"
    INTERMITTENT = "intermittent"
