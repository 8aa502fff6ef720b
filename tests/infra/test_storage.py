"""What we ask of a store, of both servers: whoever passes this may hold our papers."""

import asyncio
import os
import secrets
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from minio import Minio

from infra.settings import Settings
from infra.stack.minio_server import MinioServer
from infra.stack.versitygw_server import VersityServer
from infra.storage import ANSWER_SECONDS, Damaged, NoSuchObject, Store, StoreDown

Server = MinioServer | VersityServer
AT_ONCE = 3.0
"""Seconds within which it must be known that nobody listens."""


@pytest.fixture(params=["minio_server", "versitygw_server"])
def server(request: pytest.FixtureRequest) -> Server:
    found = request.getfixturevalue(request.param)
    assert isinstance(found, MinioServer | VersityServer)
    return found


@pytest.fixture
def settings(server: Server) -> Settings:
    """A bucket of the test's own, not made yet."""
    return Settings(
        store_endpoint=server.endpoint,
        store_bucket=f"t-{secrets.token_hex(6)}",
        store_access_key_file=server.access_key_file,
        store_secret_key_file=server.secret_key_file,
    )


@pytest.fixture
def store(settings: Settings) -> Store:
    return Store(settings)


@pytest.fixture
def client(server: Server) -> Minio:
    """The client itself, as somebody has it who runs the server."""
    return Minio(endpoint=server.endpoint, access_key=server.access_key, secret_key=server.secret_key, secure=False)


@pytest.fixture
async def stopped(server: Server) -> AsyncIterator[Server]:
    """A server that the test may stop; it runs again afterwards."""
    yield server
    if not server.program.running:
        await server.start()


def versions(client: Minio, settings: Settings) -> list[str]:
    """Every version of every object, by key."""
    found = client.list_objects(bucket_name=settings.store_bucket, recursive=True, include_version=True)
    return [str(version.object_name) for version in found]


