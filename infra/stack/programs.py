"""The server programs for a running stack: found at once, or fetched by a child process that a Ctrl-C can end.

Knows: how to ask for them. Never knows: how they are built.
"""

import asyncio
import subprocess
import sys
from collections.abc import Callable

from infra.stack import build, find, places
from infra.stack.find import Found, Server


async def fetch(name: Server, *, say: Callable[[str], None]) -> Found:
    """The program, fetched or built when it is not here; progress goes to `say`, line by line. Raises CannotGet."""
    found = await asyncio.to_thread(find.find, name)
    return found if found is not None else await _fetched(name, say)


async def _fetched(name: Server, say: Callable[[str], None]) -> Found:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", build.__name__, name),
        cwd=places.ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        # A Ctrl-C reaches us alone; we end the build with TERM below.
        start_new_session=True,
    )
    last = "it said nothing"
    try:
        while child.stderr is not None and (line := await child.stderr.readline()):
            last = line.decode("utf-8", "replace").rstrip()
            say(last)
        await child.wait()
    finally:
        if child.returncode is None:
            child.terminate()
            await child.wait()
    found = await asyncio.to_thread(find.find, name)
    if found is None:
        raise build.CannotGet(last)
    return found
