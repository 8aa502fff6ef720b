"""Run by Alembic: migrates on the connection that is handed in."""

from alembic import context
from sqlmodel import SQLModel

import infra.directory_tables
import infra.tables

__all__ = ["infra"]

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=SQLModel.metadata, render_as_batch=True, compare_type=True)
with context.begin_transaction():
    context.run_migrations()
