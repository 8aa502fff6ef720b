"""The keys, and the seal put on everything that leaves our memory: payloads, database columns, documents.

Knows: key versions, tiers, AES-256-GCM (NIST SP 800-38D), HKDF-SHA256 (RFC 5869). Never knows: what is sealed or who
asks. Every key is derived per version, tier, purpose and context, so a holder of one tier cannot open
another, and a seal moved to another context does not open. Errors carry no content, at most a random key id.
"""

import hashlib
import hmac
import os
import struct
import threading
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF, HKDFExpand

from infra.keyring_file import Entry, KeyringUnusable, create_file, read_file, rotate_file

__all__ = ["Key", "KeyMissing", "Keyring", "KeyringUnusable", "SealBroken", "Tier", "bind"]

NONCE = 12
_COMMITMENT = 32
_MAGIC = b"LWY1"
# Magic, tier, key id, key version, nonce, commitment; the ciphertext follows.
_HEAD = struct.Struct(f">4sc8sH{NONCE}s{_COMMITMENT}s")
_CACHED_KEYS = 4096


class Tier(StrEnum):
    """Who may read: O operations, S schedule (who is away when), C case, M medical."""

    O = "O"  # noqa: E741 - the letter is the tier's name
    S = "S"
    C = "C"
    M = "M"


class KeyMissing(Exception):
    """The keyring lacks the key. Retry: the content is whole, and opens when the key is back."""


class SealBroken(Exception):
    """Not our seal, damaged, or made for another place."""


@dataclass(frozen=True)
class Key:
    """One derived key. The commitment names the key in the open without giving it away."""

    id: str
    version: int
    aead: AESGCM
    commitment: bytes

    def encrypt(self, plaintext: bytes, bound: bytes) -> bytes:
        """Nonce and ciphertext. `bound` is associated data: not kept, needed again to open."""
        nonce = os.urandom(NONCE)
        return nonce + self.aead.encrypt(nonce, plaintext, bound)

    def decrypt(self, sealed: bytes, bound: bytes) -> bytes:
        """What `encrypt` was given. Raises SealBroken."""
        try:
            return self.aead.decrypt(sealed[:NONCE], sealed[NONCE:], bound)
        except (InvalidTag, ValueError):
            raise SealBroken("the seal is broken, or was made for another place") from None

    def is_committed_to(self, commitment: bytes) -> bool:
        """Whether the commitment was made with this very key: AES-GCM alone does not say (key commitment)."""
        return hmac.compare_digest(self.commitment, commitment)


def bind(*parts: str | bytes) -> bytes:
    """Associated data of several parts, each with its length before it, so that no two lists read the same."""
    raw = [part.encode() if isinstance(part, str) else part for part in parts]
    return b"".join(struct.pack(">I", len(part)) + part for part in raw)


@dataclass(frozen=True)
class _Root:
    """What is held of one key version: a secret for each tier that this keyring may use."""

    version: int
    secrets: dict[Tier, bytes]


