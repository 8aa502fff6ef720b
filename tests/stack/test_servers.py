"""Every server that the rings ask for starts, answers, and is what it says."""

from minio import Minio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from temporalio.client import Client

from infra import search_attributes
from infra.stack.minio_server import MinioServer
from infra.stack.temporal_server import TemporalServer
from infra.stack.versitygw_server import VersityServer


async def test_temporal_knows_our_search_attributes(temporal_server: TemporalServer) -> None:
    client = await Client.connect(temporal_server.address, namespace=temporal_server.namespace)
    assert await search_attributes.registered(client) >= {key.name for key in search_attributes.ALL}


def test_minio_locks_objects(minio_server: MinioServer) -> None:
    store = Minio(minio_server.endpoint, minio_server.access_key, minio_server.secret_key, secure=False)
    store.make_bucket("stack-test", object_lock=True)
    assert store.bucket_exists("stack-test")


def test_versitygw_locks_objects(versitygw_server: VersityServer) -> None:
    store = Minio(versitygw_server.endpoint, versitygw_server.access_key, versitygw_server.secret_key, secure=False)
    store.make_bucket("stack-test", object_lock=True)
    assert store.bucket_exists("stack-test")


async def test_each_test_gets_an_empty_postgres_database(fresh_postgres: str) -> None:
    engine = create_async_engine(fresh_postgres)
    async with engine.connect() as connection:
        tables = await connection.scalar(
            text("SELECT count(*) FROM information_schema.tables WHERE table_schema = 'public'")
        )
    await engine.dispose()
    assert tables == 0
