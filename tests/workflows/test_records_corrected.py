"""A record that the directory lacked is asked for again once it is corrected, on the real server (law.md E8)."""

from tests.case import telling
from tests.workflows.conftest import Case, Stage
from workflows.case import said
from workflows.leave_case import LeaveCaseWorkflow
from workflows.rules.reasons import LeaveShape


async def test_the_record_is_looked_up_again_whenever_it_was_corrected(stage: Stage) -> None:
    stage.deeds.employment = None
    async with stage.working():
        case = await stage.open(telling.period("2026-01-05", None, shape=LeaveShape.INTERMITTENT))
        await case.until(lambda: "find_employment_record" in stage.deeds.tasks(case.reference))
        await _corrected(case)
        await case.until(lambda: stage.deeds.history(case.reference).count("employment_record_missing") == 2)
        stage.deeds.employment = telling.record(worksite_fifty=None)
        await _corrected(case)
        await case.until(lambda: "judge_eligibility" in stage.deeds.tasks(case.reference))
        stage.deeds.employment = telling.record()
        await _corrected(case)
        await case.until(lambda: stage.deeds.notices(case.reference).count("eligibility_notice") == 2)
        await case.until(lambda: stage.deeds.owed[case.reference][-1].view.eligible is True)
    assert stage.deeds.notices(case.reference).count("rights_notice") == 1
    gone = [key for owed in stage.deeds.owed[case.reference] for each in owed.withdrawals for key in each.tasks]
    assert [kind for kind in ("find_employment_record", "judge_eligibility") if kind not in " ".join(gone)] == []


async def _corrected(case: Case) -> None:
    await case.say(LeaveCaseWorkflow.records_corrected, said.RecordsCorrected, by="coordinator/C-1")
