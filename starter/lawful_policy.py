"""A leave policy from its file, found lawful: or why it is not, with the rule that forbids it.

Knows: the files and the shape of a policy. Never knows: who asks for one, or what it is for.
"""

from pydantic import ValidationError

from infra import policies
from workflows.rules.policy import LeavePolicy


class Unlawful(ValueError):
    """A policy file that cannot be followed: `faults`, each with its place and a sentence."""

    def __init__(self, *faults: tuple[str, str, str]) -> None:
        super().__init__("; ".join(f"{where}: {says}" if where else says for where, _, says in faults))
        self.faults = faults


def read(name: str, unit: str | None = None) -> LeavePolicy:
    """For all, or with what the contract of a unit has otherwise. Every unit's section must be lawful, whichever is
    asked for: nobody should find out on the day of the first leave. Raises UnknownPolicy, Unlawful."""
    wanted, faults = _read(name, None), []
    for each in _units(name):
        try:
            of_unit = _read(name, each)
        except Unlawful as unlawful:
            faults += [(f"units.{each} {where}".strip(), kind, says) for where, kind, says in unlawful.faults]
        else:
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
        faults = ((".".join(map(str, e["loc"])), e["type"], e["msg"]) for e in error.errors())
        raise Unlawful(*((where, kind, says.removeprefix("Value error, ")) for where, kind, says in faults)) from None
