"""Who signed a document and when (落款): the lines of the issuing bodies and the date below them.

Source: 《党政机关公文格式》(GB/T 9704—2012) 7.3.5: 发文机关署名 and 成文日期 stand behind the text,
before the attachments.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from kb.model import Section, SectionKind
from kb.model.dates import DATE, date_of, flat
from kb.parse.header.organs import organs_in

_MOST_SIGNERS = 40
_OFFICER = re.compile(
    r"(?:国务院)?(?:代)?(?:总理|主席|部长|局长|署长|省长|市长|区长|县长|州长|主任|行长|院长|检察长|会长)[\u4e00-\u9fff·]{2,8}"
)
_DATED = re.compile(rf"(?P<organs>.+?)(?P<date>{DATE})")
_FROM_THE_YEAR = re.compile(
    r"[\d一二〇○]\s*[\d九〇○零Ｏ]\s*[\d一二三四五六七八九〇○零]\s*[\d一二三四五六七八九〇○零]\s*年"
)
_MAY_HOLD_A_DATE = re.compile(r"[日号]|\d[-/.．]\d")
_REMARK = re.compile(r"[（(](?:此|本)[件文].*|[（(](?:盖章|公章|印章|章)[)）]")


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph with the id of its section; `attached` if it belongs to an attachment or an attached document."""

    text: str
    place: str
    kind: SectionKind
    attached: bool


@dataclass(frozen=True, slots=True)
class Signature:
    """The bodies that signed, and the date (2021-06-01), each with its words and their place.

    `officer` says that a person signed for the body, as in an order.
    """

    organs: tuple[tuple[str, str], ...]
    day: str
    words: str
    place: str
    officer: bool = False


def lines_of(sections: Sequence[Section]) -> list[Line]:
    """The paragraphs of a document in the order of the file, each with its section."""
    attached: dict[str, bool] = {}
    found: list[tuple[int, Line]] = []
    for section in sections:
        above = attached.get(section.parent, False) if section.parent else False
        attached[section.id] = above or section.kind is SectionKind.ATTACHMENT
        for start, text in zip(section.starts, section.texts, strict=True):
            found.append((start, Line(text, section.id, section.kind, attached[section.id])))
    return [line for _, line in sorted(found, key=lambda pair: pair[0])]


def signatures_of(lines: Sequence[Line], first: int) -> list[Signature]:
    """The signatures of the document in order; those of its attachments are left out.

    Args:
        lines: of the document.
        first: the first line behind the head: the date under a title is no signature.
    """
    found = []
    for position in range(first, len(lines)):
        line = lines[position]
        if line.attached or line.kind in (
            SectionKind.ROW,
            SectionKind.TABLE,
            SectionKind.CONTENTS,
            SectionKind.IMPRINT,
        ):
            continue
        if (
            len(line.text) < 80
            and _MAY_HOLD_A_DATE.search(line.text)
            and (signature := _signature(lines, position, first))
        ):
            found.append(signature)
    return found


def _signature(lines: Sequence[Line], position: int, first: int) -> Signature | None:
    line = lines[position]
    words = _REMARK.sub("", flat(line.text))
    above, officer = _above(lines, position, first)
    if day := date_of(words):
        signed = above or officer or line.kind is SectionKind.SIGNATURE
        return Signature(above, day, words, line.place, officer) if signed else None
    match = _DATED.fullmatch(words)
    day = date_of(match["date"]) if match else None
    beside = organs_in(_FROM_THE_YEAR.split(line.text)[0]) if match else ()
    if match is None or day is None or not beside:
        return None
    organs = (*above, *((organ, line.place) for organ in beside))
    return Signature(organs, day, match["date"], line.place, officer)


def _above(lines: Sequence[Line], position: int, first: int) -> tuple[tuple[tuple[str, str], ...], bool]:
    """The bodies in the lines above a date, from the top, and whether an officer signed."""
    organs: list[tuple[str, str]] = []
    officer = False
    for line in reversed(lines[max(first, position - _MOST_SIGNERS) : position]):
        bare = flat(line.text)
        if _OFFICER.fullmatch(bare):
            officer = True
        elif named := organs_in(line.text) if len(bare) < 80 else ():
            organs[:0] = [(organ, line.place) for organ in named]
        elif not _REMARK.fullmatch(bare):
            break
    return tuple(organs), officer
