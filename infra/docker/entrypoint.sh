#!/bin/sh
# Compose mounts secret files as they are on the host. The keyring must be readable by its owner alone, so it is copied
# into memory for the user that runs us.
set -eu
umask 077
if [ -f /run/secrets/keyring ]; then
  cat /run/secrets/keyring > /run/leeway/keyring.json
fi
exec "$@"
