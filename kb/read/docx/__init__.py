"""Word files (.docx): paragraphs, headings by their styles, list numbers put back, tables, text boxes and notes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import groupby

from kb.errors import FileRefused
from kb.model import Block, Source
from kb.read.archive import Archive
from kb.read.docx.aside import Aside
from kb.read.docx.body import Body, Note, joined
from kb.read.docx.numbering import Numbering
from kb.read.docx.numerals import written
from kb.read.docx.shown import Shown, printed_in, show
from kb.read.docx.styles import Styles
from kb.read.docx.xml import Node, Parts, W, value
from kb.read.text import printed

_OLE = "{urn:schemas-microsoft-com:office:office}OLEObject"
_NOTE_FORMATS = {"footnote": "decimal", "endnote": "lowerRoman"}
"""How notes are numbered where the file is silent (17.11.17, 17.11.18)."""
_NOTE_REFERENCES = tuple(f"{W}{kind}Reference" for kind in _NOTE_FORMATS)
_TOO_DEEP = "Word 文件里的表格或文本框套了太多层，无法读取，请简化后另存为 .docx 再放入"


def read(content: bytes) -> Source:
    """The blocks of a Word file.

    Raises:
        FileRefused: a damaged or dangerous file, or one of another format.
    """
    parts = Parts(Archive.of(content, ".docx"))
    try:
        return _source(parts)
    except RecursionError as error:
        raise FileRefused(_TOO_DEEP) from error


def _source(parts: Parts) -> Source:
    root, styles = parts.document(), Styles(parts.one("styles"))
    shown = show(root, styles, dict(parts.all("diagramData")))
    notes = _notes(parts, root, styles, shown)
    body = Body(styles, Numbering(parts.one("numbering"), styles), notes)
    blocks = tuple(_with_whole_titles(body.blocks(root)))
    aside = Aside(styles)
    aside.add_hidden(shown)
    aside.add_comments(parts)
    aside.add_running_heads(parts, root)
    noted = sum(printed_in(note.content) for note in notes.values())
    return Source(
        blocks,
        tuple(aside.omissions),
        characters=printed_in(root) + noted + body.restored + aside.characters,
        warnings=tuple(_warnings(root, shown, body)),
    )


def _with_whole_titles(blocks: Iterator[Block]) -> Iterator[Block]:
    """A title that is set in several paragraphs is one (GB/T 9704—2012 7.3.1: 分一行或多行居中排布)."""
    for (level, _), group in groupby(blocks, key=lambda block: (block.level, block.box)):
        if level == 1:
            lines = list(group)
            yield replace(lines[0], text=joined([line.text for line in lines]))
        else:
            yield from group


def _notes(parts: Parts, root: Node, styles: Styles, shown: Shown) -> dict[Node, Note]:
    """The note that each reference of the body leads to, numbered in the order of the references (17.11).

    What the notes hide is added to `shown`.
    """
    found: dict[Node, Note] = {}
    settings = parts.one("settings")
    for kind, usual in _NOTE_FORMATS.items():
        part = parts.one(f"{kind}s")
        if part is None:
            continue
        shown.add(show(part, styles))
        contents = {each.get(W + "id") or "": each for each in part.iterchildren(W + kind)}
        format_ = _note_format(kind, root, settings) or usual
        number = 0
        for reference in root.iter(f"{W}{kind}Reference"):
            has_own_mark = reference.get(W + "customMarkFollows") in ("1", "true", "on")
            number += not has_own_mark
            content = contents.pop(reference.get(W + "id") or "", None)
            if content is not None:
                found[reference] = Note(content, "" if has_own_mark else written(format_, number))
    return found


def _note_format(kind: str, root: Node, settings: Node | None) -> str | None:
    """How a section, else the whole file, numbers its notes."""
    places = (*root.iter(W + "sectPr"), *([settings] if settings is not None else ()))
    return next((said for each in places if (said := value(each, f"{W}{kind}Pr", W + "numFmt"))), None)


def _warnings(root: Node, shown: Shown, body: Body) -> Iterator[str]:
    if shown.tracked:
        yield "文件里有没有接受或拒绝的修订：插入的文字已读入，删除的文字没有读入，请确认这是定稿"
    hidden = printed("".join(shown.hidden))
    if hidden:
        yield f"有 {hidden} 个字设为隐藏、未填写的提示或注音，没有收入正文"
    if body.pictures:
        yield f"文件里有 {len(body.pictures)} 张图片或图表（第一张在第 {body.pictures[0]} 段附近），图中的文字没有读取"
    objects = sum(1 for _ in root.iter(_OLE))
    if objects:
        yield f"文件里嵌入了 {objects} 个对象（附件、公式等），其中的文字没有读取，附件请另存为文件后放入"
    if next(root.iter(W + "altChunk", W + "subDoc"), None) is not None:
        yield "文件里插入了另一份文件，其中的文字没有读取，请用 Word 或 WPS 打开并另存为 .docx 后再放入"