class Keyring:
    """The keys of one process, by tier; one version seals, all open.

    A key id that is not held makes the file be read again, if it has changed: a rotation, or a key put back, needs no
    restart.
    """

    def __init__(self, path: Path, *, tiers: frozenset[Tier] = frozenset(Tier)):
        """Raises KeyringUnusable, with a sentence, when the file is missing, open to others or damaged."""
        self._path = path
        self._tiers = tiers
        self._lock = threading.Lock()
        self._stamp = _stamp(path)
        self._hold()
        self._derived = lru_cache(maxsize=_CACHED_KEYS)(self._derive)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The keyring in the file. Raises KeyringUnusable."""
        return cls(path)

    @classmethod
    def create(cls, path: Path) -> Self:
        """The keyring in the file, which is made first, whole or not at all, if there is none. Never overwrites."""
        create_file(path)
        return cls(path)

    @classmethod
    def rotate(cls, path: Path) -> Self:
        """Add a key version that seals from now on; the others only open."""
        rotate_file(path)
        return cls(path)

    def only(self, *tiers: Tier) -> Self:
        """A keyring that holds the secrets of these tiers and cannot derive any other."""
        return type(self)(self._path, tiers=self._tiers & frozenset(tiers))

    def seal(self, plaintext: bytes, *, tier: Tier, purpose: str, context: str) -> bytes:
        """Seal for a database column or a document. Purpose and context must be given again to open it."""
        key = self.sealing_key(tier=tier, purpose=purpose, context=context)
        head = (_MAGIC, tier.value.encode(), bytes.fromhex(key.id), key.version)
        sealed = key.encrypt(plaintext, _bound(*head, key.commitment, purpose, context))
        return _HEAD.pack(*head, sealed[:NONCE], key.commitment) + sealed[NONCE:]

    def open(self, sealed: bytes, *, tier: Tier, purpose: str, context: str) -> bytes:
        """What `seal` was given. Raises KeyMissing (wait) or SealBroken (it will never open here)."""
        if len(sealed) < _HEAD.size or not sealed.startswith(_MAGIC):
            raise SealBroken("this was not sealed by us")
        magic, letter, key_id, version, nonce, commitment = _HEAD.unpack_from(sealed)
        if letter != tier.value.encode():
            raise SealBroken("this was sealed for another tier")
        key = self.opening_key(key_id.hex(), tier=tier, purpose=purpose, context=context)
        if key.version != version or not key.is_committed_to(commitment):
            raise SealBroken("the seal is broken, or was made for another place")
        return key.decrypt(
            nonce + sealed[_HEAD.size :], _bound(magic, letter, key_id, version, commitment, purpose, context)
        )

    def sealing_key(self, *, tier: Tier, purpose: str, context: str) -> Key:
        """The key that seals now. Raises KeyMissing when this keyring may not use the tier."""
        return self._derived(self._active, tier, purpose, context)

    def opening_key(self, key_id: str, *, tier: Tier, purpose: str, context: str) -> Key:
        """The key that was named. Raises KeyMissing, after looking into the file again."""
        if key_id not in self._roots:
            self._read_again()
        return self._derived(key_id, tier, purpose, context)

    def _derive(self, key_id: str, tier: Tier, purpose: str, context: str) -> Key:
        root = self._roots.get(key_id)
        if root is None:
            raise KeyMissing(f"the keyring has no key {key_id}; put it back and what waits goes on")
        secret = root.secrets.get(tier)
        if secret is None:
            raise KeyMissing(f"this keyring may not open tier {tier.value}")
        okm = HKDFExpand(algorithm=hashes.SHA256(), length=32 + _COMMITMENT, info=bind("leeway", purpose, context))
        both = okm.derive(secret)
        return Key(key_id, root.version, AESGCM(both[:32]), both[32:])

    def _hold(self) -> None:
        entries = read_file(self._path)
        self._roots = {entry.id: self._root(entry) for entry in entries}
        self._active = next(entry.id for entry in entries if entry.active)

    def _root(self, entry: Entry) -> _Root:
        return _Root(entry.version, {tier: _tier_secret(entry, tier) for tier in self._tiers})

    def _read_again(self) -> None:
        with self._lock:
            stamp = _stamp(self._path)
            if stamp is None or stamp == self._stamp:
                return
            self._hold()
            self._stamp = stamp
            self._derived.cache_clear()


def _tier_secret(entry: Entry, tier: Tier) -> bytes:
    hkdf = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=bytes.fromhex(entry.id), info=bind("leeway tier", tier.value)
    )
    return hkdf.derive(entry.secret)


def _bound(
    magic: bytes, letter: bytes, key_id: bytes, version: int, commitment: bytes, purpose: str, context: str
) -> bytes:
    return bind(magic, letter, key_id, struct.pack(">H", version), commitment, purpose, context)


def _stamp(path: Path) -> bytes | None:
    """What the file says now, in short: its time alone can stand still over two quick changes."""
    if not path.is_file():
        return None
    return hashlib.sha256(path.read_bytes()).digest()
