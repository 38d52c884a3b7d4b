"""Markdown: headings with their level, paragraphs, tables; a list's numbers are put back in front of its items.

Links, reference definitions and emphasis are off: official texts use the same marks, as in 甬政发[2021](试行), 2*3*4.
"""

import html
import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kb.model import Block, BlockKind, Omission, OmissionKind, Source
from kb.read.text import decode

_PARSER = MarkdownIt("commonmark").enable("table").disable(["code", "emphasis", "entity", "link", "reference"])
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_TAG = re.compile(r"</?[a-zA-Z][^>]*>")
_CELL_BORDER = re.compile(r"(?<!\\)\|")


def read(content: bytes) -> Source:
    """The blocks of a Markdown file. HTML comments are left out and named.

    Raises:
        FileRefused: the bytes are no text.
    """
    text = decode(content)
    tokens = _PARSER.parse(text)
    raw = "".join(token.content for token in tokens if token.type == "html_block")
    omissions = tuple(Omission(comment, OmissionKind.COMMENT) for comment in _COMMENT.findall(raw))
    return Source(tuple(_blocks(tokens, text.split("\n"))), omissions)


def _blocks(tokens: list[Token], lines: list[str]) -> Iterator[Block]:
    level: int | None = None
    marker, in_table = "", False
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = None
        elif token.type == "list_item_open":
            marker = token.info + token.markup if token.info else ""
        elif token.type == "list_item_close" and marker:
            yield Block(marker)
            marker = ""
        elif token.type == "table_open" and token.map:
            in_table = True
            yield _table(lines[token.map[0] : token.map[1]])
        elif token.type == "table_close":
            in_table = False
        elif token.type == "inline" and not in_table:
            yield from _paragraphs(marker + _plain(token), level)
            marker = ""
        elif token.type in ("fence", "code_block"):
            yield from _paragraphs(token.content, None)
        elif token.type == "html_block":
            yield from _paragraphs(html.unescape(_TAG.sub("", _COMMENT.sub("", token.content))), None)


def _paragraphs(text: str, level: int | None) -> Iterator[Block]:
    yield from (Block(line.strip(), level=level) for line in text.split("\n") if line.strip())


def _table(lines: list[str]) -> Block:
    """The table that stands in `lines`; read from them, for the parser drops cells beyond the header's width."""
    rows = tuple(_cells(line) for position, line in enumerate(lines) if position != 1)
    return Block("\n".join("\t".join(row) for row in rows), BlockKind.TABLE, rows=rows)


def _cells(line: str) -> tuple[str, ...]:
    inner = line.strip().removeprefix("|")
    cells = _CELL_BORDER.split(inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner)
    return tuple(cell.strip().replace("\\|", "|") for cell in cells)


def _plain(token: Token) -> str:
    """The words of an inline token without its markup."""
    parts = ("\n" if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ())
    return "".join(parts)
