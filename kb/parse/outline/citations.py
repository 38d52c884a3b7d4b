"""A section's citation, as a reader would write it.

《…》三（三）2, 《…》专栏4第1项, 《…》第二十二条第（一）项, 《…》第三条第二款第（一）项, 《…》表1第5行,
《…》附件2第三条, 《…通知》“乙办法”第三条, 《…》落款.
Source of 条 款 项: 《立法技术规范（试行）（一）》 of the NPC Standing Committee's Legislative Affairs Commission.
"""

import re
from dataclasses import dataclass

from kb.model import SectionKind
from kb.model.numerals import HAN, han

_FROM_THE_DOCUMENT = (SectionKind.ARTICLE, SectionKind.ATTACHMENT, SectionKind.BOX, SectionKind.TABLE)
"""Kinds that are numbered through the whole document, so that the headings above them need not be named."""
_DIGITS = "[0-9]"
_NAMED = {SectionKind.CONTENTS: "目录", SectionKind.SIGNATURE: "落款", SectionKind.IMPRINT: "版记"}


@dataclass(frozen=True, slots=True)
class Place:
    """What a citation needs to know of a section."""

    kind: SectionKind
    label: str
    title: str


def citation_of(section: Place, parent: SectionKind, document: str, above: str, paragraphs: int) -> str:
    """The citation of `section`.

    Args:
        section: the section.
        parent: the kind of the section it stands in.
        document: the citation of the document, or of the attached one, that it belongs to.
        above: the parent's citation.
        paragraphs: how many paragraphs (款) of the parent stand before the section.
    """
    if section.kind in _NAMED:
        return document + _NAMED[section.kind]
    if not section.label:
        return f"{above}“{section.title or '表'}”"
    if section.kind in _FROM_THE_DOCUMENT:
        return document + section.label
    return above + _under(section, parent, above, paragraphs)


def _under(section: Place, parent: SectionKind, above: str, paragraphs: int) -> str:
    if parent is SectionKind.ARTICLE and paragraphs > 1:
        return f"第{han(paragraphs)}款第{section.label}项"
    meets = _DIGITS if section.label[0].isdecimal() else HAN if parent is SectionKind.ATTACHMENT else "$^"
    numbers_meet = re.search(meets, above[-1]) and re.match(meets, section.label)
    if numbers_meet or parent in (SectionKind.ARTICLE, SectionKind.BOX):
        return f"第{section.label}项"
    return section.label
