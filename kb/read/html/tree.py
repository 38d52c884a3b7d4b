"""Bytes of a web page → its tree, with nothing left in it that no browser shows as text."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import etree

from kb.errors import FileRefused
from kb.read import text as plain

Element = Any
"""An lxml element; lxml brings no types."""

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([a-z0-9_-]+)""", re.IGNORECASE)
_CODECS = dict.fromkeys(("gb2312", "gb_2312-80", "gbk", "x-gbk", "gb18030"), "gb18030")
_CODECS |= {"big5": "big5hkscs", "big5-hkscs": "big5hkscs", "utf-8": "utf-8", "utf8": "utf-8"}
"""What a page may call its encoding, and the superset that reads it (WHATWG Encoding 4.2)."""
_HEAD = 4096
"""Within so many bytes a page names its encoding; the standard asks for 1,024, real pages start with long comments."""
_BROKEN = 0.002
"""Up to this share of damaged characters a page is still read, with a warning."""

INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
"""Zero-width characters: nobody sees them, so they are taken out before anything is counted."""
_NO_TEXT = ("script", "style", "noscript", "template", "iframe", "noframes", "noembed", "title", "meta", "link")
_ARCHIVE = re.compile(r"\s*(?:From: <Saved by|MIME-Version:|Content-Type: multipart/related)", re.IGNORECASE)
_TAG = re.compile(r"<[a-zA-Z!/?]")

_INLINE = re.compile(r"</?(?:a|abbr|b|big|em|font|i|ins|o:p|s|small|span|strong|u)(?=[\s>/])[^<>]*>", re.IGNORECASE)
_DIVISION = re.compile(r"</?(?:article|blockquote|center|div|main|section|form)(?=[\s>/])[^<>]*>", re.IGNORECASE)
_TOO_DEEP = "网页的标签套得太深（超过两千层），无法读取，请在浏览器中打开后另存为 txt 或 Word 再放入"


def is_page(text: str) -> bool:
    """Whether a text holds any tag at all."""
    return _TAG.search(text) is not None


def decode(content: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a page and what is to be said of its encoding.

    What is valid UTF-8 is UTF-8, whatever the page says: pages are saved again in UTF-8 and keep their old label. Else
    the page's own word goes, and where it says nothing, trial.

    Raises:
        FileRefused: no known encoding fits, or the page is packed in an archive (mht).
    """
    named = _DECLARED.search(content[:_HEAD])
    codec = _CODECS.get(named[1].decode("ascii").lower()) if named else None
    text, warnings = _decode_as(content, codec) if codec and not _is_utf8(content) else (plain.decode(content), ())
    if _ARCHIVE.match(text):
        raise FileRefused("这是单个文件的网页归档（mht），还不能读取，请在浏览器中打开后另存为“网页，仅 HTML”再放入")
    return text, warnings


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return content.startswith((b"\xff\xfe", b"\xfe\xff"))
    return True


def _decode_as(content: bytes, codec: str) -> tuple[str, tuple[str, ...]]:
    text = content.decode(codec, "replace")
    broken = text.count("\ufffd")
    if "\x00" in text or broken > max(3, _BROKEN * len(text)):
        return plain.decode(content), ()
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
    return text, (f"网页有 {broken} 处文字编码损坏，显示为“\ufffd”，请核对",) if broken else ()


def tree_of(text: str) -> Element:
    """The tree of a page, comments and processing instructions apart.

    Raises:
        FileRefused: no element in it, or elements in elements without end.
    """
    root, deep = _parse(text)
    if deep:  # old editors never close <font>: thousands of paragraphs, each inside the one before
        root, deep = _parse(_DIVISION.sub("<br>", _INLINE.sub("", text)))
    if deep:
        raise FileRefused(_TOO_DEEP)
    if root is None:
        raise FileRefused("网页里没有内容，请确认是否保存完整")
    return root


def _parse(text: str) -> tuple[Element, bool]:
    """The tree, and whether libxml2 gave up on it at its limit of depth and dropped what follows."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, no_network=True, remove_comments=True, remove_pis=True, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.XMLSyntaxError as error:
        raise FileRefused("网页的内容已损坏，无法读取，请在浏览器中打开后重新保存") from error
    return root, any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log)


def keep_only_text(root: Element) -> None:
    """Take out what is no text (scripts, styles, zero-width characters) and put the numbers of lists back in."""
    etree.strip_elements(root, *_NO_TEXT, with_tail=False)
    for element in root.iter():
        if element.text and INVISIBLE.search(element.text):
            element.text = INVISIBLE.sub("", element.text)
        if element.tail and INVISIBLE.search(element.tail):
            element.tail = INVISIBLE.sub("", element.tail)
    for ordered in root.iter("ol"):
        for marker, item in _numbered(ordered):
            _prepend(item, marker)


def _style(element: Element) -> str:
    return re.sub(r"\s", "", element.get("style") or "").lower()


def _numbered(ordered: Element) -> Iterator[tuple[str, Element]]:
    """The items of a list with the marker that a browser shows before each (HTML 4.4.5, 4.4.8)."""
    style = _style(ordered)
    items = [child for child in ordered if child.tag == "li"]
    if re.search(r"list-style(?:-type)?:[^;]*none", style) or "breadcrumb" in (ordered.get("class") or ""):
        return
    step = -1 if ordered.get("reversed") is not None else 1
    number = _integer(ordered.get("start"), len(items) if step < 0 else 1)
    for item in items:
        number = _integer(item.get("value"), number)
        if not re.search(r"list-style(?:-type)?:[^;]*none", _style(item)):
            yield _marker(number, item.get("type") or ordered.get("type") or "", style), item
        number += step


def _integer(text: str | None, otherwise: int) -> int:
    return int(text) if text and re.fullmatch(r"\s*-?\d{1,6}\s*", text) else otherwise


_HAN = "零一二三四五六七八九十"


def _marker(number: int, kind: str, style: str) -> str:
    """How a browser writes a number: 1. a. A. i. I. 一、"""
    if re.search(r"cjk|chinese", style) and 0 < number < 100:
        tens, ones = divmod(number, 10)
        return ("" if tens < 2 else _HAN[tens]) + ("十" if tens else "") + (_HAN[ones] if ones else "") + "、"
    named = re.search(r"(lower|upper)-(alpha|latin|roman)", style)
    kind = {"alpha": "a", "latin": "a", "roman": "i"}[named[2]] if named else kind
    upper = kind in "AI" if not named else named[1] == "upper"
    if kind.lower() == "a" and 0 < number <= 26:
        shown = chr(ord("a") + number - 1)
    elif kind.lower() == "i" and 0 < number < 4000:
        shown = _roman(number)
    else:
        shown = str(number)
    return (shown.upper() if upper and kind else shown) + "."


def _roman(number: int) -> str:
    values = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    signs = ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i")
    shown = ""
    for value, sign in zip(values, signs, strict=True):
        shown += sign * (number // value)
        number %= value
    return shown


def _prepend(item: Element, marker: str) -> None:
    """Write a marker in front of the first words of an item; an empty item shows no words and gets none."""
    for element in item.iter():
        if element.text and element.text.strip():
            element.text = marker + element.text.lstrip()
            return
        if element is not item and element.tail and element.tail.strip():
            element.tail = marker + element.tail.lstrip()
            return
