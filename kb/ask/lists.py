"""Questions for a list (「保障措施有哪几条」) → the items that a document itself lists, each in its own words."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from kb.ask.quantities import count_of
from kb.model import Section, SectionKind

LISTED = 20
"""Most items in an answer; the longest lists of laws have fewer."""
LONGEST = 160
"""Most characters of an item that is quoted whole; of a longer one its first sentence is."""
HEADED = 0.5
"""The least share of a question that a heading must cover for what stands under it to be the list asked for."""
NAMED = 4
"""Signs from which on a heading that stands word for word in a question is what it asks about."""
_ASKED = re.compile(
    r"哪(?:几|些|[两三四五六七八九十])|(?:包括|包含|涵盖|含)(?:什么|啥|哪)|(?:都|分别)(?:有|是|指)(?:啥|什么)|分别指|从哪|几(?:个?方面|项|条|类)|分(?:成|为)?几|有(?:什么|啥)(?:措施|任务|原则|工程|要求|目标|内容)"
)
_COUNT = re.compile(r"([两二三四五六七八九十]|\d{1,2})(?:个|项|条|大|类|种|方面)")
_KINDS = frozenset({SectionKind.HEADING, SectionKind.ITEM, SectionKind.ROW})
_FIRST = re.compile(r"[^。！？]*[。！？]?")
_LAST = re.compile(r"[^。！？]*$")


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list: its words and the section that they stand in."""

    text: str
    section: Section


def asks_list(question: str) -> bool:
    """Whether a question asks for several things at once."""
    return bool(_ASKED.search(question))


def listed(
    question: str, sections: Sequence[Section], near: Sequence[str], covers: Callable[[str], float], needed: float
) -> list[Item]:
    """The list that a question asks for, or nothing where none of the headings at hand announces it.

    Where the question says how many there are (哪六个方面), the list has as many.

    Args:
        question: the question.
        sections: of one document, in reading order.
        near: the ids of its sections that match the question, the best first.
        covers: how much of the question a text covers, 0 to 1.
        needed: how much of it a heading must cover; half of it at least.
    """
    by_id = {each.id: each for each in sections}
    counts = {count_of(number) for number in _COUNT.findall(question)}
    for id_ in near:
        parents = [by_id[above] for above in _upwards(by_id, by_id.get(id_))]
        shares = [_announces(question, each, covers) for each in parents]
        for share, parent in sorted(zip(shares, parents, strict=True), key=lambda pair: -pair[0]):
            items = items_of(sections, parent) if share >= max(needed, HEADED) else []
            if len(items) > 1 and (not counts or len(items) in counts):
                return [*_lead(parent), *items[:LISTED]]
    return []


def items_of(sections: Sequence[Section], parent: Section) -> list[Item]:
    """What is listed under a section: its numbered parts or the rows of its table, else its paragraphs."""
    parts = parts_of(sections, parent)
    if len(parts) > 1:
        return parts
    paragraphs = parent.texts[1:] if parent.title else ()
    return [Item(_first_sentence(text), parent) for text in paragraphs] if len(paragraphs) > 1 else []


def parts_of(sections: Sequence[Section], parent: Section) -> list[Item]:
    """The numbered parts of a section, or the rows of its table, each by its heading or its own words."""
    parts = [each for each in sections if each.parent == parent.id and each.kind in _KINDS]
    return [Item(_name(each), each) for each in parts]


def _upwards(by_id: Mapping[str, Section], section: Section | None) -> Iterator[str]:
    """A section and those above it, the document itself left out: everything stands under its title."""
    while section and section.parent:
        yield section.id
        section = by_id.get(section.parent)


def _announces(question: str, section: Section, covers: Callable[[str], float]) -> float:
    """How much of a question the words cover that announce what a section lists; all of it where it names them."""
    if len(section.title) >= NAMED and section.title in question:
        return 1.0
    return max(map(covers, (section.heading if section.title else "", *_leads(section))))


def _leads(section: Section) -> list[str]:
    """The paragraphs that announce a list: they end in a colon."""
    return [text for text in section.texts if text.rstrip().endswith(("：", ":"))]


def _lead(section: Section) -> list[Item]:
    return [Item(_last_sentence(text), section) for text in _leads(section)[:1]]


def _name(section: Section) -> str:
    words = section.heading if section.title else (section.texts[0] if section.texts else section.heading)
    return words if len(words) <= LONGEST else _first_sentence(words)


def _first_sentence(text: str) -> str:
    match = _FIRST.match(text)
    return match[0].strip() if match else text


def _last_sentence(text: str) -> str:
    match = _LAST.search(text.rstrip())
    return match[0].strip() if match else text
