"""Indicators over the years as HTML: one table that sorts, its numbers links to their places, and what disagrees."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import quote

from kb.model.record import Attainment, Indicator, Line, Progress, Role
from kb.pages.html import markup
from kb.pages.html.markup import escape

Slot = tuple[int, Role | None]
"""A column of values: its year, and what its values are."""
MOST_SLOTS = 6
"""How many columns of values are drawn; what else there is stands together in one more."""
_ORDER = (Role.BASE, Role.TARGET, Role.ACTUAL, None)
EMPTY, MISSING = '<td class="kb-empty" data-value="">原表空着</td>', '<td data-value=""></td>'
VERDICTS = {True: ("met", "✓ 已达到"), False: ("unmet", "✕ 未达到"), None: ("unsaid", "未标注")}
"""How a target is marked; None where the two figures do not settle it."""


LEGEND = (
    "“对照”：色条是最近一个已有的数，竖线是最近的目标，各按自己的大小画。"
    "“增长”：从最早一年已有的数，到最后一年的数（目标或实际）。"
)


@dataclass(frozen=True, slots=True)
class Row:
    """A line with what its figures say of its targets."""

    line: Line
    attained: tuple[Attainment, ...]
    progress: Progress | None


SHARES: Mapping[str, Callable[[Row], Decimal | None]] = {
    "增长": lambda row: row.line.growth,
    "年均增长": lambda row: row.line.yearly,
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, whether it holds numbers, and how its cell is drawn; HTML of a whole `td`."""

    name: str
    numbers: bool
    cell: Callable[[Row], str]


def nothing() -> str:
    """That no figure was read from any document."""
    return '<section class="kb-none" role="status"><h2>库里的文件没有读到指标</h2></section>'


def chips(titles: Mapping[str, str], chosen: str) -> str:
    """A link for each document that has figures, and one for all; the one document's title where there is but one."""
    if len(titles) == 1:
        (title,) = titles.values()
        return f'<p class="kb-hint">《{escape(title)}》</p>'
    links = [("全部文件", "./?indicators=", not chosen)]
    links += [(title, f"./?indicators=&amp;doc={quote(id_)}", id_ == chosen) for id_, title in titles.items()]
    drawn = "".join(
        f'<a href="{href}"{" aria-current=true" if current else ""}>{escape(name)}</a>' for name, href, current in links
    )
    return f'<nav class="kb-chips" aria-label="哪一份文件">{drawn}</nav>'


def counted(lines: int, figures: int, most: int) -> str:
    """How many indicators there are, and how many of them are drawn."""
    if not figures:
        return '<p role="status">没有这样的指标。换个词，或看全部文件。</p>'
    part = f"，先列出前 {most} 个：用上面的框缩小范围，或下载全部" if lines > most else ""
    return f'<p class="kb-hint" role="status">{lines} 个指标，{figures} 个数{part}。点数字看原文，点表头排序。</p>'


def table(rows: Sequence[Row], citations: Mapping[str, str], title: str = "") -> str:
    """The table; the title of the one document it is of is left out of its citations."""
    columns = _columns(rows, citations, title)
    head = "".join(map(_head, columns))
    drawn = "".join(f"<tr>{_name(row)}{''.join(each.cell(row) for each in columns[1:])}</tr>" for row in rows)
    legend = f'<p class="kb-hint">{LEGEND}</p>' if any(row.progress for row in rows) else ""
    return (
        f'{legend}<div class="kb-table kb-figures" tabindex="0" role="region" aria-label="指标表，可左右滚动"><table>'
        f"<thead><tr>{head}</tr></thead><tbody>{drawn}</tbody></table></div>"
    )


def _columns(rows: Sequence[Row], citations: Mapping[str, str], title: str) -> list[Column]:
    """The columns that hold anything."""
    slots, spare = _slots(rows)
    columns = [Column("指标", False, _name), Column("单位", False, lambda row: f"<td>{escape(row.line.unit)}</td>")]
    columns += [Column(_slot(each), True, _value_of(each)) for each in slots]
    if spare:
        columns.append(Column("其他年份", False, lambda row: _spare(row, slots)))
    if any(row.progress for row in rows):
        columns.append(Column("对照", True, lambda row: _drawn(row.progress)))
    for name, share in SHARES.items():
        if any(share(row) is not None for row in rows):
            columns.append(Column(name, True, _percent_of(share)))
    if any(each.nature for row in rows for each in row.line.values):
        columns.append(Column("属性", False, _nature))
    columns.append(Column("目标是否达到", False, _attained))
    columns.append(Column("出处", False, lambda row: _sources(row, citations, title)))
    return columns


