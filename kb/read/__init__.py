"""BYTES → BLOCKS: one reader a format, chosen by the file's suffix."""

from collections.abc import Callable
from pathlib import Path

from kb.errors import FileRefused
from kb.model import Source
from kb.read import markdown, pdf, text

READERS: dict[str, Callable[[bytes], Source]] = {
    ".txt": text.read,
    ".md": markdown.read,
    ".pdf": pdf.read,
}


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
    source = reader(content)
    if not any(block.text.strip() for block in source.blocks):
        raise FileRefused("文件里没有读到文字，请确认内容，或换一份有文字的版本")
    return source
