"""Intermittent leave: absences told, repeated, corrected, cancelled; 29 CFR 825.302-303, 825.205(b)."""

from datetime import date, datetime

from tests.case.telling import Telling, at, period
from workflows.case import asked, said
from workflows.case.duties import AlertSupervisors, AskPerson, ChargeAbsence, ChargeNothing
from workflows.case.notices import SupervisorAlert
from workflows.rules.reasons import LeaveReason, LeaveShape
from workflows.rules.schedule import Cause
from workflows.rules.schedule_changes import ScheduleChange
from workflows.rules.spans import Days


def chronic(*, decided: bool = True) -> Telling:
    told = Telling(at("2026-01-05"), period("2026-01-12", "2026-12-31", shape=LeaveShape.INTERMITTENT))
    told.found(at("2026-01-05", "09:01"))
    told.say(
        said.DocumentReceived,
        at("2026-01-09"),
        document="D-1",
        document_kind=said.DocumentKind.CERTIFICATION,
    )
    told.ask(asked.CertificationFinding, at("2026-01-09", "10:00"))
    if decided:
        assert told.ask(asked.Approval, at("2026-01-09", "11:00")) is None
        told.accepted(at("2026-01-09", "11:01"))
    return told


def absent(told: Telling, name: str, when: datetime, day: str, first: str, last: str, **fields: object) -> None:
    told.say(
        said.ReportedAbsence,
        when,
        absence_id=name,
        starts_at=at(day, first),
        ends_at=at(day, last),
        **fields,
    )


def last_alert(told: Telling) -> SupervisorAlert:
    alert = told.of(AlertSupervisors)[-1].alert
    assert isinstance(alert, SupervisorAlert)
    return alert


def test_an_absence_is_told_and_charged() -> None:
    told = chronic()
    absent(told, "A-1", at("2026-04-14", "07:00"), "2026-04-14", "09:00", "12:00")
    assert told.alerts() == ["absence"]
    assert told.charges()[-1].cause == "LV-7K4Q-92XH/absence/A-1"
    assert isinstance(told.charges()[-1].charge, ChargeAbsence)
    assert told.tasks() == []


def test_the_same_hours_by_two_doors_are_one_absence() -> None:
    told = chronic()
    absent(told, "A-1", at("2026-04-14", "07:00"), "2026-04-14", "09:00", "12:00")
    absent(told, "A-2", at("2026-04-14", "07:10"), "2026-04-14", "09:00", "12:00")
    assert told.alerts() == ["absence"]
    assert len(told.charges()) == 1
    assert told.history()[-1] == "absence_repeated"


def test_the_very_same_message_again_changes_nothing() -> None:
    told = chronic()
    fact = said.ReportedAbsence(
        **told.message(at("2026-04-14", "07:00"), "employee"),
        absence_id="A-1",
        starts_at=at("2026-04-14"),
        ends_at=at("2026-04-14", "12:00"),
    )
    told.keep(told.case.hear(fact))
    before = told.case
    assert told.keep(told.case.hear(fact)) == ()
    assert told.case == before


def test_a_correction_keeps_the_thread_and_says_old_and_new() -> None:
    told = chronic()
    absent(told, "A-1", at("2026-04-14", "07:00"), "2026-04-14", "09:00", "12:00")
    absent(told, "A-2", at("2026-04-15", "07:00"), "2026-04-14", "09:00", "11:30", corrects="A-1")
    alert = last_alert(told)
    assert (alert.subject.value, alert.thread, alert.sequence) == ("absence_changed", "absence/A-1", 1)
    assert alert.intervals_before[0].ends_at == at("2026-04-14", "12:00")
    assert [(c.cause, c.sequence) for c in told.charges()] == [
        ("LV-7K4Q-92XH/absence/A-1", 0),
        ("LV-7K4Q-92XH/absence/A-1", 1),
    ]


def test_a_cancelled_absence_is_uncharged_and_supervisors_hear_of_it() -> None:
    told = chronic()
    absent(told, "A-1", at("2026-04-10"), "2026-05-14", "09:00", "12:00")
    told.say(said.AbsenceCancelled, at("2026-04-11"), absence_id="A-1")
    assert told.alerts() == ["absence", "absence_cancelled"]
    assert last_alert(told).sequence == 1
    assert isinstance(told.charges()[-1].charge, ChargeNothing)


