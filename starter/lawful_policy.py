"""A leave policy from its file, found lawful: or why it is not, with the rule that forbids it.

Knows: the files and the shape of a policy. Never knows: who asks for one, or what it is for.
"""

from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from infra import policies
from starter.explain.wrong import words
from workflows.rules.lawful import apart
from workflows.rules.policy import LeavePolicy
from workflows.rules.policy_values import RULES


class Unlawful(ValueError):
    """A policy file that cannot be followed: `faults`, each with its place and a sentence."""

    def __init__(self, *faults: tuple[str, str, str]) -> None:
        super().__init__("; ".join(f"{where}: {says}" if where else says for where, _, says in faults))
        self.faults = faults


def read(name: str, unit: str | None = None) -> LeavePolicy:
    """For all, or with what the contract of a unit has otherwise. Every unit's section must be lawful, whichever is
    asked for: nobody should find out on the day of the first leave. Raises UnknownPolicy, Unlawful."""
    general, faults = _read(name, None), []
    wanted = general
    for each in _units(name):
        try:
            of_unit = _read(name, each)
        except Unlawful as unlawful:
            faults += [(f"units.{each} {where}".strip(), kind, says) for where, kind, says in unlawful.faults]
        else:
            faults += [(f"units.{each}", "value_error", says) for says in apart(general, of_unit)]
            wanted = of_unit if each == unit else wanted
    if faults:
        raise Unlawful(*faults)
    return wanted


def _units(name: str) -> tuple[str, ...]:
    try:
        return policies.units(name)
    except (AttributeError, TypeError):
        raise Unlawful(("units", "broken_policy", "each unit is a section with values of its own")) from None


def _read(name: str, unit: str | None) -> LeavePolicy:
    try:
        written = policies.read(name, unit)
    except policies.UnknownPolicy:
        raise
    except policies.BrokenPolicy as broken:
        raise Unlawful(("", "broken_policy", str(broken))) from None
    except (KeyError, TypeError, AttributeError, OSError) as broken:
        raise Unlawful(("", "broken_policy", f"the file of {name} cannot be read as a policy: {broken}")) from None
    try:
        return LeavePolicy.of_file(written)
    except ValidationError as error:
        raise Unlawful(*(_fault(e, written["citations"]) for e in error.errors())) from None


def _fault(error: Mapping[str, Any], citations: dict[str, str]) -> tuple[str, str, str]:
    """Place, name and sentence; of a choice that there is not, what may be chosen, and under which rule."""
    where, kind = ".".join(map(str, error["loc"])), error["type"]
    rule = RULES.get(str(error["loc"][0])) if error["loc"] else None
    says = words(error) if where else str(error["msg"]).removeprefix("Value error, ")
    return where, kind, says if rule is None else f"{says} ({rule}: {citations.get(rule, rule)})"
