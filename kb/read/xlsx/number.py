"""A number or a date of a worksheet → the words that the cell shows, by its number format (ECMA-376-1 18.8.31)."""

import functools
import re
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

Value = str | int | float | bool | date | time | timedelta

_TOKEN = re.compile(
    r'"(?P<quoted>[^"]*)"|[\\!](?P<escaped>.)|_.|\*.'
    r"|\[\$(?P<currency>[^\]\-]*)(?:-[^\]]*)?\]|\[(?P<elapsed>[hms]+)\]|\[[^\]]*\]"
    r"|(?P<noon>AM/PM|A/P|上午/下午)|(?P<exponent>E[+-])|(?P<fraction>\.0+(?=$|[^0#?]))"
    r"|(?P<clock>y+|m+|d+|h+|s+|e+|a{3,4})|(?P<place>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>%)"
    r"|(?P<plain>.)",
    re.IGNORECASE | re.DOTALL,
)
Tokens = tuple[tuple[str, str], ...]

LOCAL_DATES = {
    **dict.fromkeys((27, 36, 50, 52, 57), 'yyyy"年"m"月"'),
    **dict.fromkeys((28, 29, 51, 53, 54, 58), 'm"月"d"日"'),
    30: "m-d-yy",
    31: 'yyyy"年"m"月"d"日"',
    32: 'h"时"mm"分"',
    33: 'h"时"mm"分"ss"秒"',
    **dict.fromkeys((34, 55), '上午/下午h"时"mm"分"'),
    **dict.fromkeys((35, 56), '上午/下午h"时"mm"分"ss"秒"'),
}
"""The built-in formats of a Chinese Excel that a file names by number only (ECMA-376-1 18.8.30, zh-cn)."""

_BUILT_IN = {
    "mm-dd-yy": "yyyy/m/d",
    "m/d/yy h:mm": "yyyy/m/d h:mm",
    "yyyy-mm-dd h:mm:ss": "yyyy-mm-dd hh:mm:ss",
}
"""Formats whose stored words are American, and what a Chinese Excel shows for them."""
_LONG_DATE, _LONG_TIME = "[$-F800]", "[$-F400]"
_DIGITS = "〇一二三四五六七八九"
_WEEK = "一二三四五六日"


def shown(value: Value, number_format: str) -> str:
    """What a cell shows.

    Args:
        value: as the file stores it.
        number_format: the cell's, such as `0.00%`; "General" where it has none.
    """
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        return value
    if isinstance(value, timedelta):
        return _elapsed(value)
    if isinstance(value, date | time):
        return _dated(value, number_format)
    return _numbered(value, number_format)


@functools.lru_cache(maxsize=1000)
def _tokens(section: str) -> Tokens:
    found = _TOKEN.finditer(section)
    return tuple((match.lastgroup, match[match.lastgroup]) for match in found if match.lastgroup)


@functools.lru_cache(maxsize=1000)
def _sections(number_format: str) -> tuple[str, ...]:
    """The parts between semicolons: for positive numbers, negative ones, zero and text."""
    parts = re.findall(r'((?:"[^"]*"|\\.|\[[^\]]*\]|[^;])*)(?:;|$)', number_format)
    return tuple(parts if number_format.endswith(";") else parts[:-1])


def _numbered(value: float, number_format: str) -> str:
    number = Decimal(repr(value))
    if not number.is_finite():
        return str(value)
    section, sign = _section_for(number, _sections(number_format or "General")[:3])
    tokens = _tokens(section)
    kinds = {kind for kind, _ in tokens}
    if kinds & {"exponent", "clock"} or re.search(r"General|通用|@|\[[<>=]|[?#0]/", section):
        return general(value)
    if "place" not in kinds:
        return "".join(text for _, text in tokens) if number == 0 else general(value)
    try:
        return sign + _placed(abs(number), tokens)
    except InvalidOperation:
        return general(value)


def _section_for(number: Decimal, sections: tuple[str, ...]) -> tuple[str, str]:
    """The part of a format that a number is shown by, and the sign before it: a part for negatives has its own."""
    if number < 0:
        return (sections[1], "") if len(sections) > 1 else (sections[0], "-")
    return sections[2 if number == 0 and len(sections) > 2 else 0], ""


def general(value: float) -> str:
    """A number without a format: whole numbers whole, others to the ten digits that Excel has room for.

    Long whole numbers keep every digit, where Excel would write 1.2E+11: they are codes and sums.
    """
    if isinstance(value, int):
        return str(value)
    return str(int(value)) if value.is_integer() and abs(value) < 1e15 else f"{value:.10g}"


def _placed(number: Decimal, tokens: Tokens) -> str:
    """The digits of a positive number in the places of its format."""
    tokens = _split_fraction(tokens)
    point = next((i for i, (kind, _) in enumerate(tokens) if kind == "point"), len(tokens))
    places = [i for i, (kind, _) in enumerate(tokens) if kind == "place"]
    whole = [i for i in places if i < point]
    grouped, thousands = _commas(tokens, whole, places)
    number = number.scaleb(2 * sum(kind == "percent" for kind, _ in tokens) - 3 * thousands)
    decimals = len(places) - len(whole)
    digits, _, rest = f"{number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP):f}".partition(".")
    out = {**_whole_digits(digits, tokens, whole, grouped), **_decimal_digits(rest, tokens, places[len(whole) :])}
    written = []
    for i, (kind, text) in enumerate(tokens):
        if kind == "place":
            written.append(out[i])
        elif kind == "point":
            written.append("." if any(out[j] for j in places if j > i) else "")
        elif kind != "comma":
            written.append(text)
    head = out.get(-1, "")
    return head + "".join(written)


