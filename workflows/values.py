"""The shape every value of ours has: frozen, closed to unknown fields, silent about its input in errors.

Knows: pydantic. Never knows: what a value means.
"""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value. It cannot be changed, refuses unknown fields, and never prints what it was given."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)
