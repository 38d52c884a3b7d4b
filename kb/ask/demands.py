"""What a question demands of its answer: a sum of money, a span of time, a place or a year that is in the corpus.

A fluent neighbour is worse than 未找到. 「商标续展要交多少费用」 has no answer in a text that names no sum, and
「温州市有多少个」 none in a corpus that never speaks of 温州. Both can be seen without any language model.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

_NUMBER = r"[\d一二三四五六七八九十百千万亿两.]+"


@dataclass(frozen=True, slots=True)
class Demand:
    """One kind of answer: how a question asks for it, and what a text that gives it must hold."""

    name: str
    asked: re.Pattern[str]
    given: re.Pattern[str]
    asks: tuple[str, ...]
    gives: tuple[str, ...]
    gives_not: tuple[str, ...]


def _demand(
    name: str, asked: str, given: str, asks: tuple[str, ...], gives: tuple[str, ...], gives_not: tuple[str, ...]
) -> Demand:
    return Demand(name, re.compile(asked), re.compile(given), asks, gives, gives_not)


DEMANDS: tuple[Demand, ...] = (
    _demand(
        "处罚",
        r"罚(?:多少|几|款)|赔(?:多少|几)",
        rf"{_NUMBER}\s*[万亿]?元|{_NUMBER}\s*倍|[%％]",
        ("最多罚多少", "侵权要赔几万"),
        ("处二倍以下罚款", "处五万元以下的罚款"),
        ("加大行政处罚力度", "有效注册商标32.5万件"),
    ),
    _demand(
        "比率",
        r"利率|利息|税率|费率|比例|百分之几|几个(?:百分)?点",
        rf"[%％]|百分之|{_NUMBER}\s*个百分点|{_NUMBER}\s*倍",
        ("贷款利率是多少", "调解成功的比例有多高"),
        ("年利率不超过4.35%", "调解成功率达65%以上", "结案率（%）：95以上"),
        ("优化质押融资风险池基金运作模式",),
    ),
    _demand(
        "金额",
        r"多少钱|多少元|几(?:十|百|千|万|块)*(?:元|块钱|万块)|几[千万]$|费用|收费|年费|保费|官费|票价|(?:交|奖|补|贴|花)(?:多少|几)",
        rf"{_NUMBER}\s*[万亿]?元|（[万亿]?元）",
        ("商标续展要交多少费用", "每件授权发明专利奖励几千元", "补多少"),
        ("给予五十万元奖励", "累计保额为2.46亿元", "质押融资额（亿元）：26.8"),
        ("鼓励保险机构开展知识产权保险业务", "是2015年的1.9倍"),
    ),
    _demand(
        "期限",
        r"多久|多长时间|几年|几个月|多少(?:年|个月|天|日)|几天|保护期|有效期|期限",
        r"(?<!\d)\d{1,3}\s*(?:年|个月|日|天)|[一二三四五六七八九十两]+\s*(?:年|个月|日|天|周)|自[^。]{1,20}起",
        ("实用新型专利保护期多长", "多久能批下来", "管几年"),
        ("专利权的期限为二十年", "自收到之日起3个月内", "15日内作出决定"),
        ("到2025年，基本建成", "专利保护力度"),
    ),
    _demand(
        "电话",
        r"电话|热线|号码",
        r"\d{7,}|\d{3,4}-\d{7,8}|1\d{4}",
        ("咨询电话是多少",),
        ("电话：0574-12345678",),
        ("电话咨询",),
    ),
    _demand(
        "地址",
        r"地址|哪条路|什么路|门牌|在几楼",
        r"路\s*\d+号|街\s*\d+号|道\s*\d+号|地址",
        ("保护中心在哪条路",),
        ("地址：中山东路100号",),
        ("走特色发展道路",),
    ),
    _demand("时刻", r"几点", r"\d{1,2}\s*[:：时点]", ("几点上班",), ("上午8:30至11:30", "9时"), ("重点任务",)),
    _demand(
        "手续",
        r"(?:什么|哪些)(?:材料|手续|证件|表)|怎么(?:填|办理)|填(?:哪些|什么)",
        r"(?:申请|证明|有关|相关|下列|书面)材料|手续|证件|申请表|申请书|表格|填写|提交",
        ("注册商标要填哪些表，带什么材料", "怎么办理变更"),
        ("应当提交申请书和下列材料",),
        ("支持品牌企业积极申报认定驰名商标", "在新材料等新兴产业领域"),
    ),
    _demand(
        "数目",
        r"多少|几[个家件项倍批条起次所人]|百分之几",
        rf"\d|{_NUMBER}\s*(?:个|家|件|项|倍|批|条|起|次|人)",
        ("有多少个", "建几家"),
        ("达34件", "培育500名人才"),
        ("推动提质扩面",),
    ),
)


def demands_of(question: str) -> tuple[Demand, ...]:
    """The first kind of answer that the question asks for, as a tuple of one or none."""
    return next(((demand,) for demand in DEMANDS if demand.asked.search(question)), ())


def meets(demands: Iterable[Demand], text: str) -> bool:
    """Whether `text` gives what is demanded."""
    return all(demand.given.search(text) for demand in demands)


_YEAR = re.compile(r"(?:19|20)\d\d(?=年|$|\D)")


def strangers(question: str, places: Iterable[str], occurs: Callable[[str], bool]) -> tuple[str, ...]:
    """The places and, where a number is asked for, the years of a question that occur nowhere in the corpus.

    Args:
        question: the question.
        places: the names of provinces and cities that a question may be about.
        occurs: whether the corpus holds a word.
    """
    named = [place for place in places if place in question]
    if demands_of(question) or "目标" in question:
        named += _YEAR.findall(question)
    return tuple(name for name in named if not occurs(name))
