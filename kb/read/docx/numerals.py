"""Numbers as lists write them: each number format of ECMA-376-1 17.18.59 that Chinese files use, with examples."""

from collections.abc import Callable
from dataclasses import dataclass

_HAN = "〇一二三四五六七八九"
_LEGAL = ("零壹贰叁肆伍陆柒捌玖", "拾佰仟")
_LEGAL_TRADITIONAL = ("零壹貳參肆伍陸柒捌玖", "拾佰仟")
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"
_CIRCLED = "".join(map(chr, (*range(0x2460, 0x2474), *range(0x3251, 0x3260), *range(0x32B1, 0x32C0))))
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_LETTERS_END = 780
"""Letters are repeated (aa after z) thirty times at the most (17.18.59)."""


@dataclass(frozen=True, slots=True)
class Numeral:
    """One number format. `write` gives "" for a number that it cannot write; `examples` must come out as they stand."""

    write: Callable[[int], str]
    examples: tuple[tuple[int, str], ...]


def written(format_: str, number: int) -> str:
    """A number in a format of ECMA-376; in digits where the format is unknown or cannot write it."""
    if format_ in ("none", "bullet"):
        return ""
    numeral = NUMERALS.get(format_)
    return (numeral.write(number) if numeral else "") or str(number)


def _from(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 1 <= number <= len(characters) else ""


def _digits(characters: str) -> Callable[[int], str]:
    return lambda number: "".join(characters[int(digit)] for digit in str(number)) if number >= 0 else ""


def _counted(number: int, digits: str = "零" + _HAN[1:], units: str = "十百千") -> str:
    """A number in words: 110 → 一百一十; between 10 and 19 the first 一 is left out."""
    if not 0 < number < 10_000:
        return _HAN[0] if number == 0 else ""
    text = ""
    for place, digit in enumerate(reversed(str(number))):
        if digit != "0":
            text = digits[int(digit)] + (units[place - 1] if place else "") + text
        elif text and not text.startswith(digits[0]):
            text = digits[0] + text
    return text.removeprefix("一") if 10 <= number < 20 else text


def _sexagenary(number: int) -> str:
    return _STEMS[(number - 1) % 10] + _BRANCHES[(number - 1) % 12] if 1 <= number <= 60 else ""


def _letters(number: int) -> str:
    if not 1 <= number <= _LETTERS_END:
        return ""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 1 <= number < 4000:
        return ""
    text = ""
    for worth, letters in _ROMAN:
        text += letters * (number // worth)
        number %= worth
    return text


_COUNTING = Numeral(
    _counted,
    ((1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (101, "一百零一"), (110, "一百一十"), (1005, "一千零五")),
)
_DIGITAL = Numeral(_digits(_HAN), ((1, "一"), (10, "一〇"), (25, "二五")))
_CIRCLE = Numeral(_from(_CIRCLED), ((1, "①"), (20, "⑳"), (21, "㉑"), (50, "㊿"), (51, "")))

NUMERALS: dict[str, Numeral] = {
    "decimal": Numeral(str, ((1, "1"), (12, "12"))),
    "decimalHalfWidth": Numeral(str, ((7, "7"),)),
    "decimalZero": Numeral(lambda number: f"{number:02}", ((1, "01"), (12, "12"))),
    "decimalFullWidth": Numeral(_digits("０１２３４５６７８９"), ((1, "１"), (20, "２０"))),
    "decimalFullWidth2": Numeral(_digits("０１２３４５６７８９"), ((3, "３"),)),
    "numberInDash": Numeral(lambda number: f"- {number} -", ((3, "- 3 -"),)),
    "ordinal": Numeral(str, ((1, "1"),)),
    "chineseCounting": _COUNTING,
    "chineseCountingThousand": _COUNTING,
    "japaneseCounting": _COUNTING,
    "taiwaneseCounting": _COUNTING,
    "taiwaneseCountingThousand": _COUNTING,
    "koreanCounting": _COUNTING,
    "ideographDigital": _DIGITAL,
    "japaneseDigitalTenThousand": _DIGITAL,
    "taiwaneseDigital": _DIGITAL,
    "chineseLegalSimplified": Numeral(lambda n: _counted(n, *_LEGAL), ((1, "壹"), (12, "壹拾贰"), (20, "贰拾"))),
    "ideographLegalTraditional": Numeral(lambda n: _counted(n, *_LEGAL_TRADITIONAL), ((3, "參"),)),
    "ideographTraditional": Numeral(_from(_STEMS), ((1, "甲"), (10, "癸"), (11, ""))),
    "ideographZodiac": Numeral(_from(_BRANCHES), ((1, "子"), (12, "亥"))),
    "ideographZodiacTraditional": Numeral(_sexagenary, ((1, "甲子"), (12, "乙亥"), (60, "癸亥"))),
    "ideographEnclosedCircle": Numeral(_from("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"), ((1, "㊀"), (10, "㊉"))),
    "decimalEnclosedCircle": _CIRCLE,
    "decimalEnclosedCircleChinese": _CIRCLE,
    "decimalEnclosedFullstop": Numeral(_from("⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛"), ((1, "⒈"), (20, "⒛"))),
    "decimalEnclosedParen": Numeral(_from("⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"), ((1, "⑴"), (20, "⒇"))),
    "upperLetter": Numeral(lambda number: _letters(number).upper(), ((1, "A"), (26, "Z"), (27, "AA"))),
    "lowerLetter": Numeral(_letters, ((1, "a"), (28, "bb"), (781, ""))),
    "upperRoman": Numeral(_roman, ((1, "I"), (4, "IV"), (1994, "MCMXCIV"))),
    "lowerRoman": Numeral(lambda number: _roman(number).lower(), ((9, "ix"), (0, ""))),
}
