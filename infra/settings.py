"""Every host, port, path and secret the parts are told, from the environment or from files.

Knows: names of variables (prefix LEEWAY_) and their defaults for the embedded stack. Never knows: who uses them or why.
Secrets come from files alone: a variable ending in _FILE names the file, so none appears in a process list or a log.
"""

from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Settings of one process. Ports are TCP ports on the named host; paths are relative to the working directory."""

    model_config = SettingsConfigDict(env_prefix="LEEWAY_", frozen=True, extra="ignore")

    home: Path = Field(Path(".leeway"), description="Where the embedded stack keeps its state.")
    employer: str = Field("massachusetts-executive-2026", description="Name of the policy in infra/policies.")

    temporal_address: str = Field("127.0.0.1:7233", description="Host and port of the Temporal frontend.")
    temporal_namespace: str = Field("leeway", description="Temporal namespace of the cases.")
    time_may_be_skipped: bool = Field(False, description="Ask each case for its time: it may be ahead of ours.")
    temporal_ui: str = Field("http://127.0.0.1:8233", description="Address of the Temporal web UI, for links.")

    database_url: str = Field("sqlite+aiosqlite:///.leeway/leeway.db", description="SQLAlchemy async address.")
    database_password_file: Path | None = Field(None, description="File with the database password.")

    store_endpoint: str = Field("127.0.0.1:9000", description="Host and port of the S3 store (MinIO).")
    store_bucket: str = Field("leeway-documents", description="Bucket of the sealed documents.")
    store_secure: bool = Field(False, description="Speak TLS to the store.")
    store_access_key_file: Path = Field(Path(".leeway/secrets/store-access-key"))
    store_secret_key_file: Path = Field(Path(".leeway/secrets/store-secret-key"))

    smtp_host: str = "127.0.0.1"
    smtp_port: int = 1025
    smtp_starttls: bool = False
    smtp_user: str | None = None
    smtp_password_file: Path | None = None
    mail_from: str = "Leave Office <leave@example.org>"
    mail_reply_to: str = "Leave Office <leave-desk@example.org>"
    mail_domain: str = Field("example.org", description="Right-hand side of every Message-ID.")

    office_name: str = Field("Leave Office", description="Who signs where no coordinator is named yet.")
    office_phone: str = Field("1-800-555-0134", description="Telephone of the office; TTY users dial 711.")
    papers_to: str = Field("your coordinator, or fax 1-800-555-0135", description="Where papers go.")

    keyring_file: Path = Field(Path(".leeway/secrets/keyring.json"), description="Master keys, mode 0600.")
    codec_port: int = Field(8081, description="Loopback port of the codec server for the Temporal web UI.")
    metrics_port: int = Field(9464, description="Loopback port of the worker's Prometheus endpoint.")
    outbox_page: str = Field("http://127.0.0.1:8025", description="Address of the mail catcher's page, for links.")


def secret(path: Path) -> str:
    """The secret kept in a file, without its trailing newline. Raises FileNotFoundError naming the file."""
    return path.read_text(encoding="utf-8").rstrip("\n")
