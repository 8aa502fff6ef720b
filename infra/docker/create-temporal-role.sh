#!/bin/sh
# Runs once, when PostgreSQL makes its cluster: Temporal gets a role of its own and never sees Leeway's tables.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
  --set password="$(cat /run/secrets/temporal-database-password)" <<'SQL'
CREATE ROLE temporal LOGIN CREATEDB PASSWORD :'password';
REVOKE CONNECT ON DATABASE leeway FROM PUBLIC;
SQL
