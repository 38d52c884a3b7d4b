"""What a Word file shows beside its body: page heads and feet, watermarks, comments, hidden text. Left out by name."""

import re
from dataclasses import dataclass, field

from kb.model import Omission, OmissionKind
from kb.read.docx.body import Body
from kb.read.docx.numbering import Numbering
from kb.read.docx.shown import Shown, printed_in, show, words_in
from kb.read.docx.styles import Styles
from kb.read.docx.xml import Node, Parts, R, V, W
from kb.read.text import printed

_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_PAGE_NUMBER = re.compile(r"[\s\d第页共,，/／.．·~—–―－\-]*|[\W_]*[ivxlc]{1,7}[\W_]*", re.IGNORECASE)
_WATERMARK = re.compile(r"water ?mark|水印", re.IGNORECASE)


@dataclass(slots=True)
class Aside:
    """The omissions of a file, and how many characters they hold, counted apart from them."""

    styles: Styles
    omissions: list[Omission] = field(default_factory=list)
    characters: int = 0

    def add_hidden(self, shown: Shown) -> None:
        """Name the words that a part hides."""
        for text in shown.hidden:
            self._add(text, OmissionKind.HIDDEN)
            self.characters += printed(text)

    def add_comments(self, parts: Parts) -> None:
        """Name the comments at the margin (17.13.4), each as one."""
        part = parts.one("comments")
        if part is None:
            return
        self.add_hidden(show(part, self.styles))
        for comment in part.iterchildren(W + "comment"):
            self._add("\n".join(self._lines(comment)), OmissionKind.COMMENT)

    def add_running_heads(self, parts: Parts, root: Node) -> None:
        """Name the heads and feet that the sections of a body refer to (17.10), each text once."""
        named = {each.get(R + "id") for each in root.iter(W + "headerReference", W + "footerReference")}
        seen: set[str] = set()
        for identity, part in parts.all("header", "footer"):
            if identity not in named:
                continue
            hidden = show(part, self.styles)
            for mark in filter(None, map(_taken_out, list(part.iter(V + "textpath", _DRAWING + "docPr")))):
                if mark not in seen:
                    seen.add(mark)
                    self._add(mark, OmissionKind.WATERMARK)
                    self.characters += printed(mark)
            text = words_in(part)
            if text not in seen:
                seen.add(text)
                self.add_hidden(hidden)
                for line in self._lines(part):
                    number = _PAGE_NUMBER.fullmatch(line)
                    self._add(line, OmissionKind.PAGE_NUMBER if number else OmissionKind.RUNNING_HEAD)

    def _lines(self, container: Node) -> list[str]:
        body = Body(self.styles, Numbering(None, self.styles), {})
        lines = [block.text for block in body.blocks(container)]
        self.characters += printed_in(container) + body.restored
        return lines

    def _add(self, text: str, kind: OmissionKind) -> None:
        if text.strip():
            self.omissions.append(Omission(text, kind))


def _taken_out(node: Node) -> str:
    """The words of a watermark, its drawing taken out of the head; "" for any other drawing.

    Word makes a watermark of WordArt (v:textpath) in the head; WPS and others name a drawing so.
    """
    is_art = node.tag == V + "textpath"
    drawing = next(node.iterancestors(W + "pict", W + "drawing"), None)
    if drawing is None or not (is_art or _WATERMARK.search(node.get("name") or "")):
        return ""
    text = (node.get("string") or "") if is_art else words_in(drawing)
    drawing.getparent().remove(drawing)
    return str(text).strip()