def _slots(rows: Sequence[Row]) -> tuple[list[Slot], bool]:
    """The years and roles that most figures have, in their order, and whether others are left over."""
    counts = Counter(_slot_of(each) for row in rows for each in row.line.values)
    kept = [slot for slot, _ in counts.most_common(MOST_SLOTS)]
    return sorted(kept, key=lambda slot: (slot[0], _ORDER.index(slot[1]))), len(counts) > len(kept)


def _slot_of(each: Indicator) -> Slot:
    return each.year or 0, each.role


def _slot(slot: Slot) -> str:
    return f"{slot[0]}年{slot[1] or ''}"


def _head(column: Column) -> str:
    kind = "number" if column.numbers else "text"
    name = re.sub(r"(?<=\d年)(?=.)", "<br>", escape(column.name))
    return f'<th scope=col><button type="button" data-sort="{kind}">{name}</button></th>'


def _name(row: Row) -> str:
    return f"<th scope=row>{escape(row.line.name)}</th>"


def _value_of(slot: Slot) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        found = next((each for each in row.line.values if _slot_of(each) == slot), None)
        if found is None:
            return MISSING
        if not found.value:
            return EMPTY
        number = "" if found.number is None else str(found.number)
        return f'<td class="kb-number" data-value="{number}">{linked(found)}</td>'

    return cell


def _spare(row: Row, slots: Sequence[Slot]) -> str:
    rest = [each for each in row.line.values if _slot_of(each) not in slots]
    return f"<td>{'；'.join(f'{_slot(_slot_of(each))} {linked(each)}' for each in rest)}</td>"


def linked(each: Indicator) -> str:
    """A number, or that its cell is empty; a link to where it stands."""
    return f'<a href="{markup.reading(each.section)}">{escape(each.value or "原表空着")}</a>'


def _drawn(progress: Progress | None) -> str:
    """What was reached as a bar, the target as a mark, both by the greater of the two; said in words too."""
    if progress is None:
        return MISSING
    whole = max(progress.share, Decimal(1))
    at, goal = (f"{float(part / whole):.1%}" for part in (progress.share, Decimal(1)))
    reached, target = progress.reached, progress.target
    said = f"{_slot(_slot_of(reached))} {reached.value}，{_slot(_slot_of(target))} {target.value}"
    return (
        f'<td data-value="{progress.share:.4f}"><span class="kb-bullet" role="img" aria-label="{escape(said)}" '
        f'title="{escape(said)}" style="--at:{at};--goal:{goal}"></span></td>'
    )


def _percent_of(share: Callable[[Row], Decimal | None]) -> Callable[[Row], str]:
    def cell(row: Row) -> str:
        value = share(row)
        return MISSING if value is None else f'<td class="kb-number" data-value="{value}">{value * 100:.1f}%</td>'

    return cell


def _nature(row: Row) -> str:
    return f"<td>{next((each.nature for each in row.line.values if each.nature), '')}</td>"


def _attained(row: Row) -> str:
    """Whether each target was reached, with the two numbers, each a link; 未标注 where nothing tells."""
    if not row.attained:
        return f'<td data-value="">{_mark(None)}</td>'
    return f'<td data-value="{_mark_words(row.attained)}">{"<br>".join(map(_verdict, row.attained))}</td>'


def _verdict(each: Attainment) -> str:
    told = f"{each.target.year}年：目标 {linked(each.target)}，实际 {linked(each.actual)}"
    return f"{_mark(each.reached)}<small>{told}</small>"


def _mark(reached: bool | None) -> str:
    kind, words = VERDICTS[reached]
    return f'<span class="kb-{kind}">{words}</span>'


def _mark_words(attained: Iterable[Attainment]) -> str:
    return "".join(VERDICTS[each.reached][1] for each in attained)


def _sources(row: Row, citations: Mapping[str, str], title: str) -> str:
    sections = dict.fromkeys(each.section for each in row.line.values)
    kind = "kb-sources" if title else "kb-sources kb-long"
    return f'<td class="{kind}">{"".join(source(each, citations, title) for each in sections)}</td>'


def source(section: str, citations: Mapping[str, str], title: str) -> str:
    """A section's citation, a link to it; without the title where that is of the one document that is shown."""
    cited = citations.get(section, section)
    return f'<a href="{markup.reading(section)}">{escape(cited.removeprefix(f"《{title}》") or cited)}</a>'
