"""A document → the file that it was read from, and pictures of its pages."""

import hashlib
from contextlib import suppress

from kb import picture
from kb.corpus import load, walk
from kb.errors import FileRefused, OriginalUnavailable
from kb.model import Document
from kb.pool import Failure, PoolBroken, workers
from kb.settings import Settings

SECONDS = 20.0
"""How long a page may take to be drawn."""


def content(settings: Settings, document: Document) -> bytes:
    """The bytes of the file that a document was read from.

    Raises:
        OriginalUnavailable: it is not in the corpus any more, or is another one by now.
    """
    path = walk(settings.corpus)[0].get(document.file)
    if path is None:
        raise OriginalUnavailable(f"原件“{document.file}”已经不在文件夹里了，页面上显示的是建库时读到的文字")
    try:
        held = load(path)
    except FileRefused as refusal:
        raise OriginalUnavailable(f"原件“{document.file}”读不出来：{refusal}") from refusal
    if hashlib.sha256(held).hexdigest() != document.sha256:
        raise OriginalUnavailable(f"原件“{document.file}”在建库之后改动过，与页面上的文字可能不同，请重建索引后再看")
    return held


def has_pages(document: Document) -> bool:
    """Whether a document's file has pages that can be shown."""
    return document.file.lower().endswith(".pdf")


def page(settings: Settings, document: Document, number: int) -> bytes:
    """The picture of a page of a document's PDF, as PNG; a process of its own draws it, so that no file can do harm.

    Args:
        settings: where the corpus is.
        document: one that `has_pages`.
        number: the page, counted from 1.

    Raises:
        OriginalUnavailable: the file or the page is not there, or the page cannot be drawn.
    """
    held = content(settings, document)
    drawn: bytes | Failure = Failure.CRASHED
    with suppress(PoolBroken), workers(1, preload="kb.picture") as pool:
        drawn = pool.submit(picture.page, held, number, seconds=SECONDS).result()
    if isinstance(drawn, Failure):
        raise OriginalUnavailable(f"原件的第 {number} 页画不出来，请下载原件查看")
    return drawn
