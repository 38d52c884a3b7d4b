"""What the commands print: for reading, and as JSON for programs."""

import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

import click

from kb.model import REWRITTEN, Answer, BuildReport, Document, Hit
from kb.model.record import Relation
from kb.model.validity import Standing, Validity

if TYPE_CHECKING:
    from kb.library import Report, Verdict

_UNREMARKABLE = (Validity.IN_FORCE, Validity.UNKNOWN)
"""A hit from such a document needs no banner."""
REFUSED_NAMES = {"none": "该拒答（无关）", "near": "该拒答（相近）", "answerable": "误拒（有答案）"}


def to_json(value: Any) -> str:
    """Indented JSON, its Chinese readable."""
    return json.dumps(value, ensure_ascii=False, indent=2)


def readable(answer: Answer) -> str:
    """An answer for reading: what a language model made of it, the quotes with their citations, then the hits."""
    lines = list(_rewritten(answer))
    lines += [f"{quote.text}\n    —— {quote.citation}  [{quote.section}]" for quote in answer.quotes]
    if not answer.answered:
        lines.append("未找到相关依据：库里的文件没有回答这个问题。")
    lines.append("\n相关章节：" if answer.answered else "\n最接近的内容（不是答案）：")
    return "\n".join([*lines, *map(readable_hit, answer.hits)])


def _rewritten(answer: Answer) -> Iterator[str]:
    """The rewriting, each sentence with its citations, or why there is none; nothing where no model was asked."""
    if answer.generated is None:
        return
    if answer.generated.set_aside:
        yield answer.generated.set_aside
        return
    cited = {quote.section: quote.citation for quote in answer.quotes}
    yield f"{REWRITTEN}："
    for sentence in answer.generated.sentences:
        places = "；".join(f"{cited[id_]}  [{id_}]" for id_ in sentence.sections)
        yield f"{sentence.text}\n    —— {places}"
    yield "\n原文这样说："


def readable_hit(hit: Hit) -> str:
    """A hit for reading."""
    page = f"（第 {hit.page} 页）" if hit.page else ""
    score = f"（重排得分 {hit.why.rerank_score:.4g}）" if hit.why.rerank_score is not None else ""
    also = f"\n   同文另见：{'、'.join(hit.also)}" if hit.also else ""
    standing = f"\n   {readable_standing(hit.standing)}" if hit.standing.validity not in _UNREMARKABLE else ""
    return (
        f"{hit.rank}. {hit.citation}{page}{score}  [{hit.section}]{standing}"
        f"\n   {' › '.join(hit.path[1:])}\n   {hit.text}{also}"
    )


def readable_standing(standing: Standing) -> str:
    """The validity of a document with its reason, and the document that took its place."""
    successor = f"；现看 [{standing.successor}]" if standing.successor else ""
    return f"【{standing.validity}】{standing.reason}{successor}"


def readable_scores(report: "Report", misses: bool) -> str:
    """The scores of an evaluation, and on demand the questions that went wrong."""
    lines = [f"R@{k:<7} {value:.3f}" for k, value in report.recall.items()]
    lines += [f"MRR@10    {report.mrr:.3f}", f"R@1000字  {report.recall_in_budget:.3f}"]
    lines += [f"引文命中  {report.quoted:.3f}"]
    lines += [f"{REFUSED_NAMES[kind]}  拒答 {refused}/{of}" for kind, (refused, of) in report.refused.items()]
    if report.waiting:
        lines.append(f"另有 {report.waiting} 题没有写明正确答案（gold），没有计分")
    return "\n".join(lines + [_miss(verdict) for verdict in report.verdicts if misses and not verdict.right])


def _miss(verdict: "Verdict") -> str:
    place = f"第 {verdict.rank} 位" if verdict.rank else "前十位没有" if verdict.question.gold else "不该答"
    refused = "" if verdict.answered else "，拒答"
    return f"  {verdict.question.id}  {place}{refused}  {verdict.question.text}"


