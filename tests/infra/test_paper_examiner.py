"""A process of its own for each examination: the same answers, and what happens when it does not end well."""

import asyncio
import sys
from pathlib import Path

import pytest

from infra import paper_refusals
from infra.paper_checks import NotAPaper, examine
from infra.paper_examiner import Examiner, NotExamined
from tests.infra import sheets

PDF = sheets.pdf("words", pages=2)
JPEG = sheets.picture("JPEG")


@pytest.fixture
def examiner() -> Examiner:
    return Examiner()


async def test_apart_a_paper_is_the_same(examiner: Examiner) -> None:
    assert await examiner.examine("form.pdf", PDF) == examine("form.pdf", PDF)
    assert await examiner.examine("page.jpg", JPEG) == examine("page.jpg", JPEG)


async def test_apart_a_refusal_is_the_same(examiner: Examiner) -> None:
    for content, sentence in ((b"", paper_refusals.EMPTY), (PDF[:-300], paper_refusals.DAMAGED_PDF)):
        with pytest.raises(NotAPaper) as refused:
            await examiner.examine("form.pdf", content)
        assert str(refused.value) == sentence


async def test_many_at_once_are_examined_each_for_itself(examiner: Examiner) -> None:
    found = await asyncio.gather(*(examiner.examine("form.pdf", sheets.pdf(pages=n)) for n in range(1, 6)))
    assert [paper.pages for paper in found] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("end", ["kill -SEGV $$", "kill -KILL $$"])
async def test_a_parser_that_crashes_takes_nobody_along(
    examiner: Examiner, end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program(tmp_path, end))
    with pytest.raises(NotAPaper) as refused:
        await examiner.examine("form.pdf", PDF)
    assert str(refused.value) == paper_refusals.TOO_MUCH_WORK


@pytest.mark.parametrize("end", ["exit 1", "exec sleep 60"])
async def test_our_own_trouble_is_not_blamed_on_the_file(
    end: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", program(tmp_path, end))
    with pytest.raises(NotExamined):
        await Examiner(patience=1).examine("form.pdf", PDF)


def program(folder: Path, ends: str) -> str:
    """A program that ends in some way."""
    path = folder / "program"
    path.write_text(f"#!/bin/sh\nexec 2>/dev/null\n{ends}\n")
    path.chmod(0o700)
    return str(path)


async def test_a_small_file_that_unpacks_to_a_large_one_is_not_unpacked(examiner: Examiner) -> None:
    assert (await examiner.examine("form.pdf", sheets.bomb(1))).pages == 1
    assert len(sheets.bomb(90)) < 100_000
    with pytest.raises(NotAPaper) as refused:
        await examiner.examine("form.pdf", sheets.bomb(90))
    assert str(refused.value) == paper_refusals.DAMAGED_PDF


async def test_a_parser_gets_no_more_than_its_memory() -> None:
    many = sheets.pdf_with(b"", b"[" + b"0 " * (4 << 20) + b"]")
    with pytest.raises(NotAPaper):
        await Examiner(memory=256 << 20).examine("form.pdf", many)


async def test_a_parser_gets_no_more_than_its_time() -> None:
    many = sheets.pdf_with(b"", b"[" + b"<</A 1>>" * 500_000 + b"]")
    with pytest.raises(NotAPaper) as refused:
        await Examiner(computing=1).examine("form.pdf", many)
    assert str(refused.value) == paper_refusals.TOO_MUCH_WORK
