"""What a comparison found → a paper or sheets to hand out."""

from collections.abc import Iterable, Sequence

from kb.model.comparison import Alignment, Change, Mark, Part, Revision, Row, Run
from kb.model.numerals import han
from kb.model.paper import Cell, Grid, Heading, Paper, Paragraph, Piece, Sheet, Style, Text, Words
from kb.model.record import Indicator

_STYLES = {Mark.KEPT: Style.PLAIN, Mark.DELETED: Style.DELETED, Mark.INSERTED: Style.INSERTED}
_LEGEND = "注：左栏加删除线的为删去的内容，右栏加粗并加下划线的为增加的内容。"


def revision_paper(revision: Revision, old: str = "", new: str = "", whole: bool = False) -> Paper:
    """The 新旧对照表 of two versions.

    Args:
        revision: what changed.
        old: how the left column is called, such as 2010年修订; the day of the edition or its title where it is empty.
        new: the same for the right column.
        whole: also what stayed as it was; else it is counted only.
    """
    shown = revision.rows if whole else tuple(row for row in revision.rows if row.change is not Change.SAME)
    sides = zip(("修改前", "修改后"), (revision.old, revision.new), revision.days, strict=True)
    before, after = (f"{name}（{_day(day) or title}）" for name, title, day in sides)
    header = (old or before, new or after)
    rows = tuple((_side(row.runs, Mark.DELETED), _side(row.runs, Mark.INSERTED)) for row in shown)
    pieces: tuple[Piece, ...] = (Paragraph(_counted(revision.rows), note=True), Grid(header, rows))
    return Paper(f"《{revision.new}》新旧条文对照表", (*pieces, Paragraph(_LEGEND, note=True)))


def revision_sheet(revision: Revision) -> Sheet:
    """The same as a sheet, a row an article; marks are lost in it."""
    rows = tuple(
        (
            row.change.value,
            row.old.label if row.old else "",
            row.new.label if row.new else "",
            row.old.text if row.old else "",
            row.new.text if row.new else "",
        )
        for row in revision.rows
    )
    return Sheet("新旧对照", ("变化", "原条号", "新条号", "修改前", "修改后"), rows)


def alignment_paper(alignment: Alignment) -> Paper:
    """Two documents side by side: tasks, indicators, and what only one has, each with its citation."""
    header = (f"《{alignment.a}》", f"《{alignment.b}》")
    pairs = tuple((_cited(pair.a), _cited(pair.b)) for pair in alignment.pairs)
    figures = tuple((each.name, _values(each.a), _values(each.b)) for each in alignment.figures)
    grids = [("内容相近的部分", Grid(header, pairs)), ("指标对照", Grid(("指标", *header), figures, (2.0, 3.0, 3.0)))]
    for name, only in ((alignment.a, alignment.only_a), (alignment.b, alignment.only_b)):
        rows = tuple((part.citation, part.words) for part in only)
        grids.append((f"只有《{name}》有的部分", Grid(("出处", "内容"), rows, (1.0, 3.0))))
    filled = [(heading, grid) for heading, grid in grids if grid.rows]
    pieces: list[Piece] = []
    for number, (heading, grid) in enumerate(filled, start=1):
        pieces += [Heading(f"{han(number)}、{heading}"), grid]
    return Paper(f"《{alignment.a}》与《{alignment.b}》对照", tuple(pieces), landscape=True)


def alignment_sheets(alignment: Alignment) -> tuple[Sheet, ...]:
    """The same as sheets: tasks, what only one has, indicators."""
    pairs: list[tuple[Cell, ...]] = [
        (pair.a.citation, pair.a.words, pair.b.citation, pair.b.words) for pair in alignment.pairs
    ]
    pairs += [(part.citation, part.words, "", "") for part in alignment.only_a]
    pairs += [("", "", part.citation, part.words) for part in alignment.only_b]
    tasks = Sheet("内容对照", ("甲出处", f"甲：{alignment.a}", "乙出处", f"乙：{alignment.b}"), tuple(pairs))
    if not alignment.figures:
        return (tasks,)
    return tasks, Sheet(
        "指标对照", ("指标", "文件", "年份", "性质", "数值", "单位", "原文"), tuple(_figures(alignment))
    )


def _figures(alignment: Alignment) -> Iterable[tuple[Cell, ...]]:
    for figures in alignment.figures:
        for title, found in ((alignment.a, figures.a), (alignment.b, figures.b)):
            for each in found:
                value = each.number if each.number is not None and str(each.number) == each.value else each.value
                yield figures.name, title, each.year, each.role.value if each.role else "", value, each.unit, each.words


def _day(edition: int) -> str:
    """The day of an edition in words: 20231229 → 2023年12月29日."""
    return f"{edition // 10000}年{edition // 100 % 100}月{edition % 100}日" if edition else ""


def _side(runs: Sequence[Run], mark: Mark) -> Text:
    """One column of a row: what is kept, and of the changes only those of this side."""
    side = [(run.mark, run.old if mark is Mark.DELETED else run.new) for run in runs]
    return tuple(Words(text, _STYLES[kind]) for kind, text in side if text)


def _cited(part: Part) -> Text:
    return (Words(f"{part.citation}\n", Style.BOLD), Words(part.words))


def _values(found: Sequence[Indicator]) -> str:
    """A line for each figure: 2025年目标　8000件."""
    return "\n".join(f"{_when(each)}　{each.value}{each.unit}".strip("　") for each in found)


def _when(indicator: Indicator) -> str:
    year = f"{indicator.year}年" if indicator.year else ""
    return year + (indicator.role.value if indicator.role else "")


def _counted(rows: Sequence[Row]) -> str:
    """How many rows there are of each change, in one sentence."""
    counts = {change: sum(row.change is change for row in rows) for change in Change}
    said = {Change.MOVED: "仅条号或位置变动"}
    return "，".join(f"{said.get(change, change.value)}{count}处" for change, count in counts.items() if count) + "。"
