"""Dates as official texts write them: 2021年6月1日, 二〇二一年六月一日, 二○一八年十二月二十三日, 2021-06-01.

Source: 《党政机关公文格式》(GB/T 9704—2012) 7.3.5.4 for the form with digits; before it
Chinese numerals were the rule.
"""

import re
from datetime import date

_ZEROS = "〇○零ＯOo0０"
_HAN = f"一二三四五六七八九{_ZEROS}"
_YEAR = rf"(?:[12１２][\d]{{3}}|[一二][{_HAN}]{{3}})"
_MONTH = r"(?:[01０１]?\d|十[一二]?|[一二三四五六七八九])"
_DAY = r"(?:[0-3０-３]?\d|二十[一二三四五六七八九]?|三十一?|十[一二三四五六七八九]?|[一二三四五六七八九])"
DATE = rf"{_YEAR}年{_MONTH}月{_DAY}[日号]"
"""A date inside a text whose white space was taken out."""
_STROKES = r"[12]\d{3}([-/.．])[01]?\d\1[0-3]?\d"
_PATTERN = re.compile(rf"({_YEAR})年({_MONTH})月({_DAY})[日号]")
_STROKE_PATTERN = re.compile(_STROKES)

EXAMPLES: tuple[tuple[str, str | None], ...] = (
    ("2021年6月1日", "2021-06-01"),
    ("2021 年 06 月 01 日", "2021-06-01"),
    ("二〇二一年六月一日", "2021-06-01"),
    ("二○一八年十二月二十三日", "2018-12-23"),
    ("一九九六年十月三十一日", "1996-10-31"),
    ("二零零四年二月十日", "2004-02-10"),
    ("２０２１年１２月９日", "2021-12-09"),
    ("2021-06-01", "2021-06-01"),
    ("2021.6.1", "2021-06-01"),
    ("2021年2月30日", None),
    ("2021年6月", None),
    ("2021.6-1", None),
)
"""A text and its date; None where it is none that a calendar has."""


def flat(text: str) -> str:
    """A text without its white space: official texts are spread with it (成 文 日 期)."""
    return "".join(text.split())


def date_of(text: str) -> str | None:
    """The date that a text consists of, as 2021-06-01; None where it is no date, or none that the calendar has."""
    bare = flat(text)
    if match := _PATTERN.fullmatch(bare):
        parts = [_number(each) for each in match.groups()]
    elif _STROKE_PATTERN.fullmatch(bare):
        parts = [int(each) for each in re.split(r"[-/.．]", bare)]
    else:
        return None
    try:
        return date(*parts).isoformat()
    except ValueError:
        return None


def dates_in(text: str) -> list[re.Match[str]]:
    """Where the dates of a text stand; the text must be `flat`."""
    return list(_PATTERN.finditer(text))


def _number(text: str) -> int:
    """The value of digits (2021), of a row of numerals (二〇二一) or of a number up to thirty-one (二十三)."""
    if text.isdecimal():
        return int(text)
    digits = {char: value for value, char in enumerate("〇一二三四五六七八九")} | dict.fromkeys(_ZEROS, 0)
    if "十" not in text:
        return int("".join(str(digits.get(char, char)) for char in text))
    tens, _, ones = text.partition("十")
    return (digits[tens] if tens else 1) * 10 + (digits[ones] if ones else 0)
