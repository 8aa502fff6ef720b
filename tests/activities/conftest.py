"""Fixtures of this ring."""

from tests.infra.databases import database, empty_url, migrated_postgres, migrated_sqlite, migrated_url

__all__ = ["database", "empty_url", "migrated_postgres", "migrated_sqlite", "migrated_url"]
