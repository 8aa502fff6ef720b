"""The keyring on disk: a JSON file of master keys that only its owner may read.

Knows: the file's form, its mode, how to write it whole or not at all. Never knows: tiers, seals, what the keys protect.
"""

import os
import secrets
import stat
from base64 import b64encode
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Annotated, Literal

from pydantic import Base64Bytes, Field, ValidationError

from workflows.values import Frozen


class KeyringUnusable(Exception):
    """The keyring file cannot be used; the sentence names the file and what to do, never its content."""


class Entry(Frozen):
    """One version of the master key. Exactly one version of a file is active; the others only open."""

    id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    version: Annotated[int, Field(ge=1, le=65535)]
    active: bool
    secret: Annotated[Base64Bytes, Field(min_length=32, max_length=32, repr=False)]


class KeyringFile(Frozen):
    """The whole file."""

    leeway_keyring: Literal[1] = 1
    keys: Annotated[tuple[Entry, ...], Field(min_length=1)]


def read_file(path: Path) -> tuple[Entry, ...]:
    """The key versions in the file. Raises KeyringUnusable."""
    try:
        mode = path.stat().st_mode
        text = path.read_bytes()
    except OSError as error:
        raise KeyringUnusable(f"The keyring {path} cannot be read: {error.strerror}.") from None
    if stat.S_IMODE(mode) & 0o077:
        raise KeyringUnusable(f"The keyring {path} is open to others. Close it: chmod 600 {path}")
    try:
        keys = KeyringFile.model_validate_json(text).keys
    except ValidationError:
        raise KeyringUnusable(f"The keyring {path} is damaged. Put its last copy back.") from None
    if sum(key.active for key in keys) != 1 or len({key.id for key in keys}) != len(keys):
        raise KeyringUnusable(f"The keyring {path} must have one active key and no id twice. Put its last copy back.")
    return keys


def create_file(path: Path) -> None:
    """Write a keyring of one new key, unless a file is there already. Two at once end with one keyring."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if path.exists():
        return
    staged = _staged(path, (_fresh(1),))
    try:
        # A link, unlike a rename, fails where the name is taken: whoever was first has made the keyring.
        with suppress(FileExistsError):
            os.link(staged, path)
    finally:
        staged.unlink()


def rotate_file(path: Path) -> None:
    """Add an active key; the keys so far stay, to open what they sealed."""
    keys = read_file(path)
    retired = tuple(key.model_copy(update={"active": False}) for key in keys)
    staged = _staged(path, (*retired, _fresh(max(key.version for key in keys) + 1)))
    staged.replace(path)


def _fresh(version: int) -> Entry:
    # The field reads base64, so a key is made the way a file is read.
    return Entry(id=secrets.token_hex(8), version=version, active=True, secret=b64encode(secrets.token_bytes(32)))


def _staged(path: Path, keys: tuple[Entry, ...]) -> Path:
    """A finished, synced file beside the path; NamedTemporaryFile makes it with mode 0600."""
    with NamedTemporaryFile("w", dir=path.parent, prefix=".keyring-", delete=False, encoding="utf-8") as file:
        file.write(KeyringFile(keys=keys).model_dump_json(indent=1))
        file.flush()
        os.fsync(file.fileno())
    return Path(file.name)
