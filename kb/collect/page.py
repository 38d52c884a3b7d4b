"""A fetched page or file → the file that it is kept as: its format, its name, and its bytes."""

import html
import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from kb.corpus import safe_name
from kb.errors import CollectRefused
from kb.fetch import Fetched

_SIGNATURES = (
    (b"%PDF-", ".pdf"),
    (b"\x89PNG", ".png"),
    (b"\xff\xd8\xff", ".jpg"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
)
_MEMBERS = ((b"word/document", ".docx"), (b"xl/workbook", ".xlsx"), (b"OFD.xml", ".ofd"))
"""What a zip archive of each format holds; the names of its members stand in it uncompressed."""
_MARKUP = re.compile(rb"(?i)<(?:!doctype\s+html|html|head|body)\b")
_MEDIA = {"text/html": ".html", "application/xhtml+xml": ".html", "text/plain": ".txt", "text/markdown": ".md"}
_KIN = {".html": {".html", ".htm"}, ".txt": {".txt", ".md"}, ".jpg": {".jpg", ".jpeg"}, ".doc": {".doc", ".wps"}}
"""Suffixes that say the same of a file's bytes; the one that the address has is kept."""

_FILES = frozenset({".pdf", ".docx", ".doc", ".wps", ".xlsx", ".ofd", ".txt"})
"""Suffixes in an address that promise something other than a page."""

_CHARSETS = {
    "utf-8": "utf-8", "utf8": "utf-8", "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "gb18030": "gb18030", "gb_2312-80": "gb18030", "big5": "big5", "utf-16": "utf-16", "utf-16le": "utf-16-le",
    "utf-16be": "utf-16-be",
}  # fmt: skip
"""Charsets of Chinese pages, GB 2312 and GBK as the standard that holds them both. A page whose header says ISO-8859-1
says nothing: that is what servers send that were never told."""
_DECLARED = re.compile(rb"""(?i)<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""")
_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_UTF8_BOM = b"\xef\xbb\xbf"

_TITLES = (
    re.compile(
        r"""(?i)<meta\s[^<>]{0,200}name\s*=\s*["']?ArticleTitle["']?[^<>]{0,200}content\s*=\s*["']([^"'<>]{1,500})"""
    ),
    re.compile(r"""(?i)<meta\s[^<>]{0,200}content\s*=\s*["']([^"'<>]{1,500})["']\s+name\s*=\s*["']?ArticleTitle\b"""),
    re.compile(r"(?i)<title[^<>]{0,200}>([^<]{1,500})</title>"),
)
"""Where a page names itself, first without the site's name: the <meta> ArticleTitle that 《政府网站发展指引》
(国办发〔2017〕47号) wants in every page. The bounds keep a hostile page from being searched for long."""
_SITE = re.compile(r"\s*[_|｜]|\s+[-–—]+\s+")
"""What stands between a page's title and the name of its site."""


@dataclass(frozen=True, slots=True)
class Page:
    """A file to be kept: its name with its suffix, and its bytes."""

    name: str
    content: bytes


def page_of(fetched: Fetched, asked: str) -> Page:
    """What a fetched page or file is kept as.

    Args:
        fetched: what came back.
        asked: the name of the file that it is for, or the address that was asked for; its suffix is a promise.

    Raises:
        CollectRefused: it is of no known format, or of another one than the address promises.
    """
    suffix = _suffix(fetched, asked)
    text = ""
    content = fetched.content
    if suffix in (".html", ".htm", ".txt", ".md"):
        content = _kept_text(fetched)
    if suffix in (".html", ".htm"):
        text = _head(content)
    return Page(safe_name(_stem(fetched, text)) + suffix, content)


def _suffix(fetched: Fetched, asked: str) -> str:
    names = [*(unquote(urlsplit(address).path) for address in (asked, fetched.address)), fetched.name or ""]
    promised = [suffix for name in names if (suffix := PurePosixPath(name).suffix.lower())]
    found = _by_bytes(fetched.content) or _MEDIA.get(fetched.media_type)
    if found is None and fetched.media_type in ("", "application/octet-stream", "application/x-download"):
        found = next((suffix for suffix in promised if suffix in (".txt", ".md")), None)
    if found is None:
        raise CollectRefused(f"取回的不是网页，也不是能读取的文件（{fetched.media_type or '没有说明格式'}），没有保存")
    kin = _KIN.get(found, {found})
    if found == ".html" and (other := next((each for each in promised if each in _FILES), None)):
        raise CollectRefused(f"网址是 {other} 文件的，取回的却是网页（多半是错误页或登录页），没有保存")
    return next((suffix for suffix in promised if suffix in kin), found)


def _by_bytes(content: bytes) -> str | None:
    if content.startswith(b"PK\x03\x04"):
        return next((suffix for member, suffix in _MEMBERS if member in content), None)
    if content.removeprefix(_UTF8_BOM).lstrip().startswith(b"<") and _MARKUP.search(content[:4096]):
        return ".html"
    return next((suffix for signature, suffix in _SIGNATURES if content.startswith(signature)), None)


def _kept_text(fetched: Fetched) -> bytes:
    """The bytes as they came; where only the header tells their charset, the same text in UTF-8 with its mark.

    The mark goes before every <meta> of the page (WHATWG, Encoding sniffing), so that the page's own words stay.
    """
    content, charset = fetched.content, _CHARSETS.get((fetched.charset or "").lower())
    declared = _DECLARED.search(content[:4096])
    if charset is None or content.startswith(_BOMS):
        return content
    said = _CHARSETS.get(declared[1].decode("ascii", "replace").lower()) if declared else "utf-8"
    if said == charset:  # what says nothing is read as UTF-8 first
        return content
    try:
        return _UTF8_BOM + content.decode(charset).encode()
    except UnicodeDecodeError:
        return content


def _head(content: bytes) -> str:
    """The beginning of a page as text, in which its title stands."""
    head = content[:65536]
    declared = _DECLARED.search(head[:4096])
    charset = _CHARSETS.get(declared[1].decode("ascii", "replace").lower()) if declared else None
    if head.startswith(_UTF8_BOM) or charset is None:
        charset = "utf-8"
    return head.decode(charset, "replace")


def _stem(fetched: Fetched, text: str) -> str:
    """The words that name a file: what its headers, its title, its address say."""
    if fetched.name:
        return PurePosixPath(fetched.name.replace("\\", "/")).stem
    for pattern in _TITLES:
        if (found := pattern.search(text)) and "\ufffd" not in found[1]:
            title = " ".join(html.unescape(found[1]).split())
            if words := _SITE.split(title)[0].strip():
                return words
    address = urlsplit(fetched.address)
    return PurePosixPath(unquote(address.path)).stem or address.hostname or ""
