"""The schema, version by version.

Knows: Alembic. Never knows: what a table is for. The present models and the migrated schema are compared in the tests.
"""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from infra.database import Database
from infra.settings import Settings

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(7233)"


def config(connection: Connection) -> Config:
    """Alembic's settings for one connection."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent))
    made.attributes["connection"] = connection
    return made


async def upgrade(database: Database) -> None:
    """Bring the schema to the newest version, whole or not at all. Does nothing where it is there already; several
    processes may start at once, and one of them does it."""
    async with database.engine.begin() as connection:
        await connection.exec_driver_sql("BEGIN IMMEDIATE" if database.is_sqlite else _ONE_AT_A_TIME)
        await connection.run_sync(lambda sync: command.upgrade(config(sync), "head"))


async def migrate(settings: Settings) -> None:
    """Bring the database of the settings to the newest version."""
    database = Database(settings.database_url, settings.database_password_file)
    try:
        await upgrade(database)
    finally:
        await database.close()
