#!/bin/sh
# Makes Temporal's two databases and brings their schema to this release. Running it again changes nothing.
set -eu
SQL_PASSWORD="$(cat /run/secrets/temporal-database-password)"
export SQL_PASSWORD
for name in temporal visibility; do
  case "$name" in
    temporal) database=temporal ;;
    visibility) database=temporal_visibility ;;
  esac
  tool="temporal-sql-tool --plugin postgres12 --endpoint postgres --port 5432 --user temporal --database $database"
  $tool create
  $tool setup-schema --version 0.0
  $tool update-schema --schema-dir "/etc/temporal/schema/postgresql/v12/$name/versioned"
done
