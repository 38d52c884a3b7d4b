"""What Word shows of a part: the tree without deleted text, field codes, hidden text and doubled drawings.

Everything that reads or counts words afterwards works on the tree that is left, so that one rule decides.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from kb.read.docx.numerals import written
from kb.read.docx.styles import Styles
from kb.read.docx.xml import DGM, MC, A, M, Node, R, V, W, is_on

_GONE = frozenset(W + name for name in ("del", "moveFrom", "delText", "instrText", "delInstrText"))
"""Tracked deletions and moves (17.13.5) and field codes (17.16.23)."""
_TRACKED = frozenset(W + name for name in ("ins", "del", "moveFrom", "moveTo"))
_MARK_OF = frozenset({W + "rPr", W + "trPr"})
"""Where w:del says that a paragraph mark or a row is deleted and holds no words itself."""
_WORDS = (W + "t", M + "t", A + "t", V + "textpath", DGM + "relIds")
_CIRCLED = re.compile(r"\s*eq\s*\\o\s*(?:\\a[clr])?\s*[(（]\s*○\s*[,，;；]\s*(\d{1,2})\s*[)）]\s*", re.IGNORECASE)
"""Word's 「带圈字符」 is a field without a result; a number in it is shown as ① (17.16.5.17)."""


@dataclass(slots=True)
class Shown:
    """What was taken out of a tree by name, and what a clerk should know of it."""

    hidden: list[str] = field(default_factory=list)
    tracked: bool = False

    def add(self, other: "Shown") -> None:
        """Take in what is known of another part."""
        self.hidden += other.hidden
        self.tracked = self.tracked or other.tracked


def show(root: Node, styles: Styles, diagrams: Mapping[str, Node] | None = None) -> Shown:
    """Take out of a tree what Word does not show, and put in the words of its diagrams (SmartArt).

    Args:
        root: a part; it is changed.
        styles: they may hide text.
        diagrams: the data of its diagrams by the id of their relationship.
    """
    shown = Shown()
    _keep_one_of_each_alternative(root)
    for each in list(root.iter(DGM + "relIds")):
        data = (diagrams or {}).get(each.get(R + "dm") or "")
        each.extend(list(data.iter(A + "p")) if data is not None else [])
    _drop_deleted(root, shown)
    _drop_field_codes(root)
    for node in list(_hidden(root, styles)):
        shown.hidden.append(words_in(node))
        _drop(node)
    return shown


def words_in(node: Node) -> str:
    """The text nodes of a tree one behind the other: no line ends, and nothing that Word adds."""
    return "".join(each.text or "" for each in node.iter(W + "t", M + "t", A + "t"))


def printed_in(node: Node) -> int:
    """How many characters of a tree Word shows, white space, list numbers and the signs of formulas apart."""
    signs = sum(1 for _ in node.iter(W + "noBreakHyphen", W + "sym"))
    art = "".join(each.get("string") or "" for each in node.iter(V + "textpath"))
    return signs + len("".join((words_in(node) + art).split()))


def _keep_one_of_each_alternative(root: Node) -> None:
    """The same drawing stands in mc:Choice and, for older programs, in mc:Fallback (ECMA-376-3, 7.5)."""
    for each in list(root.iter(MC + "AlternateContent")):
        branches = list(each.iterchildren(MC + "Choice", MC + "Fallback"))
        kept = next((branch for branch in branches if next(branch.iter(*_WORDS), None) is not None), None)
        for branch in branches:
            if branch is not (kept if kept is not None else branches[0]):
                each.remove(branch)


def _drop_deleted(root: Node, shown: Shown) -> None:
    for node in list(root.iter(*_TRACKED)):
        shown.tracked = True
        parent = node.getparent()
        if node.tag not in _GONE or parent is None:
            continue
        if parent.tag == W + "trPr":
            _drop(parent.getparent())
        elif parent.tag not in _MARK_OF:
            _drop(node)


def _drop_field_codes(root: Node) -> None:
    """Leave the results of fields: what stands between `begin` and `separate` is code, also where it holds results.

    A field whose code is still open at the next paragraph is damaged; its words are taken as they are.
    """
    codes: list[list[str] | None] = []
    for node in list(root.iter(W + "p", W + "r", W + "fldChar")):
        if node.tag == W + "p":
            codes = [code for code in codes if code is None]
        elif node.tag == W + "r":
            if codes and codes[-1] is not None:
                codes[-1] += [each.text or "" for each in node.iter(W + "instrText")]
            if any(code is not None for code in codes):
                _drop_words(node)
        elif (kind := node.get(W + "fldCharType")) == "begin":
            codes.append([])
        elif kind == "separate" and codes:
            codes[-1] = None
        elif kind == "end" and codes:
            _show_circled("".join(codes.pop() or ()), node)


def _drop_words(run: Node) -> None:
    for each in list(run.iter(W + "t", W + "sym", W + "noBreakHyphen")):
        _drop(each)


def _show_circled(code: str, end: Node) -> None:
    match = _CIRCLED.fullmatch(code)
    if match:
        shown = end.makeelement(W + "t")
        shown.text = written("decimalEnclosedCircle", int(match[1]))
        end.addnext(shown)


def _hidden(root: Node, styles: Styles) -> Iterator[Node]:
    """Runs whose font is set to hidden (17.3.2.41), prompts of empty content controls, and readings above words."""
    for run in root.iter(W + "r"):
        if styles.hides(run) and words_in(run):
            yield run
    for control in root.iter(W + "sdt"):
        if is_on(control.find(W + "sdtPr"), W + "showingPlcHdr"):
            yield from (each for each in control.iterchildren(W + "sdtContent") if words_in(each))
    yield from root.iter(W + "rt")


def _drop(node: Node | None) -> None:
    parent = node.getparent() if node is not None else None
    if parent is not None:
        parent.remove(node)
