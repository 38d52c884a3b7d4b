"""Numbers as official texts print them: 二十二, 二〇二一, １２, ③, ㈢, ⑶, ⒊, C."""

import unicodedata

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
SMALL = "一二三四五六七八九十"
HAN = "[一二三四五六七八九十百千零〇两]{1,9}"
ANY = f"(?:{HAN}|[0-9０-９]{{1,4}})"
CIRCLED = "①-⑳㉑-㉟㊱-㊿"
"""Ranges of a character class: the number in a ring."""
HAN_IN_BRACKETS = "㈠-㈩"
DIGITS_IN_BRACKETS = "⑴-⒇"
DIGITS_WITH_POINT = "⒈-⒛"


def ordinal_of(text: str) -> int:
    """The value of a number as printed: 二十二 → 22, １２ → 12, ③ → 3, 一〇三 → 103, C → 3.

    Raises:
        ValueError: the text is no number.
    """
    if text.isdecimal():
        return int(text)
    if len(text) == 1 and "A" <= text.upper() <= "Z":
        return ord(text.upper()) - ord("A") + 1
    if len(text) == 1 and (value := unicodedata.numeric(text, 0)) and text not in _UNITS:
        return int(value)
    if not text or not all(char in _DIGITS or char in _UNITS for char in text):
        raise ValueError(f"no number: {text!r}")
    if not any(char in _UNITS for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    total, digit = 0, 0
    for char in text:
        if char in _UNITS:
            total += (digit or (1 if total == 0 else 0)) * _UNITS[char]
            digit = 0
        else:
            digit = _DIGITS[char]
    return total + digit


def han(number: int) -> str:
    """A small number in Chinese, as a citation writes it: 2 → 二; from 11 on in digits."""
    return SMALL[number - 1] if 1 <= number <= 10 else str(number)


def plain(printed: str) -> str:
    """A number without the spaces inside it and with plain digits: 「第 １２」 is cited as 「第12」, ㈢ as 三."""
    return "".join(unicodedata.normalize("NFKC", char) for char in printed if not char.isspace()).strip("().")
