"""A document number (发文字号): 机关代字, year and serial number.

Sources: 《党政机关公文格式》(GB/T 9704—2012) 7.2.5: the year in 〔〕, the serial without 第 and without leading zeros;
《规章制定程序条例》 art. 31 for the numbers of orders (令), which have no year.
"""

import re
from dataclasses import dataclass

from kb.model.dates import flat

_OPEN, _CLOSE = "〔﹝［\\[（(【〖", "〕﹞］\\]）)】〗"
_YEAR = "(?P<year>[12]\\d{3}|[一二][一二三四五六七八九〇○零]{3})"
_AGENCY = "(?P<agency>[\u4e00-\u9fffA-Za-z]{0,16}(?:（[\u4e00-\u9fff]{1,4}）)?[\u4e00-\u9fff]{0,8})"
_SERIAL = "第?(?P<serial>[0-9]{1,5}|[一二三四五六七八九十百〇○零]{1,6})号"
_BRACKETED = re.compile(f"{_AGENCY}[{_OPEN}]{_YEAR}[{_CLOSE}](?P<kind>[\u4e00-\u9fff]{{0,6}}?){_SERIAL}")
_ORDER = re.compile(f"(?P<agency>[\u4e00-\u9fff]{{1,24}}?(?:令|公告|通告)){_SERIAL}")
_OF_YEAR = re.compile(f"(?P<agency>[\u4e00-\u9fff]{{0,24}}?){_YEAR}年{_SERIAL}")
_ORDER_SERIAL = re.compile(f"[（(]?{_SERIAL}[)）]?")
_NOT_IN_AN_AGENCY = re.compile("根据|按照|关于|《|》|规定|依照")
_DIGITS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}

EXAMPLES: tuple[tuple[str, str], ...] = (
    ("国发〔2018〕43号", "国发〔2018〕43号"),
    ("甬政发[2021]1号", "甬政发〔2021〕1号"),
    ("甬 政 办 发（2021）第 015 号", "甬政办发〔2021〕15号"),
    ("国办发明电【2018】15号", "国办发明电〔2018〕15号"),
    ("发改办财金规﹝2019﹞860号", "发改办财金规〔2019〕860号"),
    ("国发〔一九八一〕88号", "国发〔1981〕88号"),
    ("〔1996〕武司字第82号", "武司字〔1996〕82号"),
    ("中华人民共和国国务院令第743号", "国务院令第743号"),
    ("国令第706号", "国务院令第706号"),
    ("甲市人民政府令第二十三号", "甲市人民政府令第23号"),
    ("国家知识产权局公告2021年第3号", "国家知识产权局公告2021年第3号"),
)
"""A number as printed, and as it is written here."""


@dataclass(frozen=True, slots=True)
class DocumentNumber:
    """机关代字 (国发), 年份 (2018; None in the number of an order) and 序号 (43); written it is 国发〔2018〕43号."""

    agency: str
    year: int | None
    serial: int

    @classmethod
    def parse(cls, text: str) -> "DocumentNumber | None":
        """The number that a text consists of, whatever its brackets and white space; None where it is none."""
        bare = flat(text)
        if _NOT_IN_AN_AGENCY.search(bare):
            return None
        if match := _BRACKETED.fullmatch(bare):
            agency = match["agency"] + match["kind"]
            return cls(agency, _value(match["year"]), _value(match["serial"])) if agency else None
        if match := _OF_YEAR.fullmatch(bare):
            return cls(_office(match["agency"]), _value(match["year"]), _value(match["serial"]))
        if match := _ORDER.fullmatch(bare):
            return cls(_office(match["agency"]), None, _value(match["serial"]))
        return None

    def __str__(self) -> str:
        """The number as the standard writes it."""
        if self.year is None:
            return f"{self.agency}第{self.serial}号"
        if not self.agency or self.agency.endswith(("令", "公告", "通告")):
            return f"{self.agency}{self.year}年第{self.serial}号"
        return f"{self.agency}〔{self.year}〕{self.serial}号"


def numbers_in(line: str) -> tuple[str, ...]:
    """The document numbers that a line consists of, as printed; none where it holds anything else.

    What stands beside a number in a red head (签发人) does not count, nor does a bracket around it.
    """
    bare = flat(re.split(r"签\s*发\s*人|会\s*签\s*人|份\s*号", line)[0])
    if len(bare) > 2 and bare[0] in "（(" and bare[-1] in ")）" and _is_whole(bare[1:-1]):
        bare = bare[1:-1]
    parts = re.findall(r"[^、，；;]+?\d号|[^、，；;]+", bare)
    return tuple(parts) if parts and all(_is_whole(part) for part in parts) else ()


def serial_in(line: str) -> str | None:
    """第706号, where a line holds nothing else: the number of an order whose name stands in the line above."""
    bare = flat(line)
    match = _ORDER_SERIAL.fullmatch(bare) or re.fullmatch(f"[（(]?{_YEAR}年{_SERIAL}[)）]?", bare)
    return bare.strip("（()）") if match else None


def _is_whole(text: str) -> bool:
    return (number := DocumentNumber.parse(text)) is not None and bool(number.agency)


def _office(agency: str) -> str:
    """国令 is what registers write for 国务院令."""
    bare = agency.removeprefix("中华人民共和国")
    return "国务院令" if bare == "国令" else bare


def _value(text: str) -> int:
    if text.isdecimal():
        return int(text)
    if not any(char in "十百" for char in text):
        return int("".join(str(_DIGITS[char]) for char in text))
    hundreds, _, rest = text.rpartition("百")
    tens, ten, ones = rest.rpartition("十")
    value = (_DIGITS[hundreds] if hundreds else 0) * 100
    value += (_DIGITS[tens.lstrip("零〇")] if tens.lstrip("零〇") else 1) * 10 if ten else 0
    return value + (_DIGITS[ones[-1]] if ones else 0)