class TestAnyStore:
    """The conformance test."""

    async def test_the_bucket_is_made_once_with_versions_and_lock(
        self, store: Store, client: Minio, settings: Settings
    ) -> None:
        for _ in range(2):
            await store.prepare()
        assert client.get_bucket_versioning(bucket_name=settings.store_bucket).status == "Enabled"
        await store.put("7F/D-7F", b"sealed")
        where = {"bucket_name": settings.store_bucket, "object_name": "7F/D-7F"}
        client.enable_object_legal_hold(**where)
        assert client.is_object_legal_hold_enabled(**where)

    async def test_many_may_prepare_at_once(self, settings: Settings) -> None:
        await asyncio.gather(*(Store(settings).prepare() for _ in range(8)))

    async def test_a_bucket_made_by_hand_gets_versions(self, store: Store, client: Minio, settings: Settings) -> None:
        client.make_bucket(bucket_name=settings.store_bucket)
        await store.prepare()
        assert client.get_bucket_versioning(bucket_name=settings.store_bucket).status == "Enabled"

    async def test_what_is_put_comes_back(self, store: Store) -> None:
        await store.prepare()
        await store.put("7F/D-7F", b"sealed")
        assert await store.get("7F/D-7F") == b"sealed"

    @pytest.mark.parametrize("size", [0, 1, 5 * 1024 * 1024, 12 * 1024 * 1024])
    async def test_any_size_comes_back(self, store: Store, size: int) -> None:
        content = os.urandom(size)
        await store.put("7F/D-7F", content)
        assert await store.get("7F/D-7F") == content

    async def test_a_worker_may_start_before_the_bucket_is_there(self, store: Store) -> None:
        await store.put("7F/D-7F", b"sealed")
        assert await store.get("7F/D-7F") == b"sealed"

    async def test_putting_again_writes_nothing(self, store: Store, client: Minio, settings: Settings) -> None:
        for _ in range(3):
            await store.put("7F/D-7F", b"sealed")
        assert versions(client, settings) == ["7F/D-7F"]

    async def test_other_bytes_under_a_key_leave_the_first_as_a_version(
        self, store: Store, client: Minio, settings: Settings
    ) -> None:
        await store.put("7F/D-7F", b"first")
        await store.put("7F/D-7F", b"second")
        assert await store.get("7F/D-7F") == b"second"
        assert versions(client, settings) == ["7F/D-7F"] * 2

    async def test_what_is_not_there_is_said_to_be_missing(self, store: Store) -> None:
        await store.prepare()
        with pytest.raises(NoSuchObject):
            await store.get("7F/D-7F")

    async def test_many_are_put_at_once(self, store: Store) -> None:
        contents = {f"{n:02X}/D-{n}": os.urandom(100_000) for n in range(24)}
        await asyncio.gather(*(store.put(key, content) for key, content in contents.items()))
        found = await asyncio.gather(*(store.get(key) for key in contents))
        assert found == list(contents.values())

    async def test_the_same_is_put_by_many_at_once(self, settings: Settings) -> None:
        content = os.urandom(100_000)
        stores = [Store(settings) for _ in range(6)]
        await asyncio.gather(*(store.put("7F/D-7F", content) for store in stores))
        assert await stores[0].get("7F/D-7F") == content

    async def test_a_stopped_store_is_given_up_soon_and_used_again(
        self, store: Store, stopped: Server, settings: Settings
    ) -> None:
        await store.put("7F/D-7F", b"sealed")
        await stopped.stop()
        for asked in (store.get("7F/D-7F"), store.put("80/D-80", b"more"), store.prepare(), Store(settings).prepare()):
            since = time.monotonic()
            with pytest.raises(StoreDown):
                await asked
            assert time.monotonic() - since < AT_ONCE
        await stopped.start()
        await store.put("80/D-80", b"more")
        assert [await store.get("7F/D-7F"), await store.get("80/D-80")] == [b"sealed", b"more"]

    async def test_what_was_put_outlives_a_killed_store(self, store: Store, stopped: Server) -> None:
        content = os.urandom(300_000)
        await store.put("7F/D-7F", content)
        await stopped.kill()
        await stopped.start()
        assert await store.get("7F/D-7F") == content

    async def test_a_store_that_hangs_is_given_up(self, store: Store, server: Server) -> None:
        await store.prepare()
        pid = server.program.pid
        assert pid is not None
        os.kill(pid, signal.SIGSTOP)
        try:
            since = time.monotonic()
            with pytest.raises(StoreDown):
                await store.put("7F/D-7F", b"sealed")
            assert time.monotonic() - since < ANSWER_SECONDS + AT_ONCE
        finally:
            os.kill(pid, signal.SIGCONT)
        await store.put("7F/D-7F", b"sealed")

    async def test_a_refusal_names_the_code_and_nothing_else(self, settings: Settings, tmp_path: Path) -> None:
        wrong = tmp_path / "wrong"
        wrong.write_text("f" * 32)
        stranger = Store(settings.model_copy(update={"store_secret_key_file": wrong}))
        with pytest.raises(StoreDown, match="SignatureDoesNotMatch") as refused:
            await stranger.put("7F/D-7F", b"sealed")
        assert "7F" not in str(refused.value)
        assert refused.value.__cause__ is None
        assert refused.value.__suppress_context__


async def test_bytes_that_changed_on_the_way_are_not_taken_for_stored(
    versitygw_server: VersityServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A server is not trusted: it may say yes and keep something else."""
    store = Store(
        Settings(
            store_endpoint=versitygw_server.endpoint,
            store_bucket=f"t-{secrets.token_hex(6)}",
            store_access_key_file=versitygw_server.access_key_file,
            store_secret_key_file=versitygw_server.secret_key_file,
        )
    )
    await store.put("7F/D-7F", b"sealed")
    monkeypatch.setattr(Minio, "put_object", lambda *_, **__: None)
    for key in ("7F/D-7F", "80/D-80"):
        with pytest.raises(Damaged):
            await store.put(key, b"other")
