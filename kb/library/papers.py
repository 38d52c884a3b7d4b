"""What a library finds → papers and sheets to hand out."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence

from kb.export import alignment_paper, alignment_sheets, revision_paper, revision_sheet, word, workbook
from kb.model import Answer, Quote
from kb.model.comparison import Alignment, Revision
from kb.model.match import Match
from kb.model.paper import Cell, Grid, Heading, Paper, Paragraph, Piece, Sheet, Words
from kb.model.record import Disagreement, Indicator, Line

__all__ = ["word", "workbook"]

INDICATORS = ("指标", "数值", "单位", "年份", "性质", "属性", "限定", "口径", "备注", "出处", "原文")
"""The columns of a list of indicators, one figure a row."""

DECIDES = "注：措施都是文件原句；符合与否由填写的情况同原句对照得出，能不能享受由主管部门认定。"
"""What a list of measures is, and who decides."""


def indicator_row(each: Indicator, citations: Mapping[str, str] | None = None) -> tuple[Cell, ...]:
    """An indicator as `INDICATORS` names it; its number as a number where the cell is nothing else.

    Its source is the citation of its section, or the section's id where none is given.
    """
    value = each.number if each.number is not None and str(each.number) == each.value else each.value
    words = " ".join(each.words.split())
    return (
        each.name, value, each.unit, each.year, str(each.role or ""), str(each.nature or ""), each.bound, each.pace,
        each.note, (citations or {}).get(each.section, each.section), words,
    )  # fmt: skip


def indicator_csv(found: Sequence[Indicator], citations: Mapping[str, str] | None = None) -> bytes:
    """All figures as CSV that Excel opens: with a byte order mark, and no text that it would take for a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(INDICATORS)
    writer.writerows(map(_plain, indicator_row(each, citations)) for each in found)
    return text.getvalue().encode("utf-8-sig")


def _plain(cell: Cell) -> Cell:
    """A cell, with an apostrophe before a text that a spreadsheet would reckon (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def indicator_sheets(
    found: Sequence[Indicator], lines: Sequence[Line], differing: Sequence[Disagreement],
    citations: Mapping[str, str] | None = None,
) -> tuple[Sheet, ...]:  # fmt: skip
    """All figures, the same indicators over the years, and what disagrees."""
    cited = citations or {}
    years = tuple(
        (
            line.name, line.unit, "；".join(f"{v.year}年{v.role or ''} {v.value or '（空）'}" for v in line.values),
            line.growth, line.yearly,
        )
        for line in lines
    )  # fmt: skip
    pairs = tuple(
        ("不一致" if each.same else "口径相近", *_figure(each.one, cited), *_figure(each.other, cited))
        for each in differing
    )
    return (
        Sheet("指标", INDICATORS, tuple(indicator_row(each, cited) for each in found)),
        Sheet("分年对照", ("指标", "单位", "各年数值", "增长", "年均增长"), years),
        Sheet(
            "数字不同", ("性质", "甲指标", "甲数值", "甲时间", "甲出处", "乙指标", "乙数值", "乙时间", "乙出处"), pairs
        ),
    )


def match_paper(found: Sequence[Match], asked: Sequence[str], citations: Mapping[str, str] | None = None) -> Paper:
    """What an enterprise can get, each measure with its conditions, to print.

    Args:
        found: the measures.
        asked: what the enterprise could answer to know more.
        citations: how each section is cited; the title and the section's id where one is not among them.
    """
    return Paper("可享受的扶持措施", (*_pieces(found, asked, citations or {}), Paragraph(DECIDES, note=True)))


def match_sheet(found: Sequence[Match], citations: Mapping[str, str] | None = None) -> Sheet:
    """The same as a sheet, a row a measure."""
    cited = citations or {}
    rows = tuple(
        (
            number, str(each.verdict), each.offer.measure.words, "；".join(each.reasons),
            "；".join(f"{one.verdict}：{one.reason}（{one.words}）" for one in each.conditions),
            f"《{each.offer.title}》", cited.get(each.offer.measure.section, each.offer.measure.section),
        )
        for number, each in enumerate(found, start=1)
    )  # fmt: skip
    return Sheet("扶持措施", ("序号", "结论", "措施原文", "理由", "条件", "文件", "出处"), rows)


def _figure(each: Indicator, cited: Mapping[str, str]) -> tuple[Cell, ...]:
    when = each.note or (str(each.year) if each.year else "")
    return each.name, each.value, when, cited.get(each.section, each.section)


def _pieces(found: Sequence[Match], asked: Sequence[str], citations: Mapping[str, str]) -> Iterator[Piece]:
    for number, each in enumerate(found, start=1):
        measure = each.offer.measure
        yield Heading(f"{number}. {each.verdict}", 2)
        yield Paragraph(measure.words)
        cited = citations.get(measure.section, f"《{each.offer.title}》 {measure.section}")
        yield Paragraph(f"出处：{cited}", note=True)
        if each.conditions:
            rows = tuple((str(one.verdict), one.reason, one.words) for one in each.conditions)
            yield Grid(("结论", "理由", "依据的原文"), rows, (1.0, 3.0, 2.0))
    if asked:
        yield Heading("再说明这几点，结果会更准", 2)
        yield from (Paragraph(question) for question in asked)


def answer_paper(found: Answer) -> Paper:
    """A question, the sentences that answer it, each with its number, and the list of the sections cited."""
    return Paper(found.question, tuple(_quoted(found.quotes)), subtitle="政策文件原文摘录")


def basket_paper(quotes: Sequence[Quote]) -> Paper:
    """Collected sentences in the order in which they were collected, with the list of the sections cited."""
    return Paper("政策文件原文摘录", tuple(_quoted(quotes)))


def _quoted(quotes: Sequence[Quote]) -> Iterator[Piece]:
    """Each sentence with the number of its citation, then the citations; a sentence is never changed."""
    numbers = {citation: n for n, citation in enumerate(dict.fromkeys(each.citation for each in quotes), start=1)}
    for each in quotes:
        yield Paragraph((Words(each.text), Words(f"〔{numbers[each.citation]}〕")))
    yield Heading("引文出处")
    yield from (Paragraph(f"〔{number}〕{citation}", note=True) for citation, number in numbers.items())


def comparison_paper(found: Revision | Alignment) -> Paper:
    """A 新旧对照表, or two documents side by side."""
    return revision_paper(found) if isinstance(found, Revision) else alignment_paper(found)


def comparison_sheets(found: Revision | Alignment) -> tuple[Sheet, ...]:
    """The same as sheets."""
    return (revision_sheet(found),) if isinstance(found, Revision) else alignment_sheets(found)
