"""The zip files that docx, xlsx and ofd are: nothing in them is read before all of it was found harmless.

A member's declared size is never trusted: every member is inflated once, piece by piece, and measured (a zip bomb lies
or repeats). Where two members share bytes, the file is a bomb too (D. Fifield, A better zip bomb, 2019).
"""

import io
import re
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Self

from kb.errors import FileRefused

MEMBERS = 20_000
TOTAL_BYTES = 512 << 20
XML_BYTES = 96 << 20
"""One XML member; a tree of it takes about ten times as much memory."""
SWOLLEN_FROM, SWOLLEN_RATIO = 4 << 20, 300
"""A member larger than the first may not be the second times its packed size (deflate can reach 1032 times)."""

_PIECE = 1 << 16
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_DAMAGED = (zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError, ValueError, OverflowError, IndexError)
"""What zipfile lets out of damaged bytes; UnicodeDecodeError is a ValueError."""
_UNSUPPORTED = (NotImplementedError, RuntimeError)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Those that ECMA-376-2 (OPC) annex B and GB/T 33190—2016 7.2 allow."""

_BROKEN = "文件已损坏或不完整（{name} 文件内部的压缩包打不开），请重新拷贝或下载后再放入"
_BOMB = "文件解压后大得不正常（疑似压缩炸弹），为安全起见没有读取，请确认来源"
_TOO_LARGE = "{name} 文件太大（内部的 XML 超过 {megabytes} MB），请删去空白的行列或拆分成几个文件后再放入"
_DECLARES = (
    "文件内部的 XML 带有 DTD 或实体声明（正常的 {name} 文件不会有，可能是攻击），没有读取，请用办公软件另存后再放入"
)

_DTD = re.compile(rb"<!(?:ENTITY|DOCTYPE(?!\s+(?:svg|html|HTML)\b[^\[<>]*>))")
"""A picture (SVG) or page (HTML) that is packed along may name its DTD; without brackets that declares nothing."""
_ENCODING = re.compile(rb"<\?xml[^>]{0,200}?\bencoding\s*=\s*[\"']([^\"']{0,40})")
_ENCODINGS = {
    b"utf-8",
    b"utf8",
    b"utf-16",
    b"utf-16le",
    b"utf-16be",
    b"us-ascii",
    b"ascii",
    b"gbk",
    b"gb2312",
    b"gb18030",
    b"iso-8859-1",
    b"windows-1252",
}
"""In each of these a `<` is one byte beside zeros: no declaration can hide from the search (in UTF-7 it could)."""

_KINDS = (
    (".docx", "Word", ("word/",)),
    (".xlsx", "Excel", ("xl/",)),
    (".ofd", "OFD", ("OFD.xml",)),
    (".pptx", "PowerPoint", ("ppt/",)),
    ("", "OpenDocument（ODF）", ("content.xml",)),
)
"""A suffix, what a clerk calls the format, and how a name begins that only such a file holds."""


def guard(content: bytes, suffix: str = "") -> None:
    """Refuse a zip file that is damaged, locked, swollen, or that declares entities.

    Args:
        content: the file.
        suffix: the format it should be of, such as ".docx"; "" where any will do.

    Raises:
        FileRefused: with the sentence that says why.
    """
    Archive.of(content, suffix)


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip file that was found harmless: its members' names, with forward slashes, and what they hold."""

    _zip: zipfile.ZipFile = field(repr=False)
    _members: Mapping[str, zipfile.ZipInfo] = field(repr=False)

    @classmethod
    def of(cls, content: bytes, suffix: str = "") -> Self:
        """The archive that these bytes are; see `guard`."""
        name = next((name for ending, name, _ in _KINDS if suffix and ending == suffix), "Office")
        try:
            opened = zipfile.ZipFile(io.BytesIO(content))
            _refuse_shape(content, opened)
            members = {_safe_name(info): info for info in opened.infolist()}
            _refuse_another_kind(members, suffix, name)
            _refuse_swollen(opened, name)
        except _DAMAGED as error:
            raise FileRefused(_BROKEN.format(name=name)) from error
        except _UNSUPPORTED as error:
            raise FileRefused("文件用了不常见的压缩或加密方式，无法读取，请用办公软件另存后再放入") from error
        return cls(opened, members)

    @property
    def names(self) -> tuple[str, ...]:
        """The members' names, in the order of the file."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """What a member holds.

        Raises:
            KeyError: there is no such member.
        """
        return self._zip.read(self._members[name])


def _refuse_shape(content: bytes, opened: zipfile.ZipFile) -> None:
    """Refuse what the table of contents alone shows: locked, too many, odd methods, sharing bytes."""
    infos = opened.infolist()
    if not infos:
        raise zipfile.BadZipFile
    if any(info.flag_bits & 0x41 for info in infos):
        raise FileRefused("文件设了打开密码（压缩包加密），请解除密码后再放入")
    if len(infos) > MEMBERS:
        raise FileRefused(f"文件内部有 {len(infos)} 个部件，多得不正常（上限 {MEMBERS}），没有读取，请确认来源")
    if any(info.compress_type not in _METHODS for info in infos):
        raise NotImplementedError
    free_from = 0
    for start, end in sorted(_extent(content, info) for info in infos):
        if start < free_from:
            raise FileRefused(_BOMB)
        free_from = end
    if free_from > opened.start_dir:
        raise zipfile.BadZipFile


def _extent(content: bytes, info: zipfile.ZipInfo) -> tuple[int, int]:
    """Where a member's header begins and its packed bytes end (APPNOTE 4.3.7)."""
    signature, name, extra = _LOCAL_HEADER.unpack_from(content, info.header_offset)
    if signature != b"PK\x03\x04":
        raise zipfile.BadZipFile
    return info.header_offset, info.header_offset + _LOCAL_HEADER.size + name + extra + info.compress_size


