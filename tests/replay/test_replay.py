"""Every history ever recorded replays with the present release, and its snapshots still load."""

from pathlib import Path

import pytest
from temporalio import workflow
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer

from infra.temporal import SealingPlugin
from tests.replay.forgetful import Forgetful
from tests.replay.recording import HERE, has_begun, keyring
from tests.replay.stories import STORIES
from workflows.leave_case import LeaveCaseWorkflow
from workflows.migration import MigrationWorkflow

HISTORIES = sorted((HERE / "histories").glob("*/*.json"))


def history_of(path: Path) -> WorkflowHistory:
    """A recorded run, under the workflow id it had: its seals are bound to that."""
    text = path.read_text(encoding="utf-8")
    first = WorkflowHistory.from_json("unknown", text).events[0]
    workflow_id = first.workflow_execution_started_event_attributes.workflow_id
    return WorkflowHistory.from_json(workflow_id, text)


def test_there_are_histories_of_every_story() -> None:
    assert {path.name.partition(".")[0] for path in HISTORIES} == set(STORIES)


@pytest.mark.parametrize("path", HISTORIES, ids=lambda p: f"{p.parent.name}-{p.stem}")
async def test_a_recorded_history_replays(path: Path, tmp_path: Path) -> None:
    plugin = SealingPlugin(keyring(tmp_path), namespace="leeway")
    replayer = Replayer(workflows=[LeaveCaseWorkflow, MigrationWorkflow], plugins=[plugin])
    history = history_of(path)
    assert has_begun(history), "nothing was recorded of it"
    await replayer.replay_workflow(history)


async def test_a_release_that_breaks_running_cases_is_caught(tmp_path: Path) -> None:
    plugin = SealingPlugin(keyring(tmp_path), namespace="leeway")
    replayer = Replayer(workflows=[Forgetful], plugins=[plugin])
    with pytest.raises(workflow.NondeterminismError):
        await replayer.replay_workflow(history_of(HISTORIES[0]))
