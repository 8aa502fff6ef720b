"""References of cases: random, short, and readable on the telephone.

Knows: the alphabet and the check character. Never knows: which references exist. `LV-7K4Q-92XH` is seven random
characters of Crockford's base 32 (no I, L, O, U) and one that checks them: any single wrong character, and any two
neighbours changed about, is noticed.
"""

import re
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MISHEARD = str.maketrans({"I": "1", "L": "1", "O": "0"})
_SHAPE = re.compile(rf"^LV([{ALPHABET}]{{8}})$")


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
    body = bare[2:].translate(_MISHEARD) if bare.startswith("LV") else bare.translate(_MISHEARD)
    found = _SHAPE.match(f"LV{body}")
    if found is None or _check(found[1][:7]) != found[1][7]:
        return None
    return f"LV-{body[:4]}-{body[4:]}"


def _check(characters: str) -> str:
    """ISO/IEC 7064 hybrid check (as in MOD 37,36) over 32 characters."""
    modulus = len(ALPHABET)
    rest = modulus
    for character in characters:
        rest = (rest + ALPHABET.index(character)) % modulus or modulus
        rest = rest * 2 % (modulus + 1)
    return ALPHABET[(modulus + 1 - rest) % modulus]
