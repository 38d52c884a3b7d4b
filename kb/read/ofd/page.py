"""A page of an OFD as it is drawn: its characters with their places, and its strokes (GB/T 33190—2016, 8 to 11)."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kb.errors import FileRefused
from kb.read.layout.lines import Glyph, ems, printed_form
from kb.read.ofd.boxes import Stroke, strokes_of
from kb.read.ofd.types import PLAIN, POINT, Matrix, Node, at, deltas, name_of, number, numbers, placed

ROOM = 3_000_000
"""Characters and objects of one file; a template that stands on every page counts on each."""
DEPTH = 8
"""So deep may drawings stand in drawings."""
_STROKES = 4000
"""A page with more strokes holds a drawing and no table."""
_ASCENT = 0.86
"""Share of a character's height above its base line."""


@dataclass(slots=True)
class Drawing:
    """What stands on a page.

    `slanted` are words that stand across the page or make a pattern, `hidden` those that are not shown. `pictured` is
    the area that pictures cover, `drawn` how many paths there are.
    """

    width: float
    height: float
    units: Mapping[str, Node] = field(default_factory=dict)
    glyphs: list[Glyph] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    slanted: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    pictured: float = 0.0
    drawn: int = 0
    room: int = ROOM

    def add(self, node: Node, outer: Matrix = PLAIN, depth: int = DEPTH) -> None:
        """Draw an element and what it holds.

        Raises:
            FileRefused: more than a document has.
        """
        self._take(1)
        match name_of(node):
            case "TextObject":
                self._write(node, outer, depth)
            case "PathObject":
                self.drawn += 1
                self.slanted += self._codes(node, depth)
                if len(self.strokes) < _STROKES:
                    self.strokes += strokes_of(node, placed(node, outer))
            case "ImageObject":
                self.hidden += self._codes(node, depth)
                self.pictured += self._area(node, outer)
            case "CompositeObject":
                self.hidden += [words for child in node for words in self._codes(child, depth)]
                inner = placed(node, outer)
                for child in self.units.get(node.get("ResourceID"), ()) if depth else ():
                    self.add(child, inner, depth - 1)
            case "TextCode":
                self.hidden += self._codes(node, depth)
            case _:
                for child in node:
                    self.add(child, outer, depth)

    def _codes(self, node: Node, depth: int) -> list[str]:
        """The words in and below an element that are no text of the page."""
        words: list[str] = []
        for each in node.iter("{*}TextCode", "{*}CompositeObject"):
            text = code_of(each) if name_of(each) == "TextCode" else ""
            self._take(1 + len(text))
            words.append(text)
            for child in self.units.get(each.get("ResourceID"), ()) if depth and not text else ():
                words += self._codes(child, depth - 1)
        return words

    def _take(self, count: int) -> None:
        self.room -= count
        if self.room < 0:
            raise FileRefused("OFD 文件的内容多得不正常，没有读取，请确认来源，或拆分后再放入")

    def _write(self, node: Node, outer: Matrix, depth: int) -> None:
        matrix = placed(node, outer)
        lean = sorted(map(abs, matrix[:2]))
        shown = node.get("Visible", "true").strip().lower() not in ("false", "0")
        start = (0.0, 0.0)
        for child in node:
            if name_of(child) != "TextCode":
                self.hidden += self._codes(child, depth)
                continue
            start = number(child.get("X"), start[0]), number(child.get("Y"), start[1])
            text = code_of(child)
            self._take(len(text))
            self.hidden += [words for below in child for words in self._codes(below, depth)]
            if not shown:
                self.hidden.append(text)
            elif lean[0] > 0.1 * lean[1]:
                self.slanted.append(text)
            else:
                for glyph in _glyphs(child, text, start, matrix, _end(node, outer)):
                    self._place(glyph)

    def _place(self, glyph: Glyph) -> None:
        inside = -1 <= (glyph.left + glyph.right) / 2 <= self.width + 1 and -1 <= glyph.middle <= self.height + 1
        if inside and glyph.size > 0.1:
            self.glyphs.append(glyph)
        else:
            self.hidden.append(glyph.text)

    def _area(self, node: Node, outer: Matrix) -> float:
        box = numbers(node.get("Boundary"))
        if len(box) != 4:
            return 0.0
        left, top = at(outer, box[0], box[1])
        right, bottom = at(outer, box[0] + box[2], box[1] + box[3])
        across = min(max(left, right), self.width) - max(min(left, right), 0)
        down = min(max(top, bottom), self.height) - max(min(top, bottom), 0)
        return max(across, 0) * max(down, 0)


def code_of(code: Node) -> str:
    """The characters of a TextCode, one for each of its distances; a line end is only how the XML is set."""
    text = code.text or ""
    return text.strip() if "\n" in text else text


def printed(text: str) -> str:
    """The characters as they are printed, white space apart."""
    return "".join("".join(map(printed_form, text)).split())


def _end(node: Node, outer: Matrix) -> float:
    """Where an object's box ends on the right; 0 where it has none."""
    box = numbers(node.get("Boundary"))
    return at(outer, box[0] + box[2], box[1])[0] if len(box) == 4 else 0.0


def _glyphs(code: Node, text: str, start: tuple[float, float], matrix: Matrix, end: float) -> Iterator[Glyph]:
    """The characters of a TextCode, each from its base point; one without distances is set character by character."""
    holder = code.getparent()
    size, stretch = number(holder.get("Size"), 0.0), number(holder.get("HScale"), 1.0) or 1.0
    across = deltas(code.get("DeltaX"), len(text))
    down = deltas(code.get("DeltaY"), len(text)) or [0.0] * len(text)
    wide = math.hypot(*matrix[:2]) * POINT
    em = math.hypot(*matrix[2:4]) * size * POINT
    if not across:
        across = [0.0 if any(down) else ems(char) * size * stretch for char in text]
    x, y = start
    for i, char in enumerate(text):
        left, base = at(matrix, x, y)
        step = across[i] * wide if i + 1 < len(text) else 0.0
        x, y = x + across[i], y + down[i]
        if form := printed_form(char):
            right = left + _width(form, em, ems(form) * size * stretch * wide, step, end - left)
            yield Glyph(form, left, right, base - _ASCENT * em, base + (1 - _ASCENT) * em, em)


def _width(form: str, em: float, usual: float, step: float, room: float) -> float:
    """How wide a character is: fonts differ, so that the next one's place and the end of the box have a say.

    Inside of one code a space is written as a character: the place of the next letter shows how wide this one is.
    """
    latin = form < "\u0250"
    if step > 0:
        return step if step <= (1.2 * em if latin else usual) else usual
    if latin and 0.2 * em < room < 0.9 * em:
        return room
    return usual or em / 2


def without_doubles(glyphs: Sequence[Glyph]) -> tuple[list[Glyph], str]:
    """The characters without those drawn again a hair beside themselves, which makes type look bold; and these."""
    places: dict[tuple[str, int, int], Glyph] = {}
    kept: list[Glyph] = []
    doubles = ""
    for glyph in glyphs:
        step = max(glyph.size / 5, 0.5)
        x, y = round(glyph.left / step), round(glyph.top / step)
        near = (places.get((glyph.text, x + i, y + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if glyph.text.strip() and any(
            other and abs(other.left - glyph.left) < step and abs(other.top - glyph.top) < step for other in near
        ):
            doubles += glyph.text
            continue
        places[glyph.text, x, y] = glyph
        kept.append(glyph)
    return kept, doubles
