"""Papers for the stories: real PDF files of one page, each different from the next.

Knows: how a small PDF is made. Never knows: what a certification must say.
"""

import io

import pikepdf


def certification(words: str) -> bytes:
    """A page that says what it is and that it is invented."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page(page_size=(612, 792))
    font = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    page.obj.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    safe = words.encode("ascii", "replace").decode().translate({ord(sign): " " for sign in "()\\"})
    page.obj.Contents = pdf.make_stream(f"BT /F1 14 Tf 72 700 Td (Sample paper, invented: {safe}) Tj ET".encode())
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
