"""A Document as HTML: its outline, and its sections in reading order with the cited one set off."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from kb.model import Document, Quote, Section, SectionKind, Table
from kb.model.validity import Standing
from kb.pages.html import markup, outline, shelf
from kb.pages.html.markup import banner, button, escape, marked


@dataclass(frozen=True, slots=True)
class Cited:
    """The section that an address cites, its words as a quote; with the question that led here, and what it quoted."""

    section: Section
    words: Quote
    question: str = ""
    quotes: tuple[str, ...] = ()

    @property
    def place(self) -> str | None:
        """The id of the section that is set off: a row's is its table's, and the whole document is not set off."""
        if _drawn_by_table(self.section):
            return self.section.parent
        return self.section.id if self.section.parent else None


Piece = tuple[int, Section, int, str]
"""Where a paragraph starts in the document's body, its section, its number there, and its text."""


def page(
    document: Document, standing: Standing, cited: Cited | None = None, *, related: str = "", original: str = ""
) -> str:
    """The whole reading page.

    Args:
        document: with its sections.
        standing: its validity.
        cited: what is set off.
        related: HTML on how the document stands to others.
        original: HTML of a page of its file, or of a link to one.
    """
    jump = '<p class="kb-ways"><a href="#cited">跳到引用的章节 ↓</a></p>' if cited and cited.place else ""
    tree = outline.outline(document, cited.section if cited else None)
    return (
        f'<div class="kb-reading">{tree}<article class="kb-doc">{_back(cited)}'
        f'<h1 class="kb-title">{escape(document.title)}</h1>{banner(standing)}{_ways(document)}{original}{jump}'
        f"{body(document, cited)}<footer>{related}{shelf.about(document)}</footer></article></div>"
    )


def _ways(document: Document) -> str:
    """Ways on from a document."""
    return f'<p class="kb-ways"><a href="{markup.asking("", document.id)}">只问这份文件</a></p>'


def _back(cited: Cited | None) -> str:
    if cited is None or not cited.question:
        return ""
    question = cited.question
    return f'<p class="kb-ways"><a href="{markup.asking(question)}">‹ 回到“{escape(question)}”的答案</a></p>'


def body(document: Document, cited: Cited | None = None) -> str:
    """Every paragraph once, in the order of the file; a table is drawn whole, a 专栏 is framed."""
    by_id = {each.id: each for each in document.sections}
    parts: list[str] = []
    for box, runs in groupby(_runs(document), key=lambda run: _box(run[0], by_id)):
        drawn = "".join(_run(document, section, texts, cited) for section, texts in runs)
        parts.append(f'<aside class="kb-box">{drawn}</aside>' if box else drawn)
    return "".join(parts)


def _runs(document: Document) -> Iterator[tuple[Section, list[Piece]]]:
    """The paragraphs in the order of the file, those that follow each other in one section together."""
    pieces: list[Piece] = [
        (start, section, number, text)
        for section in document.sections
        if not _drawn_by_table(section)
        for number, (start, text) in enumerate(zip(section.starts, section.texts, strict=True))
    ]
    for _, run in groupby(sorted(pieces, key=itemgetter(0)), key=lambda piece: piece[1].id):
        held = list(run)
        yield held[0][1], held


def _drawn_by_table(section: Section) -> bool:
    return section.kind is SectionKind.ROW and section.table is not None


def _box(section: Section, by_id: dict[str, Section]) -> str | None:
    """The id of the 专栏 that a section stands in."""
    current: Section | None = section
    while current and current.kind is not SectionKind.BOX:
        current = by_id[current.parent] if current.parent else None
    return current.id if current else None


def _run(document: Document, section: Section, pieces: list[Piece], cited: Cited | None) -> str:
    here = cited if cited and cited.place == section.id else None
    if section.table is not None and section.kind is SectionKind.TABLE:
        content = _table(document, section, section.table, cited)
    else:
        content = "".join(_paragraph(section, number, text, here) for _, _, number, text in pieces)
    first = pieces[0][2] == 0
    if here is None:
        return f"<section{_anchor(section) if first else ''}>{content}</section>"
    if not first:
        return f'<section class="kb-cited">{content}</section>'
    below = _neighbours(document, here.section)
    return f'<section class="kb-cited" id="cited">{_bar(document, here)}{content}{below}</section>'


def _paragraph(section: Section, number: int, text: str, cited: Cited | None) -> str:
    if number or not section.title or section.kind is SectionKind.DOCUMENT:
        return f"<p>{marked(text, cited.quotes if cited else ())}</p>"
    level = min(section.depth + 1, 6)
    return f"<h{level}>{escape(text)}</h{level}>"


def _table(document: Document, section: Section, table: Table, cited: Cited | None) -> str:
    """The table cell for cell, an empty cell visibly so, and the words around it that are no cells."""
    rows = [each for each in document.sections if each.parent == section.id and each.kind is SectionKind.ROW]
    head = "".join(f'<th scope="col">{escape(cell)}</th>' for cell in table.header)
    at = rows.index(cited.section) if cited and cited.section in rows else None
    drawn = "".join(
        f"<tr{' class=kb-row' if number == at else ''}>{''.join(map(_cell, cells))}</tr>"
        for number, cells in enumerate(table.rows)
    )
    caption = section.texts[0] if section.title and section.texts else table.caption
    others = [text for text in section.texts if text not in (caption, "\t".join(table.header))]
    return (
        f'<div class="kb-table" tabindex="0"><table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>'
        f"<tbody>{drawn}</tbody></table></div>{markup.paragraphs(others)}"
    )


def _cell(text: str) -> str:
    return f"<td>{escape(text)}</td>" if text.strip() else '<td class="kb-empty">空</td>'


def _bar(document: Document, cited: Cited) -> str:
    """What is cited, where it stands, and buttons that copy the citation, the words with it, and the link."""
    section = cited.section
    path = " › ".join(map(escape, document.paths()[section.id][1:]))
    page_ = f"　·　第 {section.page} 页" if section.page else ""
    original = (
        f'　<a href="{markup.reading(section.id, cited.question, section.page)}">看原件这一页</a>'
        if section.page
        else ""
    )
    return (
        f'<div class="kb-bar">{_back(cited)}<p class="kb-path">{path}{page_}{original}</p>'
        f'<p class="kb-name">{escape(section.citation)}</p><p class="kb-acts">'
        f"{button('复制出处', 'copy', section.citation)}"
        f"{button('复制原文和出处', 'copy', markup.with_citation(cited.words))}"
        f"{button('收入引文篮', 'keep', markup.kept([cited.words]))}"
        f'<button type="button" data-link="{markup.reading(section.id)}">复制链接</button></p></div>'
    )


def _neighbours(document: Document, cited: Section) -> str:
    """Links to the sections before and after; rows count only beside a row."""
    order = [each for each in document.sections if not _drawn_by_table(each) or cited.kind is SectionKind.ROW]
    at = order.index(cited)
    before = _neighbour("‹ 上一节", order[at - 1]) if at > 1 else ""
    after = _neighbour("下一节 ›", order[at + 1]) if at + 1 < len(order) else ""
    return f'<nav class="kb-neighbours" aria-label="相邻章节">{before}{after}</nav>'


def _neighbour(where: str, section: Section) -> str:
    return f'<a href="{markup.reading(section.id)}"><span>{where}</span>{escape(section.heading)}</a>'


def _anchor(section: Section) -> str:
    return f' id="{escape("s-" + section.id.rpartition("/")[2])}"'
