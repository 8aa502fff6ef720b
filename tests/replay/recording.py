"""Records histories of the present release from stories on the real server: `python -m tests.replay.recording NAME`.

Run it once for each release and commit what it writes; what is committed is never recorded again. The key ring beside
this file is for these histories alone and protects nothing.
"""

import asyncio
import sys
import tempfile
from pathlib import Path

from temporalio.client import Client, WorkflowHistory

from infra.keyring import Keyring
from infra.stack import build, places
from infra.stack.temporal_server import TemporalServer
from infra.temporal import SealingPlugin
from tests.replay.stories import STORIES
from tests.workflows.conftest import Case, Stage
from tests.workflows.deeds import Deeds

HERE = Path(__file__).parent


def keyring(folder: Path) -> Keyring:
    """The committed key ring, with the mode that a key ring must have and a checkout cannot give."""
    path = folder / "keyring.json"
    path.write_bytes((HERE / "keyring.json").read_bytes())
    path.chmod(0o600)
    return Keyring.load(path)


def has_begun(history: WorkflowHistory) -> bool:
    """Whether the workflow did anything in it. Replaying one that did not would wait for ever."""
    return any(event.HasField("workflow_task_completed_event_attributes") for event in history.events)


async def _keep(case: Case, folder: Path, name: str) -> None:
    """Every run of the case, first to last."""
    runs = []
    run_id: str | None = (await case.latest.describe()).run_id
    while run_id:
        history = await case.stage.client.get_workflow_handle(case.handle.id, run_id=run_id).fetch_history()
        if not has_begun(history):
            # A run that the one before it ended with may wait for a worker that is gone: there is nothing to replay.
            async with case.stage.working(), asyncio.timeout(30):
                await asyncio.sleep(0.2)
            continue
        runs.append(history)
        run_id = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    for number, history in enumerate(reversed(runs), start=1):
        (folder / f"{name}.{number}.json").write_text(history.to_json(), encoding="utf-8")


async def record(release: str) -> None:
    """All stories, each with fresh deeds, into the folder of a release."""
    folder = HERE / "histories" / release
    folder.mkdir(parents=True)
    with tempfile.TemporaryDirectory() as scratch:
        server = TemporalServer(build.get("temporal").path, db=Path(scratch) / "t.db", port=places.free_port())
        await server.start()
        plugin = SealingPlugin(keyring(Path(scratch)), namespace=server.namespace)
        client = await Client.connect(server.address, namespace=server.namespace, plugins=[plugin])
        try:
            for name, story in STORIES.items():
                stage = Stage(client, "replay", Deeds())
                await _keep(await story(stage), folder, name)
        finally:
            await server.stop()


if __name__ == "__main__":
    asyncio.run(record(sys.argv[1]))
