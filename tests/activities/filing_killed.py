"""Files papers and is killed after the store has them, before the inbox lets go. Run as a program by test_documents.

Arguments: reference and id of the paper; settings come from the environment.
"""

import asyncio
import os
import signal
import sys

from infra.database import Database
from infra.keyring import Keyring
from infra.papers import Papers
from infra.settings import Settings
from infra.storage import Store


class KillingStore(Store):
    """A store after which nothing comes."""

    async def put(self, key: str, sealed: bytes) -> None:
        await super().put(key, sealed)
        os.kill(os.getpid(), signal.SIGKILL)


async def main(reference: str, document_id: str) -> None:
    """File one paper."""
    settings = Settings()
    papers = Papers(Database(settings.database_url), Keyring.load(settings.keyring_file), KillingStore(settings))
    await papers.file(reference, [document_id])


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
