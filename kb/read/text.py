"""Plain text: any Chinese encoding, and the way word processors flatten tables into text.

In such a file a tab opens a cell, a line without a tab continues the cell above, one blank line ends a
row, and a longer gap ends the table. A table of one cell is a frame (专栏) around paragraphs; one of a single
row or column is no table but paragraphs that are indented.
"""

import re
from collections.abc import Iterator

from kb.errors import FileRefused
from kb.model import Block, Omission, OmissionKind, Source
from kb.read.grid import Cell, blocks_of

_BOOKMARK = re.compile(r"\[bookmark: [^\]\n]*\]")
_PAGE_NUMBER = re.compile(r"[ivxlc]{1,6}|[IVXLC]{1,6}|\d{1,4}|[—–-] ?\d{1,4} ?[—–-]|第 ?\d{1,4} ?页")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_UNREADABLE = "文件的文字编码无法识别（不是 UTF-8、UTF-16 或 GB18030），请用“UTF-8”重新保存"


def read(content: bytes) -> Source:
    """The paragraphs, frames and tables of a text file.

    Raises:
        FileRefused: the bytes are no text in UTF-8, UTF-16 or GB18030.
    """
    text = decode(content)
    plain, omissions = _without_marks(text)
    lines = plain.split("\n")
    stray = _stray_page_numbers(lines)
    omissions += [Omission(lines[i].strip(), OmissionKind.PAGE_NUMBER) for i in sorted(stray)]
    kept = [line for i, line in enumerate(lines) if i not in stray]
    return Source(tuple(_blocks(kept)), tuple(omissions), characters=printed(text))


def printed(text: str) -> int:
    """How many characters of a text are no white space."""
    return len("".join(text.split()))


def decode(content: bytes) -> str:
    """The text of `content`, its line ends made one, its encoding found by mark, then by trial.

    Raises:
        FileRefused: no known encoding fits.
    """
    marked = next((encoding for mark, encoding in _BOMS if content.startswith(mark)), None)
    for encoding in [marked] if marked else ["utf-8", "gb18030"]:
        try:
            decoded = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in decoded or (encoding == "gb18030" and not _is_chinese(decoded)):
            break
        return decoded.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    raise FileRefused(_UNREADABLE)


def _is_chinese(text: str) -> bool:
    """Whether a text read as GB18030 is one: nearly any bytes can be read so, but they give rare characters.

    The everyday characters are those of GB 2312; real texts hold hardly any others.
    """
    wide = [char for char in text if ord(char) > 127]
    everyday = "".join(wide).encode("gb2312", "ignore").decode("gb2312")
    return len(everyday) >= 0.9 * len(wide)


def _without_marks(text: str) -> tuple[str, list[Omission]]:
    marks = [Omission(mark, OmissionKind.BOOKMARK) for mark in _BOOKMARK.findall(text)]
    return _BOOKMARK.sub("", text), marks


def _stray_page_numbers(lines: list[str]) -> set[int]:
    """Lines that hold nothing but a page number, at the very start or end of the file."""
    filled = [i for i, line in enumerate(lines) if line.strip()]
    ends = {*filled[:1], *filled[-1:]} if len(filled) > 1 else set()
    return {i for i in ends if _PAGE_NUMBER.fullmatch(lines[i].strip())}


def _blocks(lines: list[str]) -> Iterator[Block]:
    position, frames = 0, 0
    while position < len(lines):
        line = lines[position]
        if line.startswith("\t"):
            rows, position = _table(lines, position)
            frames += 1
            yield from blocks_of([[Cell(tuple(cell)) for cell in row] for row in rows], frame=frames)
        elif line.strip():
            yield Block(line.strip())
            position += 1
        else:
            position += 1


def _table(lines: list[str], position: int) -> tuple[list[list[list[str]]], int]:
    """The rows of the table that starts at `position`, each cell a list of lines, and where the table ends."""
    rows: list[list[list[str]]] = [[]]
    while position < len(lines):
        line = lines[position]
        if line.startswith("\t"):
            rows[-1].extend([cell.strip()] for cell in line[1:].split("\t"))
        elif line.strip():
            if not rows[-1]:
                break
            rows[-1][-1].append(line.strip())
        elif rows[-1] and position + 1 < len(lines) and lines[position + 1].startswith("\t"):
            rows.append([])
        else:
            break
        position += 1
    return [row for row in rows if row], position
