"""The keyring: its file, its seals, what does not open, rotation, and a key that comes back."""

import base64
import json
import stat
import threading
from pathlib import Path

import pytest

from infra.keyring import KeyMissing, Keyring, KeyringUnusable, SealBroken, Tier

WORD = b"aspidistra"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "secrets" / "keyring.json"


def sealed(keyring: Keyring, *, tier: Tier = Tier.M, purpose: str = "document", context: str = "LV-1") -> bytes:
    return keyring.seal(WORD, tier=tier, purpose=purpose, context=context)


def opened(
    keyring: Keyring, seal: bytes, *, tier: Tier = Tier.M, purpose: str = "document", context: str = "LV-1"
) -> bytes:
    return keyring.open(seal, tier=tier, purpose=purpose, context=context)


def test_what_is_sealed_opens_and_shows_nothing(path: Path) -> None:
    keyring = Keyring.create(path)
    seal = sealed(keyring)
    assert WORD not in seal
    assert seal != sealed(keyring)
    assert opened(Keyring.load(path), seal) == WORD


@pytest.mark.parametrize("elsewhere", [{"context": "LV-2"}, {"purpose": "column"}, {"tier": Tier.C}])
def test_a_seal_opens_only_in_its_place(path: Path, elsewhere: dict[str, str]) -> None:
    keyring = Keyring.create(path)
    with pytest.raises(SealBroken):
        opened(keyring, sealed(keyring), **elsewhere)  # type: ignore[arg-type]


def test_every_changed_byte_breaks_the_seal(path: Path) -> None:
    keyring = Keyring.create(path)
    seal = sealed(keyring)
    for at in range(len(seal)):
        with pytest.raises((SealBroken, KeyMissing)):
            opened(keyring, seal[:at] + bytes([seal[at] ^ 1]) + seal[at + 1 :])


@pytest.mark.parametrize("length", [0, 3, 40, 58])
def test_a_torn_seal_is_broken(path: Path, length: int) -> None:
    keyring = Keyring.create(path)
    with pytest.raises(SealBroken):
        opened(keyring, sealed(keyring)[:length])


def test_an_empty_content_is_sealed_too(path: Path) -> None:
    keyring = Keyring.create(path)
    seal = keyring.seal(b"", tier=Tier.C, purpose="column", context="")
    assert keyring.open(seal, tier=Tier.C, purpose="column", context="") == b""


def test_the_file_is_made_once_and_only_for_its_owner(path: Path) -> None:
    Keyring.create(path)
    before = path.read_bytes()
    Keyring.create(path)
    assert path.read_bytes() == before
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_makers_at_the_same_moment_get_one_keyring(path: Path) -> None:
    made: list[Keyring] = []
    start = threading.Barrier(8)

    def make() -> None:
        start.wait()
        made.append(Keyring.create(path))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal = sealed(made[0])
    assert [opened(keyring, seal) for keyring in made] == [WORD] * 8
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_a_file_open_to_others_is_refused(path: Path) -> None:
    Keyring.create(path)
    path.chmod(0o640)
    with pytest.raises(KeyringUnusable, match="chmod 600"):
        Keyring.load(path)


def test_a_missing_file_is_named(path: Path) -> None:
    with pytest.raises(KeyringUnusable, match=r"keyring\.json cannot be read"):
        Keyring.load(path)


def no_active(keys: list[dict[str, object]]) -> None:
    keys[0]["active"] = False


def short_secret(keys: list[dict[str, object]]) -> None:
    keys[0]["secret"] = base64.b64encode(b"aspidistra").decode()


def same_id_twice(keys: list[dict[str, object]]) -> None:
    keys.append({**keys[0], "active": False})


@pytest.mark.parametrize("damage", [no_active, short_secret, same_id_twice, list.clear])
def test_a_damaged_file_is_refused_without_its_content(path: Path, damage: object) -> None:
    Keyring.create(path)
    content = json.loads(path.read_text())
    secret = content["keys"][0]["secret"]
    assert callable(damage)
    damage(content["keys"])
    path.write_text(json.dumps(content))
    with pytest.raises(KeyringUnusable, match="Put its last copy back") as refused:
        Keyring.load(path)
    assert secret not in str(refused.value)
    assert refused.value.__cause__ is None


def test_after_a_rotation_the_new_key_seals_and_the_old_one_opens(path: Path) -> None:
    before = Keyring.create(path)
    old = sealed(before)
    after = Keyring.rotate(path)
    new = sealed(after)
    assert opened(after, old) == WORD
    assert new[5:13] != old[5:13]
    versions = [(key["version"], key["active"]) for key in json.loads(path.read_text())["keys"]]
    assert versions == [(1, False), (2, True)]


def test_a_running_process_opens_what_a_rotated_one_sealed(path: Path) -> None:
    running = Keyring.create(path)
    assert opened(running, sealed(Keyring.rotate(path))) == WORD


def test_a_missing_key_is_named_and_heals_when_it_is_back(path: Path, tmp_path: Path) -> None:
    Keyring.create(path)
    seal = sealed(Keyring.rotate(path))
    whole = path.read_text()
    Keyring.create(tmp_path / "other.json")
    path.write_text((tmp_path / "other.json").read_text())
    running = Keyring.load(path)
    for _ in range(2):
        with pytest.raises(KeyMissing, match=seal[5:13].hex()):
            opened(running, seal)
    path.write_text(whole)
    assert opened(running, seal) == WORD


def test_a_keyring_for_one_tier_cannot_open_another(path: Path) -> None:
    keyring = Keyring.create(path)
    narrow = keyring.only(Tier.O)
    assert opened(narrow, sealed(keyring, tier=Tier.O), tier=Tier.O) == WORD
    with pytest.raises(KeyMissing):
        opened(narrow, sealed(keyring))
    with pytest.raises(KeyMissing):
        opened(narrow.only(Tier.M), sealed(keyring))


def test_no_secret_shows_in_a_representation(path: Path) -> None:
    keyring = Keyring.create(path)
    secret = json.loads(path.read_text())["keys"][0]["secret"]
    shown = repr(keyring) + repr(keyring.sealing_key(tier=Tier.O, purpose="payload", context="x"))
    assert secret not in shown
    assert repr(base64.b64decode(secret)) not in shown
