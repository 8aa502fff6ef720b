"""Makes the secret files that docker-compose.yml names, random, where they are missing.

Knows: file names. Never prints a secret. Usage: `.venv/bin/python -m infra.docker.make_secrets`
The directory is closed to others; the files inside are not, because containers read them under other user ids.
"""

import sys
from pathlib import Path

from infra import keyring_file
from infra.stack import places

NAMES = ("database-password", "temporal-database-password", "store-access-key", "store-secret-key")


def make(folder: Path) -> list[Path]:
    """Makes what is missing and returns every file."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keyring = folder / "keyring.json"
    keyring_file.create_file(keyring)
    files = [*(places.secret_file(folder / name) for name in NAMES), keyring]
    for path in files:
        path.chmod(0o644)
    return files


if __name__ == "__main__":
    for made in make(places.ROOT / ".leeway" / "compose"):
        sys.stdout.write(f"{made}\n")
