"""Two documents side by side as HTML: a 新旧对照表 of two editions, or what two plans say of one matter."""

from collections.abc import Sequence

from kb.model import Document
from kb.model.comparison import Alignment, Change, Figures, Mark, Part, Revision, Run
from kb.model.record import Indicator
from kb.pages.html import markup
from kb.pages.html.markup import escape

_TAGS = {Mark.KEPT: "{}", Mark.DELETED: "<del>{}</del>", Mark.INSERTED: "<ins>{}</ins>"}
MOST = 200
"""How many rows are shown; the exported file has all of them."""


def editions(document: Document, held: Sequence[tuple[int, Document]]) -> str:
    """The editions of a document's text with links to the comparison; nothing where there is no other than itself.

    Args:
        document: the one that is shown.
        held: all editions with their days, as `Known.editions` gives them.
    """
    if len(held) < 2:
        return ""
    entries = (f"{_day(day)}　{'（本页）' if each.id == document.id else _ways(document, each)}" for day, each in held)
    return markup.folded(f"各个版本（{len(held)} 个）", markup.listed(entries))


def _day(edition: int) -> str:
    """The day of an edition in words: 20231229 → 2023年12月29日."""
    return f"{edition // 10000}年{edition // 100 % 100}月{edition % 100}日" if edition else "没有写明日期"


def _ways(document: Document, other: Document) -> str:
    read = f'<a href="{markup.document(other.id)}">看原文</a>'
    return f'{read}　<a href="{markup.document(document.id, **{"with": other.id})}">新旧对照</a>'


def comparison(found: Revision | Alignment, back: str) -> str:
    """The whole page; `back` is the id of the document that it was opened from."""
    drawn = _revision(found) if isinstance(found, Revision) else _alignment(found)
    way = f'<p class="kb-ways"><a href="{markup.document(back)}">‹ 回到原文</a></p>'
    return f'<article class="kb-compared">{way}{drawn}</article>'


def _revision(found: Revision) -> str:
    shown = [row for row in found.rows if row.change is not Change.SAME]
    counts = "，".join(f"{change} {len(found.of(change))} 处" for change in Change)
    sides = (f"{side}（{_day(day)}）" for side, day in zip(("修改前", "修改后"), found.days, strict=True))
    rows = "".join(
        f"<tr><td>{row.change}</td><td>{_side(row.old, row.runs, Mark.INSERTED)}</td>"
        f"<td>{_side(row.new, row.runs, Mark.DELETED)}</td></tr>"
        for row in shown[:MOST]
    )
    return (
        f'<h1 class="kb-title">《{escape(found.new)}》新旧条文对照</h1><p class="kb-hint">{counts}。'
        f"左栏划去的是删去的内容，右栏加底线的是增加的内容；未变的条文没有列出。{_more(len(shown))}</p>"
        f"{_table(('变化', *sides), rows)}"
    )


def _side(part: Part | None, runs: Sequence[Run], left_out: Mark) -> str:
    if part is None:
        return '<span class="kb-hint">（无）</span>'
    words = "".join(
        _TAGS[run.mark].format(escape(run.old if left_out is Mark.INSERTED else run.new))
        for run in runs
        if run.mark is not left_out
    )
    return f'{words}<br><a class="kb-ref" href="{markup.reading(part.sections[0])}">{escape(part.citation)}</a>'


def _alignment(found: Alignment) -> str:
    pairs = "".join(f"<tr><td>{_part(each.a)}</td><td>{_part(each.b)}</td></tr>" for each in found.pairs[:MOST])
    figures = "".join(map(_figures, found.figures[:MOST]))
    sides = (found.a, found.b)
    parts = [
        f'<h1 class="kb-title">《{escape(found.a)}》与《{escape(found.b)}》对照</h1>',
        f"<h2>内容相近的部分（{len(found.pairs)} 处）</h2>{_table(sides, pairs)}" if pairs else "",
        f"<h2>指标对照</h2>{_table(('指标', *sides), figures)}" if figures else "",
        _only(found.a, found.only_a),
        _only(found.b, found.only_b),
    ]
    return "".join(parts)


def _part(part: Part) -> str:
    cited = f'<a class="kb-cite" href="{markup.reading(part.sections[0])}">{escape(part.citation)}</a>'
    return f"{cited}<br>{escape(part.words)}"


def _figures(figures: Figures) -> str:
    sides = ("<br>".join(map(_figure, side)) or "没有" for side in (figures.a, figures.b))
    return f"<tr><td>{escape(figures.name)}</td>{''.join(f'<td>{side}</td>' for side in sides)}</tr>"


def _figure(each: Indicator) -> str:
    when = f"{each.year}年{each.role or ''}　" if each.year else ""
    unit = "" if each.unit in each.value else each.unit
    return f'{when}<a href="{markup.reading(each.section)}">{escape(each.value or "（空）")}{escape(unit)}</a>'


def _only(title: str, parts: Sequence[Part]) -> str:
    if not parts:
        return ""
    named = ((markup.reading(each.sections[0]), each.citation, each.title or each.words[:40]) for each in parts)
    items = (f'<a href="{href}">{escape(citation)}</a>　{escape(words)}' for href, citation, words in named)
    return markup.folded(f"只有《{escape(title)}》讲到的（{len(parts)} 处）", markup.listed(items))


def _table(header: Sequence[str], rows: str) -> str:
    head = "".join(f'<th scope="col">{escape(each)}</th>' for each in header)
    return (
        f'<div class="kb-table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )


def _more(rows: int) -> str:
    return f"这里列出前 {MOST} 处，全部 {rows} 处请导出 Word。" if rows > MOST else ""
