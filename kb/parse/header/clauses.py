"""What a document says of its own force: since when it applies, until when, for how long; and a plan's years.

Only a sentence counts in which the document speaks of itself (本办法自…起施行) or is made public (现予公布，自…起施行):
a text is full of other dates, of other laws and of certificates with their own 有效期.
Source: 《立法技术规范（试行）（一）》 of the NPC Standing Committee's Legislative Affairs Commission, 施行日期.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Field, SectionKind
from kb.model.dates import DATE, date_of, flat
from kb.parse.header.genres import genre_of, nouns_of, printed_title
from kb.parse.header.signing import Line

_HINTS = re.compile(r"施\s*行|实\s*施|执\s*行|生\s*效|有\s*效\s*期|试\s*行|失\s*效|废\s*止")
_ACTS = r"(?:正式|开始|全面|首次)*(?:施行|实施|执行|生效|试行)"
_ENDS_THERE = r"(?=$|[，,（(）)]|并|同时|至)"
"""What follows 施行 where the document itself applies, and not a new rate (起执行新标准) or another law (起施行的…)."""
_SINCE = rf"(?:从|自|于)?(?P<date>{DATE})(?:零时)?(?:起)?{_ACTS}{_ENDS_THERE}"
_BASES = "公布|发布|颁布|印发|下发|发文|签发|通过"
_ON_THE_DAY = rf"(?:从|自)(?:其)?(?P<base>{_BASES})之?日(?:起)?{_ACTS}{_ENDS_THERE}"
_TO = "[—–－~～至到―─-]+"
_NUMBER = r"(?P<count>[\d]{1,2}|[一二两三四五六七八九十]{1,3})(?P<unit>年|个月)"
_OWN_PERIOD = re.compile(rf"(?:有效期限?|试行期限?|试行|执行期限?)(?:为|是|：|:|共)?{_NUMBER}")
_FROM_TO = re.compile(
    rf"(?:(?:有效期限?|试行期限?|执行期限?)(?:为|：|:)?)?自?(?P<first>{DATE})(?:起)?{_TO}(?P<last>{DATE})(?:止)?"
)
_LASTS = re.compile(rf"有效期|试行期|执行期|{_ACTS}")
_UNTIL = re.compile(rf"(?:有效期限?|试行期限?|执行期限?|执行|施行|实施|有效)(?:截止)?(?:至|到)(?P<last>{DATE})")
_ENDS = re.compile(rf"(?:自|于)?(?P<last>{DATE})(?:起)?(?:自动|自行)?(?:失效|废止|停止执行)")
_PUBLISHED_BY_IT = re.compile(
    r"(?:现予|现将|予以|现|给你们)[^。；]{0,80}?(?:公布|发布|印发|转发|给你们)|^现公布|印发给你们"
)
_NOT_ITSELF = "第|规定|所称|所|中|的(?!施行|实施)|施行前|实施前|施行后|实施后|施行之前|附件|附表"
_HEADS_A_SENTENCE = re.compile(
    r"(?:第[一二三四五六七八九十百千〇零\d]+条|[（(]?[一二三四五六七八九十\d]+[)）、.．]?)[^，]{0,12}"
)
_LONGEST_WORDS = 80
_LONGEST_SENTENCE = 1000
_PLAN_PERIOD = re.compile(rf"规划期限?(?:为|是|：|:|从|自)?(?P<first>20\d\d|19\d\d)年?{_TO}(?P<last>20\d\d)年?(?!\d)")
_YEARS = re.compile(rf"[（(]?(?P<first>(?:19|20)\d\d)年?{_TO}(?P<last>20\d\d)年?[)）]?")
_FIVE_YEAR = re.compile(
    "“?(?P<n>十[一二三四五六七]?|[三四五六七八九])五”?(?=规划|时期|期间|[\u4e00-\u9fff”]*(?:规划|计划|纲要))"
)
_PLANS = ("规划", "计划", "纲要", "方案")
_NUMERALS = {char: value for value, char in enumerate("一二三四五六七八九十", start=1)} | {"两": 2}
BASE_FIELDS = {
    **dict.fromkeys(("公布", "发布", "颁布"), Field.PUBLISHED_ON),
    **dict.fromkeys(("印发", "下发", "发文", "签发"), Field.WRITTEN_ON),
}
"""The date that 自…之日起 counts from."""


@dataclass(frozen=True, slots=True)
class Clause:
    """What a sentence says of a field of its own document.

    `value` is empty where `base` (公布, 印发) names the day from which the document applies instead of a date.
    """

    field: Field
    value: str
    words: str
    place: str
    base: str = ""


def clauses_of(lines: Sequence[Line], title: str) -> list[Clause]:
    """What a document says of its own force, the main text first, then what is attached to it.

    A clause like 自发布之日起30日后施行 is not read: whether the day itself counts differs from register to register.

    Args:
        lines: of the document.
        title: of the document: by it the document may call itself.
    """
    own = _own(title)
    skipped = (SectionKind.ROW, SectionKind.TABLE, SectionKind.CONTENTS)
    ordered = sorted((line for line in lines if line.kind not in skipped), key=lambda line: line.attached)
    return [clause for line in ordered if _HINTS.search(line.text) for clause in _clauses_in(line, own)]


def plan_period_of(lines: Sequence[Line], title: str) -> Clause | None:
    """The years that a plan covers, from its text (规划期为2021—2025年); None where the text does not say."""
    if not is_plan(title):
        return None
    for line in lines:
        if "规划期" in line.text and (match := _PLAN_PERIOD.search(flat(line.text))):
            return Clause(Field.PLAN_PERIOD, _period(match), match[0], line.place)
    return None


def plan_period_in_title(title: str) -> tuple[str, str] | None:
    """The years that a plan's title names, and the words: （2021—2035年）, or “十四五”, by definition 2021—2025年."""
    bare = flat(title)
    if not is_plan(title):
        return None
    if (match := _YEARS.search(bare)) and int(match["first"]) < int(match["last"]):
        return _period(match), match[0]
    five = _FIVE_YEAR.search(bare)
    if five is None or genre_of(_inner(title)) is None or _inner(title).endswith("方案"):
        return None
    ordinal = 10 + _NUMERALS.get(five["n"][1:], 0) if five["n"].startswith("十") else _NUMERALS[five["n"]]
    first = 1966 + 5 * (ordinal - 3)
    return f"{first}—{first + 4}年", five[0]


