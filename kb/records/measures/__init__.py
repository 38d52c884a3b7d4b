"""Support measures: which sentences support, subsidise, lend, insure, train or speed up, and what they say of it.

A sentence is a measure that supports someone outside (鼓励企业…), or that gives what outsiders can use
(优化商标申请绿色通道). What reports the past, states a principle or an aim, orders offices among themselves or fights
infringement is none.
"""

import re
from collections.abc import Iterator

from kb.model import Document, Section, SectionKind
from kb.model.record import Aspect, Measure, Reading
from kb.model.sentences import sentences
from kb.records.measures.words import AUDIENCES, FIELDS, GENERAL, TERMS

SUPPORT = re.compile(r"支持|鼓励|帮助|扶持|资助|助力|引导|奖励|补助|补贴|奖补|推动|培育|吸引|壮大|激励|提供|赋予")
"""What is done for someone; with whom it is done for, it is a measure."""
_SUPPORTS = re.compile(
    r"支持|鼓励|帮助|扶持|资助|助力|引导(?![，。、的和及]|为|作用|下)|奖励|补助|补贴|奖补|吸引|激励|"
    r"提供[^，。；]{0,16}(?:服务|支持|帮助|便利|指导|辅导|培训|贷款|担保|保障|援助)"
)
GIVES = re.compile(
    r"质押融资|保险|贷款|贴息|担保|证券化|减免|减缴|免征|免收|免费|低息|股权投资|财政供给|资金投入|资助政策|激励政策|"
    r"优先审查|快速(?:审查|预审|确权|维权)|绿色通道|维权援助|援助(?:中心|机制|计划)|纠纷应对|应对指导|风险预警|预警服务|预警防范|"
    r"培训(?:辅导|全覆盖)?|辅导站?|实训|托管|公共服务(?:平台|网点|机构|功能)?|信息服务|导航|工作站|指导站|服务站|"
    r"人才(?:引进|培养|优惠|共享)|培养[^，。]{0,20}人才|运营基金|权益分享|权益分配|转化实施|"
    r"申报|一件事|一网通办|孵化|平台建设|数据库"
)
"""What outsiders can use."""
_DOES = re.compile(
    r"支持|鼓励|开展|提供|建设|优化|推进|实施|完善|建立|推动|开发|加强|加快|培养|培育|组织|通过|探索|深化|搭建|健全|加大|整合|强化|"
    r"争创|给予|试点|打造|升级|拓展|发放|设立|降低|减免|免收|免征"
)
_PAST = re.compile(
    r"截至|截止20|累计|“?十[一二三四五]五”?(?:期间|时期|以来)|近年来|五年来|取得|显著增强|成效|荣获|获批|不断完善，|走在|位居|"
    r"初步形成|亮点|有望|机遇|挑战|不足|还不够|有待|亟[需待]|迫切需要|得到|已经|超额"
)
_AIM = re.compile(
    r"^(?:到20\d\d年|坚持|以[^，]{0,30}为(?:指导|目标|主线)|贯彻|全面(?:加强|贯彻)|为[^，]{4,40}，根据"
    r"|.{0,40}(?:高地|原则|目标|任务|理念)。$)"
)
_INSIDE = re.compile(
    r"党政领导|执法队伍|行政部门|公检法|干部|考核|领导小组|联席会议|财政资金使用|审判|法庭|检察|司法|立法|制修订[，。]|"
    r"打击|查处|侦查|惩戒|黑名单|双随机|监管工作|监管力度|对外转让行为|统计监测|普法|德育|文化。|规章|法规"
)
"""What offices do among themselves or against infringers."""
_NORM = re.compile(
    r"负责考核|资金的?使用|罚款|处罚|不得|不能|没收|吊销|追究|违法所得|有期徒刑|(?<![专所用])有权|责任(?!险|单位)|拒绝|申请人|当事人|按照[^，。]{0,20}规定执行|"
    r"依照[^，。]{0,20}规定|应当(?!支持|鼓励|扶持|为|给予|加强|加大|安排|采取|完善|建立|提供)"
)
_HEADING = re.compile(r"(?:\d{1,2}[、.．]|[（(]?[一二三四五六七八九十]+[）)、]).{4,24}。")
_SETTING = re.compile(
    r"^.{0,6}(?:发展基础|基础|现状|形势|总体要求|总体思路|指导思想|基本原则|(?:发展|主要|总体|工作)目标|(?:发展|总体)定位|主要成效|工作回顾|"
    r"面临.{0,6}(?:挑战|机遇)|发展机遇|发展环境)"
)
"""The heading of a part that tells where one stands or aims, and gives nothing yet."""
_SILENT = (SectionKind.TABLE, SectionKind.ROW, SectionKind.CONTENTS, SectionKind.SIGNATURE, SectionKind.IMPRINT)
SHORTEST = 14
"""Signs below which a sentence is a heading."""


def measures_of(document: Document) -> tuple[Measure, ...]:
    """The support measures of a document, in the order of its text."""
    silent, articles = set[str](), set[str]()
    found: list[Measure] = []
    for section in document.sections:
        if section.kind is SectionKind.ARTICLE or section.parent in articles:
            articles.add(section.id)
        if section.parent in silent or _SETTING.search(section.title or section.heading):
            silent.add(section.id)
        else:
            found += _of_section(section, section.id in articles)
    return tuple(found)


def is_measure(sentence: str, article: bool = False) -> bool:
    """Whether a sentence gives support.

    One of an `article` (第三条) must say that it does: articles speak of loans and of training as of all else.
    """
    text = sentence.strip()
    if (
        len(text) < SHORTEST
        or _HEADING.fullmatch(text)
        or not text.endswith(("。", "；", "：", "！"))
        or _PAST.search(text)
        or _NORM.search(text)
    ):
        return False
    if _AIM.search(text):
        return False
    outside = any(term.pattern.search(text) for term in AUDIENCES)
    supports = _SUPPORTS.search(text)
    if supports and outside and not (_INSIDE.search(text) and not re.search("支持|鼓励|帮助|资助|奖励|补", text)):
        return True
    return not article and bool(GIVES.search(text) and _DOES.search(text)) and not _INSIDE.search(text)


def _of_section(section: Section, article: bool) -> Iterator[Measure]:
    if section.kind in _SILENT or not (SUPPORT.search(section.text) or GIVES.search(section.text)):
        return
    for sentence in sentences(section.text):
        if is_measure(sentence, article):
            text = sentence.strip()
            yield Measure(section.id, text, tuple(_readings(text)))


def _readings(text: str) -> Iterator[Reading]:
    """What a measure says, in the order of the lists; 鼓励引导 where it names no instrument."""
    found = [Reading(term.aspect, term.value, match[0]) for term in TERMS if (match := term.pattern.search(text))]
    if not any(each.aspect is Aspect.INSTRUMENT for each in found):
        words = SUPPORT.search(text)
        found.insert(0, Reading(Aspect.INSTRUMENT, GENERAL, words[0] if words else text[:4]))
    specific = {each.words for each in found if each.aspect is Aspect.AUDIENCE and each.value != "企业"}
    yield from (each for each in found if each.value != "企业" or not specific or "企业" not in "".join(specific))
    for field in FIELDS:
        yield from (Reading(field.aspect, match[0], match[0]) for match in field.pattern.finditer(text) if match[0])
