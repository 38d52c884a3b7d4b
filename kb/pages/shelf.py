"""The documents of the base as HTML: what each holds, what was left out of it, and the files that were refused."""

from collections.abc import Mapping, Sequence
from itertools import groupby

from kb.model import Document, Refusal
from kb.pages import markup
from kb.pages.markup import escape, folded, listed


def shelf(documents: Sequence[Document], sections: Mapping[str, int], refusals: Sequence[Refusal]) -> str:
    """All documents with the number of their sections, then the refused files."""
    cards = "".join(_card(each, sections[each.id]) for each in documents)
    return (
        f'<section class="kb-shelf"><h1 class="kb-title">读原文</h1><p class="kb-hint">'
        f"库内文件（{len(documents)} 份），点标题看全文。</p>{cards}{_refused(refusals)}</section>"
    )


def left_out(document: Document) -> str:
    """What is no part of the body, by reason, and what the numbering check remarked; nothing where there is nothing."""
    by_reason = sorted(document.omissions, key=lambda each: each.kind)
    omitted = [
        f"{escape(reason)}：{escape('　'.join(each.text for each in group))}"
        for reason, group in groupby(by_reason, key=lambda each: each.kind)
    ]
    parts = [folded(f"没有收入正文的内容（{len(by_reason)} 处）", listed(omitted))] if omitted else []
    if document.report.gaps:
        parts.append(
            folded(f"编号核对中的发现（{len(document.report.gaps)} 处）", listed(map(escape, document.report.gaps)))
        )
    return "".join(parts)


def _card(document: Document, sections: int) -> str:
    return (
        f'<article><h2><a href="{markup.document(document.id)}">{escape(document.title)}</a></h2>'
        f'<p class="kb-hint">{escape(document.file)}　·　{sections} 个章节（含表格的行）</p>'
        f"{left_out(document)}</article>"
    )


def _refused(refusals: Sequence[Refusal]) -> str:
    if not refusals:
        return ""
    files = listed(f"<strong>{escape(each.file)}</strong>：{escape(each.reason)}" for each in refusals)
    return f'<section class="kb-refused"><h2>没能入库的文件（{len(refusals)} 份）</h2>{files}</section>'
