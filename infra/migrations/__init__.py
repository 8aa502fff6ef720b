"""The schema, version by version.

Knows: Alembic. Never knows: what a table is for. The present models and the migrated schema are compared in the tests.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from infra.database import Database
from infra.settings import Settings


def config(connection: Connection) -> Config:
    """Alembic's settings for one connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made


async def upgrade(database: Database) -> None:
    """Bring the schema to the newest version. Does nothing where it is there already; safe to run again."""
    async with database.engine.begin() as connection:
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "head"))


async def migrate(settings: Settings) -> None:
    """Bring the database of the settings to the newest version."""
    database = Database(settings.database_url, settings.database_password_file)
    try:
        await upgrade(database)
    finally:
        await database.close()
