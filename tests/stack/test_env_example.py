"""`.env.example` says what the settings say."""

from pathlib import Path

from dotenv import dotenv_values

from infra.settings import Settings
from infra.stack import env_example, places

EXAMPLE = places.ROOT / ".env.example"


def test_it_is_current() -> None:
    assert EXAMPLE.read_text(encoding="utf-8") == env_example.text(), (
        "run: .venv/bin/python -m infra.stack.env_example > .env.example"
    )


def test_it_means_the_defaults(tmp_path: Path) -> None:
    fields = {
        name.removeprefix("LEEWAY_").lower(): value
        for name, value in dotenv_values(EXAMPLE).items()
        if value is not None
    }
    assert Settings(**fields) == Settings.model_construct(  # type: ignore[arg-type]  # strings, as a file has them
        **{name: field.default for name, field in Settings.model_fields.items()}
    )
