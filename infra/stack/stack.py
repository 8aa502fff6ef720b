"""The embedded stack as a whole: Temporal and its codec server, MinIO, the mail catcher and its page, on one home.

Knows: which servers there are and in which order they start. Never knows: the worker's business.
`async with Stack(home) as stack: settings = Settings(**stack.settings)`. Everything it starts, it stops.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path
from types import TracebackType
from typing import Any

from infra import codec_server
from infra.keyring import Keyring
from infra.migrations import migrate
from infra.settings import Settings
from infra.stack import ports, programs, record
from infra.stack.mail_catcher import MailCatcher
from infra.stack.minio_server import MinioServer
from infra.stack.outbox_page import OutboxPage
from infra.stack.places import LOOPBACK, Home, Ports
from infra.stack.processes import LineSink, Program
from infra.stack.temporal_server import NAMESPACE, TemporalServer

Say = Callable[[str, str], None]
"""Takes the name of a part and one line."""


class Stack:
    """One stack. The servers are there between `__aenter__` and `__aexit__`; their state stays in the home."""

    temporal: TemporalServer
    store: MinioServer
    mail: MailCatcher
    ports: Ports

    def __init__(self, home: Path, *, say: Say, database_url: str | None = None) -> None:
        """`database_url` names another database than the SQLite file of the home."""
        self.home = Home(home)
        self._database_url = database_url or f"sqlite+aiosqlite:///{self.home.database}"
        self._say = say
        self._exit = AsyncExitStack()
        self._codec: asyncio.Task[None] | None = None
        self.programs: list[Program] = []
        """Child processes of this stack; whoever starts another on it adds it and calls `note`."""

    @property
    def settings(self) -> dict[str, Any]:
        """Settings of this stack by field name of `infra.settings.Settings`; paths are absolute."""
        return dict(self._settings())

    @property
    def environment(self) -> dict[str, str]:
        """The same for a child process: file paths, never a secret."""
        return record.as_environment(self._settings())

    async def __aenter__(self) -> "Stack":
        """Raises AlreadyRunning, CannotGet, NotReady; whatever was started by then is stopped."""
        self.home.prepare()
        async with AsyncExitStack() as undo:
            undo.enter_context(record.alone(self.home))
            for name in await asyncio.to_thread(record.stop_leftovers, self.home):
                self._say("stack", f"stopped a {name} that an earlier run had left behind")
            await self._start(undo)
            self._exit = undo.pop_all()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._note(ready=False)
        await self._exit.aclose()

    def note(self) -> None:
        """Writes down which processes run now, for commands in other terminals and for the next start."""
        self._note(ready=True)

    async def _start(self, undo: AsyncExitStack) -> None:
        temporal = await programs.fetch("temporal", say=self._sink("temporal"))
        minio = await programs.fetch("minio", say=self._sink("minio"))
        before = record.read(self.home)
        # The ports of the last run, so that links in a browser and in mails go on working.
        self.ports = undo.enter_context(ports.kept(before.ports if before is not None else Ports()))
        keyring = Keyring.create(self.home.secrets / "keyring.json")
        await migrate(Settings(**self.settings))
        self.temporal = TemporalServer(
            temporal.path,
            db=self.home.temporal_db,
            port=self.ports.temporal,
            ui_port=self.ports.temporal_ui,
            codec_port=self.ports.codec,
            sink=self._sink("temporal"),
        )
        self.store = MinioServer(
            minio.path,
            folder=self.home.store,
            access_key_file=self.home.secrets / "store-access-key",
            secret_key_file=self.home.secrets / "store-secret-key",
            port=self.ports.store,
            sink=self._sink("minio"),
        )
        self.mail = MailCatcher(port=self.ports.smtp, keep=self.home.outbox)
        page = OutboxPage(self.mail.folder, port=self.ports.outbox)
        self.programs = [self.temporal.program, self.store.program]
        undo.push_async_callback(self._stop, page)
        # One by one, so that each is in the record before the next can fail.
        for server in (self.temporal, self.store):
            await server.start()
            self._say(server.program.name, "ready")
            self._note(ready=False)
        await self.mail.start()
        await page.start()
        self._say("mail", "ready")
        self._codec = asyncio.create_task(codec_server.serve(Settings(**self.settings), keyring))
        self._note(ready=True)

    async def _stop(self, page: OutboxPage) -> None:
        codec = [self._codec] if self._codec is not None else []
        for task in codec:
            task.cancel()
        await asyncio.gather(
            self.temporal.stop(), self.store.stop(), self.mail.stop(), page.stop(), *codec, return_exceptions=True
        )

    def _note(self, *, ready: bool) -> None:
        running = tuple(record.started(each.name, each.pid) for each in self.programs if each.pid is not None)
        record.write(
            self.home,
            record.Record(
                ready=ready,
                ports=self.ports,
                settings=self._settings(),
                supervisor=record.started("stack", os.getpid()),
                programs=running,
            ),
        )

    def _sink(self, name: str) -> LineSink:
        return lambda line: self._say(name, line)

    def _settings(self) -> dict[str, str | int]:
        home, own = self.home, self.ports
        return {
            "home": str(home.root),
            "temporal_address": f"{LOOPBACK}:{own.temporal}",
            "temporal_namespace": NAMESPACE,
            "time_may_be_skipped": "true",
            "temporal_ui": f"http://{LOOPBACK}:{own.temporal_ui}",
            "database_url": self._database_url,
            "store_endpoint": f"{LOOPBACK}:{own.store}",
            "store_access_key_file": str(home.secrets / "store-access-key"),
            "store_secret_key_file": str(home.secrets / "store-secret-key"),
            "smtp_host": LOOPBACK,
            "smtp_port": own.smtp,
            "keyring_file": str(home.secrets / "keyring.json"),
            "codec_port": own.codec,
            "metrics_port": own.metrics,
            "outbox_page": f"http://{LOOPBACK}:{own.outbox}",
        }
