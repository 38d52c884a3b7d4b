"""A Paper → .docx, set as offices set their documents.

Source: GB/T 9704—2012 《党政机关公文格式》: 5.2 page and margins, 7.3.1 title, 7.3.3 body and the fonts of its levels,
7.5 page numbers. Tables are set smaller than the body, as the standard leaves open.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from itertools import repeat
from typing import assert_never

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.section import Section, _Footer
from docx.shared import Length, Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Cell
from docx.text.paragraph import Paragraph as Written
from docx.text.run import Run

from kb.export.fonts import declare
from kb.export.package import clean, timeless
from kb.model.paper import Grid, Heading, Paper, Paragraph, Style, Text, Words

TITLE, BODY, FIRST, SECOND, NUMBER = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"
LATIN = "Times New Roman"
TWO, THREE, FOUR, SMALL_FOUR = Pt(22), Pt(16), Pt(14), Pt(12)
"""二号, 三号, 四号, 小四."""
_NOTE = "Note"
_GRID = "Grid Text"
_LINE = Pt(28)
"""22 lines on a page of 225 mm."""
_LINES = {"Title": Pt(36), _NOTE: Pt(18), _GRID: Pt(18)}
_MARGINS = (Mm(37), Mm(26), Mm(35), Mm(28))
"""上, 右, 下, 左; a page laid on its side is turned with them."""
_STYLES: tuple[tuple[str, str, Length, bool], ...] = (
    ("Normal", BODY, THREE, False),
    ("Title", TITLE, TWO, False),
    ("Subtitle", SECOND, THREE, False),
    ("Heading 1", FIRST, THREE, False),
    ("Heading 2", SECOND, THREE, False),
    ("Heading 3", BODY, THREE, True),
    (_NOTE, BODY, SMALL_FOUR, False),
    (_GRID, BODY, SMALL_FOUR, False),
)
"""Style, font, size and whether it is bold."""


def word(paper: Paper) -> bytes:
    """The paper as a .docx file."""
    document = docx.Document()
    _set_styles(document)
    _set_page(document.sections[0], paper.landscape)
    document.settings.odd_and_even_pages_header_footer = True
    declare(document, {TITLE: "宋体", BODY: "仿宋", SECOND: "楷体"})
    document.core_properties.title = clean(paper.title)[:255]
    document.core_properties.author = document.core_properties.comments = ""
    for text, style in ((paper.title, "Title"), (paper.subtitle, "Subtitle")):
        _write(partial(document.add_paragraph, style=style), text)
    for piece in paper.pieces:
        match piece:
            case Heading():
                _write(partial(document.add_paragraph, style=f"Heading {min(max(piece.level, 1), 3)}"), piece.text)
            case Paragraph():
                _write(partial(document.add_paragraph, style=_NOTE if piece.note else "Normal"), piece.text)
            case Grid():
                _write_grid(document, piece)
            case _:
                assert_never(piece)
    stream = BytesIO()
    document.save(stream)
    return timeless(stream.getvalue())


def _set_styles(document: Document) -> None:
    """The template's styles in the fonts, the sizes and the spacing of the standard."""
    for name in (_NOTE, _GRID):
        document.styles.add_style(name, 1)
    for name, font, size, bold in _STYLES:
        style = document.styles[name]
        assert isinstance(style, ParagraphStyle)
        _set_font(style, font, size, bold)
        form = style.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        form.line_spacing = _LINES.get(name, _LINE)
        if name in ("Title", "Subtitle"):
            form.alignment = WD_ALIGN_PARAGRAPH.CENTER
            form.space_after = size // 2
        _set_indent(style, 200 if name == "Normal" or name.startswith("Heading") else 0)


def _set_font(style: ParagraphStyle, font: str, size: Length, bold: bool) -> None:
    """Fonts by name: Chinese text takes w:eastAsia, which python-docx does not set; a theme's font goes before both."""
    properties = style.element.get_or_add_rPr()
    for tag in ("w:rFonts", "w:spacing", "w:kern", "w:lang", "w:i", "w:iCs"):
        for old in properties.findall(qn(tag)):
            properties.remove(old)
    style.font.name = LATIN
    properties.rFonts.set(qn("w:eastAsia"), font)
    properties.rFonts.set(qn("w:hint"), "eastAsia")
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)
    style.font.size, style.font.bold = size, bold
    style.font.color.rgb = RGBColor(0, 0, 0)


