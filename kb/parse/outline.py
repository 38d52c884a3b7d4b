"""BLOCKS → the section tree: a stack of open sections, with a continuity check at each level.

No vote is taken for the whole document. A number joins the innermost open level that it continues
(三 after 二); a first number opens a level below the section it stands in; 编 章 节 条 keep the order that
the law gives them. What does not continue is placed as well as it can be and reported, never renumbered.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kb.model import Block, BlockKind, Section, SectionKind, Table
from kb.parse.citations import Place, citation_of
from kb.parse.headings import contents_of, split_heading
from kb.parse.numbering import LEGAL_RANK, Family, Number, kind_of, number_of
from kb.parse.tables import header_and_rows, row_name

_ID_PREFIX = {
    SectionKind.BOX: "b",
    SectionKind.TABLE: "t",
    SectionKind.ROW: "r",
    SectionKind.ATTACHMENT: "a",
    SectionKind.CONTENTS: "contents",
}
_FRAMES = (SectionKind.BOX, SectionKind.TABLE, SectionKind.ATTACHMENT)


@dataclass(slots=True)
class _Open:
    """A section while it is being read."""

    kind: SectionKind
    id: str
    citation: str
    label: str = ""
    title: str = ""
    heading: str = ""
    family: Family | None = None
    style: str = ""
    ordinal: int = 0
    level: int | None = None
    box: int | None = None
    depth: int = 0
    parent: str | None = None
    page: int | None = None
    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    table: Table | None = None


class Outline:
    """Reads blocks one after the other and keeps the path of sections that are open."""

    def __init__(self, document: str, title: str) -> None:
        root = _Open(SectionKind.DOCUMENT, f"{document}/0", f"《{title}》", title=title, heading=title)
        self._document = document
        self._sections = [root]
        self._stack = [root]
        self._ids = {"0": 1}
        self._last: dict[Family, int] = {}
        self._offset = 0
        self.gaps: list[str] = []

    def read(self, blocks: Sequence[Block]) -> tuple[Section, ...]:
        """The section tree of `blocks` in reading order, the document itself first."""
        contents = contents_of(blocks)
        for position, block in enumerate(blocks):
            if position in contents:
                self._read_contents(block, first=position == contents.start, last=position == contents.stop - 1)
                continue
            self._leave_frames(block)
            if block.kind is BlockKind.TABLE:
                self._read_table(block)
            else:
                self._read_text(block)
        return tuple(_close(section) for section in self._sections)

    def _read_contents(self, block: Block, *, first: bool, last: bool) -> None:
        """Keep a line of the 目录 in a section of its own, which holds no headings and no passages."""
        if first:
            self._open(SectionKind.CONTENTS, "", "", "", "目录", block)
        self._add(block.text)
        if last:
            self._stack.pop()

    def _read_text(self, block: Block) -> None:
        number = number_of(block.text) if block.kind is BlockKind.TEXT else None
        if number is not None:
            self._open_numbered(number, block)
        elif block.kind is BlockKind.NOTE:
            self._add(block.text)
        elif block.level is not None and block.text != self._stack[0].title:
            self._open_marked(block)
        else:
            self._leave_items()
            self._add(block.text)

    def _leave_items(self) -> None:
        """Go back to the article behind its last item: what follows is the article's next paragraph (款)."""
        article = self._innermost(SectionKind.ARTICLE)
        if article is None or article == len(self._stack) - 1:
            return
        items = self._stack[article + 1 :]
        if all(each.kind is SectionKind.ITEM for each in items) and items[-1].texts[-1].endswith("。"):
            self._cut(article + 1)

    def _open_numbered(self, number: Number, block: Block) -> None:
        self._cut(self._depth_of(number))
        title, rest = ("", number.rest) if self._in_article() else split_heading(number)
        opened = self._open(
            kind_of(number.family),
            component=f"{number.ordinal}z{number.inserted}" if number.inserted else str(number.ordinal),
            label=number.label,
            title=title,
            heading=(number.printed + title).strip() if title else number.label,
            block=block,
        )
        opened.family, opened.style, opened.ordinal = number.family, number.style, number.ordinal
        if opened.kind is SectionKind.HEADING and not title:
            opened.kind = SectionKind.ITEM
        self._last[number.family] = number.ordinal
        head = block.text[: len(block.text) - len(rest)].strip() if title else ""
        for text in filter(None, (head, rest) if title else (block.text,)):
            self._add(text)

    def _in_article(self) -> bool:
        """Whether what comes is an item of an article: a sentence of the law, however short, and no heading."""
        article, frame = self._innermost(SectionKind.ARTICLE), self._innermost(*_FRAMES)
        return article is not None and (frame is None or frame < article)

    def _open_marked(self, block: Block) -> None:
        """Open an unnumbered heading, known by the file's own markup."""
        level = block.level or 1
        keep = next((i for i, each in enumerate(self._stack) if i and (each.level or 0) >= level), None)
        self._cut(keep if keep is not None else len(self._stack))
        opened = self._open(SectionKind.HEADING, "u", "", block.text, block.text, block)
        opened.family = Family.MARKUP
        self._add(block.text)

    def _read_table(self, block: Block) -> None:
        table = self._stack[-1]
        if table.kind is not SectionKind.TABLE or table.table:
            table = self._open(SectionKind.TABLE, "x", "", "", "表", block)
        header, rows = header_and_rows(block.rows, block.header_rows)
        table.table = Table(table.title, header, rows)
        lines = block.text.split("\n")
        for line in lines[: block.header_rows]:
            self._add(line)
        for position, (cells, line) in enumerate(zip(rows, lines[block.header_rows :], strict=True), start=1):
            name = row_name(header, cells)
            row = self._open(SectionKind.ROW, str(position), f"第{position}行", name, name, block)
            row.table = Table(name, header, (cells,))
            self._add(line)
            self._stack.pop()
        self._stack.pop()

    def _leave_frames(self, block: Block) -> None:
        """Close a table or a 专栏 whose frame the block stands outside of."""
        top = self._stack[-1]
        if top.kind is SectionKind.TABLE and block.kind is not BlockKind.TABLE and not block.text.startswith("单位"):
            self._stack.pop()
        frame = self._innermost(SectionKind.BOX)
        if frame is None:
            return
        opened = self._stack[frame]
        if opened.box is None and block.box is not None and len(opened.texts) == 1:
            opened.box = block.box
        elif opened.box is not None and block.box != opened.box:
            self._cut(frame)

    def _innermost(self, *kinds: SectionKind) -> int | None:
        return next((i for i in range(len(self._stack) - 1, 0, -1) if self._stack[i].kind in kinds), None)

    def _cut(self, depth: int) -> None:
        del self._stack[depth:]

    def _depth_of(self, number: Number) -> int:
        """How many open sections stay open above the one that `number` opens."""
        if number.family in LEGAL_RANK:
            return self._legal_depth(number)
        if number.family in (Family.BOX, Family.TABLE):
            return self._frame_depth()
        floor = (self._innermost(*_FRAMES) or 0) + 1
        same = [i for i in range(len(self._stack) - 1, 0, -1) if self._stack[i].family is number.family]
        continued = [i for i in same if self._stack[i].ordinal + 1 == number.ordinal]
        if continued:
            return next((i for i in continued if self._stack[i].style == number.style), continued[0])
        inside = [i for i in same if i >= floor]
        if number.ordinal == 1 and not inside:
            return len(self._stack)
        return self._broken_depth(number, inside or same)

    def _broken_depth(self, number: Number, same: list[int]) -> int:
        if not same:
            if self._last.get(number.family, -1) + 1 != number.ordinal:
                self._note(f"{number.printed.strip()}之前没有同级编号", number)
            return len(self._stack)
        before = self._stack[same[0]]
        self._note(f"编号从“{before.label}”跳到“{number.label}”", number)
        return same[0]

    def _legal_depth(self, number: Number) -> int:
        rank = LEGAL_RANK[number.family]
        depth = len(self._stack)
        for i in range(len(self._stack) - 1, 0, -1):
            family = self._stack[i].family
            if family is None or LEGAL_RANK.get(family, 9) >= rank:
                depth = i
        last = self._last.get(number.family, 0)
        if number.family is Family.ARTICLE and self._innermost(SectionKind.ATTACHMENT) is None:
            self._check_article(number, last)
        return depth

    def _check_article(self, number: Number, last: int) -> None:
        """Articles are numbered through the whole document: report one that is missing or begins anew."""
        if number.ordinal not in (last, last + 1):
            before = f"从第{last}条跳到" if last else "一开始就是"
            again = number.ordinal == 1
            self._note("条号重新从第一条开始，可能是另一份文件" if again else f"条号{before}“{number.label}”", number)

    def _frame_depth(self) -> int:
        """A 专栏 or a table belongs to the heading it stands under, not to the last point of an enumeration."""
        frame = self._innermost(SectionKind.BOX, SectionKind.TABLE)
        end = frame if frame is not None else len(self._stack)
        while end > 1 and self._stack[end - 1].kind is SectionKind.ITEM:
            end -= 1
        return end

    def _note(self, what: str, number: Number) -> None:
        self.gaps.append(f"{what}：{(number.printed + number.rest)[:24]}")

    def _open(self, kind: SectionKind, component: str, label: str, title: str, heading: str, block: Block) -> _Open:
        parent = self._stack[-1]
        base = "" if parent.kind is SectionKind.DOCUMENT else parent.id.rpartition("/")[2] + "."
        section = _Open(kind, self._unique(f"{base}{_ID_PREFIX.get(kind, '')}{component}"), "", label, title, heading)
        section.citation = self._cite(parent, section)
        section.depth, section.parent = parent.depth + 1, parent.id
        section.level, section.page = block.level, block.page
        self._sections.append(section)
        self._stack.append(section)
        return section

    def _unique(self, path: str) -> str:
        """The id of a section: its path of ordinals; where a number restarts beside itself, `~2`, `~3` … follow."""
        self._ids[path] = count = self._ids.get(path, 0) + 1
        return f"{self._document}/{path}" + (f"~{count}" if count > 1 else "")

    def _cite(self, parent: _Open, section: _Open) -> str:
        place = Place(section.kind, section.label, section.title)
        return citation_of(place, parent.kind, self._sections[0].citation, parent.citation, len(parent.texts))

    def _add(self, text: str) -> None:
        section = self._stack[-1]
        section.texts.append(text)
        section.starts.append(self._offset)
        self._offset += len(text) + 1


def _close(section: _Open) -> Section:
    return Section(
        id=section.id,
        kind=section.kind,
        label=section.label,
        title=section.title,
        heading=section.heading,
        depth=section.depth,
        parent=section.parent,
        citation=section.citation,
        texts=tuple(section.texts),
        starts=tuple(section.starts),
        page=section.page,
        table=section.table,
    )
