"""The commands on what a base knows beyond its text: indicators | match | compare."""

import csv
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal
from pathlib import Path

import click

from kb.cli.chinese import ChineseCommand
from kb.cli.filters import filter_options
from kb.cli.options import file_option, index_option, json_option, limit_option
from kb.cli.output import to_json
from kb.errors import ProfileRefused
from kb.model.comparison import Alignment, Change, Mark, Part, Revision
from kb.model.filters import Filters
from kb.model.match import Match
from kb.model.record import Disagreement, Indicator, Line
from kb.model.rows import indicator_row, match_row
from kb.settings import Settings

SHOWN = 160
"""Characters that a terminal shows of a part."""
_BRACKETS = {Mark.KEPT: "{}", Mark.DELETED: "［删：{}］", Mark.INSERTED: "［增：{}］"}


@click.command(cls=ChineseCommand, short_help="列出文件里的指标：目标、实际、增长，以及前后不一致的")
@index_option
@json_option
@click.option("--csv", "as_csv", is_flag=True, help="输出 CSV，每行一个数")
@file_option("--xlsx", "另存为 Excel 表格")
@filter_options
def indicators(index: Path | None, as_json: bool, as_csv: bool, xlsx: Path | None, filters: Filters) -> None:
    """列出表格和正文里的指标。同一指标的几个年份并成一行，算出增长；说法不一致的列在后面，由人核对。"""
    from kb.library import Library, papers

    library = Library.open(Settings.of(index=index))
    found = library.known.indicators(filters)
    if xlsx:
        sheets = papers.indicator_sheets(found, library.known.joined(found), library.known.disagreements(found))
        _save(xlsx, papers.workbook(sheets))
    elif as_csv:
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([papers.INDICATORS, *map(papers.indicator_row, found)])
    elif as_json:
        click.echo(to_json([indicator_row(each) for each in found]))
    else:
        lines, differing = library.known.joined(found), library.known.disagreements(found)
        click.echo("\n".join(_readable(lines, differing)) or "没有读到指标")


@click.command(cls=ChineseCommand, short_help="按企业情况找能享受的扶持措施")
@click.option("--profile", type=click.Path(path_type=Path), metavar="文件", help="企业情况的文件")
@index_option
@json_option
@limit_option(10)
@file_option("--docx", "另存为 Word 文档")
@file_option("--xlsx", "另存为 Excel 表格")
@filter_options
def match(
    profile: Path | None,
    index: Path | None,
    as_json: bool,
    limit: int,
    docx: Path | None,
    xlsx: Path | None,
    filters: Filters,
) -> None:
    """按企业情况找扶持措施，逐条说明符合、不符合还是待补充。没有写的一律不算不符合。

    企业情况写在一个文本文件里，可以写 地区 行业 规模 规上 资质 知识产权 出口 上市 需求 说明，知道几项写几项；
    样例是 docs/企业.toml。
    """
    from kb.library import Library, papers

    profile_text = _text(profile)
    library = Library.open(Settings.of(index=index))
    found = library.known.match(library.known.profile(profile_text), filters)
    asked = library.known.to_answer(found)
    if docx:
        _save(docx, papers.word(papers.match_paper(found[:limit], asked)))
    if xlsx:
        _save(xlsx, papers.workbook([papers.match_sheet(found)]))
    if as_json:
        click.echo(to_json({"matches": list(map(match_row, found[:limit])), "questions": asked}))
        return
    click.echo("\n".join(_offered(found, limit, asked)))


@click.command(cls=ChineseCommand, short_help="对照两份文件：新旧条文，或同一件事各怎么说")
@click.argument("a", metavar="编号")
@click.argument("b", metavar="编号")
@click.option("--topic", default="", metavar="词句", help="只对照讲这件事的部分")
@index_option
@json_option
@file_option("--docx", "另存为 Word 文档（新旧条文对照表，或两份文件对照）")
@file_option("--xlsx", "另存为 Excel 表格")
def compare(
    a: str, b: str, topic: str, index: Path | None, as_json: bool, docx: Path | None, xlsx: Path | None
) -> None:
    """同一文件的两个版本，逐条对照新增、删除、修改；不同的两份文件，按意思对照任务和指标，以及只有一份讲到的。"""
    from kb.library import Library, papers

    found = Library.open(Settings.of(index=index)).known.compare(a, b, topic)
    if docx:
        _save(docx, papers.word(papers.comparison_paper(found)))
    if xlsx:
        _save(xlsx, papers.workbook(papers.comparison_sheets(found)))
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2, default=str))
    elif not (docx or xlsx):
        click.echo("\n".join(_revised(found) if isinstance(found, Revision) else _aligned(found)))


