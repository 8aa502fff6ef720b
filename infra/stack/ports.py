"""The ports of a stack, kept for it alone: between choosing a port and listening on it no other stack takes it.

Knows: locks of this user's stacks, and which ports are free. Never knows: what listens. A lock goes with its process.
"""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from infra.stack import places
from infra.stack.places import LOOPBACK, Ports


@contextmanager
def kept(wished: Ports) -> Iterator[Ports]:
    """The wished ports, with each that is taken or kept by another stack replaced by a free one, until the end."""
    with ExitStack() as locks:
        chosen: dict[str, int] = {}
        for name, port in wished.model_dump().items():
            while port in chosen.values() or not _keep(port, locks):
                port = places.free_port()
            chosen[name] = port
        yield Ports(**chosen)


def _keep(port: int, locks: ExitStack) -> bool:
    """Whether the port is ours from now on."""
    folder = places.cache() / "ports"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    lock = os.open(folder / str(port), os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        return False
    if not _is_free(port):
        os.close(lock)
        return False
    locks.callback(os.close, lock)
    return True


def _is_free(port: int) -> bool:
    """Whether a server could listen on the port of loopback, and on all addresses, now."""
    return all(_can_bind(address, port) for address in (LOOPBACK, ""))


def _can_bind(address: str, port: int) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # A port in TIME_WAIT after a restart is usable for a server, as it would be with the servers' own option.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True
