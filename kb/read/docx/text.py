"""One paragraph of a Word file → its lines, and what is anchored in it: notes, text boxes, pictures."""

from dataclasses import dataclass, field

from kb.read.docx.formula import linear
from kb.read.docx.shown import printed_in, words_in
from kb.read.docx.sign import sign_of
from kb.read.docx.xml import AC, A, M, Node, R, V, W
from kb.read.text import printed

_SILENT = frozenset(W + name for name in ("pPr", "rPr", "sectPr", "sdtPr", "sdtEndPr", "tblPr", "trPr", "tcPr"))
_SPACES = frozenset(W + name for name in ("tab", "ptab"))
_BREAKS = frozenset(W + name for name in ("br", "cr"))
_NOTES = frozenset(W + name for name in ("footnoteReference", "endnoteReference"))
_PICTURES = frozenset({A + "blip", V + "imagedata", AC + "chart"})


@dataclass(slots=True)
class Words:
    """What a paragraph holds. `lines` end at its line breaks; `boxes` are its text boxes; `drawn` the words of shapes.

    `notes` are references to notes, `added` counts the signs that Word draws in formulas and that are no text.
    """

    lines: list[str] = field(default_factory=lambda: [""])
    notes: list[Node] = field(default_factory=list)
    boxes: list[Node] = field(default_factory=list)
    drawn: list[str] = field(default_factory=list)
    pictures: int = 0
    added: int = 0


def words_of(paragraph: Node) -> Words:
    """What a paragraph holds, its content controls, links and tracked insertions opened."""
    words = Words()
    _gather(paragraph, words)
    return words


def _gather(node: Node, words: Words) -> None:
    for child in node.iterchildren("*"):
        tag = child.tag
        if tag in _SILENT:
            continue
        if tag == W + "t":
            words.lines[-1] += child.text or ""
        elif tag in _SPACES:
            words.lines[-1] += " "
        elif tag in _BREAKS:
            words.lines.append("")
        elif tag == W + "noBreakHyphen":
            words.lines[-1] += "-"
        elif tag == W + "sym":
            words.lines[-1] += sign_of(child)
        elif tag == M + "oMath":
            formula = linear(child)
            words.lines[-1] += formula
            words.added += printed(formula) - printed_in(child)
        elif tag in _NOTES:
            words.notes.append(child)
        else:
            _gather_drawn(child, words)


def _gather_drawn(node: Node, words: Words) -> None:
    """Take what a drawing holds; anything else may hold words too and is looked into.

    The picture of an embedded object is its icon.
    """
    if node.tag == W + "txbxContent":
        words.boxes.append(node)
    elif node.tag == A + "p":
        words.drawn.append(words_in(node))
    else:
        pictures = words.pictures
        if node.tag == V + "textpath":
            words.drawn.append(node.get("string") or "")
        elif node.tag in _PICTURES and any(name.startswith(R) for name in node.attrib):
            words.pictures += 1
        _gather(node, words)
        if node.tag == W + "object":
            words.pictures = pictures
