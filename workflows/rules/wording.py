"""How amounts are said in a sentence: hours and minutes, weeks, numbers of things, money.

Knows: English plurals, and that nothing is rounded up. Never knows: what is counted, or for whom.
"""

from fractions import Fraction

_HOUR = 60
_TEN_THOUSANDTH = 10_000


def number_of(count: int, thing: str) -> str:
    """`1 day`, `2 days`, `no day`."""
    return f"no {thing}" if count == 0 else f"{count} {thing}{'' if count == 1 else 's'}"


def time_of(minutes: int) -> str:
    """`8 hours`, `7 hours 30 minutes`, `50 minutes`."""
    hours, rest = divmod(minutes, _HOUR)
    said = [number_of(hours, "hour")] if hours else []
    return " ".join((*said, *([number_of(rest, "minute")] if rest or not said else [])))


def exactly(amount: Fraction) -> str:
    """To four decimals, cut down; where that leaves something out, the exact fraction beside it: `11.9791 (575/48)`."""
    whole, rest = divmod(int(amount * _TEN_THOUSANDTH), _TEN_THOUSANDTH)
    said = f"{whole}.{rest:04d}".rstrip("0").rstrip(".")
    return said if Fraction(said) == amount else f"{said} ({amount})"


def money(cents: int) -> str:
    """`$1,800.00`."""
    return f"${cents // 100:,}.{cents % 100:02d}"
