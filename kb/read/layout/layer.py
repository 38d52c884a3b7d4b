"""The text layer of a page: whether its characters are words, or what a font without a character map leaves of them.

Some programs embed fonts whose codes mean nothing outside of the file. The page looks well and its text layer is noise,
so that the words must be taken from the picture. Judged page by page: a scanned annex may follow a sound text.
"""

import re
import unicodedata
from collections.abc import Sequence

_LEADERS = re.compile(r"([.．·…‥\-—_=*])(?:\s?\1){2,}|[\d\s]+")
"""Dots that lead to a page number, rules made of signs, and figures: a sound page may hold any number of them."""
_CODES = re.compile(r"\(cid:\d+\)|/[A-Za-z]{1,3}\d?[0-9A-F]{1,4}(?![0-9A-Za-z])")
"""The names of glyphs that a font does not say the characters of: (cid:123), /G2A, /g10."""
_BULLET = re.compile(r"\A[\uf000-\uf0ff]")
"""A bullet of the fonts Symbol and Wingdings, whose shapes have private codes."""
_FEW = 20
"""A page with fewer characters is judged by broken characters only."""
_BROKEN = 0.1
"""Share of characters without a meaning (replacement, private use, control, unassigned) that no sound page reaches."""
_RARE = 0.15
"""Share of rare Chinese characters that no sound page reaches; names and place names stay far below."""
_LOOSE = 2
"""Length of the lines that make most of a page whose characters lie about one by one."""
_WORDS = "的和在是为有不与及或应当以对中上下一二三大人年月日第条国家部门政府单位工作管理实施发展其他等于由本法"
"""Characters one of which stands in nearly every clause of an official text, its lists of names included."""
_COMMON = 0.03
"""Share of them below which a long page of Chinese characters says nothing."""
_SIGNS = 0.4
"""Share of ASCII signs that no sound text reaches."""
_ACCENTED = 0.25
"""Share of accented letters among letters that no language reaches: Chinese bytes read as Western ones do."""


def is_garbage(lines: Sequence[str]) -> bool:
    """Whether the text layer of a page, given as its lines, holds no words."""
    text = _CODES.sub("\ufffd", "".join("".join(_BULLET.sub("", line) for line in lines).split()))
    if not text:
        return False
    if sum(map(_is_broken, text)) > _BROKEN * len(text):
        return True
    text = _LEADERS.sub("", text)
    if len(text) < _FEW:
        return False
    loose = sum(len(line) for line in lines if len(line) <= _LOOSE)
    return 2 * loose > sum(map(len, lines)) or _is_foreign(text) or _is_noise(text)


def _is_broken(char: str) -> bool:
    return char == "\ufffd" or unicodedata.category(char) in ("Co", "Cc", "Cn", "Cs")


def _is_foreign(text: str) -> bool:
    """Whether Chinese characters are none that people write, or say nothing."""
    han = [char for char in text if "\u3400" <= char <= "\u9fff" or char >= "\U00020000"]
    if len(han) < _FEW:
        return False
    rare = sum(not (_in_everyday(char)) for char in han)
    return rare > _RARE * len(han) or (len(han) >= 200 and sum(char in _WORDS for char in han) < _COMMON * len(han))


def _in_everyday(char: str) -> bool:
    """Whether GB 2312 has a character, or the part of Big5 that holds the common ones (0xA440 to 0xC67E)."""
    if char.encode("gb2312", "ignore"):
        return True
    traditional = char.encode("big5", "ignore")
    return b"\xa4\x40" <= traditional <= b"\xc6\x7e"


def _is_noise(text: str) -> bool:
    letters = [char for char in text if char.isalpha()]
    signs = sum(char.isascii() and not char.isalnum() for char in text)
    accented = sum("\x80" <= char <= "\u024f" for char in letters)
    return signs > _SIGNS * len(text) or (len(letters) >= _FEW and accented > _ACCENTED * len(letters))
