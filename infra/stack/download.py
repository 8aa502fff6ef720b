"""The Temporal dev server by the SDK's own download, where its CDN can be reached.

Knows: the SDK's test environment. Never knows: how to build.
"""

import asyncio
import socket
from collections.abc import Callable
from pathlib import Path

from temporalio.testing import WorkflowEnvironment

from infra.stack import find, places
from infra.stack.find import Found

CLI_VERSION = "v1.9.1"
_CDN = ("temporal.download", 443)
_SECONDS_TO_CONNECT = 3.0
_SECONDS_TO_DOWNLOAD = 120.0


def temporal(say: Callable[[str], None]) -> Found | None:
    """The downloaded program, kept in our cache; None where the CDN cannot be reached or gives something too old."""
    if not _reachable():
        return None
    say(f"temporal: downloading {CLI_VERSION} with the SDK's own download")
    folder = places.downloads()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(asyncio.wait_for(_start_once(folder), _SECONDS_TO_DOWNLOAD))
    except (TimeoutError, RuntimeError, OSError) as failure:
        say(f"temporal: the download failed ({type(failure).__name__})")
        return None
    return find.find("temporal")


def _reachable() -> bool:
    try:
        socket.create_connection(_CDN, timeout=_SECONDS_TO_CONNECT).close()
    except OSError:
        return False
    return True


async def _start_once(folder: Path) -> None:
    # The SDK downloads only as part of a start; the server is stopped at once.
    environment = await WorkflowEnvironment.start_local(
        download_dest_dir=str(folder), dev_server_download_version=CLI_VERSION
    )
    await environment.shutdown()
