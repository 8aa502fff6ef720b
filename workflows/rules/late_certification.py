"""Which days of a leave are unprotected because a certification came late, was not cured, or never came.

Knows: when protection lapses and when it is back. Never knows: the paper itself, or a denial: a named coordinator
decides that, and here is only what law would allow. 29 CFR 825.305(b)-(d), 825.313 (law.md G2-G5).
"""

from datetime import date
from enum import StrEnum

from pydantic import ConfigDict, Field, model_validator

from workflows.rules.answers import Answer, Due, Gap, Reasoning, Teller, contradiction
from workflows.rules.calendar import days_after
from workflows.rules.certification_clocks import certification_due, cure_due, recertification_due
from workflows.rules.clocks import extended
from workflows.rules.policy import LeavePolicy
from workflows.rules.spans import Days
from workflows.rules.wording import number_of
from workflows.values import Frozen

_RECEIVED = Gap(fact="request_received_on", asks="when did the employee receive the request?", teller=Teller.EMPLOYEE)
_FORESEEABLE = Gap(fact="foreseeable", asks="was the leave foreseeable?", teller=Teller.COORDINATOR)
_DILIGENT = Gap(fact="effort.diligent", asks="did the employee try diligently?", teller=Teller.COORDINATOR)
_CURE_DILIGENT = Gap(fact="deficiency.effort.diligent", asks="did the employee try to cure?", teller=Teller.COORDINATOR)


class LatePaper(StrEnum):
    """Which paper was asked for."""

    CERTIFICATION = "certification"
    RECERTIFICATION = "recertification"


class PaperState(StrEnum):
    """Whether a sufficient paper is in hand. `never`: its time is over, and it will not come."""

    IN_HAND = "in_hand"
    AWAITED = "awaited"
    NEVER = "never"


class Effort(Frozen):
    """The employee said that the paper could not be had in time, and why is on record elsewhere."""

    due_on: date = Field(description="The later day that was found to be practicable, or asked for.")
    diligent: bool | None = Field(None, description="Found by a named coordinator. None: not found yet.")
    found_by: str | None = Field(None, description="Reference of who found it.")

    @property
    def found(self) -> bool | None:
        """The finding; without a named person there is none."""
        return self.diligent if self.found_by else None


class Deficiency(Frozen):
    """A paper that was in hand and found incomplete or insufficient."""

    first_in_hand_on: date = Field(description="When that first paper was in hand.")
    notice_received_on: date | None = Field(None, description="When the employee received the list of what is missing.")
    effort: Effort | None = Field(None, description="More time to cure it.")


