"""The note below the title of a law (题注): when it was passed, published, amended, by whom, since when it applies.

（1991年3月4日中华人民共和国国务院令第76号发布　2018年9月6日国务院第23次常务会议修订通过）
Source: 《立法技术规范（试行）（一）》 of the NPC Standing Committee's Legislative Affairs Commission, 题注.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model.dates import DATE, date_of, dates_in, flat
from kb.parse.header.organs import organs_in

_DEEDS = "令第.{1,6}号|通过|公布|发布|颁布|批准|修订|修正|修改|施行|实施|生效"
_NOTE_LINE = re.compile(
    rf"[（(]?(?:根据|自|经)?{DATE}(?P<deed>(?!起至|，)[^。]*?(?:{_DEEDS})[^。]*|[^。]{{0,40}})(?:自{DATE}起(?:施行|实施))?。?[)）]?"
)
_UNDATED = re.compile(
    r"[（(][^（()）《》]{4,80}第[一二三四五六七八九十百\d]+次[\u4e00-\u9fff]{0,8}会议(?:、|[^（()）]*通过)"
)
_PUBLISHED = re.compile(r"令第[〇零一二三四五六七八九十百\d]+号$|(?:公布|发布|颁布)(?:施行|实施|之日起?施行|，?自.*)?$")
_APPLIES = re.compile(r"^(?:起)?(?:施行|实施|执行|生效)$")
_BY_NAME = re.compile(r"([\u4e00-\u9fff、]{3,40})(?:发布|公布|颁布)(?:施行)?")
_AMENDED = re.compile(r"修订|修正|修改")
_NUMBER = re.compile(r"(?P<organ>[\u4e00-\u9fff、]{2,40}?)(?P<kind>令|公告)第?[〇零一二三四五六七八九十百\d]+号")
_ASSEMBLY = re.compile(
    r"(?:经)?(?P<area>[\u4e00-\u9fff]{0,12}?)(?:第?[一二三四五六七八九十〇零\d]+届)?"
    r"(?P<body>(?:全国)?(?:人民代表大会|人大)(?:常务委员会|常委会)?)"
)
_COUNCIL = re.compile(r"(?P<body>国务院|最高人民法院|最高人民检察院|[\u4e00-\u9fff]{2,12}人民政府)(?:审判委员会|第|\d)")


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry of the note: a date (2018-09-06), and what was done on it. `words` are those of the note, flat."""

    day: str
    deed: str
    words: str

    @property
    def publishes(self) -> bool:
        """Whether the text was made public by it, and not only an amendment."""
        return bool(_PUBLISHED.search(self.deed)) and not _AMENDED.search(self.deed)

    @property
    def passes(self) -> bool:
        """Whether a people's congress or another body passed the text by it."""
        return self.deed.endswith("通过") and not re.search("修正|修改|的决定", self.deed)

    @property
    def revises(self) -> bool:
        """Whether a people's congress passed the whole text anew by it."""
        return self.deed.endswith(("会议修订", "会议修订通过"))

    @property
    def amends(self) -> bool:
        """Whether the text was changed by it."""
        return bool(_AMENDED.search(self.deed)) and not self.publishes

    @property
    def applies(self) -> bool:
        """Whether the text applies since its date."""
        return bool(_APPLIES.match(self.deed)) or (self.publishes and self.deed.endswith(("公布施行", "发布施行")))


def is_note(line: str) -> bool:
    """Whether a line is the beginning of a note, or one of its lines: a date and what was done on it."""
    bare = flat(line)
    if _UNDATED.match(bare):
        return True
    match = _NOTE_LINE.match(bare)
    if match is None or date_of(bare.strip("（()）")):
        return False
    return bool(re.search(_DEEDS, match["deed"])) and not bare.rstrip(")）").endswith(("，", "；", "："))


def deeds_of(lines: Sequence[str]) -> tuple[Deed, ...]:
    """The entries of a note, in its order.

    Args:
        lines: the lines of the note as printed.
    """
    text = flat("".join(lines))
    found = [match for match in dates_in(text) if _depth(text, match.start()) == 0]
    ends = [*(match.start() for match in found[1:]), len(text)][: len(found)]
    deeds = []
    for match, end in zip(found, ends, strict=True):
        day = date_of(match[0])
        deed = re.sub(r"[（(]?(?:根据|自|，|经|\s)*$", "", text[match.end() : end]).rstrip("）)。，；")
        if day and deed:
            deeds.append(Deed(day, deed, match[0] + deed))
    return tuple(deeds)


def issuers_of(deed: Deed) -> tuple[tuple[str, str], ...]:
    """The bodies that published or passed the text, each with the words that name it.

    A session is no part of a body's name: 浙江省第十三届人民代表大会常务委员会 → 浙江省人民代表大会常务委员会.
    A body without its place (市人民代表大会) is not named, nor is the President who signs a law.
    """
    order = _NUMBER.search(deed.deed) if deed.publishes else None
    if order and order["kind"] == "令" and not order["organ"].endswith("主席"):
        return tuple((name.removeprefix("中华人民共和国"), name) for name in order["organ"].split("、"))
    if match := _ASSEMBLY.match(deed.deed):
        body = match["body"].replace("人大", "人民代表大会").replace("常委会", "常务委员会")
        area = match["area"].removeprefix("中华人民共和国")
        named = len(area) > 1 or body.startswith("全国")
        return ((area + body, match[0].removeprefix("经")),) if named else ()
    if match := _COUNCIL.search(deed.deed):
        return ((match["body"], match["body"]),)
    if match := _BY_NAME.fullmatch(deed.deed):
        return tuple(
            (organ, organ) for name in re.split("、|(?<=国务院)(?=中央)", match[1]) for organ in organs_in(name)
        )
    return ()


def number_of_order(deed: Deed) -> str | None:
    """The number of the order that published the text, as printed: 中华人民共和国国务院令第716号."""
    match = _NUMBER.search(deed.deed) if deed.publishes else None
    return match[0] if match else None


def _depth(text: str, position: int) -> int:
    """How many 《 are open at a position: a date inside the title of a decision is none of the note's own."""
    before = text[:position]
    return before.count("《") + before.count("〈") - before.count("》") - before.count("〉")
