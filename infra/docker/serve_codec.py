"""The codec server as a compose service: it listens inside its container, and compose publishes it on loopback alone.

Knows: where it listens. Never knows: any key but those of the operations tier.
Usage: `python -m infra.docker.serve_codec`
"""

import uvicorn

from infra.codec_server import codec_app
from infra.keyring import Keyring
from infra.settings import Settings


def main() -> None:
    """Serves until told to stop."""
    settings = Settings()
    app = codec_app(settings, Keyring.load(settings.keyring_file))
    # Every address of the container; the host's loopback is the only way in.
    uvicorn.run(app, host="0.0.0.0", port=settings.codec_port, log_level="warning", access_log=False)  # noqa: S104


if __name__ == "__main__":
    main()
