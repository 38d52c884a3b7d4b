"""A page of a PDF → a PNG picture of it, drawn by pypdfium2."""

from io import BytesIO

from kb.errors import OriginalUnavailable

LONGEST = 2000
"""Most dots along a side: A4 at some 170 dots per inch, sharp on a screen and a few hundred kilobytes."""
_DPI = 144


def page(content: bytes, number: int) -> bytes:
    """The picture of a page, as PNG.

    Args:
        content: the PDF.
        number: the page, counted from 1.

    Raises:
        OriginalUnavailable: there is no such page, or it cannot be drawn.
    """
    import pypdfium2  # noqa: PLC0415 - a second of start-up for who never looks at a page

    try:
        with pypdfium2.PdfDocument(content) as document:
            if not 1 <= number <= len(document):
                raise OriginalUnavailable(f"原件没有第 {number} 页，共 {len(document)} 页")
            drawn = document[number - 1]
            scale = min(_DPI / 72, LONGEST / max(*drawn.get_size(), 1))
            stream = BytesIO()
            drawn.render(scale=scale).to_pil().convert("L").save(stream, "PNG", optimize=True)
            return stream.getvalue()
    except pypdfium2.PdfiumError as error:
        raise OriginalUnavailable(f"原件的第 {number} 页画不出来，请下载原件查看") from error
