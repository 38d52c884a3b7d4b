"""The styles of a Word file: heading levels, list numbers and hidden text, each as a style and its ancestors say it."""

import re
from collections.abc import Iterator

from kb.read.docx.xml import Node, W, integer, is_on, value

_TITLE = re.compile(r"title|标题|文件标题|公文标题|大标题|主标题", re.IGNORECASE)
_NO_HEADING = re.compile(r"subtitle|副标题|toc\b.*|目录.*", re.IGNORECASE)
_HEADING = re.compile(r"(?:heading|标题) ?([1-9])|([一二三四五六七八九])级标题", re.IGNORECASE)
_RANKS = {digit: rank for digits in ("123456789", "一二三四五六七八九") for rank, digit in enumerate(digits)}
_BODY_TEXT = 9
"""The outline level that is none (17.3.1.20)."""


class Styles:
    """What the styles of a file say of a paragraph (17.7)."""

    def __init__(self, root: Node | None) -> None:
        styles = list(root.iterchildren(W + "style")) if root is not None else []
        self._styles = {each.get(W + "styleId") or "": each for each in styles}
        paragraphs = [each for each in styles if each.get(W + "type") == "paragraph"]
        self._may_hide = any(is_on(each.find(W + "rPr"), W + "vanish") for each in styles)
        self._default = next((each for each in paragraphs if each.get(W + "default") in ("1", "true", "on")), None)

    def chain(self, paragraph: Node) -> Iterator[Node]:
        """The style of a paragraph, then those it is based on."""
        named = self._styles.get(value(paragraph, W + "pPr", W + "pStyle") or "", self._default)
        yield from self._ancestry(named)

    def style(self, identity: str) -> Node | None:
        """A style by its id."""
        return self._styles.get(identity)

    def level(self, paragraph: Node) -> int | None:
        """The level of a heading: 1 is the document's title, those below it are 标题 1 → 2, 标题 2 → 3 …

        So the title stays the only heading of its level, as in a web page, and the first 标题 1 is not taken for it.
        """
        outline = integer(value(paragraph, W + "pPr", W + "outlineLvl"))
        for style in self.chain(paragraph):
            name = value(style, W + "name") or ""
            if _TITLE.fullmatch(name) and outline != _BODY_TEXT:
                return 1
            if outline is not None or _NO_HEADING.fullmatch(name):
                break
            outline = integer(value(style, W + "pPr", W + "outlineLvl"))
            if outline is None and (heading := _HEADING.fullmatch(name)):
                outline = _RANKS[heading[1] or heading[2]]
        return outline + 2 if outline is not None and 0 <= outline < _BODY_TEXT else None

    def hides(self, run: Node) -> bool:
        """Whether a run's font, or the style of the run or its paragraph, is set to hidden."""
        own = is_on(run.find(W + "rPr"), W + "vanish")
        if own is not None or not self._may_hide:
            return bool(own)
        style = self._styles.get(value(run, W + "rPr", W + "rStyle") or "")
        paragraph = next(run.iterancestors(W + "p"), None)
        for each in (*self._ancestry(style), *(self.chain(paragraph) if paragraph is not None else ())):
            said = is_on(each.find(W + "rPr"), W + "vanish")
            if said is not None:
                return said
        return False

    def _ancestry(self, style: Node | None) -> Iterator[Node]:
        seen: set[str] = set()
        while style is not None and (identity := style.get(W + "styleId") or "") not in seen:
            seen.add(identity)
            yield style
            style = self._styles.get(value(style, W + "basedOn") or "")
