"""LINES → the section tree: each line opens a section, or belongs to the one that is open."""

from collections.abc import Sequence

from kb.model import Block, BlockKind, Section, SectionKind, Table
from kb.parse.numbering.families import Family, Number
from kb.parse.outline.citations import Place
from kb.parse.outline.headings import split_heading
from kb.parse.outline.layout import Line, Part, lines_of
from kb.parse.outline.levels import Levels
from kb.parse.outline.lines import bare
from kb.parse.outline.tree import FRAMES, Open, Tree
from kb.parse.tables import group_name, header_and_rows, header_rows_of, row_name, shared_columns

_ASIDE = (SectionKind.CONTENTS, SectionKind.SIGNATURE, SectionKind.IMPRINT)
"""Parts that hold no headings, and behind which the text goes on where it was."""


class Outline:
    """Reads blocks one after the other and keeps the path of sections that are open."""

    def __init__(self, document: str, title: str) -> None:
        self._title = title
        self._printed_title = bare(title)
        self._tree = Tree(document, title)
        self._levels = Levels(self._tree)
        self._part: Part | None = None
        self._left: list[Open] = []
        self._signed = False

    @property
    def gaps(self) -> list[str]:
        """Where a numbering does not go on, one sentence each."""
        return self._levels.gaps

    def read(self, blocks: Sequence[Block]) -> tuple[Section, ...]:
        """The section tree of `blocks` in reading order, the document itself first."""
        lines = lines_of(blocks, self._title)
        for line, following in zip(lines, (*lines[1:], None), strict=True):
            if line.part is not self._part:
                self._leave_part()
                self._part = line.part
                if line.part:
                    self._enter(line.part, line.block)
            if line.part and line.part.kind is not SectionKind.DOCUMENT:
                self._tree.add(line.block.text)
            else:
                self._read(line, _text_of(following))
        return self._tree.sections()

    def _enter(self, part: Part, block: Block) -> None:
        """Open the section of a part, or go back to the document that the part belongs to."""
        tree = self._tree
        self._left = tree.path[:]
        if part.kind in (SectionKind.ATTACHMENT, SectionKind.IMPRINT):
            tree.cut(1)
        elif part.kind in (SectionKind.SIGNATURE, SectionKind.DOCUMENT):
            tree.cut(tree.base + 1)
        elif part.kind is SectionKind.TABLE:
            self._leave_frames(block)
        if part.kind is SectionKind.DOCUMENT:
            return
        heading = " ".join(filter(None, (part.label, part.title))) if part.kind not in _ASIDE else ""
        place = Place(part.kind, part.label, part.title)
        opened = tree.open(place, part.component, heading or tree_name(part.kind), block)
        if part.kind is SectionKind.ATTACHMENT:
            opened.family = Family.ATTACHMENT
            self._levels.begin_anew()

    def _leave_part(self) -> None:
        if self._part and self._part.kind in _ASIDE:
            self._tree.path = self._left
            self._signed = self._part.kind is not SectionKind.CONTENTS

    def _read(self, line: Line, below: str) -> None:
        """Read a line of the text; behind a signature only a number that goes on stays where it was.

        `below` is the paragraph that stands under the line, if one does.
        """
        if self._signed and not (line.number and self._levels.continues(line.number)):
            self._tree.cut(self._tree.base + 1)
        self._signed = False
        self._leave_frames(line.block)
        if line.block.kind is BlockKind.TABLE:
            self._read_table(line.block)
        elif line.number is not None:
            self._open_numbered(line.number, line.block, below)
        else:
            self._read_text(line.block)

    def _read_text(self, block: Block) -> None:
        if block.kind is BlockKind.NOTE:
            self._tree.add(block.text)
        elif block.level is not None and bare(block.text) != self._printed_title:
            self._open_marked(block)
        else:
            self._leave_items()
            self._tree.add(block.text)

    def _leave_items(self) -> None:
        """Go back to the article behind its last item: what follows is the article's next paragraph (款)."""
        article = self._tree.innermost(SectionKind.ARTICLE)
        if article is None or article == len(self._tree.path) - 1:
            return
        items = self._tree.path[article + 1 :]
        if all(each.kind is SectionKind.ITEM for each in items) and items[-1].texts[-1].endswith("。"):
            self._tree.cut(article + 1)

    def _open_numbered(self, number: Number, block: Block, below: str) -> None:
        self._tree.cut(self._levels.depth_of(number))
        title, rest = ("", number.rest) if self._in_article() else split_heading(number, below)
        kind = SectionKind.ITEM if number.kind is SectionKind.HEADING and not title else number.kind
        heading = (number.printed + title).strip() if title else number.label
        root = self._levels.root_of(number)
        opened = self._tree.open(Place(kind, number.label, title), _component(number), heading, block, root)
        opened.family, opened.style, opened.ordinal = number.family, number.style, number.ordinal
        opened.steps = number.steps
        head = block.text[: len(block.text) - len(rest)].strip() if title else ""
        for text in filter(None, (head, rest) if title else (block.text,)):
            self._tree.add(text)

    def _in_article(self) -> bool:
        """Whether what comes is an item of an article: a sentence of the law, however short, and no heading."""
        article, frame = self._tree.innermost(SectionKind.ARTICLE), self._tree.innermost(*FRAMES)
        return article is not None and (frame is None or frame < article)

    def _open_marked(self, block: Block) -> None:
        """Open an unnumbered heading, known by the file's own markup."""
        level = block.level or 1
        path = self._tree.path
        inside = range(self._tree.base + 1, len(path))
        self._tree.cut(next((i for i in inside if (path[i].level or 0) >= level), len(path)))
        opened = self._tree.open(Place(SectionKind.HEADING, "", block.text), "u", block.text, block)
        opened.family = Family.MARKUP
        self._tree.add(block.text)

    def _read_table(self, block: Block) -> None:
        table = self._tree.path[-1]
        if table.kind is not SectionKind.TABLE or table.table:
            table = self._tree.open(Place(SectionKind.TABLE, "", ""), "x", "表", block)
        count = header_rows_of(block.rows, block.header_rows)
        header, rows = header_and_rows(block.rows, count)
        lines = block.text.split("\n")
        groups = [group_name(header, *row) for row in zip(rows, lines[count:], strict=True)]
        blank = ("",) * (len(header) - 1)
        shown = tuple((group, *blank) if group else cells for group, cells in zip(groups, rows, strict=True))
        table.table = Table(table.title, header, shown)
        for line in lines[:count]:
            self._tree.add(line)
        shared = shared_columns(rows, lines[count:])
        for position, (group, cells, line) in enumerate(zip(groups, rows, lines[count:], strict=True), start=1):
            name = group or row_name(header, cells, shared)
            row = self._tree.open(Place(SectionKind.ROW, f"第{position}行", name), str(position), name, block)
            row.table = Table(name, ("",), ((group,),)) if group else Table(name, header, (cells,))
            self._tree.add(line)
            self._tree.path.pop()
        self._tree.path.pop()

    def _leave_frames(self, block: Block) -> None:
        """Close a table or a 专栏 whose frame the block stands outside of."""
        top = self._tree.path[-1]
        if top.kind is SectionKind.TABLE and block.kind is not BlockKind.TABLE and not block.text.startswith("单位"):
            self._tree.path.pop()
        frame = self._tree.innermost(SectionKind.BOX)
        if frame is None:
            return
        opened = self._tree.path[frame]
        if opened.box is None and block.box is not None and len(opened.texts) == 1:
            opened.box = block.box
        elif opened.box is not None and block.box != opened.box:
            self._tree.cut(frame)


def _text_of(line: Line | None) -> str:
    """The words of an unnumbered paragraph of the text; nothing for any other line."""
    plain = line and line.number is None and line.part is None and line.block.kind is BlockKind.TEXT
    return line.block.text if line and plain and line.block.level is None else ""


def tree_name(kind: SectionKind) -> str:
    """The heading of a part that prints none."""
    return {SectionKind.CONTENTS: "目录", SectionKind.SIGNATURE: "落款", SectionKind.IMPRINT: "版记"}.get(kind, "表")


def _component(number: Number) -> str:
    """A number's part of the id of its section."""
    component = f"{number.ordinal}z{number.inserted}" if number.inserted else str(number.ordinal)
    return f"a{component}" if number.family is Family.ATTACHED_TABLE else component