def _set_indent(style: ParagraphStyle, hundredths: int) -> None:
    """The first line's indent in hundredths of a character; no rule below a title as the template has it."""
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
    indent = properties.get_or_add_ind()
    indent.set(qn("w:firstLineChars"), str(hundredths))
    indent.set(qn("w:firstLine"), str(hundredths * 16 // 5 if hundredths else 0))


def _set_page(section: Section, landscape: bool) -> None:
    """A4 with the margins and the page numbers of the standard: odd ones at the right, even ones at the left."""
    width, height = Mm(210), Mm(297)
    top, right, bottom, left = _MARGINS
    if landscape:
        section.orientation = WD_ORIENT.LANDSCAPE
        width, height = height, width
        top, right, bottom, left = left, top, right, bottom
    section.page_width, section.page_height = width, height
    section.top_margin, section.right_margin = top, right
    section.bottom_margin, section.left_margin = bottom, left
    section.footer_distance = Length(max(bottom - Mm(12), Mm(12)))
    _number(section.footer, WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT)


def _number(footer: _Footer, alignment: WD_ALIGN_PARAGRAPH) -> None:
    """— 1 — in 四号宋体, one character from the edge."""
    paragraph = footer.paragraphs[0]
    paragraph.alignment = alignment
    form = paragraph.paragraph_format
    form.first_line_indent, form.left_indent, form.right_indent = Pt(0), FOUR, FOUR
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text)
        run.font.name, run.font.size = NUMBER, FOUR
        run._element.get_or_add_rPr().rFonts.set(qn("w:eastAsia"), NUMBER)
        if text is None:
            _insert_page_field(run)


def _insert_page_field(run: Run) -> None:
    """The number of the page (ECMA-376-1 17.16.5.44); 1 until it is counted."""
    for kind, text in (("begin", ""), ("", "PAGE"), ("separate", ""), (None, "1"), ("end", "")):
        element = OxmlElement("w:fldChar" if kind else "w:t" if kind is None else "w:instrText")
        if kind:
            element.set(qn("w:fldCharType"), kind)
        element.text = text or None
        run._element.append(element)


def _write(add: Callable[[], Written], text: Text) -> None:
    """A paragraph for each line of the text."""
    for line in _lines(text):
        paragraph = add()
        for words in line:
            run = paragraph.add_run(words.text)
            run.bold = True if words.style in (Style.BOLD, Style.INSERTED) else None
            run.underline = True if words.style is Style.INSERTED else None
            run.font.strike = True if words.style is Style.DELETED else None


def _lines(text: Text) -> Iterator[list[Words]]:
    """The lines of a text that are not empty, each as its words."""
    line: list[Words] = []
    for words in (Words(text),) if isinstance(text, str) else text:
        first, *others = clean(words.text).split("\n")
        line.append(Words(first, words.style))
        for other in others:
            yield from [line] if any(each.text.strip() for each in line) else []
            line = [Words(other, words.style)]
    yield from [line] if any(each.text.strip() for each in line) else []


def _write_grid(document: Document, grid: Grid) -> None:
    """A ruled table as wide as the page allows, its header repeated on each page."""
    if grid.caption:
        _write(partial(document.add_paragraph, style=_GRID), (Words(grid.caption, Style.BOLD),))
        document.paragraphs[-1].alignment = WD_ALIGN_PARAGRAPH.CENTER
    section = document.sections[0]
    room = (section.page_width or 0) - (section.left_margin or 0) - (section.right_margin or 0)
    shares = grid.widths or tuple(repeat(1.0, len(grid.header)))
    widths = [Length(int(room * share / sum(shares))) for share in shares]
    table = document.add_table(rows=1 + len(grid.rows), cols=len(grid.header), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    header: list[Text] = [(Words(each, Style.BOLD),) for each in grid.header]
    for row, cells in zip(table.rows, [header, *grid.rows], strict=True):
        _write_row(row.cells, cells, widths)
    for cell in table.rows[0].cells:
        cell.paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.CENTER
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _write_row(cells: Sequence[_Cell], texts: Sequence[Text], widths: Sequence[Length]) -> None:
    for cell, text, width in zip(cells, texts, widths, strict=True):
        cell.width = width
        cell.paragraphs[0].style = _GRID
        _write(partial(_next_paragraph, cell, iter(cell.paragraphs)), text)


def _next_paragraph(cell: _Cell, blank: Iterator[Written]) -> Written:
    """The paragraph that every cell has from the start, then new ones."""
    return next(blank, None) or cell.add_paragraph(style=_GRID)
