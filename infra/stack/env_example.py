"""`.env.example`: every variable that Leeway reads, written from the settings themselves.

Knows: `infra.settings.Settings`. Never knows: a value in use. Usage: `python -m infra.stack.env_example > .env.example`
"""

import sys

from pydantic.fields import FieldInfo

from infra.settings import Settings

_HEAD = """\
# Every variable that Leeway reads, with its default. Written by: python -m infra.stack.env_example > .env.example
# `./leeway up` sets them by itself. Variables that end in _FILE name a file; no secret is ever a variable.
"""


def text() -> str:
    """The whole file."""
    prefix = Settings.model_config["env_prefix"]
    entries = (_entry(f"{prefix}{name.upper()}", field) for name, field in Settings.model_fields.items())
    return "\n".join([_HEAD, *entries])


def _entry(variable: str, field: FieldInfo) -> str:
    words = f"# {field.description}\n" if field.description else ""
    if field.default is None:
        return f"{words}# {variable}=\n"
    value = str(field.default).lower() if isinstance(field.default, bool) else str(field.default)
    return f"{words}{variable}={_quoted(value)}\n"


def _quoted(value: str) -> str:
    return f'"{value}"' if any(sign in value for sign in " <>#$") else value


if __name__ == "__main__":
    sys.stdout.write(text())