def _split_fraction(tokens: Tokens) -> Tokens:
    """`.00` is one token beside the seconds of a clock; here it is a point and its places."""
    flat: list[tuple[str, str]] = []
    for kind, text in tokens:
        flat += [("point", "."), *(("place", "0") for _ in text[1:])] if kind == "fraction" else [(kind, text)]
    return tuple(flat)


def _commas(tokens: Tokens, whole: list[int], places: list[int]) -> tuple[bool, int]:
    """Whether the thousands are set apart, and how often the number is divided by a thousand."""
    grouped = any(kind == "comma" and whole and whole[0] < i < whole[-1] for i, (kind, _) in enumerate(tokens))
    thousands, i = 0, places[-1] + 1
    while i < len(tokens) and tokens[i][0] == "comma":
        thousands, i = thousands + 1, i + 1
    return grouped, thousands


def _whole_digits(digits: str, tokens: Tokens, whole: list[int], grouped: bool) -> dict[int, str]:
    """What stands in each place before the point; the first place takes all the digits that are left over."""
    digits = "" if digits == "0" else digits
    if not whole:
        return {-1: digits}
    zeros = max((len(whole) - k for k, i in enumerate(whole) if tokens[i][1] == "0"), default=0)
    digits = digits.zfill(zeros) if zeros else digits
    out: dict[int, str] = {}
    for left, i in reversed(list(enumerate(whole))):
        out[i], digits = (digits[-1:], digits[:-1]) if left else (digits, "")
    if grouped:
        joined = "".join(out[i] for i in whole)
        out = {**dict.fromkeys(whole, ""), whole[0]: f"{int(joined):,}" if joined.strip("0") else joined}
    return out


def _decimal_digits(rest: str, tokens: Tokens, places: list[int]) -> dict[int, str]:
    """What stands in each place behind the point: a `#` or `?` shows no zero at the end."""
    kept = rest.ljust(len(places), "0")[: len(places)]
    out = dict(zip(places, kept, strict=True))
    for i in reversed(places):
        if tokens[i][1] == "0" or out[i] != "0":
            break
        out[i] = ""
    return out


def _dated(value: date | time, number_format: str) -> str:
    section = _BUILT_IN.get(number_format, _sections(number_format)[0])
    section = 'yyyy"年"m"月"d"日"' if _LONG_DATE in section.upper() else section
    section = "h:mm:ss" if _LONG_TIME in section.upper() else section
    tokens = _tokens(section)
    if not any(kind == "clock" for kind, _ in tokens):
        return str(value)
    chinese = "[DBNum1]" in section
    halves = any(kind == "noon" for kind, _ in tokens)
    written, before = "", ""
    clocks = [text.lower()[0] if kind == "clock" else "" for kind, text in tokens]
    for i, (kind, text) in enumerate(tokens):
        if kind == "clock":
            after = next((c for c in clocks[i + 1 :] if c), "")
            minutes = clocks[i] == "m" and (before == "h" or after == "s")
            written += _part(value, text.lower(), minutes, halves, chinese)
            before = clocks[i]
        elif kind == "noon":
            names = ("上午", "下午") if text.startswith("上") else ("AM", "PM")
            written += names[getattr(value, "hour", 0) >= 12]
        elif kind == "fraction":
            written += f".{getattr(value, 'microsecond', 0):06d}"[: len(text)]
        elif kind != "elapsed":
            written += text
    return written


def _part(value: date | time, code: str, minutes: bool, halves: bool, chinese: bool) -> str:
    """One piece of a date: `code` is such as yyyy, m, dd, aaaa, h."""
    clock = value if isinstance(value, datetime | time) else time()
    day = value if isinstance(value, date) else date(1900, 1, 1)
    if code[0] in "hs" or minutes:
        hour = (clock.hour % 12 or 12) if halves else clock.hour
        number = {"h": hour, "m": clock.minute, "s": clock.second}[code[0]]
        return f"{number:0{min(len(code), 2)}d}"
    if code[0] == "a" or code.startswith("ddd"):
        return ("星期" if len(code) > 3 else "周") + _WEEK[day.weekday()]
    if code[0] in "ye":
        year = f"{day.year:04d}"[-2 if code == "yy" else 0 :]
        return "".join(_DIGITS[int(digit)] for digit in year) if chinese else year
    number = day.month if code[0] == "m" else day.day
    if chinese:
        return _counted(number)
    return f"{number:0{min(len(code), 2)}d}"


def _counted(number: int) -> str:
    """A month or day in words, such as 二十一."""
    tens, ones = divmod(number, 10)
    ten = {0: "", 1: "十"}.get(tens, f"{_DIGITS[tens]}十")
    return ten + (_DIGITS[ones] if ones or not tens else "")


def _elapsed(value: timedelta) -> str:
    """Hours that may pass 24, minutes and seconds."""
    seconds = round(abs(value).total_seconds())
    return f"{'-' if value < timedelta() else ''}{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
