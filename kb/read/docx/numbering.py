"""The numbers that Word counts itself and that stand in no text: put back as the page shows them (ECMA-376-1 17.9)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from kb.read.docx.numerals import written
from kb.read.docx.styles import Styles
from kb.read.docx.xml import Node, W, integer, is_on, value

_LEVELS = 9
_TEXT_LIMIT = 255
"""Longest text of a level, in characters; it is repeated before every paragraph of the list."""
_PLACE = re.compile(r"%([1-9])")
_ZERO_PADDED = re.compile(r"(0+)1\b.*")
"""A custom format such as `001, 002, 003, ...` (w14, [MS-DOCX] 2.6.1.8)."""
_CLOSES = re.compile(r"[^\w%]\Z|[①-⒛㉑-㊿㊀-㊉]\Z")
"""A number that ends so needs no space before its text; 第一章 and 1.1 do."""


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: where it starts, how it is written, and which level above makes it start again.

    `restart` is 0 for a level that never starts again, None where any level above does it (17.9.10).
    """

    start: int
    format: str
    text: str
    restart: int | None
    legal: bool
    style: str


class Numbering:
    """Counts through a document: `number_of` must be asked once for each paragraph, in the order of the file."""

    def __init__(self, root: Node | None, styles: Styles) -> None:
        self._styles = styles
        nodes = list(root.iterchildren(W + "abstractNum", W + "num")) if root is not None else []
        self._abstracts = {_id(each, "abstractNumId"): each for each in nodes if each.tag == W + "abstractNum"}
        self._instances = {_id(each, "numId"): each for each in nodes if each.tag == W + "num"}
        self._lists: dict[str, tuple[str, Mapping[int, Level]]] = {}
        self._counts: dict[str, list[int | None]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def number_of(self, paragraph: Node) -> str:
        """The number in front of a paragraph, as it is shown; "" where there is none. Bullets are no text."""
        number, depth = self._place_of(paragraph)
        levels = self._list_of(number)[1] if number else {}
        if depth not in levels:
            return ""
        values = self._advance(number, depth, levels)
        level = levels[depth]
        if level.format == "bullet":
            return ""

        def shown(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            format_ = levels[at].format if at in levels else "none"
            return written("decimal" if level.legal and format_ != "none" else format_, values[at])

        return _PLACE.sub(shown, level.text).strip()

    def _place_of(self, paragraph: Node) -> tuple[str, int]:
        """The list and the level of a paragraph, from itself or its styles; no list is "" (17.9.15, 17.9.18)."""
        own = paragraph.find(W + "pPr")
        depth = integer(value(own, W + "numPr", W + "ilvl"))
        number = value(own, W + "numPr", W + "numId")
        for style in self._styles.chain(paragraph) if number is None else ():
            properties = style.find(W + "pPr")
            number = value(properties, W + "numPr", W + "numId")
            said = integer(value(properties, W + "numPr", W + "ilvl"))
            if number is not None:
                linked = self._linked_level(number, style.get(W + "styleId") or "")
                depth = next((each for each in (depth, linked, said) if each is not None), None)
                break
            depth = said if depth is None else depth
        return ("" if number in (None, "0") else str(number)), min(max(depth or 0, 0), _LEVELS - 1)

    def _linked_level(self, number: str, style: str) -> int | None:
        """The level of a list that belongs to a style (17.9.23)."""
        return next((depth for depth, level in self._list_of(number)[1].items() if level.style == style), None)

    def _list_of(self, number: str) -> tuple[str, Mapping[int, Level]]:
        """The abstract list that counts for an instance, and its levels with the instance's own changes."""
        if number not in self._lists:
            self._lists[number] = self._read_list(number)
        return self._lists[number]

    def _read_list(self, number: str) -> tuple[str, Mapping[int, Level]]:
        instance = self._instances.get(number)
        abstract = self._abstract_of(instance, hops=2)
        if instance is None or abstract is None:
            return "", {}
        levels = {_depth(each): _level(each) for each in abstract.iterchildren(W + "lvl")}
        for each in instance.iterchildren(W + "lvlOverride"):
            own = each.find(W + "lvl")
            if own is not None:
                levels[_depth(each)] = _level(own)
            start = integer(value(each, W + "startOverride"))
            if start is not None and _depth(each) in levels:
                levels[_depth(each)] = replace(levels[_depth(each)], start=start)
        return _id(abstract, "abstractNumId"), levels

    def _abstract_of(self, instance: Node | None, hops: int) -> Node | None:
        """The abstract list of an instance; one that is kept in a numbering style is looked up there (17.9.21)."""
        abstract = self._abstracts.get(value(instance, W + "abstractNumId") or "")
        link = value(abstract, W + "numStyleLink")
        if link is None or hops == 0:
            return abstract
        style = self._styles.style(link)
        return self._abstract_of(self._instances.get(value(style, W + "pPr", W + "numPr", W + "numId") or ""), hops - 1)

    def _advance(self, number: str, depth: int, levels: Mapping[int, Level]) -> list[int]:
        """Count one on at a level, and let the levels below start again. Instances of one abstract list count together.

        An instance that overrides the start begins anew where it is first used (17.9.26).
        """
        counts = self._counts.setdefault(self._list_of(number)[0], [None] * _LEVELS)
        before = counts[depth]
        overrides = self._overrides(number, depth) and (number, depth) not in self._restarted
        counts[depth] = levels[depth].start if before is None or overrides else before + 1
        self._restarted.add((number, depth))
        for below in range(depth + 1, _LEVELS):
            restart = levels[below].restart if below in levels else None
            if restart is None or depth < restart:
                counts[below] = None
        return [
            count if count is not None else levels[at].start if at in levels else 1 for at, count in enumerate(counts)
        ]

    def _overrides(self, number: str, depth: int) -> bool:
        overrides = self._instances[number].iterchildren(W + "lvlOverride")
        return any(_depth(each) == depth and each.find(W + "startOverride") is not None for each in overrides)


def numbered(number: str, text: str) -> str:
    """A number in front of its text: 「一、总则」, 「第一章 总则」, 「1.1 总则」.

    A point before a digit or a letter keeps a space, or 1. and 2020年 would read 1.2020年.
    """
    if not number or not text:
        return number or text
    together = number[-1].isascii() and text[0].isascii()
    return number + ("" if _CLOSES.search(number) and not together else " ") + text


def _level(node: Node) -> Level:
    return Level(
        start=_or(integer(value(node, W + "start")), 0),
        format=_format(node),
        text=(value(node, W + "lvlText") or "")[:_TEXT_LIMIT],
        restart=integer(value(node, W + "lvlRestart")),
        legal=bool(is_on(node, W + "isLgl")),
        style=value(node, W + "pStyle") or "",
    )


def _format(node: Node) -> str:
    """The number format; newer ones stand in an alternative, and `custom` gives its first numbers (17.9.17)."""
    formats = list(node.iter(W + "numFmt"))
    custom = next((each.get(W + "format") or "" for each in formats if each.get(W + "val") == "custom"), "")
    if custom and _ZERO_PADDED.match(custom):
        return "decimalZero"
    known = [each.get(W + "val") or "decimal" for each in formats if each.get(W + "val") != "custom"]
    return known[0] if known else "decimal"


def _id(node: Node, name: str) -> str:
    return node.get(W + name) or ""


def _depth(node: Node) -> int:
    return _or(integer(node.get(W + "ilvl")), 0)


def _or(number: int | None, otherwise: int) -> int:
    return otherwise if number is None else number
