"""The commands that fill the corpus: add | remove | missing."""

import sys
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kb.cli.chinese import ChineseCommand
from kb.cli.output import to_json
from kb.errors import CollectRefused
from kb.settings import Settings

if TYPE_CHECKING:
    from kb.collect import Outcome

REFUSED = 3
"""Exit code: done, but some of what was wanted could not be taken in."""

_corpus_option = click.option(
    "--corpus", type=click.Path(path_type=Path), metavar="文件夹", help="政策文件所在的文件夹（默认 corpus/）"
)


@click.command(cls=ChineseCommand, short_help="把文件、网页或法律放进文件夹")
@click.argument("wanted", metavar="文件|网址|law:法律名称 …", nargs=-1)
@_corpus_option
@click.option("--sources", is_flag=True, help="把 sources.toml 里列出的网址都再取一遍")
@click.option("--replace", is_flag=True, help="换掉同名而内容不同的文件，旧的移到 .trash")
def add(wanted: tuple[str, ...], corpus: Path | None, sources: bool, replace: bool) -> None:
    """把文件（或整个文件夹）、网页、全国人大的法律放进文件夹，记下来处和日期。

    例如：add 通知.docx，add https://www.gov.cn/….htm，add law:专利法。放好之后要 build 才能查到。

    只取公网上的网页；同样内容的文件不放第二次。有放不进的逐个说明原因，其余照常放入，此时退出码为 3。
    """
    from kb import collect

    if not wanted and not sources:
        raise CollectRefused("没有写要放进什么：可以是文件、网址，或 law:专利法；或用 --sources")
    folder = Settings.of(corpus=corpus).corpus
    counts: Counter[collect.Outcome] = Counter()
    found = [collect.add(folder, wanted, replace=replace)] if wanted else []
    for added in (each for some in [*found, *([collect.refresh(folder)] if sources else [])] for each in some):
        counts[added.outcome] += 1
        refused = added.outcome is collect.Outcome.REFUSED
        note = f"（{added.note}）" if added.note and not refused else f"：{added.note}" if added.note else ""
        what = added.wanted if added.outcome in (collect.Outcome.HELD, collect.Outcome.REFUSED) else added.file
        click.echo(f"{added.outcome}  {what}{note}", err=refused)
    _sum_up(counts)


def _sum_up(counts: "Counter[Outcome]") -> None:
    """Say what came of everything, and end with the exit code that fits."""
    from kb.collect import Outcome

    refused = counts.pop(Outcome.REFUSED, 0)
    if counts.keys() & {Outcome.ADDED, Outcome.CHANGED}:
        click.echo("请运行 python -m kb build，之后就能查到")
    if refused:
        sys.exit(REFUSED if counts else 1)


@click.command(cls=ChineseCommand, short_help="把文件移出文件夹")
@click.argument("names", metavar="编号|文件名 …", nargs=-1, required=True)
@_corpus_option
def remove(names: tuple[str, ...], corpus: Path | None) -> None:
    """把文件移出文件夹，连同 catalog.toml 里写的；文件没有删掉，移到文件夹下的 .trash 里。

    编号或文件名有一个找不到，就一个也不移。移走之后要 build 才会查不到。
    """
    from kb import collect

    for removed in collect.remove(Settings.of(corpus=corpus).corpus, names):
        click.echo(f"已移走  {removed.file}（现在在 {removed.trash}）")
    click.echo("请运行 python -m kb build，之后就查不到了；要找回，用 python -m kb add 加上它现在的位置")


@click.command(cls=ChineseCommand, short_help="列出引用了、库里却没有的文件")
@click.option("--index", type=click.Path(path_type=Path), metavar="文件夹", help="索引所在的文件夹（默认 index/）")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON，供程序使用")
@click.option("--all", "everything", is_flag=True, help="也列出表格、证书、报刊等不是政策文件的")
def missing(index: Path | None, as_json: bool, everything: bool) -> None:
    """列出库里的文件用《…》引用了、库里却没有的文件，引用最多的在前，并注明是哪一处引用的。"""
    from kb.library import Library

    held = Library.open(Settings.of(index=index)).missing()
    listed = [each for each in held if everything or each.wanted]
    if as_json:
        click.echo(to_json([asdict(each) for each in listed]))
        return
    for each in listed:
        documents = len({document for document, _ in each.cited_by})
        click.echo(f"《{each.title}》  {documents} 份文件、{len(each.cited_by)} 处引用")
        for _, citation in each.cited_by[:3]:
            click.echo(f"    {citation}")
        if len(each.cited_by) > 3:
            click.echo(f"    ……另有 {len(each.cited_by) - 3} 处")
    if others := len(held) - len(listed):
        click.echo(f"另有 {others} 个《…》是表格、证书、报刊等，没有列出，可用 --all 查看")
    if not held:
        click.echo("引用到的文件库里都有")
