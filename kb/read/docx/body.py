"""The body of a Word file → blocks in reading order; what is anchored in a paragraph follows behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from kb.model import Block, BlockKind
from kb.read.docx.numbering import Numbering, numbered
from kb.read.docx.styles import Styles
from kb.read.docx.table import continues, grid_of, only_cell
from kb.read.docx.text import Words, words_of
from kb.read.docx.xml import Node, W, is_on, nearest
from kb.read.grid import blocks_of
from kb.read.text import printed

_CONTENT = (W + "p", W + "tbl", W + "r")
"""What holds words below a body, a cell, a text box or a note; a run outside of any paragraph is an error of some
program and is read as one."""


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote or an endnote: what it holds, and the mark in front of it ("" where it brings its own)."""

    content: Node
    mark: str


Notes = Mapping[Node, Note]
"""The notes that a file refers to, by their references."""


@dataclass(slots=True)
class Body:
    """Reads containers of paragraphs and tables, and counts what it puts in and cannot read.

    `restored` counts the characters of numbers and marks that Word shows and no text node holds; `pictures` says for
    each picture how many paragraphs with words stand before it.
    """

    styles: Styles
    numbering: Numbering
    notes: Notes
    frames: int = 0
    paragraphs: int = 0
    restored: int = 0
    pictures: list[int] = field(default_factory=list)

    def blocks(self, container: Node, box: int | None = None) -> Iterator[Block]:
        """The blocks of a container, inside the frame `box` if there is one."""
        nodes = list(nearest(container, *_CONTENT))
        carried, at = "", 0
        while at < len(nodes):
            node, at = nodes[at], at + 1
            if node.tag != W + "tbl":
                words = self._read(node, carried)
                goes_on = _runs_on(node) and at < len(nodes) and nodes[at].tag != W + "tbl"
                carried = words.lines[-1] if goes_on else ""
                yield from self._text(node, words.lines[:-1] if carried else words.lines, box)
                yield from self._anchored(words, box)
                continue
            tables = [node]
            while at < len(nodes) and nodes[at].tag == W + "tbl" and continues(nodes[at], node):
                tables.append(nodes[at])
                at += 1
            yield from self._table(tables, box)

    def _read(self, paragraph: Node, carried: str = "") -> Words:
        """The words of a paragraph behind what is carried on from the one before, its number in front."""
        words = words_of(paragraph)
        words.lines[0] = carried + words.lines[0]
        if not _runs_on(paragraph):
            number = self.numbering.number_of(paragraph)
            if number and not any(line.strip() for line in words.lines) and _is_hidden(paragraph):
                number = ""
            self.restored += printed(number)
            first = next((at for at, line in enumerate(words.lines) if line.strip()), 0)
            words.lines[first] = numbered(number, words.lines[first].lstrip())
        self.restored += words.added
        self.paragraphs += any(line.strip() for line in words.lines)
        self.pictures += [self.paragraphs] * words.pictures
        return words

    def _text(self, paragraph: Node, lines: list[str], box: int | None) -> Iterator[Block]:
        """A block a line; the lines of a heading are one, for a heading is broken only to fit the page."""
        lines = [line.strip() for line in lines if line.strip()]
        level = self.styles.level(paragraph) if lines else None
        if level is not None:
            lines = [joined(lines)]
        yield from (Block(line, level=level, box=box) for line in lines)

    def _anchored(self, words: Words, box: int | None) -> Iterator[Block]:
        for each in words.notes:
            yield from self._note(each, box)
        for each in words.boxes:
            self.frames += 1
            yield from self.blocks(each, box or self.frames)
        drawn = [line.strip() for line in words.drawn if line.strip()]
        if drawn:
            self.frames += 1
            yield from (Block(line, box=box or self.frames) for line in drawn)

    def _note(self, reference: Node, box: int | None) -> Iterator[Block]:
        note = self.notes.get(reference)
        if note is None:
            return
        mark = note.mark
        for block in self.blocks(note.content, box):
            text = numbered(mark, block.text) if block.kind is BlockKind.TEXT else block.text
            if text != block.text:
                self.restored += len(mark)
                mark = ""
            yield replace(block, text=text, kind=_noted(block.kind), level=None, box=box)

    def _table(self, tables: list[Node], box: int | None) -> Iterator[Block]:
        self.frames += 1
        frame = self.frames
        cell = only_cell(tables[0]) if len(tables) == 1 else None
        if cell is not None:
            yield from self.blocks(cell, box or frame)
            return
        waiting: list[Words] = []
        grid, header_rows = grid_of(tables, lambda cell: self._lines(cell, waiting))
        for block in blocks_of(grid, frame=frame, header_rows=header_rows):
            yield replace(block, box=box or block.box)
        for words in waiting:
            yield from self._anchored(words, box)

    def _lines(self, cell: Node, waiting: list[Words]) -> list[str]:
        """The paragraphs of a cell; a table inside it gives a line a row. What is anchored in it waits."""
        lines: list[str] = []
        carried = ""
        for node in nearest(cell, *_CONTENT):
            if node.tag == W + "tbl":
                lines += self._nested(node, waiting)
                continue
            words = self._read(node, carried)
            carried = words.lines.pop() if _runs_on(node) else ""
            lines += words.lines
            waiting.append(words)
        return [*lines, carried] if carried else lines

    def _nested(self, table: Node, waiting: list[Words]) -> Iterator[str]:
        for row in nearest(table, W + "tr"):
            cells = [self._lines(cell, waiting) for cell in nearest(row, W + "tc")]
            if len(cells) == 1:
                yield from cells[0]
            else:
                yield " ".join(joined(cell) for cell in cells)


def joined(lines: list[str]) -> str:
    """Lines as one; a space is kept where a letter or digit of ASCII ends one."""
    text = ""
    for line in filter(None, map(str.strip, lines)):
        text += (" " if text[-1:].isascii() and text[-1:].isalnum() else "") + line
    return text


def _runs_on(paragraph: Node) -> bool:
    """Whether the mark of a paragraph is deleted in a tracked change, so that the next one follows in its line."""
    font = paragraph.find(f"{W}pPr/{W}rPr")
    return font is not None and any(font.find(W + name) is not None for name in ("del", "moveFrom"))


def _is_hidden(paragraph: Node) -> bool:
    """Whether the mark of a paragraph is hidden: an empty one counts in its list and is not shown."""
    return bool(is_on(paragraph.find(f"{W}pPr/{W}rPr"), W + "vanish"))


def _noted(kind: BlockKind) -> BlockKind:
    return BlockKind.NOTE if kind is BlockKind.TEXT else kind
