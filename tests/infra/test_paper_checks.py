"""What is a paper, what is kept of it, and what somebody is told whose file is none."""

import contextlib
import io
import re
import zipfile

import pikepdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from infra import paper_checks, paper_images, paper_refusals
from infra.paper_checks import NotAPaper, examine
from tests.infra import sheets


@pytest.mark.parametrize("name", ["form.pdf", "My Form.PDF", "a.b.pdf", " scan.pdf "])
def test_a_pdf_is_kept_as_it_came(name: str) -> None:
    content = sheets.pdf("words", pages=3)
    found = examine(name, content)
    assert (found.media_type, found.pages, found.content) == ("application/pdf", 3, content)


@pytest.mark.parametrize("tail", [b"", b"\n", b"\r\n\0 "])
def test_white_space_after_the_end_is_nothing(tail: bytes) -> None:
    assert examine("form.pdf", sheets.pdf() + tail).pages == 1


def test_a_pdf_changed_by_appending_is_one() -> None:
    """A signature is appended, with an end mark of its own."""
    content = sheets.pdf()
    start = re.findall(rb"startxref\s+(\d+)", content)[-1]
    size = re.findall(rb"/Size (\d+)", content)[-1]
    again = b"xref\n0 0\ntrailer << /Root 1 0 R /Size %s /Prev %s >>\nstartxref\n%d\n%%%%EOF\n"
    assert examine("form.pdf", content + again % (size, start, len(content))).pages == 1


@pytest.mark.parametrize("name", ["page.jpg", "page.JPEG", "page.jfif"])
@pytest.mark.parametrize("mode", ["RGB", "L", "CMYK"])
def test_a_photo_is_one_page(name: str, mode: str) -> None:
    found = examine(name, sheets.picture("JPEG", mode=mode))
    assert (found.media_type, found.pages) == ("image/jpeg", 1)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "I;16", "P", "RGB", "RGBA"])
def test_a_png_looks_as_before(mode: str) -> None:
    before = sheets.picture("PNG", mode=mode)
    found = examine("page.png", before)
    assert (found.media_type, found.pages) == ("image/png", 1)
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(found.content)) as other:
        assert one.convert("RGBA").tobytes() == other.convert("RGBA").tobytes()
        assert one.mode == other.mode


def test_what_a_camera_knows_is_not_kept_and_the_page_stands_upright() -> None:
    before = sheets.photo(place="aspidistra")
    assert b"aspidistra" in before
    found = examine("page.jpg", before)
    with Image.open(io.BytesIO(found.content)) as kept:
        assert (kept.format, kept.size, dict(kept.getexif())) == ("JPEG", (40, 60), {})
    assert b"aspidistra" not in found.content


def test_what_lies_behind_a_picture_is_not_kept() -> None:
    found = examine("page.png", sheets.picture("PNG") + sheets.archive())
    assert not zipfile.is_zipfile(io.BytesIO(found.content))
    assert b"hidden" not in found.content


def test_the_same_photo_is_kept_the_same() -> None:
    before = sheets.photo(place="aspidistra")
    assert examine("a.jpg", before).sha256 == examine("b.jpeg", before).sha256


def test_the_words_of_a_paper_do_not_show_in_its_representation() -> None:
    assert "aspidistra" not in repr(examine("form.pdf", sheets.pdf("aspidistra")))


