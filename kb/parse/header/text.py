"""What a document's text says of the document: in its head, in the note below its title, and where it is signed."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Block, Fact, Field, Section
from kb.model.dates import date_of, flat
from kb.parse.header.document_number import DocumentNumber, numbers_in
from kb.parse.header.enactment import Deed, deeds_of, issuers_of, number_of_order
from kb.parse.header.head import HeadLine, Part, head_of, labels_of
from kb.parse.header.organs import full_name, organs_in, organs_of_title
from kb.parse.header.signing import Line, Signature, lines_of, signatures_of
from kb.parse.header.title import Title, order_of, read_title

Facts = dict[Field, tuple[Fact, ...]]
Reading = tuple[str, str, str]
"""A value, the words it was read from, and their place; an empty place is looked up."""


@dataclass(frozen=True, slots=True)
class Text:
    """A document's paragraphs and what its first ones are."""

    sections: Sequence[Section]
    lines: Sequence[Line]
    head: Sequence[HeadLine]
    title: Title | None
    deeds: Sequence[Deed]

    @classmethod
    def of(cls, blocks: Sequence[Block], sections: Sequence[Section]) -> "Text":
        """The text of a document, from its blocks and the tree that they make."""
        head = head_of(blocks)
        deeds = deeds_of([line.text for line in head if line.part is Part.NOTE])
        return cls(sections, lines_of(sections), head, read_title(blocks), deeds)

    @property
    def is_revised(self) -> bool:
        """Whether the text was changed since it was last made public."""
        published = max((i for i, deed in enumerate(self.deeds) if deed.publishes), default=-1)
        return any(deed.amends for deed in self.deeds[published + 1 :])


def facts_in(text: Text) -> Facts:
    """What a document's text says of it, clauses apart: title, number, issuers and dates."""
    signature = _own_signature(text)
    title = [(text.title.text, "\n".join(text.title.lines), "")] if text.title else []
    readings = (
        (Field.TITLE, title),
        *((field, _labelled(field, value, words)) for field, value, words in labels_of(text.head)),
        (Field.DOCUMENT_NUMBER, list(dict.fromkeys(_numbers(text)))),
        (Field.ISSUERS, _issuers(text, signature)),
        (Field.WRITTEN_ON, _written(text, signature)),
        (Field.PUBLISHED_ON, [(deed.day, deed.words, "") for deed in text.deeds if deed.publishes][-1:]),
        (Field.EFFECTIVE_ON, [(deed.day, deed.words, "") for deed in text.deeds if deed.applies][-1:]),
    )
    facts: Facts = {}
    for field, found in readings:
        placed = [Fact(field, value, words, place or place_of(words, text.sections)) for value, words, place in found]
        if placed and field not in facts and all(fact.place for fact in placed):
            facts[field] = tuple(placed)
    return facts


def place_of(words: str, sections: Sequence[Section]) -> str:
    """The id of the first section that holds the words, white space apart; empty where none does."""
    bare = flat(words)
    return next((section.id for section in sections if bare in flat(section.text)), "")


def _labelled(field: Field, value: str, words: str) -> list[Reading]:
    """What a labelled line of the head states, if it can be read."""
    if field is Field.DOCUMENT_NUMBER:
        number = DocumentNumber.parse(value)
        return [(str(number), words, "")] if number else []
    if field is Field.ISSUERS:
        return [(organ, organ, "") for organ in organs_in(value)]
    if field.value.endswith("日期"):
        day = date_of(value)
        return [(day, words, "")] if day else []
    return [(value, words, "")]


