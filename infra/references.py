"""References of cases: random, short, and readable on the telephone.

Knows: the alphabet and the check character. Never knows: which references exist. `LV-7K4Q-92XH` is seven random
characters of Crockford's base 32 (no I, L, O, U) and one that checks them: any single wrong character, and any two
that changed places, are noticed for certain.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISHEARD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SHAPE = re.compile(rf"[{ALPHABET}]{{8}}")

# The characters are the 32 elements of a field, each place weighs another power of its generator x, and the weighted
# sum of the eight is always the same. x^5 = x^2 + 1; the sum is not 0, so that eight zeros are no reference.
_REDUCED = 0b100101
_SUM = ALPHABET.index("E")


def new_reference() -> str:
    """A reference nobody could guess: one of 34 thousand million."""
    return spelled("".join(secrets.choice(ALPHABET) for _ in range(7)))


def spelled(characters: str) -> str:
    """Seven characters with their check, as people write them."""
    whole = characters + _check(characters)
    return f"LV-{whole[:4]}-{whole[4:]}"


def normalise(said: str) -> str | None:
    """What somebody typed or read out, as we write it; None if it cannot be one of ours."""
    bare = re.sub(r"[\s\-\u2010-\u2015]", "", said.upper())
    body = (bare[2:] if len(bare) > 8 and bare.startswith("LV") else bare).translate(_MISHEARD)
    if _SHAPE.fullmatch(body) is None or _check(body[:7]) != body[7]:
        return None
    return f"LV-{body[:4]}-{body[4:]}"


def _check(characters: str) -> str:
    weighed = 0
    for character in characters:
        weighed = _next_place(weighed ^ ALPHABET.index(character))
    return ALPHABET[weighed ^ _SUM]


def _next_place(weighed: int) -> int:
    """Times x."""
    return weighed << 1 ^ (_REDUCED if weighed & 16 else 0)
