"""Indicators in tables: a column of names, and columns of values that name a year, a target or a base."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kb.model import Document, Section, SectionKind
from kb.model.record import Indicator, Nature, Role
from kb.records.indicators.amount import SCALE, UNIT, amount_of, plain

_NAMES = re.compile(
    r"(?:主要|具体|核心|评价|考核|发展|监测|一级|二级|三级)?指标(?:名称|内容)?|名称|项目|目标名称|任务指标"
)
_UNITS = re.compile(r"(?:计量|计算)?单位")
_NATURES = re.compile(r"(?:指标)?(?:属性|性质|类型)")
_NOTES = re.compile(r"备注|说明|注")
_YEAR = re.compile(r"((?:19|20)\d\d)")
_VALUE = re.compile(r"(?:19|20)\d\d年?|目标|基期|基数|基准|现状|完成|实际|实绩|规划值|预期值")
_RATE = re.compile(r"增长|增速|累计|年均")
_IN_BRACKETS = re.compile(rf"[(]((?:{SCALE})?(?:{UNIT}|[^(),、%]{{1,6}}/[^(),、]{{1,6}}))[)]$")
_IN_CAPTION = re.compile(rf"单位[:：]((?:{SCALE})?(?:{UNIT}))")


@dataclass(frozen=True, slots=True)
class _Column:
    """A column of values: its place, the year that it names, what its values are, and their pace."""

    place: int
    year: int | None
    role: Role | None
    pace: str


def of_tables(document: Document) -> Iterator[Indicator]:
    """The indicators of all tables, one for each cell that stands for a value, empty cells with them.

    A table without a header, without a column of names or without one of values is none of indicators.
    """
    rows: dict[str, list[Section]] = {}
    for section in document.sections:
        if section.kind is SectionKind.ROW and section.parent:
            rows.setdefault(section.parent, []).append(section)
    for section in document.sections:
        table = section.table
        if section.kind is SectionKind.TABLE and table and any(table.header):
            names = _place(_NAMES, table.header)
            columns = _columns(table.header, f"{table.caption}{section.heading}")
            if names is not None and columns:
                unit = next(
                    (match[1] for text in (section.text, table.caption) if (match := _IN_CAPTION.search(text))), ""
                )
                yield from _of_rows(rows.get(section.id, ()), table.rows, table.header, names, columns, unit)


def _of_rows(
    sections: Sequence[Section],
    rows: Sequence[tuple[str, ...]],
    header: tuple[str, ...],
    names: int,
    columns: Sequence[_Column],
    unit: str,
) -> Iterator[Indicator]:
    units, natures, notes = (_place(pattern, header) for pattern in (_UNITS, _NATURES, _NOTES))
    texts = {tuple(plain(cell) for cell in section.text.split("\t")): section for section in sections}
    for cells in rows:
        section = texts.get(tuple(map(plain, cells)))
        if section is None or not cells[names].strip():
            continue
        name, own = _name(cells[names])
        stated = plain(cells[units]) if units is not None else ""
        for column in columns:
            cell = cells[column.place].strip()
            amount = amount_of(cell)
            yield Indicator(
                name=name,
                value=cell,
                number=amount.number if amount else None,
                unit=(amount.unit if amount else "") or own or stated or _name(header[column.place])[1] or unit,
                year=column.year,
                role=column.role,
                section=section.id,
                words=section.text,
                bound=amount.bound if amount else "",
                pace=(amount.pace if amount else "") or column.pace,
                nature=_nature(cells[natures]) if natures is not None else None,
                note=cells[notes].strip() if notes is not None else "",
            )


def _place(pattern: re.Pattern[str], header: Sequence[str]) -> int | None:
    """The column whose name is of a pattern; the last one where 一级指标 and 二级指标 stand side by side."""
    found = [place for place, name in enumerate(header) if pattern.fullmatch(_name(name)[0])]
    return found[-1] if found else None


def _columns(header: Sequence[str], caption: str) -> list[_Column]:
    """The columns of values; a column of years in a table of targets holds targets."""
    found = []
    for place, name in enumerate(map(plain, header)):
        if not _VALUE.search(name) or _NOTES.fullmatch(name) or len(name) > 20:
            continue
        year = _YEAR.search(name)
        pace = _RATE.search(name)
        found.append(_Column(place, int(year[1]) if year else None, _role(name), pace[0] if pace else ""))
    others = [each for each in found if each.role is None]
    targets = [each for each in found if each.role is Role.TARGET]
    for each in others:
        role = Role.TARGET if not targets and "目标" in caption and len(others) == 1 else _beside(each, targets)
        found[found.index(each)] = _Column(each.place, each.year, role, each.pace)
    return found


def _role(name: str) -> Role | None:
    if re.search("基期|基数|基准|现状", name):
        return Role.BASE
    if re.search("完成|实际|实绩", name):
        return Role.ACTUAL
    return Role.TARGET if re.search("目标|规划值|预期值", name) else None


def _beside(column: _Column, targets: Sequence[_Column]) -> Role | None:
    """What a bare year holds beside targets: of the same year what was reached, of an earlier one the base."""
    years = [each.year for each in targets if each.year]
    if column.year is None or not years:
        return None
    return Role.ACTUAL if column.year in years else Role.BASE if column.year < min(years) else Role.TARGET


def _name(cell: str) -> tuple[str, str]:
    """A name without the number in front of it, and the unit that it ends in."""
    text = re.sub(r"^(?:\d{1,2}[.、．)]|[(]\d{1,2}[)]|[*＊※])", "", plain(cell))
    match = _IN_BRACKETS.search(text)
    return (text[: match.start()], match[1]) if match else (text, "")


def _nature(cell: str) -> Nature | None:
    return next((each for each in Nature if each in cell or each[:2] == plain(cell)), None)
