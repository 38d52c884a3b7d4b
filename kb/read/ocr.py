"""Pictures of pages → lines, by RapidOCR; pypdfium2 draws the pages. Both are optional and work without a network."""

import functools
import importlib.util
import re
import statistics
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from kb.errors import FileRefused
from kb.read.layout.lines import Line, ems

if TYPE_CHECKING:
    import numpy as np

    Picture = np.ndarray[Any, np.dtype[np.uint8]]

INSTALL = "这份文件里的字在图像上，要做文字识别（OCR），请先安装识别用的程序包：pip install -r requirements-ocr.txt"
_DPI = 200
"""Dots per inch at which a page is drawn: small print is some 25 dots high, as large as the models look at."""
LONGEST = 3200
"""Most dots along a side of a picture; A4 at 200 dots per inch has 2,339. It bounds memory and time."""
_LOOKED_AT = 2000
"""To so many dots the models make a picture smaller; at a larger size they miss more lines."""
_INK, _PAPER = 60, 255
"""How much darker than the paper ink is, and the brightness of white, of 255."""
_THREADS = 2
"""How many threads recognise one picture; more files are read at the same time."""
_DOUBTFUL = 0.5
"""A line below this confidence is likely to hold wrong characters."""
_SURE = 0.88
"""Below this mean confidence a page may lie upside down; sound pages reach 0.95."""
_ALIKE = 0.12
"""Type sizes that differ from the page's usual one by no more than this share are measured badly, not different."""
_LIKELY = 0.3
"""The same for a piece of a few characters or of Latin ones, whose width says little."""
_OPENING, _CLOSING = "（〔《【([", "）〕》】)]"
_CHINESE_OPENING, _CHINESE_CLOSING = _OPENING[:4], _CLOSING[:4]
_HALF = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！"}
_BEFORE_MARK = re.compile("[一-龥）》”〕]")


@dataclass(frozen=True, slots=True)
class Scan:
    """What a picture of a page says. Lengths are points; `confidence` is the mean over its pieces of lines, 0 to 1."""

    number: int
    width: float
    height: float
    pieces: tuple[Line, ...] = ()
    confidence: float = 0.0
    doubtful: int = 0


def available() -> bool:
    """Whether the optional packages are installed."""
    return all(importlib.util.find_spec(name) is not None for name in ("rapidocr", "pypdfium2"))


def scans_of(content: bytes, numbers: Sequence[int]) -> Iterator[Scan]:
    """What stands on the pages of a PDF that are named by their numbers, counted from 1.

    Raises:
        FileRefused: the optional packages are not there, or a page cannot be drawn.
    """
    _require()
    import pypdfium2  # noqa: PLC0415

    try:
        with pypdfium2.PdfDocument(content) as document:
            for number in numbers:
                page = document[number - 1]
                scale = min(_DPI / 72, LONGEST / max(*page.get_size(), 1))
                bitmap = page.render(scale=scale, rev_byteorder=False)
                scan = scan_of(bitmap.to_numpy()[..., :3], number, scale)
                bitmap.close()
                page.close()
                yield scan
    except pypdfium2.PdfiumError as error:
        raise FileRefused("PDF 的页面画不出来，无法做文字识别，请重新扫描或导出") from error


def _require() -> None:
    if not available():
        raise FileRefused(INSTALL)


def scan_of(picture: "Picture", number: int, scale: float) -> Scan:
    """What a picture says.

    Args:
        picture: its dots, row by row, blue, green and red.
        number: of its page.
        scale: how many dots a point has.

    Raises:
        FileRefused: the optional packages are not there.
    """
    _require()
    picture, found = _upright(picture)
    height, width = (side / scale for side in picture.shape[:2])
    if found and (rest := _rest(picture, [box for box, _, _ in found])) is not None:
        found += [(box, text, score) for box, text, score in _found(rest) if score >= _DOUBTFUL and len(text) > 1]
    boxes = [[(x / scale, y / scale) for x, y in box] for box, _, _ in found]
    slope = _slope(boxes)
    pieces = [_piece(box, text, number, slope) for box, (_, text, _) in zip(boxes, found, strict=True)]
    scores = [score for _, _, score in found]
    doubtful = sum(score < _DOUBTFUL for score in scores)
    return Scan(number, width, height, tuple(_evened(pieces)), statistics.fmean(scores or [0.0]), doubtful)


def _upright(picture: "Picture") -> tuple["Picture", list["_Found"]]:
    """A picture turned so that its lines run across, and what was found on it. Sheets are fed in sideways too."""
    found = list(_found(picture))
    lying = sum(box[3][1] - box[0][1] > 1.5 * (box[1][0] - box[0][0]) for box, _, _ in found) > 0.5 * len(found)
    if not found or (not lying and _sureness(found) >= _SURE):
        return picture, found
    aside = picture.transpose(1, 0, 2)
    turned = (aside[::-1].copy(), aside[:, ::-1].copy()) if lying else (picture[::-1, ::-1].copy(),)
    tries = [(each, list(_found(each))) for each in turned]
    best = max(tries, key=lambda tried: _sureness(tried[1]))
    return best if lying or _sureness(best[1]) > _sureness(found) else (picture, found)


