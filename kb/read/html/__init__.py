"""A web page as saved from a government site: its document as blocks, what it states of it, its furniture by name.

Characters are counted over all text of the page that a browser could show, hidden parts among them; scripts, styles and
comments are no text, and zero-width characters count as white space.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from kb.model import Block, Field, Omission, OmissionKind, Source, Stated
from kb.read import text as plain
from kb.read.grid import blocks_of
from kb.read.html.facts import block_in, facts_in, runs_in, stated_by, stated_in_head
from kb.read.html.lines import Line, Lines, lines_of
from kb.read.html.page import bare, choose, runs
from kb.read.html.tree import decode, is_page, keep_only_text, tree_of
from kb.read.html.words import is_information
from kb.read.text import printed

_HEADING_LIMIT = 60
"""A longer line that ends as a sentence is none, whatever tag it stands in."""
_TITLE_LINES = 5
"""A title is printed in at most so many lines."""
_FIRST = 12
"""Within so many lines from the top a document's title begins: 红头, 文号 and 签发人 may stand above it."""


def read(content: bytes) -> Source:
    """The blocks of a web page.

    Raises:
        FileRefused: the bytes are no text, or no page that can be read.
    """
    text, warnings = decode(content)
    if not is_page(text):
        return plain.read(content)
    root = tree_of(text)
    in_head = list(stated_in_head(root))
    keep_only_text(root)
    characters = printed("".join(root.itertext()))
    page = lines_of(root, total=characters)
    apart, in_page = _information(page)
    stated = (*in_page, *in_head)
    titles = {bare(each.value): each.value for each in reversed(stated) if each.field is Field.TITLE}
    choice = choose(page, apart, frozenset(titles))
    body = _titled([line for line, keep in zip(page.lines, choice.kept, strict=True) if keep], titles)
    omissions = (Omission(words, OmissionKind.BOILERPLATE) for words in _left_out(page, choice.kept))
    return Source(
        tuple(_blocks(_without_decoration(body))),
        tuple(omissions),
        characters=characters,
        stated=stated,
        warnings=(*warnings, *choice.warnings),
    )


def _information(page: Lines) -> tuple[list[bool], list[Stated]]:
    """Which lines are information blocks, and what they state."""
    apart = [False] * len(page.lines)
    stated: list[Stated] = []
    for i, line in enumerate(page.lines):
        cells = [cell.text for row in line.grid for cell in row] if line.grid else []
        if facts := block_in(cells):
            apart[i] = True
            stated += stated_by(facts)
    texts = ["" if line.grid or line.level else line.text for line in page.lines]
    for first, last, facts in runs_in(texts):
        apart[first:last] = [True] * (last - first)
        stated += stated_by(facts)
    for line in page.lines:
        if not line.grid and is_information(line.text):
            stated += stated_by(facts_in([line.text]) or ())
    return apart, stated


def _left_out(page: Lines, kept: Sequence[bool]) -> Iterator[str]:
    for keep, first, last in runs(kept):
        if not keep:
            yield "\n".join(line.text for line in page.lines[first:last])
    yield from filter(None, page.hidden)


def _titled(body: list[Line], titles: Mapping[str, str]) -> list[Line]:
    """The lines with the title in one line, where it is printed in several and the page states it elsewhere.

    Args:
        body: the lines of the document.
        titles: the titles that the page states, by what they are without white space.
    """
    for first in range(min(_FIRST, len(body))):
        for last in range(first + 1, min(first + _TITLE_LINES, len(body)) + 1):
            lines = body[first:last]
            if any(line.grid for line in lines):
                break
            if title := titles.get(bare("".join(line.text for line in lines))):
                return [*body[:first], replace(lines[0], text=title, level=1, frame=None), *body[last:]]
    return body


def _without_decoration(body: list[Line]) -> list[Line]:
    """The lines without heading levels that are none: long sentences, and tags in which most of the text stands."""
    lines = [replace(line, level=None) if _is_sentence(line) else line for line in body]
    total = sum(line.size for line in lines)
    for level in {line.level for line in lines} - {None}:
        if sum(line.size for line in lines if line.level == level) * 2 > total and len(lines) > 1:
            lines = [replace(line, level=None) if line.level == level else line for line in lines]
    return lines


def _is_sentence(line: Line) -> bool:
    return line.level is not None and len(line.text) > _HEADING_LIMIT and line.text.endswith(("。", "；", "："))


def _blocks(lines: Sequence[Line]) -> Iterator[Block]:
    for line in lines:
        if line.grid is not None:
            yield from blocks_of(line.grid, frame=line.frame or 0, header_rows=line.header_rows)
        else:
            yield Block(line.text, level=line.level, box=line.frame)