class UnprotectedFacts(Frozen):
    """A leave, the request for a paper, and what came of it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "paper": "certification",
                    "foreseeable": True,
                    "leave": {"first_on": "2026-03-23", "last_on": "2026-06-12"},
                    "request_received_on": "2026-03-26",
                    "state": "in_hand",
                    "sufficient_on": "2026-05-11",
                    "as_of": "2026-05-15",
                }
            ]
        }
    )

    paper: LatePaper = Field(LatePaper.CERTIFICATION, description="Which paper was asked for.")
    foreseeable: bool | None = Field(None, description="Whether the leave was foreseeable, found by a coordinator.")
    leave: Days = Field(description="The days of the leave that the paper is for.")
    request_received_on: date | None = Field(None, description="When the employee received the request.")
    effort: Effort | None = Field(None, description="More time to bring it. None: nothing was said.")
    state: PaperState = Field(description="Whether a sufficient paper is in hand, still awaited, or will never come.")
    sufficient_on: date | None = Field(
        None, description="When a sufficient paper was in hand of anyone for the employer."
    )
    deficiency: Deficiency | None = Field(None, description="None: no paper was found deficient.")
    as_of: date = Field(description="The day up to which an open list reaches.")

    @model_validator(mode="after")
    def _in_order(self) -> "UnprotectedFacts":
        if (self.state is PaperState.IN_HAND) != (self.sufficient_on is not None):
            raise contradiction("state_and_day_differ", "a paper has a day of arrival if, and only if, it is in hand")
        if self.sufficient_on is not None and self.sufficient_on > self.as_of:
            raise contradiction("in_hand_after_as_of", "a paper is in hand that comes after the day asked about")
        first = self.deficiency.first_in_hand_on if self.deficiency else None
        if first is not None and self.sufficient_on is not None and self.sufficient_on < first:
            raise contradiction("cured_before_it_came", "a paper was sufficient before its first version came")
        listed = self.deficiency.notice_received_on if self.deficiency else None
        if first is not None and listed is not None and listed < first:
            raise contradiction("judged_before_it_came", "a paper was found deficient before it came")
        return self


class Unprotected(Frozen):
    """`spans`: the days that a coordinator may leave unprotected, within the leave; `days` counts them. `is_open`: so
    far, because nothing sufficient has come. `is_never_fmla`: none of it is FMLA leave, and what was charged before is
    reversed. `in_time_until`: the legal date after which protection lapses; None: it has not begun to run."""

    spans: tuple[Days, ...]
    days: int
    is_open: bool
    is_never_fmla: bool
    in_time_until: Due | None


def unprotected_days(facts: UnprotectedFacts, *, policy: LeavePolicy) -> Answer[Unprotected]:
    """Foreseeable leave: from the day after the due day until the paper is provided. Unforeseeable: from expiry until a
    sufficient one is in hand. More time found for diligent effort moves the due day (825.313(a)-(c))."""
    why = Reasoning(policy)
    if facts.request_received_on is None:
        why.step("G2", "While it is not shown that the request was received, nothing counts against the employee.")
        return why.not_answerable("it is not shown when the request was received: no day is unprotected", _RECEIVED)
    asked = certification_due if facts.paper is LatePaper.CERTIFICATION else recertification_due
    first = asked(facts.request_received_on, policy=policy)
    why.rests_on("certification_days" if first.rule == "G2" else "recertification_days")
    why.step(
        first.rule,
        f"Due {number_of(first.count, 'day')} after the request was received.",
        due_on=first.due_on,
        days=first.count,
    )
    later = _later(first, facts.effort)
    if facts.effort is None or facts.effort.found is False or later == first:
        return _cured(why, facts, first, policy=policy)
    tried = Reasoning(policy) if facts.effort.found is None else why
    tried.step(first.rule, "More time for diligent, good-faith effort.", due_on=later.due_on)
    extended_answer = _cured(tried, facts, later, policy=policy)
    if facts.effort.found:
        return extended_answer
    on_time = _cured(Reasoning(policy), facts, first, policy=policy)
    return why.depends(_DILIGENT, (("yes", _by_day(extended_answer)), ("no", _by_day(on_time))))


def _cured(why: Reasoning, facts: UnprotectedFacts, first: Due, *, policy: LeavePolicy) -> Answer[Unprotected]:
    """The time to cure a deficient paper, which runs from receipt of the list of what is missing."""
    deficiency = facts.deficiency
    if deficiency is None:
        return _judged(why, facts, first, None, policy=policy)
    if deficiency.notice_received_on is None:
        why.step("G3", "It is not shown that the employee received the list of what is missing: the days to cure wait.")
        return _judged(why, facts, first, None, policy=policy)
    cure = cure_due(deficiency.notice_received_on, policy=policy)
    why.rests_on("cure_days")
    why.step("G3", "Days to cure, from receipt of the list of what is missing.", due_on=cure.due_on, days=cure.count)
    later = _later(cure, deficiency.effort)
    if deficiency.effort is None or deficiency.effort.found is False or later == cure:
        return _judged(why, facts, first, cure, policy=policy)
    if deficiency.effort.found:
        why.step("G3", "More days to cure for diligent, good-faith effort.", due_on=later.due_on)
        return _judged(why, facts, first, later, policy=policy)
    tried, not_tried = (_judged(Reasoning(policy), facts, first, each, policy=policy) for each in (later, cure))
    return why.depends(_CURE_DILIGENT, (("yes", _by_day(tried)), ("no", _by_day(not_tried))))


def _by_day(answer: Answer[Unprotected]) -> Answer[Unprotected]:
    """With the last day in time in its sentences: effort may move that day alone, and leave the days as they are."""

    def dated(says: str, found: Unprotected | None) -> str:
        return (
            says if found is None or found.in_time_until is None else f"{says}; in time: {found.in_time_until.due_on}"
        )

    branches = tuple(b.model_copy(update={"says": dated(b.says, b.result)}) for b in answer.branches)
    return answer.model_copy(update={"says": dated(answer.says, answer.result), "branches": branches})


def _judged(
    why: Reasoning, facts: UnprotectedFacts, first: Due, cure: Due | None, *, policy: LeavePolicy
) -> Answer[Unprotected]:
    if facts.foreseeable is not None:
        return _listed(why, facts, first, cure, foreseeable=facts.foreseeable)
    yes, no = (_listed(Reasoning(policy), facts, first, cure, foreseeable=given) for given in (True, False))
    return why.depends(_FORESEEABLE, (("yes", yes), ("no", no)))


def _listed(
    why: Reasoning, facts: UnprotectedFacts, first: Due, cure: Due | None, *, foreseeable: bool
) -> Answer[Unprotected]:
    """The days themselves, once every finding is made."""
    lapses = _lapses(facts, first, cure)
    if lapses is None:
        return why.settled(_none(None), "nothing is unprotected: the days to cure have not begun")
    if facts.state is PaperState.NEVER and facts.as_of <= lapses.due_on:
        why.step("G5", "Its time is not over, so nobody can know that it never comes.", in_time_until=lapses.due_on)
    elif facts.state is PaperState.NEVER and not _cure_waits(facts):
        return _never(why, facts, lapses)
    back_on = _back_on(facts, first, cure, foreseeable=foreseeable)
    until = "it is provided" if foreseeable else "a sufficient one is in hand"
    why.step("G5", f"Protection may lapse from the day after the last day in time until {until}.", back_on=back_on)
    return _spanned(why, facts, lapses, facts.as_of if back_on is None else days_after(back_on, -1), back_on is None)


def _lapses(facts: UnprotectedFacts, first: Due, cure: Due | None) -> Due | None:
    """The last day in time. A paper that came in time and was deficient has the days to cure as well."""
    deficiency = facts.deficiency
    if deficiency is None or deficiency.first_in_hand_on > first.due_on:
        return first
    if cure is None:
        return None
    return cure if cure.due_on > first.due_on else first


def _back_on(facts: UnprotectedFacts, first: Due, cure: Due | None, *, foreseeable: bool) -> date | None:
    """The day from which protection is back; None: not yet. A late paper that is cured in time was provided when it
    first came; only unforeseeable leave waits until it is sufficient."""
    deficiency = facts.deficiency
    if deficiency is None or deficiency.first_in_hand_on <= first.due_on:
        return facts.sufficient_on
    by = facts.sufficient_on or facts.as_of
    if cure is None or (foreseeable and by <= cure.due_on):
        return deficiency.first_in_hand_on
    return facts.sufficient_on


def _cure_waits(facts: UnprotectedFacts) -> bool:
    """Nobody can fail to cure what they were never told of."""
    return facts.deficiency is not None and facts.deficiency.notice_received_on is None


def _never(why: Reasoning, facts: UnprotectedFacts, lapses: Due) -> Answer[Unprotected]:
    if facts.paper is LatePaper.RECERTIFICATION:
        why.step("G5", "Without the recertification protection does not go on; what was protected before stays.")
        return _spanned(why, facts, lapses, facts.leave.last_on or facts.as_of, facts.leave.last_on is None)
    why.step("G5", "A certification that is never produced: none of it is FMLA leave.")
    last_on = facts.leave.last_on or max(facts.as_of, facts.leave.first_on)
    whole = Days(first_on=facts.leave.first_on, last_on=last_on)
    result = Unprotected(
        spans=(whole,),
        days=_length(whole.first_on, last_on),
        is_open=facts.leave.last_on is None,
        is_never_fmla=True,
        in_time_until=lapses,
    )
    return why.settled(
        result,
        f"nothing came by {lapses.due_on}: none of it is FMLA leave, and earlier charges are reversed, "
        "once a coordinator decides so",
    )


def _spanned(why: Reasoning, facts: UnprotectedFacts, lapses: Due, end: date, is_open: bool) -> Answer[Unprotected]:
    """The days after the last day in time, up to an end, as far as they are days of the leave."""
    first_on = max(days_after(lapses.due_on, 1), facts.leave.first_on)
    last_on = min(end, facts.leave.last_on or end)
    if last_on <= lapses.due_on or last_on < first_on:
        so_far = " so far" if is_open else ""
        return why.settled(
            _none(lapses).model_copy(update={"is_open": is_open}),
            f"no day is unprotected{so_far}: in time until {lapses.due_on}",
        )
    result = Unprotected(
        spans=(Days(first_on=first_on, last_on=last_on),),
        days=_length(first_on, last_on),
        is_open=is_open,
        is_never_fmla=False,
        in_time_until=lapses,
    )
    so_far = " so far" if is_open else ""
    return why.settled(
        result, f"{number_of(result.days, 'day')} may be left unprotected{so_far}: {first_on} to {last_on}"
    )


def _none(lapses: Due | None) -> Unprotected:
    return Unprotected(spans=(), days=0, is_open=False, is_never_fmla=False, in_time_until=lapses)


def _length(first_on: date, last_on: date) -> int:
    return (last_on - first_on).days + 1


def _later(first: Due, effort: Effort | None) -> Due:
    return extended(first, effort.due_on) if effort is not None else first
