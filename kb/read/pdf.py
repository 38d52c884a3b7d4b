"""PDF with a text layer, by pypdf: lines mended into paragraphs, running heads left out, page numbers kept."""

import io
import logging
import re
import statistics
from collections import Counter
from collections.abc import Iterator

from pypdf import PdfReader
from pypdf.errors import DependencyError, PyPdfError

from kb.errors import FileRefused
from kb.model import Block, Omission, OmissionKind, Source

_PAGE_NUMBER = re.compile(r"[—–\-·\s]*(?:第\s*)?\d{1,4}(?:\s*页)?(?:\s*[/／]\s*\d{1,4})?[—–\-·\s]*")
_SENTENCE_END = ("。", "；", "：", "！", "？", ";", ":")
_FULL_LINE = 0.88
"""A line shorter than this share of the usual width ends its paragraph."""

GARBLED = 2
"""A text layer whose usual line is no longer than this, in characters, holds loose glyphs and no text."""
_DAMAGE = (
    PyPdfError, ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError, OSError, RuntimeError,
    TypeError, ValueError,
)  # fmt: skip
"""What pypdf lets out of a damaged file, found by changing bytes at random; NotImplementedError is a RuntimeError."""

Page = tuple[int, list[str]]

logging.getLogger("pypdf").setLevel(logging.CRITICAL)


def read(content: bytes) -> Source:
    """The paragraphs of a PDF with their page numbers, counted from 1.

    Raises:
        FileRefused: a password, a damaged file, or pages without a text layer.
    """
    pages = list(_pages(content))
    if not any(lines for _, lines in pages):
        raise FileRefused("PDF 里没有文字层（多半是扫描件），请先做文字识别（OCR），或换一份有文字的版本")
    if statistics.median(len(line) for _, lines in pages for line in lines) <= GARBLED:
        raise FileRefused("PDF 的文字层是碎的（每行一两个字），无法使用，请先做文字识别（OCR），或换一份文件")
    bodies, omissions = _without_running_lines(pages)
    return Source(tuple(_paragraphs(bodies)), tuple(omissions))


def _pages(content: bytes) -> Iterator[Page]:
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise FileRefused("PDF 设有打开密码，请先去掉密码再放入")
        for number, page in enumerate(reader.pages, start=1):
            yield number, [line.strip() for line in page.extract_text().split("\n") if line.strip()]
    except DependencyError as error:
        raise FileRefused("PDF 用了 AES 加密，读取它需要：pip install cryptography") from error
    except _DAMAGE as error:
        raise FileRefused("PDF 已损坏或不完整，无法读取，请重新下载或导出") from error


def _without_running_lines(pages: list[Page]) -> tuple[list[Page], list[Omission]]:
    """Pages without page numbers and without the heads and feet that at least half of three or more pages share."""
    edges = Counter(line for _, lines in pages for line in {*lines[:1], *lines[-1:]})
    running = {line for line, count in edges.items() if count >= 3 and count * 2 >= len(pages)}
    omissions: list[Omission] = []
    bodies: list[Page] = []
    for number, lines in pages:
        body = list(lines)
        for at in (0, -1):
            while body and (body[at] in running or _PAGE_NUMBER.fullmatch(body[at])):
                line = body.pop(at)
                numbered = _PAGE_NUMBER.fullmatch(line)
                omissions.append(Omission(line, OmissionKind.PAGE_NUMBER if numbered else OmissionKind.RUNNING_HEAD))
        bodies.append((number, body))
    return bodies, omissions


def _paragraphs(pages: list[Page]) -> Iterator[Block]:
    """Lines joined as long as each fills the column and ends no sentence; a paragraph belongs to its first page."""
    lengths = sorted(len(line) for _, lines in pages for line in lines)
    full = lengths[int(len(lengths) * 0.9)] * _FULL_LINE
    text, first, before = "", 0, ""
    for number, lines in pages:
        for line in lines:
            if text and len(before) >= full and not text.endswith(_SENTENCE_END):
                text += line
            else:
                if text:
                    yield Block(text, page=first)
                text, first = line, number
            before = line
    if text:
        yield Block(text, page=first)