def test_what_was_reported_before_the_decision_is_charged_by_it() -> None:
    told = chronic(decided=False)
    absent(told, "A-1", at("2026-01-12", "07:00"), "2026-01-12", "09:00", "12:00")
    assert told.alerts() == ["absence"]
    assert told.charges() == []
    told.ask(asked.Approval, at("2026-01-13"))
    assert [c.cause for c in told.charges()] == ["LV-7K4Q-92XH/absence/A-1"]


def test_hours_that_could_not_be_counted_are_counted_when_they_are_told_again() -> None:
    told = chronic()
    absent(told, "A-1", at("2026-04-14", "07:00"), "2026-04-14", "09:00", "12:00")
    (first,) = told.charges()
    that_day = (Days(first_on=date(2026, 4, 14), last_on=date(2026, 4, 14)),)
    told.keep(told.case.charge_posted(first.cause, 0, False, at=at("2026-04-14", "07:01"), uncounted=that_day))
    assert told.tasks() == ["charge_not_possible"]
    assert told.of(AskPerson)[-1].facts == {"cause": first.cause, "days": "2026-04-14 to 2026-04-14"}
    absent(told, "A-9", at("2026-04-20", "07:00"), "2026-04-14", "09:00", "12:00")
    assert told.alerts() == ["absence"]
    assert [(c.cause, c.charge) for c in told.charges()] == [(first.cause, first.charge)] * 2
    told.keep(told.case.charge_posted(first.cause, 0, True, at=at("2026-04-20", "07:01")))
    assert told.tasks() == []
    absent(told, "A-10", at("2026-04-21", "07:00"), "2026-04-14", "09:00", "12:00")
    assert len(told.charges()) == 2


def test_c5_why_the_schedule_changed_is_asked_once_and_all_leave_is_counted_by_the_answer() -> None:
    told = chronic()
    for n, day in enumerate(("2026-03-02", "2026-04-14"), start=1):
        absent(told, f"A-{n}", at(day, "07:00"), day, "09:00", "12:00")
    earlier, later = told.charges()
    assert earlier.leave_from == later.leave_from == date(2026, 1, 12)
    untold = (ScheduleChange(on=date(2026, 4, 6)),)
    for minute in ("07:01", "07:02"):
        told.keep(told.case.charge_posted(later.cause, 0, True, at=at("2026-04-14", minute), schedule_changes=untold))
    assert told.tasks() == ["schedule_cause"]
    facts = told.of(AskPerson)[-1].facts
    assert facts == {"days": "2026-04-06", "rule": "C5", "citation": "29 CFR 825.205(b)(2)"}
    absent(told, "A-9", at("2026-04-20", "07:00"), "2026-04-14", "09:00", "12:00")  # the directory has the cause now
    assert [c.cause for c in told.charges()] == [earlier.cause, later.cause, later.cause]
    causes = (ScheduleChange(on=date(2026, 4, 6), cause=Cause.THE_LEAVE),)
    told.keep(told.case.charge_posted(later.cause, 0, True, at=at("2026-04-20", "07:01"), schedule_changes=causes))
    assert told.tasks() == []
    assert told.history()[-1] == "schedule_cause_told"
    assert [c.cause for c in told.charges()][3:] == [earlier.cause, later.cause]
    told.keep(told.case.charge_posted(later.cause, 0, True, at=at("2026-04-20", "07:02"), schedule_changes=causes))
    assert len(told.charges()) == 5, "what is settled is not counted once more"


def test_an_absence_outside_the_leave_is_told_all_the_same_and_asks_a_person() -> None:
    told = chronic()
    absent(told, "A-1", at("2027-01-04"), "2027-01-05", "09:00", "12:00")
    assert told.alerts() == ["absence"]
    assert told.charges() == []
    assert told.tasks() == ["absence_outside_leave"]


def test_an_end_before_the_start_changes_nothing_but_asks_a_person() -> None:
    told = chronic()
    absent(told, "A-1", at("2026-04-14"), "2026-04-14", "12:00", "09:00")
    assert told.alerts() == []
    assert told.tasks() == ["fact_contradicts"]


