"""Files as people hand them in, good and bad, made byte by byte for the tests."""

import io
import zipfile
import zlib

import pikepdf
from PIL import Image

ORIENTATION = 274
GPS = 34853


def pdf(*words: str, pages: int = 1) -> bytes:
    """A PDF whose words lie in it uncompressed, so that a search of a disk would find them."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page()
    if words:
        made.pages[0].Contents = made.make_stream(f"BT ({' '.join(words)}) Tj ET".encode())
    return saved(made, compress_streams=False)


def saved(made: pikepdf.Pdf, **how: object) -> bytes:
    """A PDF as bytes, the same each time."""
    out = io.BytesIO()
    made.save(out, **{"deterministic_id": "encryption" not in how, **how})  # type: ignore[arg-type]
    return out.getvalue()


def pdf_with(entries: bytes, *more: bytes) -> bytes:
    """A PDF of one page, written by hand: with these entries in its catalogue, and these objects from number 4 on."""
    catalogue = b"<< /Type /Catalog /Pages 2 0 R " + entries + b" >>"
    bodies = [catalogue, b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>", b"<< /Type /Page /Parent 2 0 R >>", *more]
    out = bytearray(b"%PDF-1.7\n")
    table = b"0000000000 65535 f \n"
    for number, body in enumerate(bodies, start=1):
        table += b"%010d 00000 n \n" % len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    size = len(bodies) + 1
    end = b"xref\n0 %d\n%strailer << /Root 1 0 R /Size %d >>\nstartxref\n%d\n%%%%EOF\n"
    return bytes(out) + end % (size, table, size, len(out))


def stream(content: bytes, entries: bytes = b"") -> bytes:
    """A stream, to be an object of a PDF written by hand."""
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(content), entries, content)


def bomb(megabytes: int) -> bytes:
    """A small PDF, one of whose streams unpacks to this much and must be unpacked to read the others."""
    inner = b"9 0 [" + b"0 " * (megabytes << 19) + b"]"
    packed = stream(zlib.compress(inner, 9), b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"]
    out = bytearray(b"%PDF-1.7\n")
    rows = bytes(6)
    for number, body in enumerate([*bodies, b"<< /Type /Page /Parent 2 0 R >>", packed], start=1):
        rows += b"\1" + len(out).to_bytes(4, "big") + b"\0"
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    rows += b"\1" + start.to_bytes(4, "big") + b"\0" + bytes(6 * 3) + b"\2" + (4).to_bytes(4, "big") + b"\0"
    table = stream(rows, b"/Type /XRef /Size 10 /W [1 4 1] /Root 1 0 R")
    return bytes(out) + b"5 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, start)


def locked_pdf(*, user: str) -> bytes:
    """A PDF that asks for a password: to be opened, or, where `user` is empty, only to be changed."""
    made = pikepdf.new()
    made.add_blank_page()
    return saved(made, encryption=pikepdf.Encryption(owner="aspidistra", user=user))


def archive() -> bytes:
    """A ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("page.txt", "hidden")
    return out.getvalue()


def archive_within_pdf() -> bytes:
    """A whole PDF with an archive in a stream of it, which takes the rest of the PDF for its own comment."""
    hidden = archive()
    made = pikepdf.new()
    made.add_blank_page()
    made.Root.Held = made.make_stream(hidden)
    whole = bytearray(saved(made, compress_streams=False))
    end = whole.index(hidden) + len(hidden)
    whole[end - 2 : end] = (len(whole) - end).to_bytes(2, "little")
    return bytes(whole)


def picture(form: str, *, mode: str = "RGB", size: tuple[int, int] = (60, 40)) -> bytes:
    """A picture of one colour."""
    return written(Image.new(mode, size, 1), form)


def photo(*, place: str) -> bytes:
    """A JPEG as a telephone makes it: lying on its side, with the place in it, and a second, smaller picture."""
    seen = Image.new("RGB", (60, 40), "white")
    beside = Image.Exif()
    beside[ORIENTATION] = 6
    beside[270] = place
    beside.get_ifd(GPS)[29] = place
    return written(seen, "MPO", save_all=True, append_images=[Image.new("RGB", (30, 20))], exif=beside.tobytes())


def film() -> bytes:
    """A PNG that moves."""
    return written(
        Image.new("RGB", (9, 9)), "PNG", save_all=True, append_images=[Image.new("RGB", (9, 9), color="red")]
    )


def written(image: Image.Image, form: str, **how: object) -> bytes:
    """An image as bytes."""
    out = io.BytesIO()
    image.save(out, form, **how)
    return out.getvalue()