def _save(path: Path, content: bytes) -> None:
    """Write a file whole or not at all."""
    beside = path.with_name(f".{path.name}.part")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise click.ClickException(f"写不了 {path}（{error.strerror}）") from error
    click.echo(f"已写入 {path}", err=True)


def _text(path: Path | None) -> str:
    if path is None:
        raise ProfileRefused("请写明企业情况的文件：python -m kb match --profile 企业.toml；样例是 docs/企业.toml")
    try:
        return path.read_text("utf-8-sig")
    except OSError as error:
        raise ProfileRefused(f"读不了 {path}（{error.strerror}），请写明企业情况文件的位置") from error
    except UnicodeDecodeError as error:
        raise ProfileRefused(f"{path} 不是 UTF-8 编码的文本，请另存为 UTF-8") from error


def _readable(lines: Sequence[Line], differing: Sequence[Disagreement]) -> Iterator[str]:
    for line in lines:
        values = "　".join(f"{each.year}年{each.role or ''}：{each.value or '（空）'}" for each in line.values)
        growth = f"　增长 {_percent(line.growth)}" if line.growth is not None else ""
        yearly = f"（年均 {_percent(line.yearly)}）" if line.yearly is not None else ""
        unit = f"（{line.unit}）" if line.unit else ""
        yield f"{line.name}{unit}　{values}{growth}{yearly}　[{line.values[-1].section}]"
    if differing:
        yield "\n数字不同，请核对口径："
    for pair in differing:
        told = "同一指标、同一年份，数字不一致" if pair.same else "名称或时间口径相近"
        both = "；".join(f"{each.name} {each.value}{_when(each)} [{each.section}]" for each in (pair.one, pair.other))
        yield f"{told}：{both}"


def _when(each: Indicator) -> str:
    year = f"{each.year}年" if each.year else ""
    return f"（{each.note if year in each.note and each.note else year or '没有年份'}）"


def _percent(share: Decimal) -> str:
    return f"{share * 100:.1f}%"


def _offered(found: Sequence[Match], limit: int, asked: Sequence[str]) -> Iterator[str]:
    if not found:
        yield "库里的文件没有读到扶持措施"
    for number, each in enumerate(found[:limit], start=1):
        yield f"{number}. 【{each.verdict}】{each.offer.measure.words}"
        yield f"   —— 《{each.offer.title}》  [{each.offer.measure.section}]"
        if each.reasons:
            yield f"   {'；'.join(each.reasons)}"
        yield from (f"   {one.verdict}　{one.reason}（依据：{one.words}）" for one in each.conditions)
    if asked:
        yield "\n再说明这几点，结果会更准："
        yield from (f"  · {question}" for question in asked[:5])


def _revised(found: Revision) -> Iterator[str]:
    counts = "，".join(f"{change} {len(found.of(change))}" for change in Change)
    yield f"《{found.old}》→《{found.new}》：{counts}"
    for row in found.rows:
        if row.change is not Change.SAME:
            yield f"\n【{row.change}】{_label(row.old)} → {_label(row.new)}"
            yield "".join(_BRACKETS[run.mark].format(run.old or run.new) for run in row.runs)


def _figure(one: Indicator) -> str:
    return one.value if not one.value or one.unit in one.value else f"{one.value}{one.unit}"


def _label(part: Part | None) -> str:
    return part.citation if part else "（无）"


def _aligned(found: Alignment) -> Iterator[str]:
    yield f"《{found.a}》与《{found.b}》：相近 {len(found.pairs)} 处"
    for pair in found.pairs:
        yield f"\n{pair.a.citation}\n    {pair.a.words[:SHOWN]}\n{pair.b.citation}\n    {pair.b.words[:SHOWN]}"
    for each in found.figures:
        sides = (
            "；".join(f"{one.year or ''}{one.role or ''} {_figure(one)}" for one in side) or "没有"
            for side in (each.a, each.b)
        )
        yield f"\n指标　{each.name}：{'　｜　'.join(sides)}"
    for title, only in ((found.a, found.only_a), (found.b, found.only_b)):
        yield f"\n只有《{title}》讲到（{len(only)} 处）："
        yield from (f"  {part.citation}　{part.title or part.words[:40]}" for part in only)