def test_paper_during_an_outage_keeps_its_attested_time() -> None:
    told = chronic()
    first_told = at("2026-04-14", "06:40")
    absent(told, "A-1", at("2026-04-16"), "2026-04-14", "09:00", "12:00", attested_at=first_told)
    note = told.history()[-1]
    assert note == "absence_reported"


def test_family_care_absences_after_a_death_are_uncharged_and_every_clock_stops() -> None:
    told = Telling(
        at("2026-01-26"),
        period("2026-02-02", "2026-04-24", reason=LeaveReason.FAMILY_CARE, shape=LeaveShape.INTERMITTENT),
    )
    told.found(at("2026-01-26", "09:01"))
    told.say(
        said.DocumentReceived,
        at("2026-01-28"),
        document="D-1",
        document_kind=said.DocumentKind.CERTIFICATION,
    )
    told.ask(asked.CertificationFinding, at("2026-01-28", "10:00"))
    told.ask(asked.Approval, at("2026-01-28", "11:00"))
    for n, day in enumerate(("2026-03-11", "2026-03-13", "2026-03-20"), start=1):
        absent(told, f"A-{n}", at("2026-03-09"), day, "09:00", "17:00")
    before = len(told.charges())
    told.say(said.FamilyMemberDied, at("2026-03-16"))
    told.say(said.FamilyMemberDied, at("2026-03-17"), died_on=at("2026-03-12").date())
    uncharged = [c.cause.rsplit("/", 1)[-1] for c in told.charges()[before:] if isinstance(c.charge, ChargeNothing)]
    assert uncharged == ["A-3", "A-2"]  # the 20th at once, the 13th when the date is known
    assert [d.kind.value for d in told.case.deadlines if d.is_running] == ["dfml_told_due"]
    assert told.notices().count("need_ended") == 1
    assert told.alerts() == ["absence"] * 3 + ["absence_cancelled"]  # the 13th is over when the date is known
    assert last_alert(told).thread == "absence/A-3"
    assert told.notices()[-1] == "bereavement_review"
    assert told.tasks() == ["tell_dfml", "bereavement_review"]
    assert told.case.status.value == "need_ended"


def test_a_queued_reminder_is_withdrawn_when_the_need_ends() -> None:
    told = Telling(
        at("2026-01-26"),
        period("2026-02-02", "2026-04-24", reason=LeaveReason.FAMILY_CARE, shape=LeaveShape.INTERMITTENT),
    )
    told.found(at("2026-01-26", "09:01"))
    told.until(at("2026-02-05", "09:00"))
    assert told.notices()[-1] == "certification_reminder"
    reminder = told.case.awaited[-1].key
    told.say(said.FamilyMemberDied, at("2026-02-06"), died_on=at("2026-02-05").date())
    withdrawn = [d for d in told.duties if d.duty == "withdraw"]
    assert reminder in withdrawn[-1].notices
    assert [d.kind.value for d in told.case.deadlines if d.is_running] == ["dfml_told_due"]


def test_an_absence_outside_employment_is_a_task_that_names_its_days_until_it_is_cleared_up() -> None:
    told = chronic()
    absent(told, "A-1", at("2026-11-10", "07:00"), "2026-11-10", "09:00", "12:00")
    cause, days = told.charges()[-1].cause, (Days(first_on=date(2026, 11, 10), last_on=date(2026, 11, 10)),)
    told.keep(told.case.charge_posted(cause, 0, True, at=at("2026-11-10", "07:01"), not_employed=days))
    task = told.of(AskPerson)[-1]
    assert task.kind.value == "outside_employment"
    assert (task.facts["cause"], task.facts["days"]) == (cause, "2026-11-10 to 2026-11-10")
    assert task.facts["code"] == "not_employed_then"
    charged = len(told.charges())
    absent(told, "A-1", at("2026-11-12"), "2026-11-10", "09:00", "12:00")
    assert len(told.charges()) == charged + 1
    told.keep(told.case.charge_posted(cause, 0, True, at=at("2026-11-12", "09:01")))
    assert told.tasks() == []
