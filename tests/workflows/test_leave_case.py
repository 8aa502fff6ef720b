"""The timeline of a case on the real server: order, deadlines, refusals, cancellation, what nobody can read."""

import asyncio
from collections import Counter

import pytest
from temporalio.api.enums.v1 import EventType
from temporalio.client import WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError

from tests.workflows.conftest import Case, Stage, ahead, intermittent
from workflows.case import asked, said
from workflows.leave_case import LeaveCaseWorkflow
from workflows.owing import RUN_LENGTH


async def test_a_case_lives_from_request_to_closing(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(ahead(40, 10))
        await case.certified()
        view = await case.ask(LeaveCaseWorkflow.approve, asked.Approval)
        assert view.status == "approved"
        await case.until(lambda: len(stage.deeds.alerts(case.reference)) == 1)
        with pytest.raises(WorkflowUpdateFailedError) as refused:
            await case.ask(LeaveCaseWorkflow.close, asked.Closing)
        assert isinstance(refused.value.cause, ApplicationError)
        assert (refused.value.cause.type, refused.value.cause.details[0]) == ("Refusal", "leave_not_over")
        await case.say(LeaveCaseWorkflow.request_withdrawn, said.RequestWithdrawn)
        await case.ask(LeaveCaseWorkflow.close, asked.Closing, ground=asked.ClosingGround.WITHDRAWN)
        closed = await case.latest.result()
        assert closed.ground == "withdrawn"
        assert stage.deeds.notices(case.reference)[-1] == "leave_ended"
        assert stage.deeds.owed[case.reference][-1].snapshot is not None


async def test_a_reminder_and_an_overdue_come_with_time_and_nobody_is_denied(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(ahead(40))
        await case.until(lambda: "rights_notice" in stage.deeds.notices(case.reference))
        await case.until(lambda: stage.deeds.owed[case.reference][-1].view.next_deadline_kind is not None)
        await case.jump(12)
        await case.until(lambda: "certification_reminder" in stage.deeds.notices(case.reference))
        await case.jump(6)
        await case.until(lambda: "certification_overdue" in stage.deeds.tasks(case.reference))
        await case.until(lambda: stage.deeds.notices(case.reference)[-1] == "certification_overdue")
        assert stage.deeds.owed[case.reference][-1].view.status == "certification_overdue"


async def test_a_cancellation_from_the_ui_is_a_task_and_the_case_lives_on(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(ahead(40))
        await case.certified()
        await case.latest.cancel()
        await case.until(lambda: "cancellation_asked" in stage.deeds.tasks(case.reference))
        view = await case.ask(LeaveCaseWorkflow.approve, asked.Approval)
        assert view.status == "approved"
        await case.until(lambda: "approved" in stage.deeds.history(case.reference))


async def test_what_nobody_can_read_becomes_a_task_and_stalls_nothing(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(ahead(40))
        await case.latest.signal("absence_reported", {"nonsense": 1})
        await case.latest.signal("absence_reported")
        await case.latest.signal("absence_reported", args=[1, 2])
        await case.latest.signal("a_name_that_nobody_knows", "x")
        await case.until(
            lambda: (
                Counter(stage.deeds.history(case.reference))["message_unreadable"] == 3
                and "message_unknown" in stage.deeds.history(case.reference)
            )
        )
        assert Counter(stage.deeds.tasks(case.reference))["unreadable_message"] == 1


async def test_approve_as_a_signal_is_granted_or_recorded(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(ahead(40))
        await case.until(lambda: "rights_notice" in stage.deeds.notices(case.reference))
        coordinator = {"by": "coordinator/C-1", "custodian": said.Custodian.COMMONWEALTH}
        await case.say("approve", asked.Approval, **coordinator)
        await case.until(lambda: "request_refused" in stage.deeds.tasks(case.reference))
        await case.certified()
        await case.say("approve", asked.Approval, **coordinator)
        await case.until(lambda: "approved" in stage.deeds.history(case.reference))


async def test_the_same_update_again_is_answered_again(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(ahead(40))
        await case.certified()
        first = await case.ask(LeaveCaseWorkflow.approve, asked.Approval, message_id="approval-1")
        again = await case.ask(LeaveCaseWorkflow.approve, asked.Approval, message_id="approval-1")
        assert first.periods == again.periods


async def test_a_mail_refused_for_good_becomes_a_task_of_the_liaison(stage: Stage) -> None:
    stage.deeds.refused_mail = ("eligibility_notice",)
    async with stage.working():
        case = await stage.open(ahead(40))
        await case.until(lambda: "notice_failed" in stage.deeds.tasks(case.reference))


async def test_an_absence_alone_costs_at_most_seventeen_events(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(intermittent())
        await case.certified()
        await case.ask(LeaveCaseWorkflow.approve, asked.Approval)
        await case.until(lambda: "designation_notice" in stage.deeds.notices(case.reference))
        before = await _quiet(case)
        await case.absent("A-1")
        await case.until(lambda: len(stage.deeds.alerts(case.reference)) == 1)
        assert await _quiet(case) - before <= 17


async def test_twenty_absences_while_the_worker_is_down_cost_at_most_forty_events(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(intermittent())
        await case.certified()
        await case.ask(LeaveCaseWorkflow.approve, asked.Approval)
        await case.until(lambda: "designation_notice" in stage.deeds.notices(case.reference))
        before = await _quiet(case)
        run = (await case.latest.describe()).run_id
    for n in range(20):
        await case.absent(f"A-{n}", days=n + 1)
    async with stage.working():
        await case.until(lambda: len(stage.deeds.alerts(case.reference)) == 20)
        await _quiet(case)
        same_run = stage.client.get_workflow_handle(case.handle.id, run_id=run)
        events = [event async for event in same_run.fetch_history_events()]
        ended = events[-1].event_type == EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW
        assert len(events) - before - ended <= 40


async def test_a_refusal_costs_no_event(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(ahead(40))
        await case.until(lambda: "rights_notice" in stage.deeds.notices(case.reference))
        before = await _quiet(case)
        for _ in range(3):
            with pytest.raises(WorkflowUpdateFailedError):
                await case.ask(LeaveCaseWorkflow.approve, asked.Approval)
        assert len(await case.events()) == before


async def test_a_year_of_sixty_messages_runs_afresh_and_stays_small(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(intermittent())
        await case.certified()
        await case.ask(LeaveCaseWorkflow.approve, asked.Approval)
        for n in range(60):
            await case.absent(f"A-{n}", days=n + 1, hours=4)
            if n % 7 == 0:
                await _alerted(stage, case, n + 1)
        await case.until(lambda: len(set(stage.deeds.alerts(case.reference))) == 60, seconds=40)
        described = await case.latest.describe()
        assert described.raw_description.workflow_execution_info.first_run_id != described.run_id
        snapshots = [o.snapshot for o in stage.deeds.owed[case.reference] if o.snapshot is not None]
        assert len(snapshots) >= 60 // RUN_LENGTH - 1
        assert len(snapshots[-1].model_dump_json()) <= 32 * 1024
        keys = stage.deeds.alerts(case.reference)
        assert len(keys) == len(set(keys)) == 60


async def test_mail_down_holds_up_no_record_and_everything_goes_out_later(stage: Stage) -> None:
    async with stage.working():
        case = await stage.open(intermittent())
        await case.certified()
        await case.ask(LeaveCaseWorkflow.approve, asked.Approval)
        await case.until(lambda: "designation_notice" in stage.deeds.notices(case.reference))
        stage.deeds.mail_works.clear()
        await case.absent("A-1")
        await case.until(lambda: "absence_reported" in stage.deeds.history(case.reference))
        await case.absent("A-2", days=2)
        await case.until(lambda: Counter(stage.deeds.history(case.reference))["absence_reported"] == 2)
        assert stage.deeds.alerts(case.reference) == []
        stage.deeds.mail_works.set()
        await case.until(lambda: len(stage.deeds.alerts(case.reference)) == 2)


async def _alerted(stage: Stage, case: Case, count: int) -> None:
    await case.until(lambda: len(stage.deeds.alerts(case.reference)) == count)


async def _quiet(case: Case) -> int:
    """Number of events once nothing is under way: no new event for half a second."""
    last, still = -1, 0
    while still < 5:
        now = len(await case.events())
        still = still + 1 if now == last else 0
        last = now
        await asyncio.sleep(0.1)
    return last
