"""The command line: python -m kb add | build | ask | search | show | docs …

Exit codes: 0 done; 1 a failure that its sentence names; 2 a command that was typed wrong; 3 done, but some files
could not be taken in.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kb.cli.chinese import ChineseGroup, Progress, usage_sentence
from kb.cli.collect import add, missing, remove
from kb.cli.doors import mcp, serve
from kb.cli.filters import filter_options
from kb.cli.known import compare, indicators, match
from kb.cli.options import index_option, json_option, limit_option
from kb.cli.output import (
    print_report,
    readable,
    readable_document,
    readable_hit,
    readable_report,
    readable_scores,
    to_json,
)
from kb.cli.password import password
from kb.errors import KbError
from kb.model.filters import EVERYTHING, Filters
from kb.model.rows import answer_row, document_row, hit_row, section_row
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.library import Library

REFUSED = 3
NO_DOCUMENT_PASSES = "没有符合筛选条件的文件。可用 python -m kb docs 查看全部文件，或少给几个条件"

Command = Callable[..., Any]


_HELP = {"help_option_names": ["-h", "--help"]}


@click.group(cls=ChineseGroup, context_settings=_HELP, options_metavar="[选项]", subcommand_metavar="命令 …")
def kb() -> None:
    """政策知识库：把政策文件建成索引，用文件原文回答问题，句句注明出处。"""


@kb.command(short_help="读取文件夹里的文件，建立索引")
@index_option
@click.option(
    "--corpus", type=click.Path(path_type=Path), metavar="文件夹", help="政策文件所在的文件夹（默认 corpus/）"
)
@click.option("--full", is_flag=True, help="不沿用上一版的向量，全部重新计算")
def build(index: Path | None, corpus: Path | None, full: bool) -> None:
    """读取文件夹里的文件，建立新一版索引；建成之前，旧的一版照常使用。

    没有改动的段落不重新计算。读不了的文件逐个说明原因，其余文件照常入库，此时退出码为 3。
    """
    from kb.build import build as run

    with Progress() as progress:
        report = run(Settings.of(corpus=corpus, index=index), full=full, progress=progress)
    print_report(report)
    if report.refusals:
        sys.exit(REFUSED)


@kb.command(short_help="提一个问题，用原文回答并注明出处")
@click.argument("question", metavar="问题", required=False)
@index_option
@json_option
@limit_option(5)
@filter_options
@click.option(
    "--questions", type=click.Path(path_type=Path), metavar="文件", help="逐行回答 JSONL 文件里的问题（每行含 id 和 q）"
)
def ask(
    question: str | None, index: Path | None, as_json: bool, limit: int, questions: Path | None, filters: Filters
) -> None:
    """提一个问题，用文件的原句回答，每句注明出处；没有依据时回答“未找到相关依据”，并列出最接近的内容。"""
    library = _library(index)
    if questions is not None:
        _ask_all(library, questions, limit, filters)
        return
    answer = library.rewrite(library.ask(question or "", limit, filters))
    click.echo(to_json(answer_row(answer)) if as_json else readable(answer))


@kb.command(short_help="查找章节，按匹配程度排列")
@click.argument("question", metavar="词句")
@index_option
@json_option
@limit_option(10)
@filter_options
def search(question: str, index: Path | None, as_json: bool, limit: int, filters: Filters) -> None:
    """查找与词句最相配的章节，不论它们能否回答问题。"""
    hits = _library(index).search(question, limit, filters)
    if not hits and not as_json:
        click.echo(NO_DOCUMENT_PASSES, err=True)
        return
    click.echo(to_json(list(map(hit_row, hits))) if as_json else "\n".join(map(readable_hit, hits)))


@kb.command(short_help="显示一份文件的目录，或一个章节的原文")
@click.argument("id_", metavar="编号")
@index_option
@json_option
def show(id_: str, index: Path | None, as_json: bool) -> None:
    """显示原文。编号是文件的（ningbo-ip-145）则列出目录，是章节的（ningbo-ip-145/3.3.2）则显示章节。"""
    library = _library(index)
    if "/" not in id_:
        document = library.document(id_)
        outline = (f"{'  ' * each.depth}{each.heading}  [{each.id}]" for each in document.sections)
        click.echo(to_json(asdict(document)) if as_json else "\n".join(outline))
        return
    section = library.section(id_)
    click.echo(to_json(section_row(section)) if as_json else f"{section.citation}\n\n{section.text}")


@kb.command(short_help="列出库里的文件，以及没能入库的文件")
@click.argument("ids", metavar="[编号]…", nargs=-1)
@index_option
@json_option
@click.option("--report", is_flag=True, help="每份文件的解析报告：字数、标题、表格一一对账，以及读到的元数据和依据")
@filter_options
def docs(ids: tuple[str, ...], index: Path | None, as_json: bool, report: bool, filters: Filters) -> None:
    """列出库里的文件（或指明编号的几份）、解析中发现的问题，以及没能入库的文件和原因。"""
    library = _library(index)
    documents = [library.document(id_) for id_ in ids] if ids else library.documents(filters)
    known = library.known
    refusals = () if ids or filters != EVERYTHING else library.refusals()
    if as_json:
        held = [document_row(each, known.standing(each.id, filters.on)) for each in documents]
        click.echo(to_json({"documents": held, "refusals": [asdict(each) for each in refusals]}))
        return
    for each in documents:
        standing = known.standing(each.id, filters.on)
        said, told = known.relations(each.id) if report else ((), ())
        click.echo(readable_report(each, standing, said, told) if report else readable_document(each, standing))
    for refusal in refusals:
        click.echo(f"未入库  {refusal.file}：{refusal.reason}")


@kb.command(short_help="核对索引是否完好")
@index_option
def verify(index: Path | None) -> None:
    """逐个文件核对索引的校验值和条数；有任何不符，退出码为 1。"""
    library = _library(index)
    problems = library.verify()
    for problem in problems:
        click.echo(problem)
    if problems:
        raise click.ClickException("索引不完好。请运行：python -m kb build --full")
    click.echo(f"索引 {library.generation} 完好")


@kb.command(short_help="退回上一版索引")
@index_option
def rollback(index: Path | None) -> None:
    """让读者改用上一版索引；再次 build 会得到新的一版。"""
    from kb.build import roll_back

    click.echo(f"已退回 {roll_back(Settings.of(index=index))}")


@kb.command("eval", short_help="用一份带标准答案的问题文件评分")
@click.argument("file", metavar="文件", type=click.Path(path_type=Path))
@index_option
@json_option
@click.option("--misses", is_flag=True, help="列出答得不对的问题")
def evaluate(file: Path, index: Path | None, as_json: bool, misses: bool) -> None:
    """给 JSONL 问题文件评分：每行含 id、q、kind 和 gold（任一组词句同在一处即为正确）。"""
    report = _library(index).evaluate(file)
    if as_json:
        click.echo(to_json(asdict(report)))
        return
    click.echo(readable_scores(report, misses))


for _command in (add, remove, missing, indicators, match, compare, serve, mcp, password):
    kb.add_command(_command)


def main() -> None:
    """Run the command line; every failure is one Chinese sentence on standard error."""
    try:
        kb.main(prog_name="python -m kb", standalone_mode=False)
    except KbError as error:
        _fail(str(error), 1)
    except click.UsageError as error:
        _fail(
            f"{usage_sentence(error)}\n可用 {error.ctx.command_path if error.ctx else 'python -m kb'} --help 查看用法",
            2,
        )
    except click.ClickException as error:
        _fail(error.format_message(), 1)
    except (click.Abort, KeyboardInterrupt):
        _fail("已中断；原来的索引没有改动", 130)
    except BrokenPipeError:
        sys.stderr.close()


def _library(index: Path | None) -> "Library":
    from kb.library import Library

    return Library.open(Settings.of(index=index))


def _ask_all(library: "Library", path: Path, limit: int, filters: Filters) -> None:
    """One JSON object a line; a question that cannot be asked gives its sentence and the others go on."""
    for question in library.questions(path):
        try:
            row = answer_row(library.rewrite(library.ask(question.text, limit, filters)))
        except KbError as error:
            row = {"question": question.text, "answered": False, "answer": [], "hits": [], "message": str(error)}
        click.echo(json.dumps({"id": question.id, **row}, ensure_ascii=False))


def _fail(sentence: str, code: int) -> None:
    click.echo(sentence, err=True)
    sys.exit(code)