def _safe_name(info: zipfile.ZipInfo) -> str:
    """The member's name, its slashes forward.

    Nothing is ever unpacked to disk; yet a name that climbs out, or a link, has no place in an honest document.
    """
    name = info.filename.replace("\\", "/")
    if ".." in name.split("/") or name.startswith("/") or re.match(r"[A-Za-z]:", name):
        raise FileRefused("文件内部的路径指向文件之外（可能是攻击），没有读取，请确认来源，或用办公软件另存后再放入")
    if stat.S_ISLNK(info.external_attr >> 16):
        raise FileRefused("文件内部含有符号链接（可能是攻击），没有读取，请确认来源，或用办公软件另存后再放入")
    return name


def _refuse_another_kind(names: Mapping[str, zipfile.ZipInfo], suffix: str, wanted: str) -> None:
    """Refuse a file whose members are of another format than its suffix says."""
    if not suffix:
        return
    found = [(ending, name) for ending, name, marks in _KINDS if any(n.startswith(marks) for n in names)]
    if found and suffix not in (ending for ending, _ in found):
        ending, name = found[0]
        advice = f"把后缀名改回 {ending}，或" if ending else ""
        raise FileRefused(f"文件名是 {suffix}，内容却是 {name} 文件，请{advice}另存为 {suffix} 格式后再放入")
    if not found and "[Content_Types].xml" not in names:
        raise FileRefused(f"文件名是 {suffix}，内容却只是普通的压缩包，不是 {wanted} 文件，请解压后放入里面的文件")


def _refuse_swollen(opened: zipfile.ZipFile, name: str) -> None:
    """Inflate every member once, within bounds, and look for declarations in those that are XML."""
    total = 0
    for info in opened.infolist():
        size, is_xml, tail = 0, False, b""
        for piece in _pieces(opened, info):
            plain = piece.replace(b"\x00", b"")
            if size == 0:
                is_xml = _begins_as_xml(plain, name)
            size, total = size + len(piece), total + len(piece)
            if total > TOTAL_BYTES or _is_swollen(size, info.compress_size):
                raise FileRefused(_BOMB)
            if is_xml and size > XML_BYTES:
                raise FileRefused(_TOO_LARGE.format(name=name, megabytes=XML_BYTES >> 20))
            if is_xml and _DTD.search(tail + plain):
                raise FileRefused(_DECLARES.format(name=name))
            tail = (tail + plain)[-300:]


def _pieces(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> Iterator[bytes]:
    with opened.open(info) as member:
        while piece := member.read(_PIECE):
            yield piece


def _is_swollen(size: int, packed: int) -> bool:
    return size > SWOLLEN_FROM and size > SWOLLEN_RATIO * packed


def _begins_as_xml(plain: bytes, name: str) -> bool:
    """Whether a member is XML; `plain` is its beginning without the zeros of UTF-16.

    Raises:
        FileRefused: XML in an encoding in which declarations could hide.
    """
    text = plain.lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    declared = _ENCODING.match(text)
    if text.startswith(b"\x4c\x6f\xa7\x94") or (declared and declared[1].strip().lower() not in _ENCODINGS):
        raise FileRefused(_DECLARES.format(name=name))
    return text.startswith(b"<")
