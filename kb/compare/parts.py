"""A document → the parts that are compared: articles with their items, else sections; and how texts are compared."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kb.model import Document, Section, SectionKind
from kb.model.comparison import Part

_WIDTHS = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_QUOTES = dict.fromkeys(map(ord, "“”„‟＂「」『』"), '"') | dict.fromkeys(map(ord, "‘’"), "'")
_DASHES = dict.fromkeys(map(ord, "—–－―‐"), "-")
_SIGNS = str.maketrans(_WIDTHS | _QUOTES | _DASHES | dict(zip(map(ord, "〔〕〈〉﹒·"), "[]<>..", strict=True)))
_BEHIND_A_NUMBER = " \t\u3000\xa0、.．"
_WHOLE = frozenset({SectionKind.ARTICLE, SectionKind.TABLE})
"""Kinds of sections that are compared together with all that they hold."""


def key(text: str) -> str:
    """A text as it is compared: white space and the width of signs do not count (crawled copies differ in them)."""
    return "".join(text.translate(_SIGNS).split())


def parts(document: Document, whole: frozenset[SectionKind] = _WHOLE) -> list[tuple[SectionKind, Part]]:
    """The parts of a document in its order, with their kinds; each section lies in exactly one part.

    Args:
        document: what to cut into parts.
        whole: kinds of sections that take in all below them.
    """
    held: dict[str, list[Section]] = {}
    head_of: dict[str, str] = {}
    kinds = {section.id: section.kind for section in document.sections}
    for section in document.sections:
        above = head_of.get(section.parent or "")
        head_of[section.id] = above if above is not None and kinds[above] in whole else section.id
        held.setdefault(head_of[section.id], []).append(section)
    paths = document.paths()
    return [(sections[0].kind, _part(sections, paths[sections[0].id])) for sections in held.values()]


def _part(sections: list[Section], path: tuple[str, ...]) -> Part:
    head = sections[0]
    text = "\n".join(_in_order(sections))
    return Part(
        tuple(section.id for section in sections),
        head.label,
        head.title,
        head.citation,
        text,
        _label_end(text, head.label),
        path[1:-1],
    )


def _in_order(sections: Iterable[Section]) -> Iterator[str]:
    """The paragraphs as the file has them: one of an article can stand behind its items."""
    at = defaultdict[int, list[str]](list)
    for section in sections:
        for start, text in zip(section.starts, section.texts, strict=True):
            at[start].append(text)
    for start in sorted(at):
        yield from at[start]


def _label_end(text: str, label: str) -> int:
    """Where the words behind the printed number begin; 0 where the text does not begin with it."""
    wanted = key(label)
    end = next((end for end in range(1, 2 * len(label) + 4) if key(text[:end]) == wanted), 0) if wanted else 0
    while end and end < len(text) and text[end] in _BEHIND_A_NUMBER:
        end += 1
    return end
