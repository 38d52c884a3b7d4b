"""What a web site answered: its headers as words, its body as bytes, unpacked with a bound."""

import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from urllib.parse import unquote

from kb.errors import CollectRefused

_EXTENDED_NAME = re.compile(r"(?i)filename\*\s*=\s*(?P<charset>[\w-]+)'[^']*'(?P<name>[^;\s]+)")
_PIECE = 1 << 20
"""Bytes that are unpacked at a time."""


def content_of(pieces: Iterable[bytes], headers: Mapping[str, str], size: int) -> bytes:
    """The body, decompressed, at most `size` bytes of it at any time.

    Raises:
        CollectRefused: it is empty, damaged, larger, or packed in a way that cannot be unpacked.
    """
    announced = headers.get("content-length", "")
    if announced.isascii() and announced.isdecimal() and int(announced) > size:
        raise CollectRefused(_too_large(size))
    content = bytearray()
    for piece in _decompressed(pieces, headers.get("content-encoding", "identity").strip().lower()):
        content += piece
        if len(content) > size:
            raise CollectRefused(_too_large(size))
    if not content:
        raise CollectRefused("网站的回答是空的，没有取")
    return bytes(content)


def _too_large(size: int) -> str:
    return f"内容超过 {size >> 20} MB，没有取"


def _decompressed(pieces: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The pieces of a body, each at most about a megabyte however well it was packed."""
    if encoding in ("", "identity"):
        yield from pieces
        return
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise CollectRefused(f"网站用了不能解开的压缩方式（{encoding}），没有取")
    unpacker = zlib.decompressobj(wbits=47)  # gzip or zlib, whichever it begins with
    try:
        for piece in pieces:
            packed = piece
            while packed and not unpacker.eof:
                yield unpacker.decompress(packed, _PIECE)
                packed = unpacker.unconsumed_tail
            if unpacker.eof:
                break
        yield unpacker.flush()
    except zlib.error as error:
        raise CollectRefused("网站传来的压缩内容是坏的，没有取") from error
    if not unpacker.eof or unpacker.unused_data.strip(b"\0"):
        raise CollectRefused("网站传来的压缩内容不完整，没有取，请稍后再试")


def media_type_of(header: str) -> tuple[str, str | None]:
    """The format and the charset that a Content-Type gives, in small letters; the charset None where it is silent."""
    message = Message()
    message["content-type"] = header
    return header.partition(";")[0].strip().lower(), message.get_content_charset()


def name_of(header: str) -> str | None:
    """The file name that a Content-Disposition gives (RFC 6266), as sites write it: escaped, or as bare bytes."""
    if given := _EXTENDED_NAME.search(header):
        return unquote(given["name"], "gb18030" if given["charset"].lower().startswith("gb") else "utf-8")
    message = Message()
    message["content-disposition"] = header
    return unquote(message.get_filename() or "") or None


def text_of(raw: bytes) -> str:
    """A header's words; the standard has bytes here, and sites send UTF-8 or GBK."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")