PDF = sheets.pdf("words", pages=2)
JPEG = sheets.picture("JPEG")
PNG = sheets.picture("PNG")
NOISE = Image.effect_noise((300, 300), 90)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("form.pdf", b"", paper_refusals.EMPTY),
        ("form.pdf", PDF + bytes(paper_checks.MAX_BYTES), paper_refusals.TOO_LARGE),
        ("form.docx", sheets.archive(), paper_refusals.OTHER_KIND),
        ("form.zip", sheets.archive(), paper_refusals.OTHER_KIND),
        ("form", PDF, paper_refusals.OTHER_KIND),
        (".pdf", PDF, paper_refusals.OTHER_KIND),
        ("form.pdf.exe", PDF, paper_refusals.OTHER_KIND),
        ("IMG_1.HEIC", b"\0\0\0\x18ftypheic", paper_refusals.HEIC),
        ("form.pdf", sheets.archive(), paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("form.pdf", b"<!DOCTYPE html><html><script>1</script></html>", paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("form.pdf", b"words", paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("form.pdf", b"junk" + PDF, paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("form.pdf", JPEG, paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("page.jpg", PDF, paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("page.jpg", PNG, paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("page.png", JPEG, paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("page.jpg", b"<html>" + JPEG, paper_refusals.NOT_WHAT_IT_IS_CALLED),
        ("page.jpg", b"GIF89a=1;" + JPEG, paper_refusals.NOT_WHAT_IT_IS_CALLED),
    ],
)
def test_what_is_no_paper_at_first_sight(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(NotAPaper) as refused:
        examine(name, content)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        pytest.param(PDF[: len(PDF) // 2], paper_refusals.DAMAGED_PDF, id="truncated"),
        pytest.param(PDF.replace(b"/Pages", b"/Pagan"), paper_refusals.DAMAGED_PDF, id="no page tree"),
        pytest.param(b"%PDF-1.7\n" + sheets.archive(), paper_refusals.DAMAGED_PDF, id="head before an archive"),
        pytest.param(b"%PDF-1.7\n" + bytes(99) + b"%%EOF", paper_refusals.DAMAGED_PDF, id="head and end alone"),
        pytest.param(PDF + sheets.archive(), paper_refusals.HIDES_SOMETHING, id="archive behind"),
        pytest.param(PDF + sheets.archive() + b"%%EOF", paper_refusals.HIDES_SOMETHING, id="archive between ends"),
        pytest.param(sheets.archive_within_pdf(), paper_refusals.HIDES_SOMETHING, id="archive within"),
        pytest.param(PDF + b"<script>1</script>", paper_refusals.HIDES_SOMETHING, id="script behind"),
        pytest.param(sheets.locked_pdf(user="begonia"), paper_refusals.LOCKED, id="password to open"),
        pytest.param(sheets.locked_pdf(user=""), paper_refusals.LOCKED, id="password to change"),
        pytest.param(sheets.saved(pikepdf.new()), paper_refusals.NO_PAGES, id="no page"),
        pytest.param(sheets.pdf(pages=201), paper_refusals.TOO_MANY_PAGES, id="201 pages"),
    ],
)
def test_a_pdf_that_is_no_paper(content: bytes, sentence: str) -> None:
    with pytest.raises(NotAPaper) as refused:
        examine("form.pdf", content)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("entries", "more"),
    [
        pytest.param(b"/OpenAction << /S /JavaScript /JS (1) >>", b"null", id="at opening"),
        pytest.param(b"/OpenAction << /S /J#61vaScript >>", b"null", id="spelled otherwise"),
        pytest.param(b"/AA << /WC << /S /JavaScript >> >>", b"null", id="within another"),
        pytest.param(b"/X [[1 << /JS (1) >>]]", b"null", id="in a list"),
        pytest.param(b"", b"<< /S /JavaScript >>", id="that nothing refers to"),
        pytest.param(b"/OpenAction 4 0 R", b"<< /S /Launch /F (x.exe) >>", id="of another maker"),
        pytest.param(b"/Names << /JavaScript << /Names [] >> >>", b"null", id="by name"),
        pytest.param(b"/AcroForm << /XFA (<xdp/>) >>", b"null", id="in a form"),
        pytest.param(b"", sheets.stream(b"1", b"/X << /S /Launch >>"), id="beside a stream"),
    ],
)
def test_a_pdf_with_a_program_is_no_paper(entries: bytes, more: bytes) -> None:
    with pytest.raises(NotAPaper) as refused:
        examine("form.pdf", sheets.pdf_with(entries, more))
    assert str(refused.value) == paper_refusals.HAS_PROGRAM


@pytest.mark.parametrize(
    ("entries", "more"),
    [
        (b"/Names << /EmbeddedFiles << /Names [] >> >>", b"null"),
        (b"", b"<< /Type /Filespec /F (a.exe) /EF << /F 1 0 R >> >>"),
        (b"", sheets.stream(b"more", b"/Type /EmbeddedFile")),
    ],
)
def test_a_pdf_with_another_file_in_it_is_no_paper(entries: bytes, more: bytes) -> None:
    with pytest.raises(NotAPaper) as refused:
        examine("form.pdf", sheets.pdf_with(entries, more))
    assert str(refused.value) == paper_refusals.HAS_ATTACHMENT


@pytest.mark.parametrize(
    "slip",
    [
        (rb"/Size 5", b"/Size 6"),
        (rb"\d{10} 00000 n \ntrailer", b"0000000000 00000 n \ntrailer"),
        (rb"/Count 1", b"/Count 3"),
        (rb"/Type /Page /Parent", b"/Typo /Page /Parent"),
    ],
)
def test_the_slips_of_common_programs_are_forgiven(slip: tuple[bytes, bytes]) -> None:
    content = re.sub(*slip, sheets.pdf_with(b"", b"null"))
    assert examine("form.pdf", content).pages == 1


def test_what_cannot_be_read_is_not_taken_for_nothing() -> None:
    content = sheets.pdf_with(b"", b"<< /S /Launch >>").replace(b"4 0 obj", b"4 x obj")
    with pytest.raises(NotAPaper) as refused:
        examine("form.pdf", content)
    assert str(refused.value) == paper_refusals.DAMAGED_PDF


def test_a_pdf_written_by_hand_is_a_paper_where_it_holds_nothing_else() -> None:
    """So that what the two tests above refuse is refused for what was put in."""
    assert examine("form.pdf", sheets.pdf_with(b"/X [<< /S /GoTo >>]", sheets.stream(b"more"))).pages == 1


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("page.jpg", sheets.written(NOISE, "JPEG")[:3000], paper_refusals.DAMAGED_PHOTO),
        ("page.png", sheets.written(NOISE, "PNG")[:3000], paper_refusals.DAMAGED_PHOTO),
        ("page.png", PNG.replace(b"IDAT", b"IDAT1"), paper_refusals.DAMAGED_PHOTO),
        ("page.jpg", JPEG[:20], paper_refusals.DAMAGED_PHOTO),
        ("page.png", sheets.film(), paper_refusals.MOVES),
        ("page.png", sheets.picture("PNG", mode="1", size=(10_000, 5_001)), paper_refusals.TOO_MANY_PIXELS),
        ("page.png", sheets.picture("PNG", mode="1", size=(10_000, 9_000)), paper_refusals.TOO_MANY_PIXELS),
        ("page.png", sheets.picture("PNG", mode="1", size=(20_000, 20_000)), paper_refusals.TOO_MANY_PIXELS),
    ],
)
def test_a_photo_that_is_no_paper(name: str, content: bytes, sentence: str) -> None:
    with pytest.raises(NotAPaper) as refused:
        examine(name, content)
    assert str(refused.value) == sentence


def test_a_photo_is_written_more_simply_until_it_is_small_enough() -> None:
    before = sheets.written(NOISE, "JPEG", quality=95)
    assert len(paper_images.written_anew(before, form="JPEG", largest=60_000)) <= 60_000
    with pytest.raises(NotAPaper) as refused:
        paper_images.written_anew(before, form="JPEG", largest=1000)
    assert str(refused.value) == paper_refusals.TOO_FINE_PHOTO


@settings(deadline=None)
@given(content=st.binary(max_size=300), name=st.sampled_from(["a.pdf", "a.jpg", "a.png", "", "../a.pdf"]))
def test_any_bytes_are_a_paper_or_are_refused(content: bytes, name: str) -> None:
    for whole in (content, b"%PDF-1.7\n" + content + b"%%EOF", JPEG[:30] + content, PNG[:40] + content):
        with contextlib.suppress(NotAPaper):
            examine(name, whole)


SENTENCES = [word for name, word in vars(paper_refusals).items() if name.isupper()]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_each_sentence_says_what_is_wrong_and_then_what_to_do(sentence: str) -> None:
    asks = r"(Send|Open|Scan|Take|Save)\b"
    assert re.fullmatch(rf"(This|There|We|What)\b[^.]+\. ?{asks}.*\.", sentence)
