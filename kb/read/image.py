"""Pictures of pages (.png, .jpg, .tif, .bmp): they hold no text until it is recognised."""

import io
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from PIL import Image, ImageOps, UnidentifiedImageError

from kb.errors import FileRefused
from kb.model import Source
from kb.read import ocr
from kb.read.assembly import Fault, Taken, source_of
from kb.read.layout.page import Page

if TYPE_CHECKING:
    import numpy as np

_FORMATS = ("PNG", "JPEG", "TIFF", "BMP")
_MOST_DOTS = 80_000_000
"""Most dots of a picture: A3 at 600 per inch has 70 million. A small file can unpack to any number of them."""
_MOST_PAGES = 300
"""Most pages of one TIFF file; the time to recognise them is some ten minutes."""
_TOO_LARGE = f"图片太大，请缩小到 {_MOST_DOTS // 10_000} 万像素以内再放入"
_HEIGHT = 842
"""The longer side of a page in points, that of A4: what a picture shows is a page."""
_DAMAGE = (
    UnidentifiedImageError, Image.DecompressionBombError, ArithmeticError, AttributeError, EOFError, LookupError,
    MemoryError, OSError, RuntimeError, SyntaxError, TypeError, ValueError,
)  # fmt: skip
"""What Pillow lets out of a damaged picture, found by changing bytes at random."""


def read(content: bytes) -> Source:
    """A Source without words that names its pages as unread.

    Raises:
        FileRefused: no picture, a damaged one, or one that is too large.
    """
    return Source((), unread=tuple(range(1, _pages(content) + 1)))


def recognise(content: bytes) -> Source:
    """The paragraphs that a picture shows.

    Raises:
        FileRefused: as `read`, and where the packages that recognise characters are not there.
    """
    taken = [Taken(Page(n, 0, 0), fault=Fault.NO_LAYER) for n in range(1, _pages(content) + 1)]
    try:
        scans = {number: ocr.scan_of(dots, number, scale) for number, dots, scale in _pictures(content, len(taken))}
    except _DAMAGE as error:
        raise FileRefused("图片已损坏或不完整，无法读取，请重新扫描或导出") from error
    return source_of(taken, scans)


@contextmanager
def _opened(content: bytes) -> Iterator[Image.Image]:
    """The picture; Pillow's remarks on odd metadata are for programmers."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            if picture.width * picture.height > _MOST_DOTS:
                raise FileRefused(_TOO_LARGE)
            yield picture


def _pages(content: bytes) -> int:
    """How many pages a picture has, by its header alone."""
    pages = 1
    try:
        with _opened(content) as picture:
            while pages <= _MOST_PAGES and picture.format == "TIFF":
                try:
                    picture.seek(pages)
                except EOFError:
                    break
                pages += 1
    except Image.DecompressionBombError as error:
        raise FileRefused(_TOO_LARGE) from error
    except _DAMAGE as error:
        raise FileRefused("图片打不开：文件已损坏，或不是 PNG、JPEG、TIFF、BMP 图片，请重新扫描或导出") from error
    if pages > _MOST_PAGES:
        raise FileRefused(f"图片文件有 {_MOST_PAGES} 页以上，请拆成几份再放入")
    return pages


def _pictures(content: bytes, pages: int) -> Iterator[tuple[int, "np.ndarray[Any, Any]", float]]:
    """Each page's number, its dots (blue, green, red), and how many of them a point has."""
    import numpy as np  # noqa: PLC0415

    for number in range(1, pages + 1):
        with _opened(content) as picture:
            picture.seek(number - 1)
            if picture.width * picture.height > _MOST_DOTS:
                raise FileRefused(_TOO_LARGE)
            picture.draft("RGB", (ocr.LONGEST, ocr.LONGEST))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((ocr.LONGEST, ocr.LONGEST))
            shown = upright.convert("RGBA")
            paper = Image.new("RGBA", shown.size, "white")
            paper.alpha_composite(shown)
            dots = np.asarray(paper.convert("RGB"))[..., ::-1].copy()
        yield number, dots, max(dots.shape[:2]) / _HEIGHT
