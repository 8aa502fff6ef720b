"""The Temporal dev server with its web UI, on one SQLite file, able to skip time workflow by workflow.

Knows: its flags, its namespace, its search attributes. Never knows: which workflows run there.
"""

from pathlib import Path

from temporalio.client import Client
from temporalio.service import RPCError

from infra import search_attributes
from infra.stack import processes
from infra.stack.places import LOOPBACK
from infra.stack.processes import LineSink, Program

NAMESPACE = "leeway"


class TemporalServer:
    """One dev server. Its file outlives it: `kill` and `start` again, and every open workflow goes on."""

    def __init__(
        self,
        program: Path,
        *,
        db: Path,
        port: int,
        ui_port: int | None = None,
        codec_port: int | None = None,
        sink: LineSink | None = None,
    ) -> None:
        self.address = f"{LOOPBACK}:{port}"
        self.namespace = NAMESPACE
        self.port = port
        self.program = Program("temporal", _argv(program, db, port, ui_port, codec_port), sink=sink)

    async def start(self) -> None:
        """Starts the server and returns when it answers and knows our search attributes. Raises NotReady."""
        await self.program.start()
        await self.program.ready(self._answers)
        await prepare_namespace(await Client.connect(self.address, namespace=self.namespace))

    async def stop(self) -> None:
        await self.program.stop()

    async def kill(self) -> None:
        await self.program.kill()

    async def _answers(self) -> bool:
        if not await processes.listening(LOOPBACK, self.port):
            return False
        try:
            client = await Client.connect(self.address, namespace=self.namespace)
            await search_attributes.registered(client)
        except (RPCError, RuntimeError):
            return False
        return True


async def prepare_namespace(client: Client) -> None:
    """Search attributes and retention, also where the database is older than this release. Repeating changes nothing.

    The dev server keeps closed workflows for 24 hours; a person who looks on Monday at a case closed on Friday would
    find nothing.
    """
    await search_attributes.register(client)
    await search_attributes.keep_closed(client)


def _argv(program: Path, db: Path, port: int, ui_port: int | None, codec_port: int | None) -> list[str]:
    ui = ["--ui-port", str(ui_port), "--ui-disable-news-fetch"] if ui_port is not None else ["--headless"]
    codec = ["--ui-codec-endpoint", f"http://{LOOPBACK}:{codec_port}"] if codec_port is not None else []
    # At the first start these flags are quicker than the operator service; on an existing file they do nothing.
    attributes = [f"--search-attribute={key.name}={search_attributes.word(key)}" for key in search_attributes.ALL]
    return [
        *(str(program), "server", "start-dev", "--ip", LOOPBACK, "--port", str(port)),
        *("--db-filename", str(db), "--namespace", NAMESPACE, "--log-level", "error"),
        *("--sqlite-pragma", "journal_mode=WAL", "--sqlite-pragma", "synchronous=NORMAL"),
        *("--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"),
        # Without it each skipped timer costs up to a second of real time.
        *("--dynamic-config-value", 'history.timerProcessorMaxTimeShift="1ms"'),
        *ui,
        *codec,
        *attributes,
    ]
