"""What a question names that a text is not about: another place, another year, something the corpus never speaks of."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator

from kb.ask.demands import DATED, demands_of

_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?=年|$|\D)")
_NOW = re.compile(r"今年|去年|前年|明年|上个月|这个月|本月|昨天|今天|目前为止|截至目前")
"""A moment that only the person who asks knows; no document says how many there are this year."""
_PERIOD = re.compile(r"十([一二三四五六七])五(?!年)")
_PERIODS = {han: (2006 + 5 * n, 2010 + 5 * n) for n, han in enumerate("一二三四五六七")}
"""The five-year plans: 十一五 is 2006 to 2010."""
_NAMED = re.compile(
    r"的([\u4e00-\u9fff]{2,8}?)(?:(?:都|现在|到底|一般)*(?:是|叫|为)(?:谁|什么|啥|多少|哪)|有(?:哪|多少|什么|几))"
    r"|^[^什怎哪谁吗几多能会]+的([^什怎哪谁吗几多能会，。]{2,6})$"
)
_FACETS = frozenset(
    {
        "情形", "职责", "义务", "权利", "责任", "定义", "概念", "含义", "意思", "意义", "目的", "作用", "用途", "特点",
        "区别", "思路", "举措", "措施", "做法", "后果", "好处", "内容", "范围", "对象", "原因", "理由", "依据", "背景",
        "重点", "难点", "亮点", "规定", "政策", "要求", "任务", "目标", "方向", "方式", "方法", "办法", "途径", "渠道",
        "数字", "数量", "名称", "名字", "种类", "类型", "情况", "问题",
    }
)  # fmt: skip
"""What a question asks of a thing and a text seldom calls by its name: 「商标代理机构的义务」 is answered by 应当."""
TELLING = 0.8
"""From how telling a word is on, it must be found where it is what the question asks for."""


def strangers(question: str, places: Iterable[str], occurs: Callable[[str], bool]) -> tuple[str, ...]:
    """What a question is about and no text can be: places and years that occur nowhere, and this very year.

    Args:
        question: the question.
        places: the names of provinces and cities that a question may be about.
        occurs: whether the corpus holds a word.
    """
    named = [place for place in places if place in question]
    now: list[str] = []
    if _is_dated(question):
        named += _YEAR.findall(question)
        now = _NOW.findall(question)
    return (*(name for name in named if not occurs(name)), *now)


def elsewhere(question: str, places: Iterable[str], path: str, text: str) -> bool:
    """Whether a question names a place, and a text under the headings `path` is about another one."""
    named = [place for place in places if place in question]
    if not named or any(place in path + text for place in named):
        return False
    return any(place in path for place in places)


def other_years(question: str, *texts: str) -> bool:
    """Whether a figure is asked for a year or a five-year plan, and a sentence gives it for others only.

    Args:
        question: the question.
        texts: the sentence, then what it stands in, the nearest first: the first that names a year tells that of all.
    """
    asked = list(_spans(question)) if _is_dated(question) else []
    given = next((spans for text in texts if (spans := list(_spans(text)))), [])
    return bool(asked and given) and not any(a <= d and c <= b for a, b in asked for c, d in given)


def asked_for(question: str, words: Callable[[str], list[str]], telling: Callable[[str], float]) -> tuple[str, ...]:
    """The words for what a question asks for by name (庭长 in 「法庭的庭长是谁」); none where it names but a facet."""
    match = _NAMED.search(question)
    if match is None:
        return ()
    named = words(match[1] or match[2])
    if not named or named[-1] in _FACETS:
        return ()
    return tuple(word for word in named if telling(word) >= TELLING)


def _is_dated(question: str) -> bool:
    return "目标" in question or any(each.name in DATED for each in demands_of(question))


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """The years and five-year plans that a text names, as (first, last) year."""
    yield from ((int(year), int(year)) for year in _YEAR.findall(text))
    yield from (_PERIODS[han] for han in _PERIOD.findall(text))


def names_none(asked: Collection[str], holds: Callable[[str], bool]) -> bool:
    """Whether a text has none of the words for what is asked for by name."""
    return bool(asked) and not any(holds(word) for word in asked)
