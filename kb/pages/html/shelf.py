"""The documents of the base as HTML: what each holds, what was left out of it, and the files that were refused."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from kb.model import Document, Fact, Field, ParseReport, Refusal
from kb.pages.html import markup
from kb.pages.html.markup import escape, folded, listed

MOST = 50
"""How many documents are shown at once."""


def shelf(
    documents: Sequence[Document], sections: Mapping[str, int], refusals: Sequence[Refusal], words: str = ""
) -> str:
    """Documents with the number of their sections, then the refused files.

    Args:
        documents: all that are held.
        sections: the number of sections of each, by its id.
        refusals: the files that could not be taken in.
        words: what the documents are to have in their title, their number or the name of their file; all where empty.
    """
    wanted = [each for each in documents if _speaks(each, words.split())]
    cards = "".join(_card(each, sections[each.id]) for each in wanted[:MOST])
    counted = f"找到 {len(wanted)} 份，库内共 {len(documents)} 份" if words else f"库内文件（{len(documents)} 份）"
    more = f"，这里列出前 {MOST} 份，请多写几个字缩小范围" if len(wanted) > MOST else "，点标题看全文"
    return f'<section class="kb-shelf"><p class="kb-hint">{counted}{more}。</p>{cards}{_refused(refusals)}</section>'


def _speaks(document: Document, words: Sequence[str]) -> bool:
    number = "".join(fact.value for fact in document.facts if fact.field is Field.DOCUMENT_NUMBER)
    named = f"{document.title} {number} {document.file} {document.id}".lower()
    return all(word.lower() in named for word in words)


def about(document: Document) -> str:
    """What is known of a document with the words it was read from, and what became of every character of its file."""
    report = document.report
    aside = "".join(f"，{escape(kind)} {count:,} 字" for kind, count in report.set_aside)
    counted = f"全文 {report.characters:,} 字：章节 {report.in_sections:,} 字{aside}，一字不少"
    found = [escape(each) for each in (*_recognised(report), *report.gaps, *report.warnings)]
    parts = [
        folded("文件信息和依据", listed(map(_fact, document.facts))) if document.facts else "",
        folded(f"解析核对（{len(found)} 处需留意）" if found else "解析核对", listed([counted, *found])),
        _left_out(document),
    ]
    return "".join(parts)


def _recognised(report: ParseReport) -> Iterator[str]:
    """That pages were read from their pictures, where they were: such words may be wrong."""
    if pages := report.recognised:
        mean = sum(page.confidence for page in pages) / len(pages)
        yield f"有 {len(pages)} 页是从图片识别出来的，平均把握 {mean:.0%}，引用前请对照原件"


def _fact(fact: Fact) -> str:
    """A field, its value, and the words that say so; a link where they stand in a section."""
    words = f"“{escape(fact.words)}”"
    source = f'<a href="{markup.reading(fact.place)}">{words}</a>' if "/" in fact.place else escape(fact.place)
    return f"{escape(fact.field)}：{escape(fact.value)}　<small>依据：{source}</small>"


def _left_out(document: Document) -> str:
    """What is no part of the body, by kind; nothing where there is nothing."""
    by_kind = sorted(document.omissions, key=lambda each: each.kind)
    omitted = [
        f"{escape(kind)}：{escape('　'.join(each.text for each in group))}"
        for kind, group in groupby(by_kind, key=lambda each: each.kind)
    ]
    return folded(f"没有收入正文的内容（{len(by_kind)} 处）", listed(omitted)) if omitted else ""


def _card(document: Document, sections: int) -> str:
    return (
        f'<article><h2><a href="{markup.document(document.id)}">{escape(document.title)}</a></h2>'
        f'<p class="kb-hint">{escape(document.file)}　·　{sections} 个章节（含表格的行）</p>'
        f"{about(document)}</article>"
    )


def _refused(refusals: Sequence[Refusal]) -> str:
    if not refusals:
        return ""
    files = listed(f"<strong>{escape(each.file)}</strong>：{escape(each.reason)}" for each in refusals)
    return f'<section class="kb-refused"><h2>没能入库的文件（{len(refusals)} 份）</h2>{files}</section>'