def _sureness(found: Sequence["_Found"]) -> float:
    return statistics.fmean([score for _, _, score in found] or [0.0])


def _found(picture: "Picture") -> Iterator["_Found"]:
    """The pieces of lines that the models see: their corners in dots, their words, and how sure that is."""
    seen = _engine()(picture)
    for box, text, score in zip(seen.boxes, seen.txts, seen.scores, strict=True) if seen.txts else ():
        if text.strip():
            yield [(float(x), float(y)) for x, y in box], text, float(score)


def _rest(picture: "Picture", boxes: Sequence["Corners"]) -> "Picture | None":
    """The picture without what was found, if ink is left on it that looks like lines; the models overlook some."""
    rest = picture.copy()
    high = statistics.median(box[3][1] - box[0][1] for box in boxes)
    for box in boxes:
        x, y = sorted(x for x, _ in box), sorted(y for _, y in box)
        margin = 0.15 * (y[-1] - y[0])
        across = slice(max(int(x[0] - margin), 0), int(x[-1] + margin))
        rest[max(int(y[0] - margin), 0) : int(y[-1] + margin), across] = _PAPER
    dark = rest.min(axis=2) < int(rest.max(axis=2).mean()) - _INK
    inked = dark.sum(axis=1) > high
    band: list[int] = []
    for row, has_ink in enumerate([*inked.tolist(), False]):
        if has_ink:
            band.append(row)
        elif band:
            wide = dark[band[0] : band[-1] + 1].any(axis=0).sum()
            if 0.4 * high <= len(band) <= 3 * high and wide >= 3 * high:
                return rest
            band = []
    return None


@functools.cache
def _engine() -> Any:
    """The models, loaded once; they lie in the package, so that nothing is fetched."""
    from rapidocr import RapidOCR  # noqa: PLC0415

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.max_side_len": _LOOKED_AT,
            "Global.text_score": 0.0,
            # The model that turns upside-down lines turns some sound ones too, and their words are lost.
            "Global.use_cls": False,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": 1,
        }
    )


Corners = list[tuple[float, float]]
_Found = tuple[Corners, str, float]
"""The corners of a piece of a line, its words, and how sure they are."""


def _slope(boxes: Sequence[Corners]) -> float:
    """By how much the lines of a crooked page fall to the right."""
    slopes = [
        ((b[1][1] - b[0][1]) / (b[1][0] - b[0][0]) + (b[2][1] - b[3][1]) / (b[2][0] - b[3][0])) / 2
        for b in boxes
        if min(b[1][0] - b[0][0], b[2][0] - b[3][0]) > 5 * max(b[3][1] - b[0][1], 1)
    ]
    return statistics.median(slopes) if slopes else 0.0


def _piece(box: Corners, text: str, page: int, slope: float) -> Line:
    """A piece of a line on a page that was turned upright."""
    x = [x + slope * y for x, y in box]
    y = [y - slope * x for x, y in box]
    left, right = (x[0] + x[3]) / 2, (x[1] + x[2]) / 2
    top, bottom = (y[0] + y[1]) / 2, (y[2] + y[3]) / 2
    text = mended(text.strip())
    high, wide = bottom - top, ems(text)
    measured = (right - left) / wide if wide >= 4 and high < right - left else 0.9 * high
    size = min(max(measured, 0.6 * high), 0.95 * high)
    return Line(text, left, right, top, bottom, page, min(size, right - left))


def _evened(pieces: Sequence[Line]) -> Iterator[Line]:
    """The pieces, those of the page's usual type size with that very size."""
    usual = statistics.median(piece.size for piece in pieces) if pieces else 0.0
    for piece in pieces:
        chinese = sum(char > "\u2e80" for char in piece.text)
        alike = _ALIKE if chinese >= 6 and chinese > 0.7 * len(piece.text) else _LIKELY
        yield replace(piece, size=usual) if abs(piece.size - usual) <= alike * usual else piece


def mended(text: str) -> str:
    """Recognised text with the marks of Chinese: 「（室):」 → 「（室）：」, 「〔2016]33号」 → 「〔2016〕33号」.

    Recognition mistakes the width of marks. A bracket is of the kind of its partner that is a Chinese one, and a mark
    behind a Chinese character is a Chinese one.
    """
    chars: list[str] = []
    opened: list[int] = []
    for char in text:
        chars.append(char)
        if char in _OPENING:
            opened.append(len(chars) - 1)
        elif char in _CLOSING and opened:
            start = opened.pop()
            if chars[start] in _CHINESE_OPENING:
                chars[-1] = _CLOSING[_OPENING.index(chars[start])]
            elif char in _CHINESE_CLOSING:
                chars[start] = _OPENING[_CLOSING.index(char)]
            elif char == ")" and re.search("[一-龥]", "".join(chars[start:])):
                chars[start], chars[-1] = "（", "）"
        elif char in _HALF and len(chars) > 1 and _BEFORE_MARK.match(chars[-2]):
            chars[-1] = _HALF[char]
    return "".join(chars)
