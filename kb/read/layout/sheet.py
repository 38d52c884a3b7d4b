"""A page as it is drawn: characters with their places, cells that rules enclose, and what else there is.

Lengths are points from the page's top left corner.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kb.read.layout.lines import Glyph

Turned = tuple[int, Glyph]
"""A character, and by how many quarters its line is turned: 1 runs up, 2 upside down, 3 down."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell that rules enclose."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, glyph: Glyph) -> bool:
        """Whether a character stands inside."""
        return self.left <= (glyph.left + glyph.right) / 2 <= self.right and self.top <= glyph.middle <= self.bottom

    @property
    def area(self) -> float:
        """How large it is."""
        return (self.right - self.left) * (self.bottom - self.top)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A page as it is drawn.

    Its lines run across: a page that is set sideways was turned. `slanted` are the words that stand askew, `aside`
    those that run up or down outside of every cell, `hidden` those far outside of the page (what a printed web page
    is too narrow for stands just outside, and is text). `grids` the tables and
    frames, each as its cells. `pictured` is the share of the page that pictures cover, `drawn` how many paths it has.
    """

    number: int
    width: float
    height: float
    glyphs: tuple[Glyph, ...] = ()
    slanted: str = ""
    aside: str = ""
    hidden: str = ""
    grids: tuple[tuple[Box, ...], ...] = ()
    pictured: float = 0.0
    drawn: int = 0


def turned(box: Box, quarter: int, width: float, height: float) -> Box:
    """Where a box of a page of that size stands when lines turned by so many quarters are made to run across."""
    if quarter == 1:
        return Box(height - box.bottom, box.left, height - box.top, box.right)
    if quarter == 2:
        return Box(width - box.right, height - box.bottom, width - box.left, height - box.top)
    if quarter == 3:
        return Box(box.top, width - box.right, box.bottom, width - box.left)
    return box


def turned_glyph(glyph: Glyph, quarter: int, width: float, height: float) -> Glyph:
    """The same for a character."""
    box = turned(Box(glyph.left, glyph.top, glyph.right, glyph.bottom), quarter, width, height)
    return replace(glyph, left=box.left, top=box.top, right=box.right, bottom=box.bottom)


def runs_of(glyphs: Sequence[Turned]) -> list[Glyph]:
    """Characters of lines that run up or down, each run of them as one; a table's head may be set so."""
    runs: list[Turned] = []
    for quarter, glyph in glyphs:
        if runs and runs[-1][0] == quarter and _meet(runs[-1][1], glyph):
            run = runs[-1][1]
            runs[-1] = quarter, Glyph(
                run.text + glyph.text, min(run.left, glyph.left), max(run.right, glyph.right),
                min(run.top, glyph.top), max(run.bottom, glyph.bottom), run.size,
            )  # fmt: skip
        else:
            runs.append((quarter, glyph))
    return [run for _, run in runs]


def _meet(run: Glyph, glyph: Glyph) -> bool:
    across = max(run.left, glyph.left) - min(run.right, glyph.right)
    down = max(run.top, glyph.top) - min(run.bottom, glyph.bottom)
    return max(across, down) < glyph.size


def without_doubles(glyphs: Sequence[Glyph]) -> list[Glyph]:
    """The characters without those that are drawn again a hair beside themselves, which makes type look bold."""
    places: dict[tuple[str, int, int], Glyph] = {}
    kept: list[Glyph] = []
    for glyph in glyphs:
        step = max(glyph.size / 5, 0.5)
        x, y = round(glyph.left / step), round(glyph.top / step)
        near = (places.get((glyph.text, x + i, y + j)) for i in (-1, 0, 1) for j in (-1, 0, 1))
        if glyph.text.strip() and any(
            other and abs(other.left - glyph.left) < step and abs(other.top - glyph.top) < step for other in near
        ):
            continue
        places[glyph.text, x, y] = glyph
        kept.append(glyph)
    return kept
