"""Brings the database of the settings to the newest schema: `python -m infra.migrations`. Repeating changes nothing.

Knows: the settings. Never knows: what a table is for.
"""

import asyncio

from infra.migrations import migrate
from infra.settings import Settings

if __name__ == "__main__":
    asyncio.run(migrate(Settings()))
