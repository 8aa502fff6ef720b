"""Whether a file that somebody hands in is a paper: a PDF or a photo, whole, and nothing else beside.

Knows: sizes, ends of names, first bytes; the parsers are asked last. Never knows: who sends it, for what, or what is
written on it. Name, first bytes and parser must agree: any one of them alone can be deceived.
"""

import hashlib
from pathlib import PurePath

import puremagic
from pydantic import Field

from infra import paper_images, paper_pdfs, paper_refusals
from infra.paper_refusals import NotAPaper
from workflows.values import Frozen

__all__ = ["Examined", "NotAPaper", "examine", "kind_of", "read"]

MAX_BYTES = 10 * 1024 * 1024
PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
_KINDS = {".pdf": PDF, ".jpg": JPEG, ".jpeg": JPEG, ".jpe": JPEG, ".jfif": JPEG, ".png": PNG}
_FORMS = {JPEG: "JPEG", PNG: "PNG"}


class Examined(Frozen):
    """A paper as it is kept: a PDF as it came, a photo written anew."""

    media_type: str
    pages: int
    content: bytes = Field(repr=False)

    @property
    def sha256(self) -> str:
        """Hash of what is kept, in hexadecimal."""
        return hashlib.sha256(self.content).hexdigest()


def examine(name: str, content: bytes) -> Examined:
    """The paper in a file. Raises NotAPaper with a sentence for the person who sent it."""
    return read(kind_of(name, content), content)


def kind_of(name: str, content: bytes) -> str:
    """The media type on which name and first bytes agree; nothing is parsed. Raises NotAPaper."""
    if not content:
        raise NotAPaper(paper_refusals.EMPTY)
    if len(content) > MAX_BYTES:
        raise NotAPaper(paper_refusals.TOO_LARGE)
    ending = PurePath(name.strip()).suffix.lower()
    if ending in {".heic", ".heif"}:
        raise NotAPaper(paper_refusals.HEIC)
    kind = _KINDS.get(ending)
    if kind is None:
        raise NotAPaper(paper_refusals.OTHER_KIND)
    if kind not in _by_first_bytes(content):
        raise NotAPaper(paper_refusals.NOT_WHAT_IT_IS_CALLED)
    return kind


def read(kind: str, content: bytes) -> Examined:
    """What the parser of its kind finds in a file. Raises NotAPaper."""
    if kind == PDF:
        return Examined(media_type=kind, pages=paper_pdfs.pages_of(content), content=content)
    picture = paper_images.written_anew(content, form=_FORMS[kind], largest=MAX_BYTES)
    return Examined(media_type=kind, pages=1, content=picture)


def _by_first_bytes(content: bytes) -> set[str]:
    try:
        matches = puremagic.magic_string(content)
    except puremagic.PureError:
        return set()
    # It goes by last bytes too, and by some that lie further in.
    return {match.mime_type for match in matches if content.startswith(match.byte_match)}
