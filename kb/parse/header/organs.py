"""The names of the bodies that issue documents, as they stand in titles, red heads and signatures.

Source: 《党政机关公文处理工作条例》 art. 9 (五) and (十): the full name of the body or its standard short name; of
several bodies the leading one stands first.
"""

import re

_KINDS = (
    "国务院|人民政府|政府|办公厅|办公室|委员会|委办|军委|委|部|局|厅|署|院|会|行|处|科|办|组|社|站|所|中心|总队|支队|大队|海关|公司|集团"
    "|大学|学院|党组|小组|指挥部|公署|工会|团委|妇联|残联|文联|科协|侨联|工商联|人大|政协|中共中央|党中央|中央|法院"
)
_NOT_IN_A_NAME = (
    "的|关于|对于|印发|转发|批转|通知|根据|按照|为了|为深入|请|各|等|现|已|是|由|我|你|附件|文件|本|第[0-9]|以及|负责"
)
_ORGAN = re.compile(rf"(?!.*(?:{_NOT_IN_A_NAME}))[\u4e00-\u9fff（）()]{{1,36}}?(?:{_KINDS})(?:（[\u4e00-\u9fff]+）)?")
_SEPARATOR = re.compile(r"[\s、，,;；/]+")
_JUNK = re.compile(r"&[a-z]*;?|[（(](?:盖章|印章|公章|章|代章)[)）]|[\u200b\ufeff]")
_ACTS = "(?:关于|对|转发|批转|印发|发布|公布)"
_IN_TITLE = re.compile(
    rf"^(?P<names>[^《》“”。]{{2,80}}?)(?P<many>等[一二三四五六七八九十\d]*(?:个)?(?:部门|单位|部委|机关)?)?{_ACTS}"
)
_LONG_NAMES = (
    ("国家发展改革委", "国家发展和改革委员会"),
    ("国家发改委", "国家发展和改革委员会"),
    ("科技部", "科学技术部"),
    ("人力资源社会保障部", "人力资源和社会保障部"),
    ("住房城乡建设部", "住房和城乡建设部"),
    ("税务总局", "国家税务总局"),
    ("市场监管总局", "国家市场监督管理总局"),
    ("全国人大常委会", "全国人民代表大会常务委员会"),
    ("人大常委会", "人民代表大会常务委员会"),
    ("中央军委", "中央军事委员会"),
)
"""Short names and the full names of the same bodies."""

EXAMPLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("国务院办公厅", ("国务院办公厅",)),
    ("国务院办公厅　中央军委办公厅", ("国务院办公厅", "中央军委办公厅")),
    ("国 家 数 据 局", ("国家数据局",)),
    ("甲 市 知 识 产 权 局（盖章）", ("甲市知识产权局",)),
    ("甲市科技局、甲市财政局", ("甲市科技局", "甲市财政局")),
    ("工业和信息化部", ("工业和信息化部",)),
    ("甲市 人民政府", ("甲市人民政府",)),
    ("关于专利的通知", ()),
    ("各区县（市）人民政府", ()),
    ("总理　李克强", ()),
    ("2021年6月1日", ()),
)
"""A line and the bodies that it names; none where it is no line of names."""


def organs_in(line: str) -> tuple[str, ...]:
    """The bodies that a line consists of, each without white space; none where it holds anything else."""
    bare = _JUNK.sub("", line).strip()
    words = [word for word in _SEPARATOR.split(bare) if word]
    if words and all(_ORGAN.fullmatch(word) for word in words) and not _is_spread(words):
        return tuple(words)
    joined = "".join(bare.split())
    return (joined,) if _ORGAN.fullmatch(joined) else ()


def organs_of_title(title: str) -> tuple[tuple[str, ...], bool]:
    """The bodies that a title begins with, and whether it says that there are more (等八部门)."""
    match = _IN_TITLE.match(title.strip())
    return (organs_in(match["names"]), bool(match["many"])) if match else ((), False)


def full_name(organ: str) -> str:
    """One name for a body, whether it is written in full or in short; for comparing, not for showing."""
    name = organ.removeprefix("中华人民共和国")
    for short, full in _LONG_NAMES:
        if name.startswith(short) and not name.startswith(full):
            return full + name[len(short) :]
        if short == "人大常委会" and name.endswith(short):
            return name.removesuffix(short) + full
    return name


def _is_spread(words: list[str]) -> bool:
    """Whether a name is written with spaces between its characters."""
    return len(words) > 1 and all(len(word) == 1 for word in words)
