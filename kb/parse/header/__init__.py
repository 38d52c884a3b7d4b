"""What is known of a document as a whole, each fact with the words it was read from and the place where they stand.

The catalog goes before what a file states outside of its text (the information block of a page), and that before the
text. What none of them says stays unknown.
"""

from collections.abc import Iterable, Mapping, Sequence

from kb.model import Fact, Field, Section, Source
from kb.model.dates import date_of, flat
from kb.parse.header.document_number import DocumentNumber
from kb.parse.header.force import derived_from, force_of
from kb.parse.header.genres import bare_title
from kb.parse.header.organs import full_name, organs_in
from kb.parse.header.text import Text, facts_in
from kb.parse.header.title import title_of

__all__ = ["facts_of", "title_of"]

CATALOG, PAGE, FILE_NAME = "catalog.toml", "网页信息栏", "文件名"
"""Where words stand that stand in no section."""
_DATES = (Field.WRITTEN_ON, Field.PUBLISHED_ON, Field.EFFECTIVE_ON, Field.EXPIRES_ON, Field.FETCHED_ON)
_SEVERAL = (Field.ISSUERS, Field.DOCUMENT_NUMBER)
"""Fields that a joint document has several values of."""


def facts_of(
    source: Source, sections: Sequence[Section], known: Mapping[Field, str]
) -> tuple[tuple[Fact, ...], tuple[str, ...]]:
    """What is known of a document, each with its words and their place, and the sentences that name a doubt.

    A field with several values (发文机关 of a joint document) has a fact for each, the leading one first.

    Args:
        source: what the reader found; its `stated` fields go before what the text says.
        sections: the tree of the document, the root first.
        known: what the catalog says; it goes first, and where the file says otherwise, that is a doubt.
    """
    text = Text.of(source.blocks, sections)
    in_catalog, doubts = _from_catalog(known)
    on_page, unread = _from_page(source)
    in_text = facts_in(text)
    fallback = {Field.TITLE: (Fact(Field.TITLE, sections[0].title, sections[0].title, FILE_NAME),)}
    said = fallback | in_text | on_page | in_catalog
    in_force, contradictions = force_of(text, said, PAGE)
    in_text = in_force | in_text
    file = in_text | on_page
    doubts += [*unread, *contradictions]
    doubts += _between(on_page, in_text, "网页信息栏与正文不一致", "正文里是", "信息栏写的是")
    doubts += _between(
        in_catalog, derived_from(fallback | file) | file, f"文件与 {CATALOG} 不一致", "文件里是", f"{CATALOG} 写的是"
    )
    facts = derived_from(said) | in_force | said
    return tuple(fact for field in Field for fact in facts.get(field, ())), tuple(doubts)


def _from_catalog(known: Mapping[Field, str]) -> tuple[dict[Field, tuple[Fact, ...]], list[str]]:
    facts: dict[Field, tuple[Fact, ...]] = {}
    doubts = []
    for field, words in known.items():
        if values := _values(field, words):
            facts[field] = tuple(Fact(field, value, words, CATALOG) for value in values)
        elif words.strip():
            wanted = "日期（应写作 2021-06-01）" if field in _DATES else "可以识别的写法"
            doubts.append(f"{CATALOG} 里的{field}“{words}”不是{wanted}，没有采用")
    return facts, doubts


def _from_page(source: Source) -> tuple[dict[Field, tuple[Fact, ...]], list[str]]:
    facts: dict[Field, tuple[Fact, ...]] = {}
    doubts = []
    for stated in source.stated:
        values = _values(stated.field, stated.value)
        if values and stated.field not in facts:
            facts[stated.field] = tuple(Fact(stated.field, value, stated.words, PAGE) for value in values)
        elif not values and stated.value.strip():
            doubts.append(f"网页信息栏的{stated.field}“{stated.value}”无法识别，没有采用")
    return facts, doubts


def _values(field: Field, words: str) -> tuple[str, ...]:
    """What a catalog or a page says of a field, as facts write it; nothing where it cannot be read."""
    text = " ".join(words.split())
    if field in _DATES:
        day = date_of(text) or date_of(text.split(" ")[0].split("T")[0])
        return (day,) if day else ()
    if field is Field.DOCUMENT_NUMBER:
        parts = [part for part in text.replace("；", "、").replace("，", "、").split("、") if part]
        numbers = [DocumentNumber.parse(part) for part in parts]
        return tuple(str(number) for number in numbers if number) if all(numbers) else (text,) * bool(text)
    if field is Field.ISSUERS:
        return organs_in(words) or (text,) * bool(text)
    return (text,) if text else ()


def _between(
    first: Mapping[Field, tuple[Fact, ...]], second: Mapping[Field, tuple[Fact, ...]], what: str, there: str, here: str
) -> list[str]:
    """A sentence for each field of which two places say different things; the first of them is believed."""
    return [
        f"{what}：{field} {there}“{_said(second[field])}”，{here}“{_said(first[field])}”"
        for field in Field
        if field in first and field in second and not _agree(field, first[field], second[field])
    ]


def _said(facts: Iterable[Fact]) -> str:
    return "、".join(fact.value for fact in facts)


def _agree(field: Field, first: Sequence[Fact], second: Sequence[Fact]) -> bool:
    ours, theirs = ({_comparable(field, fact.value) for fact in facts} for facts in (first, second))
    return bool(ours & theirs) if field in _SEVERAL else ours == theirs


def _comparable(field: Field, value: str) -> str:
    """A value as it is compared: titles without white space and what stands in brackets behind them."""
    bare = flat(value)
    if field is Field.TITLE:
        return bare_title(bare).strip("《》").replace("、", "")
    return full_name(bare) if field is Field.ISSUERS else bare
