"""PFML leave that is entered without its kind: family, medical, or the care of a servicemember.

Knows: which entries have no kind, and what they would be with one. Never knows: limits, balances, a reason.
M.G.L. c.175M s.2(c)(1) (law.md N8).
"""

from collections.abc import Sequence

from workflows.rules.answers import Gap, Teller
from workflows.rules.banks import Bank
from workflows.rules.choices import UnfiledWeeks
from workflows.rules.plans import PFML_KINDS, Mark, Plan, PlanEntry
from workflows.rules.policy import LeavePolicy

NO_KIND = Gap(
    fact="entries.marks", asks="of which kind is the PFML leave that is entered without one?", teller=Teller.DFML
)


def without_kind(banks: Sequence[Bank], entries: Sequence[PlanEntry], *, policy: LeavePolicy) -> tuple[PlanEntry, ...]:
    """The entries without a kind, in the banks that are asked about for one kind. Leave for which nobody applied is
    none of them where the employer does not count it (K4)."""
    keys = [bank.bank for bank in banks if bank.plan is Plan.PFML and bank.mark is not None]
    if not keys:
        return ()
    no_use = Mark.UNFILED if policy.unfiled_weeks is UnfiledWeeks.NOT_COUNTED else None
    return tuple(e for e in entries if _has_none(e) and e.bank in keys and no_use not in e.marks)


def of_kind(entries: Sequence[PlanEntry], kind: Mark) -> tuple[PlanEntry, ...]:
    """The same entries, with a kind for those that have none."""
    return tuple(e.model_copy(update={"marks": (*e.marks, kind)}) if _has_none(e) else e for e in entries)


def _has_none(entry: PlanEntry) -> bool:
    return entry.plan is Plan.PFML and not any(kind in entry.marks for kind in PFML_KINDS)