def _numbers(text: Text) -> Iterator[Reading]:
    """The document's own numbers, the leading one first; a number in a sentence is another document's."""
    head = text.head
    for position, line in enumerate(head):
        if line.part is Part.NUMBER:
            yield from _parsed(numbers_in(line.text))
        elif line.part is Part.SERIAL:
            named = [head[position - 1].text] if position and _names_an_order(head[position - 1].text) else []
            yield from _parsed(["".join(flat(each) for each in (*named, line.text)).strip("（()）")])
    behind = re.search(r"[（(]([^（()）]*[〔\[][^（()）]*号)[)）]$", flat(text.title.lines[-1])) if text.title else None
    if behind:
        yield from _parsed(numbers_in(behind[1]))
    orders = [] if text.is_revised else [number_of_order(deed) for deed in text.deeds if deed.publishes]
    yield from _parsed([order for order in orders[-1:] if order])


def _parsed(printed: Sequence[str]) -> Iterator[Reading]:
    yield from ((str(number), words, "") for words in printed if (number := DocumentNumber.parse(words)))


def _names_an_order(line: str) -> bool:
    """Whether a line is the name of a series of numbered documents: 中华人民共和国国务院令, 甲市人民政府公告."""
    bare = flat(line)
    return bare.endswith(("令", "公告", "通告")) and bool(organs_in(re.sub("(?:令|公告|通告)$", "", bare)))


def _issuers(text: Text, signature: Signature | None) -> list[Reading]:
    """The bodies that issued the document: those that signed it, else those that its head names."""
    of_title, _ = organs_of_title(text.title.text) if text.title else ((), False)
    signed = signature.organs if signature else ()
    if signed and len(signed) >= len(of_title):
        return list(dict.fromkeys((organ, organ, place) for organ, place in signed))
    named = of_title or _of_order(text) or _of_red_head(text)
    if named:
        return [(organ.removeprefix("中华人民共和国"), organ, "") for organ in named]
    deeds = [deed for deed in text.deeds if deed.publishes or deed.passes or deed.revises]
    deeds.sort(key=lambda deed: (deed.publishes, deed.passes, deed.day), reverse=True)
    return next(([(value, words, "") for value, words in found] for deed in deeds if (found := issuers_of(deed))), [])


def _of_order(text: Text) -> tuple[str, ...]:
    order = "".join(flat(line) for line in order_of(text.head))
    match = re.match(r"(.+?)令(?:第.+号)?$", order)
    return tuple(organ for each in match[1].split("、") for organ in organs_in(each)) if match else ()


def _of_red_head(text: Text) -> tuple[str, ...]:
    heads = [line.text for line in text.head if line.part is Part.RED_HEAD]
    return organs_in(re.sub(r"文\s*件\s*$", "", heads[0])) if len(heads) == 1 else ()


def _written(text: Text, signature: Signature | None) -> list[Reading]:
    """The date of the document (成文日期): that of the signature, that under the title, or that on which it was passed.

    Sources: GB/T 9704—2012 7.3.5; 《党政机关公文处理工作条例》 art. 9 (十一): 署会议通过或者发文机关负责人签发的日期. A
    text that was passed, and amended since, has no one date.
    """
    if signature:
        return [(signature.day, signature.words, signature.place)]
    for above, line in zip(text.head, text.head[1:], strict=False):
        bare = flat(line.text)
        if above.part is Part.TITLE and line.part is Part.DATE and re.fullmatch("[（(].+[)）]", bare):
            day = date_of(bare[1:-1])
            return [(day, bare[1:-1], "")] if day else []
    passed = [deed for deed in text.deeds if deed.passes]
    by_congress = len(passed) == 1 and any("人民代表大会" in name for name, _ in issuers_of(passed[0]))
    return [(passed[0].day, passed[0].words, "")] if by_congress and not text.is_revised else []


def _own_signature(text: Text) -> Signature | None:
    """The signature of the document itself: an officer's, or one of a body that the title names, if it names any."""
    of_title, _ = organs_of_title(text.title.text) if text.title else ((), False)
    names = [full_name(organ) for organ in of_title]
    for signature in signatures_of(text.lines, max(len(text.head) - 1, 0)):
        signed = [full_name(organ) for organ, _ in signature.organs]
        if signature.officer or not names or any(a.endswith(b) or b.endswith(a) for a in signed for b in names):
            return signature
    return None
