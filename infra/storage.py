"""The store of sealed papers: one small adapter over the S3 client, so that any S3 server will do.

Knows: bucket, keys, bytes, and that the server is not trusted: what was written is read back and compared. Never knows:
what is in an object (it was sealed before it came here), whose it is, or why it is kept. Errors carry neither names nor
content, at most the server's own code.
"""

import asyncio
import hashlib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO

from minio import Minio
from minio.commonconfig import ENABLED
from minio.error import MinioException, S3Error
from minio.versioningconfig import VersioningConfig
from urllib3 import PoolManager, Retry, Timeout
from urllib3.exceptions import HTTPError

from infra.settings import Settings, secret

CONNECT_SECONDS = 2
ANSWER_SECONDS = 5
"""A store that is dead or hangs is given up after these; whoever asked asks again."""

LARGEST = 64 * 1024 * 1024
"""More is not one of ours: a store that answers without end must not fill our memory."""

_HALF_MADE = (0.1, 0.3, 0.9)
_ALREADY_MADE = {"BucketAlreadyOwnedByYou", "BucketAlreadyExists", "OperationAborted"}


class StoreDown(RuntimeError):
    """The store does not answer, or refuses us. Retry: what was to be stored is whole where it is."""


class NoSuchObject(LookupError):
    """The store answers, and has nothing under this key."""


class Damaged(RuntimeError):
    """What comes back is not what was put in."""


class Store:
    """One bucket, in which every version of an object is kept. Safe to use from several tasks at once."""

    def __init__(self, settings: Settings) -> None:
        """Reads the keys. Raises FileNotFoundError naming their file; asks the store nothing yet."""
        self._bucket = settings.store_bucket
        self._is_prepared = False
        self._client = Minio(
            endpoint=settings.store_endpoint,
            access_key=secret(settings.store_access_key_file),
            secret_key=secret(settings.store_secret_key_file),
            secure=settings.store_secure,
            http_client=_patient_for_seconds(),
        )

    async def prepare(self) -> None:
        """Make the bucket if it is not there. May be asked again, by many at once. Raises StoreDown."""
        await asyncio.to_thread(self._prepare)

    async def put(self, key: str, sealed: bytes) -> None:
        """Write, read back and compare; done already where the same bytes are there.

        Other bytes under the key stay as an earlier version. Raises StoreDown and Damaged.
        """
        await asyncio.to_thread(self._put, key, sealed)

    async def get(self, key: str) -> bytes:
        """The newest version of an object. Raises StoreDown, NoSuchObject, and Damaged if it is far too large."""
        return await asyncio.to_thread(self._get, key)

    def _prepare(self) -> None:
        with _plain_errors():
            for pause in _HALF_MADE:
                try:
                    self._make_bucket()
                    break
                except S3Error as error:
                    # Somebody else is making it at this moment: servers have no good word for that.
                    if error.code != "InternalError":
                        raise
                    time.sleep(pause)
            else:
                self._make_bucket()
        self._is_prepared = True

    def _make_bucket(self) -> None:
        if not self._client.bucket_exists(bucket_name=self._bucket):
            try:
                self._client.make_bucket(bucket_name=self._bucket, object_lock=True)
            except S3Error as error:
                if error.code not in _ALREADY_MADE:
                    raise
        # Object lock switches versions on; a bucket made by hand may not have them.
        if self._client.get_bucket_versioning(bucket_name=self._bucket).status != ENABLED:
            self._client.set_bucket_versioning(bucket_name=self._bucket, config=VersioningConfig(ENABLED))

    def _put(self, key: str, sealed: bytes) -> None:
        if not self._is_prepared:
            self._prepare()
        if self._holds(key, sealed):
            return
        try:
            with _plain_errors():
                self._client.put_object(
                    bucket_name=self._bucket, object_name=key, data=BytesIO(sealed), length=len(sealed)
                )
        except StoreDown:
            # It may come back as another one, without our bucket.
            self._is_prepared = False
            raise
        if not self._holds(key, sealed):
            raise Damaged("the store did not give back what was written")

    def _holds(self, key: str, sealed: bytes) -> bool:
        try:
            return hashlib.sha256(self._get(key)).digest() == hashlib.sha256(sealed).digest()
        except NoSuchObject:
            return False

    def _get(self, key: str) -> bytes:
        with _plain_errors():
            response = self._client.get_object(bucket_name=self._bucket, object_name=key)
            try:
                content: bytes = response.read(LARGEST + 1)
            finally:
                response.close()
                response.release_conn()
        if len(content) > LARGEST:
            raise Damaged("the store gives back more than was ever written")
        return content


def _patient_for_seconds() -> PoolManager:
    """The client's own pool would wait minutes and ask five times; asking again is the caller's part."""
    return PoolManager(
        timeout=Timeout(connect=CONNECT_SECONDS, read=ANSWER_SECONDS),
        retries=Retry(total=None, connect=1, read=0, redirect=0, status=0, other=0, backoff_factor=0.2),
        cert_reqs="CERT_REQUIRED",
        maxsize=10,
    )


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Every way in which client and server can fail, as one of ours, without what they would say about the object."""
    try:
        yield
    except S3Error as error:
        if error.code == "NoSuchKey":
            raise NoSuchObject("the store has no such object") from None
        raise StoreDown(f"the store refuses: {error.code}") from None
    except (MinioException, HTTPError, OSError):
        raise StoreDown("the store does not answer") from None
