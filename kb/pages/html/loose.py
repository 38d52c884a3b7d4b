"""The figures that are in no line of the table, and those that do not agree, as HTML."""

from collections.abc import Mapping, Sequence

from kb.model.record import Disagreement, Indicator
from kb.pages.html.figures import linked, source
from kb.pages.html.markup import escape, folded


def others(found: Sequence[Indicator], citations: Mapping[str, str], title: str, total: int) -> str:
    """The figures that are in no line, folded; nothing where there are none."""
    if not found:
        return ""
    rows = "".join(
        f"<tr><th scope=row>{escape(each.name)}</th><td>{linked(each)}</td><td>{escape(_when(each))}</td>"
        f"<td>{each.role or ''}</td><td>{source(each.section, citations, title)}</td></tr>"
        for each in found
    )
    head = "".join(f"<th scope=col>{name}</th>" for name in ("指标", "数值", "时间", "性质", "出处"))
    more = f'<p class="kb-hint">先列出 {len(found)} 个，下载的表里有全部。</p>' if total > len(found) else ""
    drawn = (
        f'<div class="kb-table" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>'
    )
    summary = f"没有并入上表的数（{total} 个）：没有写年份的、只说增减的、同一个数别处又写了一遍的"
    return folded(summary, f"{drawn}</div>{more}")


def disagreements(found: Sequence[Disagreement], citations: Mapping[str, str], title: str, total: int) -> str:
    """Figures that do not agree, both with their sources; nothing where all agree."""
    if not found:
        return ""
    items = "".join(f"<li>{_pair(each, citations, title)}</li>" for each in found)
    more = f'<p class="kb-hint">先列出 {len(found)} 对，下载的表里有全部。</p>' if total > len(found) else ""
    return (
        f'<section class="kb-pairs"><h2>数字对不上，请核对口径（{total} 对）</h2>'
        f'<p class="kb-hint">同一指标或名称相近的指标，数字不同。可能是时间、范围不一样，也可能是笔误，由人核对。</p>'
        f"<ul>{items}</ul>{more}</section>"
    )


def _pair(each: Disagreement, citations: Mapping[str, str], title: str) -> str:
    why = "同一指标、同一年份" if each.same else "名称或时间的口径相近"
    both = "".join(
        f"<p><b>{escape(one.name)}</b> {linked(one)}（{escape(_when(one) or '没有写时间')}）"
        f"<small>{source(one.section, citations, title)}</small></p>"
        for one in (each.one, each.other)
    )
    return f'{both}<p class="kb-hint">{why}，数字不同，请核对口径</p>'


def _when(each: Indicator) -> str:
    """The time of a figure as it is said; the note of a table's row says no time where the year is known."""
    year = f"{each.year}年" if each.year else ""
    return each.note if year in each.note else year
