"""State PFML beside the case: what DFML decided as it told us, and what the employer owes to it.

Knows: that a change of the leave is told within the days of the law, that DFML's dates prevail, and that both sets of
dates are kept side by side. Never knows: why a claim was decided so. 458 CMR 2.10(2), 2.12; M.G.L. c.175M (law.md F7,
N9-N11, L8).
"""

from datetime import date
from typing import TYPE_CHECKING

from pydantic import ValidationError

from workflows.case.charging import charge_anew
from workflows.case.contradictions import Contradiction, contradicts
from workflows.case.deadlines import DeadlineKind
from workflows.case.designation import Period
from workflows.case.duties import TaskKind
from workflows.case.said import DfmlDecided, DfmlTold
from workflows.rules.benefit_years import BenefitYearsFacts, PfmlLeave, benefit_years
from workflows.rules.concurrency import PfmlClaim
from workflows.rules.dfml_clocks import dfml_appeal_due, dfml_change_due
from workflows.rules.pfml_years import benefit_year
from workflows.rules.reasons import LeaveReason
from workflows.rules.spans import Days
from workflows.values import Frozen

if TYPE_CHECKING:
    from workflows.case.case import LeaveCase
    from workflows.case.turn import Turn

KEY = "dfml_told"
APPEAL_KEY = "dfml_appeal"

_SATURDAY, _SUNDAY = 6, 7


class PfmlMirror(Frozen):
    """A claim as DFML told it, with its dates. `claim` None: nobody has told; that is not a denial."""

    claim: PfmlClaim | None = None
    years: tuple[Days, ...] = ()
    approved: tuple[Days, ...] = ()
    waiting: Days | None = None


def owe_word_of_a_change(turn: "Turn", changed_on: date) -> None:
    """Both sides tell DFML within seven calendar days of the change; a person sees to the employer's part. A later
    word on the same change moves the clock to the day that is known now."""
    if turn.case.edition < 2:
        return
    told_by = dfml_change_due(changed_on, policy=turn.case.policy)
    turn.start_deadline(DeadlineKind.DFML_TOLD, KEY, told_by, started_at=turn.at)
    turn.ask(TaskKind.TELL_DFML, about=KEY, due_on=told_by.due_on, rule="F7")


def dfml_told(turn: "Turn", told: DfmlTold) -> None:
    """Done, late or in time; a clock that was missed stays so."""
    turn.note("dfml_told", rule="F7", told_on=told.told_on, has_claim=told.has_claim)
    if not told.has_claim:
        turn.stop(KEY)
    turn.satisfy(KEY, at=told.received_at)
    turn.tasks_done(TaskKind.TELL_DFML)


def dfml_decided(turn: "Turn", told: DfmlDecided) -> None:
    """What DFML told holds from now on; what we expected stays beside it in the history. Leave that it approved counts
    under PFML too, and an appeal is the employee's: its last day is shown, never enforced. With a year that cannot be,
    nothing of it holds: what was told before stays until a person has cleared it up."""
    is_odd = any(_is_odd(year, turn.case) for year in told.years)
    if is_odd and turn.case.edition >= 4:
        turn.note("dfml_contradicts", claim=told.claim.value, years=_spans(told.years))
        contradicts(turn, Contradiction.YEAR_NOT_IN_WEEKS, about=told.message_id, fact="dfml_years")
        return
    expected = _expected_years(turn.case)
    mirror = PfmlMirror(claim=told.claim, years=told.years, approved=told.approved, waiting=told.waiting)
    differs = bool(told.years) and expected is not None and _spans(told.years) != _spans(expected)
    turn.note(
        "dfml_decided",
        rule="N9",
        claim=told.claim.value,
        years=_spans(told.years) or None,
        expected_years=_spans(expected) if expected else None,
        differs=differs,
    )
    before = turn.case.pfml
    turn.change(pfml=mirror)
    if mirror != before:
        charge_anew(turn)
    if is_odd:
        contradicts(turn, Contradiction.YEAR_NOT_IN_WEEKS, about=told.message_id, fact="dfml_years")
    _show_the_appeal(turn, told)


def _show_the_appeal(turn: "Turn", told: DfmlDecided) -> None:
    if told.claim is not PfmlClaim.DENIED:
        turn.stop(APPEAL_KEY)
    if told.claim is PfmlClaim.DENIED and told.received_on is not None:
        until = dfml_appeal_due(told.received_on, policy=turn.case.policy)
        turn.start_deadline(DeadlineKind.DFML_APPEAL, APPEAL_KEY, until, started_at=turn.at)


def _is_odd(year: Days, case: "LeaveCase") -> bool:
    """Benefit years are 52 weeks from a Sunday to a Saturday: anything else is a slip of the pen."""
    if case.edition >= 4:
        return benefit_year(year.first_on, policy=case.policy) != (year.first_on, year.last_on)
    return year.last_on is None or year.first_on.isoweekday() != _SUNDAY or year.last_on.isoweekday() != _SATURDAY


def _expected_years(case: "LeaveCase") -> tuple[Days, ...] | None:
    """The benefit years as we compute them: from the first day of leave, and of leave now and then from the first one
    that is taken (N9). None where that is not certain."""
    begun = [(p, _first_day(case, p)) for p in case.periods if not p.is_gone]
    leaves = [(p, first_on) for p, first_on in begun if first_on is not None]
    if not leaves:
        return None
    try:
        facts = BenefitYearsFacts(
            leaves=tuple(
                PfmlLeave(
                    reason=p.reason,
                    shape=p.shape,
                    first_on=first_on,
                    last_on=p.asked.last_on,
                    # The years do not turn on it, only the waiting period does.
                    after_childbirth=False if p.reason is LeaveReason.BONDING else None,
                )
                for p, first_on in leaves
            )
        )
    except ValidationError:
        return None
    found = benefit_years(facts, policy=case.policy).result
    if found is None:
        return None
    return tuple(Days(first_on=year.first_on, last_on=year.last_on) for year in found.years)


def _first_day(case: "LeaveCase", period: Period) -> date | None:
    if not period.is_intermittent:
        return period.asked.first_on
    return case.absences.first_day_in(period.asked.first_on, period.asked.last_on)


def _spans(years: tuple[Days, ...]) -> str:
    return ", ".join(f"{year.first_on} to {year.last_on or 'open'}" for year in years)
