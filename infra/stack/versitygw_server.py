"""VersityGW over one folder, on loopback: the second S3 server, for tests of what we ask of a store.

Knows: its flags. Never knows: buckets or documents.
"""

from pathlib import Path

from infra.stack import places, processes
from infra.stack.places import LOOPBACK
from infra.stack.processes import LineSink, Program


class VersityServer:
    """One VersityGW with versions kept, as object lock needs them. Its keys lie beside its folder."""

    def __init__(self, program: Path, *, folder: Path, port: int, sink: LineSink | None = None) -> None:
        self.endpoint = f"{LOOPBACK}:{port}"
        self.port = port
        self.access_key_file = folder / "access-key"
        self.secret_key_file = folder / "secret-key"
        self._objects = folder / "objects"
        self._versions = folder / "versions"
        self._binary = program
        self._sink = sink
        self.program = Program("versitygw", [])

    @property
    def access_key(self) -> str:
        return self.access_key_file.read_text(encoding="ascii")

    @property
    def secret_key(self) -> str:
        return self.secret_key_file.read_text(encoding="ascii")

    async def start(self) -> None:
        """Starts the server and returns when it takes requests. Raises NotReady."""
        for directory in (self._objects, self._versions):
            directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        places.secret_file(self.access_key_file)
        places.secret_file(self.secret_key_file)
        argv = [str(self._binary), "--port", self.endpoint, "--quiet", "--health", "/health", "posix"]
        argv += ["--versioning-dir", str(self._versions), str(self._objects)]
        # It reads its keys from the environment only; they are random and live as long as one test run.
        keys = {"ROOT_ACCESS_KEY": self.access_key, "ROOT_SECRET_KEY": self.secret_key}
        self.program = Program("versitygw", argv, env=keys, sink=self._sink)
        await self.program.start()
        await self.program.ready(self._answers)

    async def stop(self) -> None:
        await self.program.stop()

    async def kill(self) -> None:
        await self.program.kill()

    async def _answers(self) -> bool:
        return await processes.answers_http(LOOPBACK, self.port, "/health")
