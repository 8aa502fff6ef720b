"""MinIO over one folder, on loopback, without its console.

Knows: its flags and the files with its root keys. Never knows: buckets or documents.
"""

from pathlib import Path

from infra.stack import places, processes
from infra.stack.places import LOOPBACK
from infra.stack.processes import LineSink, Program


class MinioServer:
    """One MinIO. Its keys are made at the first start, random, in files readable by their owner alone."""

    def __init__(
        self,
        program: Path,
        *,
        folder: Path,
        access_key_file: Path,
        secret_key_file: Path,
        port: int,
        sink: LineSink | None = None,
    ) -> None:
        self.endpoint = f"{LOOPBACK}:{port}"
        self.port = port
        self.access_key_file = access_key_file
        self.secret_key_file = secret_key_file
        environment = {
            # Files, so that no key shows in a process list.
            "MINIO_ROOT_USER_FILE": str(access_key_file),
            "MINIO_ROOT_PASSWORD_FILE": str(secret_key_file),
            "MINIO_BROWSER": "off",
            "MINIO_UPDATE": "off",
            "MINIO_CALLHOME_ENABLE": "off",
        }
        argv = [str(program), "server", "--quiet", "--address", self.endpoint, str(folder)]
        self.program = Program("minio", argv, env=environment, sink=sink)

    @property
    def access_key(self) -> str:
        return self.access_key_file.read_text(encoding="ascii")

    @property
    def secret_key(self) -> str:
        return self.secret_key_file.read_text(encoding="ascii")

    async def start(self) -> None:
        """Starts the server and returns when it takes requests. Raises NotReady."""
        places.secret_file(self.access_key_file)
        places.secret_file(self.secret_key_file)
        await self.program.start()
        await self.program.ready(self._answers)

    async def stop(self) -> None:
        await self.program.stop()

    async def kill(self) -> None:
        await self.program.kill()

    async def _answers(self) -> bool:
        # `ready` says yes too early: a request that comes then is told to come back in 60 seconds.
        return await processes.answers_http(LOOPBACK, self.port, "/minio/health/cluster")
