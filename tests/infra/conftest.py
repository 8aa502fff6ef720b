"""Fixtures of this ring."""

from tests.infra.databases import (
    database,
    empty_url,
    keyring,
    keyring_file,
    migrated_postgres,
    migrated_sqlite,
    migrated_url,
    register,
)

__all__ = [
    "database",
    "empty_url",
    "keyring",
    "keyring_file",
    "migrated_postgres",
    "migrated_sqlite",
    "migrated_url",
    "register",
]
