"""Markdown: headings with their level, paragraphs, tables, frames (blockquotes); the numbers of lists are put back.

Links, reference definitions and emphasis are read by rules of our own and not by CommonMark's: official texts use the
same marks, as in 甬政发[2021](试行) and 2*3*4; and CommonMark leaves **第一条：**内容 as it is. A blockquote is a
frame (专栏), a table of one cell too.
"""

import html
import re
import string
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kb.model import Block, Field, Omission, OmissionKind, Source, Stated
from kb.read.grid import Cell, blocks_of
from kb.read.html.facts import LABELS
from kb.read.html.lines import lines_of
from kb.read.html.tree import INVISIBLE, tree_of
from kb.read.text import decode, printed

_OFF = ["code", "emphasis", "entity", "link", "reference", "text_join"]
_PARSER = MarkdownIt("commonmark").enable("table").disable(_OFF)
_PARSER.normalizeLink = lambda url: url  # type: ignore[method-assign]  # an address is left out as it is written

_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SCRIPT = re.compile(r"<(script|style)\b.*?(?:</\1\s*>|\Z)", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CELL_BORDER = re.compile(r"(?<!\\)\|")
_QUOTE = re.compile(r"\s{0,3}>\s?")
_STRONG = re.compile(
    r"(?<![*\\])(\*{2,3})(?![*\s])(.{1,1000}?)(?<![*\s])\1(?!\*)|(?<!\w)(__)(?![_\s])((?:(?!__).)+?)(?<![_\s])__(?!\w)",
    re.DOTALL,
)
_LINK = re.compile(
    r"(?<!!)\[([^\[\]\n]*)\]\(((?:https?:|mailto:|#|\.{0,2}/)[^\s()]*|[^\s()]+\.(?:docx?|pdf|xlsx?|wps|ofd|md|html?))"
    r"(?:\s+\"[^\"]*\")?\)"
)
"""A link whose target can only be an address: 甬政发[2021](试行) has none."""
_REFERENCE = re.compile(r"&(?:[a-zA-Z][a-zA-Z0-9]{1,30}|#\d{1,7}|#[xX][0-9a-fA-F]{1,6});")
_MARKS = frozenset("#*_`|-:>+=~\\<")
"""All that Markdown itself can be made of; if anything else is missing, it was lost."""
_LITERAL = {ord(mark): chr(0xFDD0 + i) for i, mark in enumerate(string.punctuation)}
"""What a mark that is meant as itself (escaped, in code, or a reference) is until the others have been read.

The 32 stand-ins are code points that Unicode keeps free for such use and that no text holds (Unicode 23.7).
"""
_ESCAPED = {ord(stand_in): html.escape(chr(mark)) for mark, stand_in in _LITERAL.items()}
_PRINTED = {ord(stand_in): chr(mark) for mark, stand_in in _LITERAL.items()}

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_ENTRY = re.compile(r"(?P<key>[\w\u3000 -]+?)\s*[:：](?:\s+(?P<value>.*)|(?P<close>\S.*)?)")
_KEYS = {
    "title": Field.TITLE, "issuer": Field.ISSUERS, "issuers": Field.ISSUERS, "number": Field.DOCUMENT_NUMBER,
    "document_number": Field.DOCUMENT_NUMBER, "index_number": Field.INDEX_NUMBER, "genre": Field.GENRE,
    "topics": Field.TOPICS, "date": Field.PUBLISHED_ON, "published": Field.PUBLISHED_ON,
    "published_on": Field.PUBLISHED_ON, "written_on": Field.WRITTEN_ON, "effective_on": Field.EFFECTIVE_ON,
    "expires_on": Field.EXPIRES_ON, "validity": Field.VALIDITY, "source": Field.SOURCE, "url": Field.SOURCE,
}  # fmt: skip
"""Keys of a front matter in English; those in Chinese are the labels of official pages."""


@dataclass(slots=True)
class _Left:
    """What is left out on the way, and what is to be said of it."""

    omissions: list[Omission] = field(default_factory=list)
    pictures: int = 0

    def leave(self, text: str, kind: OmissionKind = OmissionKind.MARKUP) -> None:
        """Leave `text` out, by name."""
        if text.strip():
            self.omissions.append(Omission(text.translate(_PRINTED), kind))


def read(content: bytes) -> Source:
    """The blocks of a Markdown file. Comments and markup are left out and named.

    Characters are counted after references such as &nbsp; have been resolved; zero-width ones count as white space.

    Raises:
        FileRefused: the bytes are no text.
    """
    text = INVISIBLE.sub("", _REFERENCE.sub(_resolved, decode(content)))
    left = _Left()
    stated, body = _front_matter(text, left)
    blocks = tuple(_Reading(body.split("\n"), left).blocks(_PARSER.parse(body)))
    missing = _missing(
        text.translate(_PRINTED), [*(block.text for block in blocks), *(each.text for each in left.omissions)]
    )
    if missing and _MARKS.issuperset(missing):
        left.leave(missing)
    pictures = (f"文件里有 {left.pictures} 幅图片，图片中的文字没有读取",) if left.pictures else ()
    return Source(blocks, tuple(left.omissions), characters=printed(text), stated=stated, warnings=pictures)


def _resolved(match: re.Match[str]) -> str:
    """The character that a reference stands for; a mark among them is never markup."""
    return html.unescape(match[0]).replace("\xa0", " ").translate(_LITERAL)


def _missing(text: str, found: list[str]) -> str:
    """The characters of a text that nothing found holds; a letter among them is a letter lost."""
    counts = Counter("".join(text.split()))
    counts.subtract(Counter("".join("".join(found).split())))
    return "".join(char * count for char, count in sorted(counts.items()) if count > 0)


def _front_matter(text: str, left: _Left) -> tuple[tuple[Stated, ...], str]:
    """What the lines between two --- at the very top state, and the text without them."""
    front = _FRONT.match(text)
    lines = [line for line in front[1].split("\n") if line.strip() and not line.startswith("#")] if front else []
    entries = [_ENTRY.fullmatch(line.strip()) for line in lines]
    own = [entry for line, entry in zip(lines, entries, strict=True) if not line.startswith((" ", "\t", "-"))]
    if front is None or not own or not all(own):
        return (), text
    left.leave(front[0].strip())
    return tuple(_stated(entry) for entry in own if entry and _field(entry) and _value(entry)), text[front.end() :]


def _field(entry: re.Match[str]) -> Field | None:
    key = "".join(entry["key"].split())
    return _KEYS.get(key.lower()) or LABELS.get(key)


def _value(entry: re.Match[str]) -> str:
    return (entry["value"] or entry["close"] or "").strip().strip("\"'[]").strip()


def _stated(entry: re.Match[str]) -> Stated:
    known = _field(entry)
    assert known is not None
    return Stated(known, _value(entry).translate(_PRINTED), entry[0].translate(_PRINTED))


class _Reading:
    """Goes over the tokens of a file once."""

    def __init__(self, lines: list[str], left: _Left) -> None:
        self._lines = lines
        self._left = left
        self._frames = 0
        self._quotes = 0
        self._level: int | None = None
        self._marker = ""
        self._in_table = False

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        """The blocks that the tokens make, those in a blockquote with the number of their frame."""
        for token in tokens:
            if token.type == "blockquote_open":
                self._frames += not self._quotes
                self._quotes += 1
            box = self._frames if self._quotes else None
            for block in self._of(token):
                yield replace(block, box=box if box else block.box)
            self._quotes -= token.type == "blockquote_close"

    def _of(self, token: Token) -> Iterator[Block]:
        match token.type:
            case "heading_open":
                self._level = int(token.tag[1])
            case "heading_close":
                self._level = None
            case "list_item_open":
                self._marker += token.info + token.markup if token.info else ""
            case "list_item_close" if self._marker:
                yield Block(self._take_marker())
            case "table_open" if token.map:
                self._in_table = True
                yield from self._table(self._lines[token.map[0] : token.map[1]])
            case "table_close":
                self._in_table = False
            case "inline" if not self._in_table:
                yield from _paragraphs(self._take_marker() + self._plain(token.children or []), self._level)
            case "fence":
                self._left.leave(token.info)
                yield from _paragraphs(token.content.translate(_PRINTED), None)
            case "html_block":
                yield from self._html(token.content)

    def _take_marker(self) -> str:
        marker, self._marker = self._marker, ""
        return marker

    def _table(self, lines: list[str]) -> Iterator[Block]:
        """The table that stands in `lines`; read from them, for the parser drops cells beyond the header's width."""
        for _ in range(self._quotes):
            lines = [_QUOTE.sub("", line, count=1) for line in lines]
        grid = [self._cells(line) for position, line in enumerate(lines) if position != 1]
        self._frames += 1
        header = 1 if any(cell.text for cell in grid[0]) else None
        yield from blocks_of(grid, frame=self._frames, header_rows=header)

    def _cells(self, line: str) -> list[Cell]:
        inner = line.strip().removeprefix("|")
        inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
        inlines = (_PARSER.parseInline(cell.strip()) for cell in _CELL_BORDER.split(inner))
        return [Cell(tuple(self._plain(inline[0].children or []).split("\n"))) for inline in inlines]

    def _plain(self, tokens: list[Token]) -> str:
        """The words of inline tokens without their markup."""
        return self._unmarked("".join(map(self._inline, tokens)))

    def _inline(self, token: Token) -> str:
        match token.type:
            case "softbreak" | "hardbreak":
                return "\n"
            case "text_special" | "code_inline":
                return token.content.translate(_LITERAL)
            case "html_inline":
                kind = OmissionKind.COMMENT if token.content.startswith("<!--") else OmissionKind.MARKUP
                self._left.leave(token.content, kind)
                return "\n" if _BREAK.fullmatch(token.content) else ""
            case "image":
                self._left.pictures += 1
                title = f'"{token.attrs["title"]}"' if "title" in token.attrs else ""
                self._left.leave(f"![]({token.attrs['src']}{title})")
                return "".join(map(self._inline, token.children or []))
            case _:
                return token.content

    def _unmarked(self, text: str) -> str:
        """A paragraph without the marks of links and of strong words."""
        return _STRONG.sub(_strong, _LINK.sub(self._link, text)).translate(_PRINTED)

    def _link(self, match: re.Match[str]) -> str:
        self._left.leave("[" + match[0][len(match[1]) + 1 :])
        return match[1]

    def _html(self, content: str) -> Iterator[Block]:
        """The words in a block of HTML; a table in it stays one."""
        for comment in _COMMENT.findall(content):
            self._left.leave(comment, OmissionKind.COMMENT)
        shown = _COMMENT.sub("", content)
        for script in _SCRIPT.finditer(shown):
            self._left.leave(script[0])
        shown = _SCRIPT.sub("", shown)
        for tag in _TAG.findall(shown):
            self._left.leave(tag)
        if re.search(r"<table\b.*</table\s*>", shown, re.DOTALL | re.IGNORECASE):
            yield from self._html_tables(shown)
        else:
            yield from _paragraphs(self._unmarked(_TAG.sub("", _BREAK.sub("\n", shown))), None)

    def _html_tables(self, content: str) -> Iterator[Block]:
        page = lines_of(tree_of(content.translate(_ESCAPED)), total=2 * len(content))
        for words in page.hidden:
            self._left.leave(words)
        for line in page.lines:
            if line.grid is None:
                yield Block(line.text, level=line.level)
            else:
                self._frames += 1
                yield from blocks_of(line.grid, frame=self._frames, header_rows=line.header_rows)


def _strong(match: re.Match[str]) -> str:
    """What stands between two marks of strong words; as they stand where both sides are numbers, as in 2**3**4."""
    before, after = match.string[: match.start()][-1:], match.string[match.end() :][:1]
    if before.isascii() and before.isalnum() and after.isascii() and after.isalnum():
        return match[0]
    return match[2] or match[4]


def _paragraphs(text: str, level: int | None) -> Iterator[Block]:
    yield from (Block(line.strip(), level=level) for line in text.split("\n") if line.strip())
