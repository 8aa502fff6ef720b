#!/bin/sh
# The server reads its database password from the environment only; here it comes from a file just before the start.
set -eu
POSTGRES_PWD="$(cat /run/secrets/temporal-database-password)"
export POSTGRES_PWD
exec /etc/temporal/entrypoint.sh
