"""Photos handed in: decoded and written anew, so that what is kept is a picture and nothing else.

Knows: JPEG and PNG, and what a camera writes beside the picture. Never knows: what is in the picture. Where and when it
was taken, and whatever else lay in the file, is gone from what is kept.
"""

import io

from PIL import Image, ImageOps

from infra import paper_refusals
from infra.paper_refusals import NotAPaper

MAX_PIXELS = 50_000_000
QUALITIES = (90, 80, 70, 50)
"""Of a JPEG, tried in this order until the picture is small enough to be kept."""

_MODES = {"JPEG": {"L", "RGB"}, "PNG": {"1", "L", "LA", "I", "I;16", "P", "RGB", "RGBA"}}
"""How colours may be kept as they are; in a JPEG, those for printing presses become those of screens."""


def written_anew(content: bytes, *, form: str, largest: int) -> bytes:
    """The picture alone, upright. `form` is JPEG or PNG, for what comes and what is kept. Raises NotAPaper."""
    try:
        _verify(content, form)
        picture = _picture(content, form)
        return _written(picture, form, largest)
    except NotAPaper:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise NotAPaper(paper_refusals.TOO_MANY_PIXELS) from None
    except Exception:
        # Whatever a reader says about the bytes of a stranger means one thing to the person who sent them.
        raise NotAPaper(paper_refusals.DAMAGED_PHOTO) from None


def _verify(content: bytes, form: str) -> None:
    """Size and checksums, before anything is decoded."""
    with Image.open(io.BytesIO(content), formats=[form]) as image:
        if image.width * image.height > MAX_PIXELS:
            raise NotAPaper(paper_refusals.TOO_MANY_PIXELS)
        # A telephone's JPEG may hold a second, smaller picture of its own; in a PNG, others are frames of a film.
        if form == "PNG" and getattr(image, "n_frames", 1) > 1:
            raise NotAPaper(paper_refusals.MOVES)
        image.verify()


def _picture(content: bytes, form: str) -> Image.Image:
    """The decoded picture, turned as the camera meant it, without what lay beside it."""
    with Image.open(io.BytesIO(content), formats=[form]) as image:
        image.load()
        upright = ImageOps.exif_transpose(image)
    kept = upright if upright.mode in _MODES[form] else upright.convert("RGB")
    if kept.mode == "P" and kept.has_transparency_data:
        kept = kept.convert("RGBA")
    kept.info.clear()
    return kept


def _written(picture: Image.Image, form: str, largest: int) -> bytes:
    for quality in QUALITIES if form == "JPEG" else QUALITIES[:1]:
        out = io.BytesIO()
        picture.save(out, form, quality=quality)
        if out.tell() <= largest:
            return out.getvalue()
    raise NotAPaper(paper_refusals.TOO_FINE_PHOTO)
