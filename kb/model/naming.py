"""How documents and clauses are called: one key for every spelling of a title or of a clause.

《中华人民共和国专利法》（2020年修正）, 专利法 and “专利法” are one name, 第二十二条第三款 and 第22条第3款 one clause.

Sources: GB/T 15834—2011 4.15 for the marks of a title; 《立法技术规范（试行）（一）》 of the NPC Standing Committee's
Legislative Affairs Commission for 编 章 节 条 款 项 目.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kb.model.numerals import HAN, ordinal_of

MOST_NAMES = 60
"""Most names of one title; the rules below multiply, and a title with many regions and marks would have hundreds."""
_SPACE = re.compile(r"\s+")
_QUOTES = str.maketrans(dict.fromkeys("“”\"‘’'「」『』·•﹒"))
_VARIANTS = str.maketrans("《》<>＜＞〈〉()—–－～~至", "〈〉〈〉〈〉〈〉（）------")
_EDITION = re.compile(
    r"（(?:(?:19|20)\d\d[-.]\d{1,2}[-.]\d{1,2}|(?:19|20)\d\d年?)）$|"
    r"（(?:[一二三四五六七八九〇零○\d]{4}年?)?(?:\d{1,2}月(?:\d{1,2}日)?)?(?:第[一二三四五六七八九十]+次)?"
    r"(?:(?:新?修[订正改]|修正案文)(?:本|版|后)?|试行|暂行|本|版)(?:通过|公布|发布)?）$"
)
"""(2018-10-26)（2020年修正）（试行）: an edition of the same document. （2021-2035年）is a part of its title."""
_COUNTRY = re.compile("(^|〈)中华人民共和国(?=.)")
_DIGITS = str.maketrans("０１２３４５６７８９（）［］．", "0123456789()[].")
_UNITS = "分编|编|章|节|条|款|项|目|行"
_NUMERAL = re.compile(HAN)
_IN_BRACKETS = re.compile(rf"第?[(（](\d+)[)）](?=项)|第?(\d+)(?={_UNITS})")
_PART = re.compile(r"第(\d+)部分")
_LOOSE = re.compile(r"[\s、“”\"《》]+|(?<!\d)[.]|[.](?!\d)")


def name_key(title: str) -> str:
    """A title as it is compared: the edition, the country, spaces, quotes and 的 do not count."""
    key = _SPACE.sub("", title).translate(_QUOTES).translate(_VARIANTS)
    while (shorter := _EDITION.sub("", key)) != key and shorter:
        key = shorter
    return _COUNTRY.sub(r"\1", key).replace("的", "") or key


@lru_cache(maxsize=8192)
def clause_key(clause: str) -> str:
    """A clause as it is compared: 第二十二条第（三）项 → 第22条第3项, 三、（一）2. → 3(1)2, 专栏四 → 专栏4."""
    plain = _LOOSE.sub("", clause.translate(_DIGITS))
    counted = _PART.sub(r"\1", _NUMERAL.sub(lambda match: str(ordinal_of(match[0])), plain))
    return _IN_BRACKETS.sub(lambda match: f"第{match[1] or match[2]}", counted)


@dataclass(frozen=True, slots=True)
class Name:
    """A key under which a document is known. `rank` 0 is its own title, 1 a short form of it, 2 its genre alone."""

    key: str
    rank: int


@dataclass(frozen=True, slots=True)
class Entry:
    """A clause of a document as the index lists it.

    `work` numbers what all editions of a document are, `edition` is the day of one (20231229), 0 where it
    gives none. `clause` is empty for the document itself.
    """

    work: int
    clause: str
    edition: int
    section: str


@dataclass(frozen=True, slots=True)
class Shortening:
    """A way in which people shorten titles: what becomes of a key, with examples (a title, the key made of it)."""

    name: str
    pattern: re.Pattern[str]
    forms: tuple[str, ...]
    examples: tuple[tuple[str, str], ...]


def _shortening(name: str, pattern: str, forms: tuple[str, ...], *examples: tuple[str, str]) -> Shortening:
    return Shortening(name, re.compile(pattern), forms, examples)


_REGION = "(?:[\u4e00-\u9fff]{2,7}?(?:特别行政区|自治区|自治州|自治县|省|市|县|区|旗))"
_FIVE_YEARS = "十[一二三四五六七]五"
_GENRE = "规划纲要|行动计划|实施细则|规划|纲要|条例|办法|规定|细则|规则|解释|通知|意见|方案|计划|决定|公告|批复|措施"
SHORTENINGS: tuple[Shortening, ...] = (
    _shortening(
        "发文机关",
        r"^[^关〈]{2,60}?(?=关于.{4})",
        ("",),
        ("最高人民法院关于审理甲案件适用法律问题的解释", "关于审理甲案件适用法律问题解释"),
    ),
    _shortening(
        "所印发的文件",
        r"^.*(?:印发|发布|公布|颁布|转发|批转)〈?(.{4,}?)〉?(?:通知|公告|决定|命令|通告)$",
        (r"\1",),
        ("甲市人民政府关于印发《甲市专利资助办法》的通知", "甲市专利资助办法"),
    ),
    _shortening(
        "对一部法律的解释",
        r"^.*关于适用〈(.+?)〉(.*?)(?:若干问题)?(解释|规定|意见)(（.+）)?$",
        (r"\1\2\3\4", r"\1\2司法解释\4"),
        ("最高人民法院关于适用《中华人民共和国民事诉讼法》的解释", "民事诉讼法司法解释"),
        ("最高人民法院关于适用《中华人民共和国民法典》婚姻家庭编的解释（一）", "民法典婚姻家庭编解释（一）"),
    ),
    _shortening(
        "对一类案件的解释",
        r"^.*关于(?:审理|办理)(.+?)(?:纠纷|民事|刑事|行政)*案件(?:具体)?(?:适用|应用)(?:法律)?(?:若干)?问题"
        r"(解释|规定|意见)(（.+）)?$",
        (r"\1\2\3", r"\1司法解释\3", r"\1案件\2\3"),
        ("最高人民法院关于审理人身损害赔偿案件适用法律若干问题的解释", "人身损害赔偿司法解释"),
        ("最高人民法院关于审理劳动争议案件适用法律问题的解释（一）", "劳动争议解释（一）"),
        ("最高人民法院关于审理民间借贷案件适用法律若干问题的规定", "民间借贷规定"),
    ),
    _shortening("解释的序号", r"解释（一）$", ("解释",), ("甲解释（一）", "甲解释")),
    _shortening(
        "五年规划",
        rf"^({_REGION}*)(.*?)({_FIVE_YEARS})(?:时期)?(?=.*(?:规划|计划|纲要)$)",
        (r"\1\2", r"\3\1\2", r"\1\3\2"),
        ("宁波市知识产权发展“十四五”规划", "十四五宁波市知识产权发展规划"),
        ("宁波市知识产权发展“十四五”规划", "宁波市知识产权发展规划"),
        ("宁波市知识产权发展“十四五”规划", "宁波市十四五知识产权发展规划"),
    ),
    _shortening(
        "地名",
        rf"^{_REGION}+(?!管理(?:办法|条例|规定)$|实施|工作|人民)(?=.{{4}})",
        ("",),
        ("宁波市专利管理条例", "专利管理条例"),
        ("浙江省杭州市专利条例", "专利条例"),
    ),
    _shortening(
        "市", r"^([\u4e00-\u9fff]{2,4}?)市(?=.{4})", (r"\1",), ("宁波市知识产权发展规划", "宁波知识产权发展规划")
    ),
    _shortening("实施", r"(?<=.)实施(?=(?:细则|条例|办法)$)", ("",), ("中华人民共和国专利法实施细则", "专利法细则")),
    _shortening(
        "年份",
        r"（\d{4}(?:-\d{4})?年?）",
        ("",),
        ("知识产权强国建设纲要（2021-2035年）", "知识产权强国建设纲要"),
    ),
    _shortening(
        "发展规划",
        rf"发展(?=(?:{_FIVE_YEARS})?规划(?:纲要)?$)",
        ("",),
        ("宁波市知识产权发展“十四五”规划", "宁波市知识产权十四五规划"),
    ),
)
_BARE = re.compile(f"(?:{_GENRE})$")


@lru_cache(maxsize=4096)
def names_of(title: str) -> tuple[Name, ...]:
    """All that a title is called: itself, the short forms that the rules give, and its genre alone (规划三（一）2)."""
    own = name_key(title)
    keys = [own]
    for rule in SHORTENINGS:
        keys += [short for key in keys for short in _shorter(rule, key)]
        keys = list(dict.fromkeys(keys))[:MOST_NAMES]
    bare = _BARE.search(own)
    names = [Name(key, 0 if key == own else 1) for key in keys]
    return (*names, *([Name(bare[0], 2)] if bare and bare[0] not in keys else []))


def _shorter(rule: Shortening, key: str) -> Iterator[str]:
    match = rule.pattern.search(key)
    for form in rule.forms if match else ():
        assert match
        short = name_key(key[: match.start()] + match.expand(form) + key[match.end() :])
        if len(short) > 2 and short not in ("的解释", "司法解释"):
            yield short
