"""Markdown: headings with their level, paragraphs, tables; a list's numbers are put back in front of its items."""

from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from kb.model import Block, BlockKind, Omission, Source
from kb.read.text import decode

_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table").disable(["code", "entity", "emphasis"])


def read(content: bytes) -> Source:
    """The blocks of a Markdown file. HTML comments are left out and named.

    Raises:
        FileRefused: the bytes are no text.
    """
    tokens = _PARSER.parse(decode(content))
    omissions = [
        Omission(token.content.strip(), "注释" if token.content.lstrip().startswith("<!--") else "HTML 标记")
        for token in tokens
        if token.type == "html_block"
    ]
    return Source(tuple(_blocks(tokens)), tuple(omissions))


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    level: int | None = None
    marker = ""
    rows: list[list[str]] | None = None
    for token in tokens:
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = None
        elif token.type == "list_item_open":
            marker = token.info + token.markup if token.info else ""
        elif token.type == "table_open":
            rows = []
        elif token.type == "tr_open" and rows is not None:
            rows.append([])
        elif token.type == "table_close" and rows is not None:
            yield _table(rows)
            rows = None
        elif token.type == "inline" and rows is not None:
            rows[-1].append(_plain(token).strip())
        elif token.type == "inline":
            yield from _lines(marker + _plain(token), level)
            marker = ""
        elif token.type in ("fence", "code_block"):
            yield from _lines(token.content, None)


def _lines(text: str, level: int | None) -> Iterator[Block]:
    yield from (Block(line.strip(), level=level) for line in text.split("\n") if line.strip())


def _table(rows: list[list[str]]) -> Block:
    cells = tuple(tuple(row) for row in rows)
    return Block("\n".join("\t".join(row) for row in cells), BlockKind.TABLE, rows=cells)


def _plain(token: Token) -> str:
    """The words of an inline token without its markup."""
    parts = ("\n" if child.type in ("softbreak", "hardbreak") else child.content for child in token.children or ())
    return "".join(parts)