def is_plan(title: str) -> bool:
    """Whether a document, or the one that a notice prints, is a plan."""
    genre = genre_of(_inner(title))
    return genre is not None and genre.name in _PLANS


def _inner(title: str) -> str:
    return printed_title(title) or title


def _own(title: str) -> re.Pattern[str]:
    nouns = "|".join(sorted(nouns_of(title) | {"文件"}, key=len, reverse=True))
    return re.compile(
        rf"本(?:暂行|试行|实施|若干|管理|修正案?|行动|专项)?(?:{nouns})(?:（[^（）]*）)?(?!{_NOT_ITSELF})"
    )


def _clauses_in(line: Line, own: re.Pattern[str]) -> Iterator[Clause]:
    applied = False
    for sentence in re.split(r"[。；;]", flat(line.text)):
        if len(sentence) > _LONGEST_SENTENCE:
            continue
        subject = _subject(sentence, own)
        speaks = subject is not None or applied
        begins, start = subject or (0, 0)
        if match := _applies(sentence, start, speaks=speaks):
            applied = True
            yield _applying(match, sentence[begins : start + match.end()], line.place)
        if speaks or applied:
            yield from _limits(sentence, begins, start, line.place)


def _subject(sentence: str, own: re.Pattern[str]) -> tuple[int, int] | None:
    """Where a sentence names its own document, and where it goes on; None where it does not, or only in a quotation."""
    for match in own.finditer(sentence):
        before = sentence[: match.start()]
        quoted = before.count("“") > before.count("”") or before.count("《") > before.count("》")
        if not quoted and (not before or before[-1] in "，、：:" or _HEADS_A_SENTENCE.fullmatch(before)):
            return match.span()
    return None


def _applies(sentence: str, start: int, *, speaks: bool) -> re.Match[str] | None:
    """Where a sentence says since when the document applies."""
    found = re.search(_SINCE, sentence[start:]) or re.search(_ON_THE_DAY, sentence[start:])
    if found is None:
        return None
    before = sentence[start : start + found.start()]
    alone = not before and start == 0
    quoted = before.count("“") > before.count("”")
    related = speaks and not re.search(r"《[^》]*》$|第[^，]*[条款项]$", before) and len(before) < 80
    published = _PUBLISHED_BY_IT.search(sentence[: start + found.start()]) is not None
    return found if not quoted and (alone or related or published) else None


def _applying(match: re.Match[str], words: str, place: str) -> Clause:
    said = words if len(words) <= _LONGEST_WORDS else match[0]
    groups = match.groupdict()
    if base := groups.get("base"):
        return Clause(Field.EFFECTIVE_ON, "", said, place, base)
    return Clause(Field.EFFECTIVE_ON, date_of(groups["date"]) or "", said, place)


def _limits(sentence: str, begins: int, start: int, place: str) -> Iterator[Clause]:
    """Until when, and for how long, the document is valid."""
    rest = sentence[start:]

    def said(match: re.Match[str]) -> str:
        whole = sentence[begins : start + match.end()]
        return whole if len(whole) <= _LONGEST_WORDS else match[0]

    if (match := _FROM_TO.search(rest)) and _LASTS.search(match[0] + rest[match.end() : match.end() + 4]):
        first, last = date_of(match["first"]), date_of(match["last"])
        if first and last:
            yield Clause(Field.EFFECTIVE_ON, first, said(match), place)
            yield Clause(Field.EXPIRES_ON, last, said(match), place)
    elif match := _UNTIL.search(rest) or _ENDS.search(rest):
        if (day := date_of(match["last"])) and "《" not in rest[: match.start()]:
            yield Clause(Field.EXPIRES_ON, day, said(match), place)
    elif (match := _OWN_PERIOD.search(rest)) and not re.search("证|执照|许可", rest[: match.start()]):
        yield Clause(Field.VALID_FOR, _count(match["count"]) + match["unit"], said(match), place)


def _count(text: str) -> str:
    if text.isdecimal():
        return str(int(text))
    tens, ten, ones = text.rpartition("十")
    value = (_NUMERALS[tens] if tens else 1) * 10 if ten else 0
    return str(value + (_NUMERALS[ones] if ones else 0))


def _period(match: re.Match[str]) -> str:
    return f"{match['first']}—{match['last']}年"
