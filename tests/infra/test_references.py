"""References are read over the telephone: what is misheard or mistyped must never be somebody else's case."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.references import ALPHABET, new_reference, normalise, spelled

CHARACTER = st.sampled_from(ALPHABET)
REFERENCE = st.text(CHARACTER, min_size=7, max_size=7).map(spelled)
PLACE = st.integers(0, 7)


def parted(body: str) -> str:
    """Eight characters as a reference is written."""
    return f"LV-{body[:4]}-{body[4:]}"


def body_of(reference: str) -> str:
    """The eight characters of a reference."""
    return reference.removeprefix("LV-").replace("-", "")


@given(REFERENCE)
def test_a_reference_is_recognised_as_it_is_written(reference: str) -> None:
    assert normalise(reference) == reference


@given(REFERENCE, PLACE, CHARACTER)
def test_any_single_wrong_character_is_noticed(reference: str, place: int, wrong: str) -> None:
    body = body_of(reference)
    said = parted(body[:place] + wrong + body[place + 1 :])
    assert normalise(said) == (reference if said == reference else None)


@given(REFERENCE, PLACE, PLACE)
def test_any_two_characters_that_changed_places_are_noticed(reference: str, one: int, other: int) -> None:
    body = list(body_of(reference))
    body[one], body[other] = body[other], body[one]
    said = parted("".join(body))
    assert normalise(said) == (reference if said == reference else None)


def test_no_neighbours_at_all_can_change_places_unnoticed() -> None:
    # Every pair in every place: what stands elsewhere does not matter, since the check is a sum over the places.
    for place in range(6):
        for one in ALPHABET:
            for other in ALPHABET.replace(one, ""):
                straight = ["0"] * 7
                straight[place], straight[place + 1] = one, other
                swapped = straight.copy()
                swapped[place], swapped[place + 1] = other, one
                assert spelled("".join(straight))[-1] != spelled("".join(swapped))[-1]


@pytest.mark.parametrize(
    "said",
    [
        "LV-7K4Q-92XH",
        "lv-7k4q-92xh",
        " LV 7K4Q 92XH ",
        "7k4q92xh",
        "7K4Q-92XH",
        "LV\u20117K4Q\u201392XH",
        "L V 7 K 4 Q 9 2 X H",
    ],
)
def test_a_reference_is_recognised_however_it_is_said(said: str) -> None:
    assert normalise(said) == "LV-7K4Q-92XH"


@given(REFERENCE)
def test_letters_that_look_like_digits_are_read_as_digits(reference: str) -> None:
    body = body_of(reference)
    assert normalise("lv-" + body.replace("1", "l").replace("0", "o")) == reference
    assert normalise(body.replace("1", "I").replace("0", "O")) == reference


@pytest.mark.parametrize(
    "said", ["", "LV", "LV-0000-0000", "LV-7K4Q-92X", "LV-7K4Q-92XHH", "LV-7K4Q-92XU", "7K4Q\n92X"]
)
def test_what_cannot_be_a_reference_is_none(said: str) -> None:
    assert normalise(said) is None


@given(st.text())
def test_nothing_that_is_said_breaks_it(said: str) -> None:
    found = normalise(said)
    assert found is None or normalise(found) == found


def test_new_references_are_all_different() -> None:
    assert len({new_reference() for _ in range(2000)}) == 2000
