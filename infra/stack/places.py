"""Where the embedded stack keeps things: the cache of built servers, the home of one stack, its ports.

Knows: directories and TCP ports on loopback. Never knows: what the servers do there.
"""

import contextlib
import hashlib
import os
import secrets
import socket
from pathlib import Path

from workflows.values import Frozen

LOOPBACK = "127.0.0.1"
ROOT = Path(__file__).parents[2]
SERVERS = Path(__file__).parent / "servers"


class Ports(Frozen):
    """The TCP ports of one stack, all on loopback. The defaults are the usual ones."""

    temporal: int = 7233
    temporal_ui: int = 8233
    store: int = 9000
    smtp: int = 1025
    outbox: int = 8025
    codec: int = 8081
    metrics: int = 9464


class Home:
    """The directory of one stack (`.leeway/`): everything that survives a restart."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        self.temporal_db = self.root / "temporal.db"
        self.database = self.root / "leeway.db"
        self.store = self.root / "minio"
        self.outbox = self.root / "outbox"
        self.secrets = self.root / "secrets"
        self.logs = self.root / "logs"
        self.record = self.root / "stack.json"
        self.lock = self.root / "stack.lock"

    def prepare(self) -> None:
        """Makes the directories, readable by their owner alone."""
        for directory in (self.root, self.store, self.outbox, self.secrets, self.logs):
            own_folder(directory)


def own_folder(path: Path) -> None:
    """Makes the folder, readable by its owner alone, whatever was there before and whatever the umask is.

    Parents too: `.leeway` itself may be made for `.leeway/demo` first. Parents that others made are left as they are.
    """
    for missing in [parent for parent in reversed(path.parents) if not parent.exists()]:
        missing.mkdir(mode=0o700, exist_ok=True)
        missing.chmod(0o700)
    path.mkdir(mode=0o700, exist_ok=True)
    path.chmod(0o700)


def cache() -> Path:
    """Directory shared by all checkouts of one user: `$XDG_CACHE_HOME/leeway` or `~/.cache/leeway`."""
    base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "leeway"


def downloads() -> Path:
    """Where the SDK puts a server it downloads."""
    return cache() / "download"


def built(name: str) -> Path:
    """Where the server `name` lies once built. The file name has a hash of its pinned modules: new pin, new build."""
    digest = hashlib.sha256()
    for part in ("go.mod", "go.sum"):
        digest.update((SERVERS / name / part).read_bytes())
    return cache() / "bin" / f"{name}-{digest.hexdigest()[:16]}"


def workshop(name: str) -> Path:
    """Where the build of the server `name` keeps what it fetches and compiles, until it is over."""
    return cache() / "build" / name


def secret_file(path: Path) -> Path:
    """The file, made with 32 random characters and mode 0600 when missing. Written whole or not at all."""
    if path.exists():
        return path
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as out:
        out.write(secrets.token_hex(16))
        out.flush()
        os.fsync(out.fileno())
    draft.rename(path)
    return path


SERVER_PORTS = range(20_000, 32_768)
"""Where a free port is looked for: below those that the system gives to connections, which come and go at any moment
(`ip_local_port_range` begins at 32768)."""


def free_port() -> int:
    """A TCP port that nobody listens on at this moment, and that no connection is given."""
    while True:
        port = secrets.choice(SERVER_PORTS)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe, contextlib.suppress(OSError):
            probe.bind((LOOPBACK, port))
            return port
