"""A PostgreSQL of the system's packages in a folder of its own, for tests. Nobody but this machine can reach it.

Knows: initdb, the server's flags, that it refuses to run as root. Never knows: tables.
"""

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

import asyncpg

from infra.stack import processes
from infra.stack.places import LOOPBACK
from infra.stack.processes import LineSink, Program

HOW_TO_GET = "apt-get install postgresql (Debian 12 or newer), or any PostgreSQL 15 or newer with initdb on PATH"
_ACCOUNT = "postgres"
_ROLE = "leeway"


def find() -> Path | None:
    """The directory with `initdb` and `postgres`: beside the one on PATH, else Debian's newest, else None."""
    on_path = shutil.which("initdb")
    if on_path is not None:
        return Path(on_path).resolve().parent
    packaged = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return packaged[-1].parent if packaged else None


def version(programs: Path) -> str:
    """Version of the server there."""
    said = subprocess.run([programs / "postgres", "--version"], capture_output=True, text=True, check=False).stdout
    found = re.search(r"\d+(\.\d+)*", said)
    return found.group() if found else "unknown"


class PostgresServer:
    """One server. Its data need not outlive the run: only a fall of the machine would lose what it committed, unless
    it is asked to be `durable`, as one that people rely on is."""

    def __init__(
        self, programs: Path, *, folder: Path, port: int, sink: LineSink | None = None, durable: bool = False
    ) -> None:
        self.port = port
        self._programs = programs
        self._folder = folder
        argv = [str(programs / "postgres"), "-D", str(folder / "cluster"), "-p", str(port), "-h", LOOPBACK]
        # No fsync: a killed server keeps what was committed, and only a machine that falls would not.
        argv += ["-k", "", *([] if durable else ["-F", "-c", "full_page_writes=off"])]
        self.program = Program("postgres", argv, sink=sink, user=_account(), cwd=folder, stop_with=signal.SIGINT)

    def url(self, database: str = "postgres") -> str:
        """SQLAlchemy's async address of one database, for a role that may do everything."""
        return f"postgresql+asyncpg://{_ROLE}@{LOOPBACK}:{self.port}/{database}"

    async def start(self) -> None:
        """Makes the cluster when missing, starts the server, returns when it takes connections. Raises NotReady."""
        if not (self._folder / "cluster" / "PG_VERSION").exists():
            self._make_cluster()
        await self.program.start()
        await self.program.ready(self._answers)

    async def stop(self) -> None:
        """Stops at once, whoever is connected."""
        await self.program.stop()

    async def kill(self) -> None:
        await self.program.kill()

    def _make_cluster(self) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        account = _account()
        if account is not None:
            shutil.chown(self._folder, account, account)
            _let_through(self._folder)
        options = ["--auth=trust", "--no-sync", "--no-locale", "--encoding=UTF8", f"--username={_ROLE}"]
        argv = [str(self._programs / "initdb"), *options, "-D", str(self._folder / "cluster")]
        made = subprocess.run(
            processes.as_user(argv, account), capture_output=True, text=True, check=False, cwd=self._folder
        )
        if made.returncode != 0:
            raise processes.NotReady(f"postgres: initdb failed: {made.stderr.strip()[-400:]}")

    async def _answers(self) -> bool:
        try:
            connection = await asyncpg.connect(self.url().replace("+asyncpg", ""), timeout=5)
        except (OSError, TimeoutError, asyncpg.PostgresError):
            return False
        await connection.close()
        return True


def _account() -> str | None:
    """PostgreSQL refuses to run as root: then it runs as the account its package made."""
    return _ACCOUNT if os.geteuid() == 0 else None


def _let_through(folder: Path) -> None:
    """Root's temporary directories are closed to others; the account must be able to pass, not to look."""
    for parent in folder.parents:
        mode = parent.stat().st_mode
        if not mode & 0o001:
            parent.chmod(mode | 0o001)
