"""BYTES → BLOCKS: one reader a format, chosen by the file's suffix."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from kb.errors import FileRefused
from kb.model import Source

Reader = Callable[[bytes], Source]


def _of(module: str, function: str = "read") -> Reader:
    """A function of a module of this room; the module waits for its first file, for some bring large libraries."""

    def reader(content: bytes) -> Source:
        source: Source = getattr(import_module(f"{__name__}.{module}"), function)(content)
        return source

    return reader


_PICTURES = (".png", ".jpg", ".jpeg", ".tif", ".tiff", ".bmp")
READERS: dict[str, Reader] = {
    ".txt": _of("text"),
    ".md": _of("markdown"),
    **dict.fromkeys((".html", ".htm"), _of("html")),
    **dict.fromkeys((".docx", ".docm", ".dotx"), _of("docx")),
    **dict.fromkeys((".doc", ".wps", ".rtf"), _of("office")),
    **dict.fromkeys((".xlsx", ".xlsm"), _of("xlsx")),
    ".ofd": _of("ofd"),
    ".pdf": _of("pdf"),
    **dict.fromkeys(_PICTURES, _of("image")),
}
RECOGNISERS: dict[str, Reader] = {
    ".pdf": _of("pdf", "recognise"),
    **dict.fromkeys(_PICTURES, _of("image", "recognise")),
}
"""Readers that look at the pictures of a file's pages too: slow, and only for the pages that `read` calls unread."""

_SIGNATURES = (
    (b"%PDF-", "PDF 文件", {".pdf"}),
    (b"PK\x03\x04", "Word、Excel 或 OFD 文件", {".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".ofd"}),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word、WPS 或 Excel 文件，也可能是加了密的 Word 文件", {".doc", ".wps"}),
    (b"{\\rtf", "RTF 文件", {".rtf", ".doc", ".wps"}),
    (b"\x89PNG", "图片", {".png"}),
    (b"\xff\xd8\xff", "图片", {".jpg", ".jpeg"}),
    (b"II*\x00", "图片", {".tif", ".tiff"}),
    (b"MM\x00*", "图片", {".tif", ".tiff"}),
)
"""How the bytes of a format begin, what a clerk calls it, and the suffixes that it may have."""


def read(path: Path, content: bytes) -> Source:
    """The blocks of a file.

    Raises:
        FileRefused: an unknown format, or a file that holds no text that can be read.
    """
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        raise FileRefused(
            f"还不能读取 {path.suffix or '没有后缀名'} 格式的文件，请另存为 {'、'.join(READERS)} 后再放入"
        )
    if not content.strip():
        raise FileRefused("文件是空的（没有任何内容），请确认是否拷贝完整")
    _refuse_a_false_name(path.suffix.lower(), content)
    return _with_text(reader(content))


def recognise(path: Path, content: bytes) -> Source:
    """The blocks of a file that `read` calls unread, the words of its pictures among them.

    Raises:
        FileRefused: nothing was recognised, or the packages for it are not there.
    """
    return _with_text(RECOGNISERS[path.suffix.lower()](content))


def _with_text(source: Source) -> Source:
    if not source.unread and not any(block.text.strip() for block in source.blocks):
        raise FileRefused("文件里没有读到文字，请确认内容，或换一份有文字的版本")
    return source


def _refuse_a_false_name(suffix: str, content: bytes) -> None:
    """Refuse a file whose bytes are of another format than its name says."""
    for signature, name, suffixes in _SIGNATURES:
        if content.startswith(signature) and suffix not in suffixes:
            raise FileRefused(f"文件名是 {suffix}，内容却是{name}，请改回原来的后缀名，或另存为 {suffix} 格式后再放入")
