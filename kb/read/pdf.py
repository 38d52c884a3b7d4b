"""PDF: pypdf opens it and counts its pages, pdfplumber says where its characters stand; pages of pictures go to OCR."""

import io
import logging

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, PyPdfError

from kb.errors import FileRefused
from kb.model import Source
from kb.read import ocr
from kb.read.assembly import Fault, Taken, printed, source_of
from kb.read.layout.columns import Column
from kb.read.layout.layer import is_garbage
from kb.read.layout.lines import Line, ems, printed_form
from kb.read.layout.page import Page, page_of
from kb.read.layout.sheet import Sheet
from kb.read.ruled import sheets

PAGE_LIMIT = 3000
"""Most pages of a file. The longest code of law has some 250; what has more is a whole collection."""
_CONTENT_LIMIT = 40_000_000
"""Most bytes that the drawing commands of a page unpack to; those of a page full of text are some 50,000."""
_SPARSE = ((50, 0.5), (10, 0.03))
"""A page with fewer characters and a picture of this share of it has its words in the picture. A seal is smaller."""
_PICTURED = 0.02
"""A page without characters that has a picture of this share of it may have its words in the picture."""
_OUTLINES = 100
"""A page without characters that has so many paths may show its words as outlines."""
_DAMAGE = (
    PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError,
    TypeError, ValueError,
)  # fmt: skip
"""What pypdf lets out of a damaged file, found by changing bytes at random; NotImplementedError is a RuntimeError."""
_DAMAGED = "PDF 已损坏或不完整，无法读取，请重新下载或导出"

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(content: bytes) -> Source:
    """The paragraphs, frames and tables of a PDF's text layer, with their pages counted from 1.

    Raises:
        FileRefused: a password, a damaged file, no pages or far too many, or nothing on any of them.
    """
    source = source_of(_taken(content), {})
    if not source.characters and not source.unread:
        raise FileRefused("PDF 的各页都是空白（没有文字，也不是扫描件），请确认文件，或换一份有内容的版本")
    return source


def recognise(content: bytes) -> Source:
    """What `read` gives, and in its place among it what stands on the pages that `read` calls unread.

    Raises:
        FileRefused: as `read`, and where the packages that recognise characters are not there.
    """
    taken = _taken(content)
    wanted = [each.page.number for each in taken if each.fault]
    return source_of(taken, {scan.number: scan for scan in ocr.scans_of(content, wanted)} if wanted else {})


def _taken(content: bytes) -> list[Taken]:
    with apply_configuration(
        zlib_maximum_output_length=_CONTENT_LIMIT, array_based_stream_maximum_output_length=_CONTENT_LIMIT
    ):
        try:
            reader = _opened(content)
            drawn = sheets(content, (_is_sound(page) for page in reader.pages))
            taken = [_layer(page, number, next(drawn, None)) for number, page in enumerate(reader.pages, start=1)]
        except DependencyError as error:
            raise FileRefused("PDF 用了 AES 加密，读取它需要：pip install cryptography") from error
        except _DAMAGE as error:
            raise FileRefused(_DAMAGED) from error
    if all(each.fault is Fault.BROKEN for each in taken):
        raise FileRefused(_DAMAGED)
    return taken


def _opened(content: bytes) -> PdfReader:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted and not reader.decrypt(""):
        raise FileRefused("PDF 设有打开密码，请先去掉密码再放入")
    if not reader.pages:
        raise FileRefused("PDF 里一页也没有（多半是扫描件没有存全），请重新扫描、下载或导出")
    if len(reader.pages) > PAGE_LIMIT:
        raise FileRefused(f"PDF 有 {len(reader.pages)} 页，超过了 {PAGE_LIMIT} 页，请拆成几份再放入")
    return reader


def _is_sound(page: PageObject) -> bool:
    """Whether the drawing commands of a page unpack to a size that a page can have."""
    try:
        contents = page.get_contents()
        return contents is None or len(contents.get_data()) <= _CONTENT_LIMIT
    except _DAMAGE:
        return False


def _layer(page: PageObject, number: int, sheet: Sheet | None) -> Taken:
    if sheet is None:
        plain = _plain(page, number)
        sound = plain.lines and not is_garbage(plain.texts)
        return Taken(plain, printed(plain.texts)) if sound else Taken(Page(number, 0, 0), fault=Fault.BROKEN)
    read = page_of(sheet)
    if is_garbage(read.texts):
        return Taken(Page(number, sheet.width, sheet.height), fault=Fault.GARBAGE)
    outside = sheet.slanted, sheet.aside, sheet.hidden
    count = printed([glyph.text for glyph in sheet.glyphs]) + printed(outside)
    if not printed(read.texts):
        shown = sheet.pictured > _PICTURED or sheet.drawn >= _OUTLINES
        return Taken(read, count, *outside, fault=Fault.NO_LAYER if shown else None)
    sparse = any(printed(read.texts) < few and sheet.pictured >= share for few, share in _SPARSE)
    return Taken(read, count, *outside, fault=Fault.PICTURE if sparse else None)


def _plain(page: PageObject, number: int) -> Page:
    """The lines of a page as pypdf gives them, without their places, set below each other on a page of their own."""
    try:
        texts = [printed_form(line).strip() for line in page.extract_text().split("\n")]
    except _DAMAGE:
        texts = []
    lines = [
        Line(text, 72, 72 + 12 * ems(text), 20.0 * at, 20.0 * at + 12, number, 12.0)
        for at, text in enumerate(filter(None, texts), start=1)
    ]
    width = max((line.right for line in lines), default=0) + 72
    return Page(number, width, 20.0 * len(lines) + 40, ((Column(0, width), tuple(lines)),))
