"""Every letter can be read by whoever reads it: Flesch-Kincaid grade 8 at the most, and no sentence that never ends."""

import re

import pytest

from activities.rendering import render
from tests.activities.samples import letterhead, notices
from workflows.case.notices import Written

MOST = 8.0
LONGEST_SENTENCE = 32

STATUTE = "The Genetic Information Nondiscrimination Act"
"""Begins the paragraph that 29 CFR 1635.8(b)(1)(i)(B) words for us; it is not counted."""

CITATION = re.compile(r"\(?\b\d+ CFR [\d.()a-z, -]+\)?")
REFERENCE = re.compile(r"\bLV-[0-9A-Z]{4}-[0-9A-Z]{4}\b")


def sentences(text: str) -> list[list[str]]:
    """Words by sentence; a line of a list and a heading are sentences of their own."""
    kept = "\n\n".join(p for p in text.split("\n\n") if not p.startswith(STATUTE))
    kept = REFERENCE.sub("it", CITATION.sub("", kept))
    parts = re.split(r"(?<=[.!?:])\s+|\n+", kept)
    found = [re.findall(r"[A-Za-z0-9][A-Za-z0-9'’,.-]*", part) for part in parts]
    return [words for words in found if words]


def syllables(word: str) -> int:
    """Groups of vowels, less the silent e at the end. A number is read as one word of two."""
    bare = re.sub(r"[^a-z]", "", word.lower())
    if not bare:
        return 2
    groups = len(re.findall(r"[aeiouy]+", bare))
    is_silent = bare.endswith(("e", "es", "ed")) and not bare.endswith(("le", "ted", "ded", "ses", "ges", "ces"))
    return max(1, groups - is_silent)


def grade(text: str) -> float:
    """Flesch-Kincaid grade level."""
    told = sentences(text)
    words = [word for sentence in told for word in sentence]
    return 0.39 * len(words) / len(told) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59


def body(notice: Written) -> str:
    """The letter without its signature."""
    plain = render(notice, letterhead()).plain
    return plain[: plain.index("\nIris Example\n")]


BODIES = {(notice.kind, body(notice)) for notice in notices()}


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in BODIES}))
def test_a_letter_can_be_read_in_the_eighth_grade(kind: str) -> None:
    graded = sorted(((grade(text), text) for of, text in BODIES if of == kind), reverse=True)
    assert graded[0][0] <= MOST, f"grade {graded[0][0]:.1f}: {graded[0][1]}"


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in BODIES}))
def test_no_sentence_of_a_letter_is_too_long(kind: str) -> None:
    long = {" ".join(s) for of, text in BODIES if of == kind for s in sentences(text) if len(s) > LONGEST_SENTENCE}
    assert long == set()


def test_the_measure_tells_easy_from_hard() -> None:
    easy = "We have your paper. You do not need to do a thing. Call us if you like."
    hard = (
        "Notwithstanding the aforementioned determination of ineligibility, supplementary documentation substantiating "
        "qualification may be communicated to the administrator for reconsideration."
    )
    assert grade(easy) < 3
    assert grade(hard) > 16
    assert [syllables(word) for word in ("leave", "table", "medical", "dates", "asked", "12")] == [1, 2, 3, 1, 1, 2]
