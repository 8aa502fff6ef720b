"""PDFs handed in: whole, open to us, with pages, and with nothing in them but pages.

Knows: the structure of PDF (ISO 32000-2) and what can hide in it. Never knows: what is on a page; no page is drawn.
A PDF is kept byte for byte as it came: it may carry a signature.
"""

import io
import zipfile
from collections.abc import Iterator

import pikepdf

from infra import paper_refusals
from infra.paper_refusals import NotAPaper

MAX_PAGES = 200
WHITESPACE = b"\0\t\n\f\r "
_PROGRAM_KEYS = {"/JS", "/JavaScript", "/XFA"}
_PROGRAM_ACTIONS = {"/JavaScript", "/Launch"}
_ATTACHMENT_KEYS = {"/EF", "/EmbeddedFiles"}

_HARMLESS = (
    "reported number of objects",
    "a common error handled correctly",
    "output may still be valid",
    "invalid /ID in trailer",
    "MediaBox is undefined",
    "Resources is missing",
    "/Type key should be",
    "/Type entry to /Catalog",
    "/Count is wrong",
    "stream keyword followed by",
    "extraneous whitespace",
)
"""Of what qpdf complains, the slips that common programs make (Apple's the second) and that hide nothing."""

# For the whole process, before any thread reads a PDF: a megabyte of a hostile one would unpack to a gigabyte. Only
# tables and small objects are unpacked here, never what is on a page.
_UNPACKED = 8 * 1024 * 1024
pikepdf.settings.set_qpdf_limits(
    flate_max_memory=_UNPACKED,
    run_length_max_memory=_UNPACKED,
    dct_max_memory=_UNPACKED,
    png_max_memory=_UNPACKED,
    tiff_max_memory=_UNPACKED,
)


def pages_of(content: bytes) -> int:
    """How many pages the PDF has. Raises NotAPaper."""
    try:
        _refuse_what_follows_the_end(content)
        # Damage is not repaired: a page could be missing from what was repaired, and nobody would know.
        with pikepdf.open(io.BytesIO(content), attempt_recovery=False) as pdf:
            return _pages(pdf)
    except NotAPaper:
        raise
    except pikepdf.PasswordError:
        raise NotAPaper(paper_refusals.LOCKED) from None
    except Exception:
        # Whatever a reader says about the bytes of a stranger means one thing to the person who sent them.
        raise NotAPaper(paper_refusals.DAMAGED_PDF) from None


def _refuse_what_follows_the_end(content: bytes) -> None:
    _, mark, rest = content.rpartition(b"%%EOF")
    if not mark:
        raise NotAPaper(paper_refusals.DAMAGED_PDF)
    if rest.strip(WHITESPACE) or _opens_as_archive(content):
        raise NotAPaper(paper_refusals.HIDES_SOMETHING)


def _opens_as_archive(content: bytes) -> bool:
    """Whether the file is an archive as well: one can lie within a PDF, and take the rest for its own comment."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)):
            return True
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _pages(pdf: pikepdf.Pdf) -> int:
    if pdf.is_encrypted:
        raise NotAPaper(paper_refusals.LOCKED)
    for part in _dictionaries(pdf):
        _refuse_what_acts(part)
    _refuse_what_was_not_read(pdf)
    pages = len(pdf.pages)
    if pages == 0:
        raise NotAPaper(paper_refusals.NO_PAGES)
    if pages > MAX_PAGES:
        raise NotAPaper(paper_refusals.TOO_MANY_PAGES)
    return pages


def _refuse_what_acts(part: pikepdf.Object) -> None:
    keys = set(part.keys())
    if keys & _PROGRAM_KEYS or str(part.get("/S")) in _PROGRAM_ACTIONS:
        raise NotAPaper(paper_refusals.HAS_PROGRAM)
    if keys & _ATTACHMENT_KEYS or str(part.get("/Type")) == "/EmbeddedFile":
        raise NotAPaper(paper_refusals.HAS_ATTACHMENT)


def _refuse_what_was_not_read(pdf: pikepdf.Pdf) -> None:
    """What cannot be read is taken for nothing, with a warning. Another reader might find something there."""
    for warning in map(str, pdf.get_warnings()):
        if not any(slip in warning for slip in _HARMLESS):
            raise NotAPaper(paper_refusals.DAMAGED_PDF)


def _dictionaries(pdf: pikepdf.Pdf) -> Iterator[pikepdf.Object]:
    """Every dictionary of the file, also those within others and those that nothing refers to."""
    for root in pdf.objects:
        waiting = [root]
        while waiting:
            part = waiting.pop()
            if isinstance(part, pikepdf.Dictionary | pikepdf.Stream):
                yield part
                waiting += [value for _, value in part.items() if _is_inside(value)]
            elif isinstance(part, pikepdf.Array):
                waiting += [value for value in part if _is_inside(value)]


def _is_inside(value: object) -> bool:
    """Whether a value is written within its owner; others come up by themselves."""
    return isinstance(value, pikepdf.Object) and not value.is_indirect