def readable_document(document: Document, standing: Standing) -> str:
    """A document in one line, and below it what an editor should look at."""
    notes = (*document.report.gaps, *document.report.warnings)
    return "\n".join(
        [
            f"{document.id}  {document.title}  （{document.file}）{readable_standing(standing)}",
            *(f"    注意：{each}" for each in (*notes, *standing.doubts)),
        ]
    )


def readable_report(
    document: Document, standing: Standing, said: Sequence[Relation] = (), told: Sequence[Relation] = ()
) -> str:
    """The parse report of a document: what is known of it, and what became of every character.

    Args:
        document: the document.
        standing: its validity.
        said: what it says of others.
        told: what others say of it.
    """
    report = document.report
    aside = "".join(f" + {kind} {count:,}" for kind, count in report.set_aside)
    whole = "一字不少" if report.balanced else f"差 {report.lost:,} 字"
    levels = "，".join(f"第 {depth} 层 {count} 个" for depth, count in report.headings) or "没有标题"
    lines = [
        readable_document(document, standing),
        f"    字数　　{report.characters:,} = 章节 {report.in_sections:,}{aside}，{whole}",
        f"    标题　　{levels}；{f'编号有 {len(report.gaps)} 处不连续' if report.gaps else '编号连续'}",
    ]
    if report.tables[0]:
        (found, held), (cells, kept) = report.tables, report.cells
        lines.append(f"    表格　　读到 {found} 个、{cells} 格，收入 {held} 个、{kept} 格")
    if report.recognised:
        mean = sum(page.confidence for page in report.recognised) / len(report.recognised)
        lines.append(f"    文字识别　{len(report.recognised)} 页，平均把握 {mean:.0%}，请对照原件抽查")
    if report.cut:
        lines.append(f"    过长的句子　{report.cut} 句，检索时切开，原文不变")
    facts = (f"    {fact.field}　{fact.value}　（{fact.place}：{fact.words}）" for fact in document.facts)
    basis = [f"    时效性　{standing.validity}　（{standing.place}：{standing.words}）"] if standing.words else []
    relations = [*map(_said, said), *map(_told, told)]
    return "\n".join([*lines, *facts, *basis, *relations])


def _said(relation: Relation) -> str:
    held = f"[{relation.target}]" if relation.target else "库里没有"
    near = f"，题名相近的有 {'、'.join(f'[{each}]' for each in relation.near)}" if relation.near else ""
    return f"    {relation.kind}　《{relation.title}》{relation.clause}　（{held}{near}；{relation.section}）"


def _told(relation: Relation) -> str:
    return f"    被{relation.kind}　{relation.clause}（{relation.section}：{relation.words}）"


def print_report(report: BuildReport) -> None:
    """Print what a build did; the files it could not take in go to standard error."""
    click.echo(
        f"建成 {report.generation}：{report.documents} 份文件，{report.sections} 个章节，{report.passages} 个段落；"
        f"新计算 {report.encoded} 个向量，沿用 {report.reused} 个"
    )
    click.echo(readable_timing(report))
    for note in report.notes:
        click.echo(f"注意  {note}")
    for refusal in report.refusals:
        click.echo(f"未入库  {refusal.file}：{refusal.reason}", err=True)


def readable_timing(report: BuildReport) -> str:
    """Where the seconds went, and how many passages a second were read, parsed and segmented."""
    timing = report.timing
    speed = report.passages / timing.intake if timing.intake else 0.0
    return (
        f"用时：读取 {timing.read:.1f} 秒、解析 {timing.parse:.1f} 秒、提取 {timing.record:.1f} 秒、"
        f"分词 {timing.segment:.1f} 秒"
        f"（{timing.workers} 个进程合计；实际 {timing.intake:.1f} 秒，每秒 {speed:,.0f} 个段落），"
        f"计算向量 {timing.encode:.1f} 秒，写入 {timing.write:.1f} 秒"
    )
