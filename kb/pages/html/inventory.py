"""The base as its operator sees it, as HTML: what is in it, what is not, its generations, and what is wanted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from kb.model import BuildReport, Document, Field, Refusal
from kb.model.validity import Standing
from kb.pages.html import markup
from kb.pages.html.markup import escape, folded, listed
from kb.pages.html.shelf import about

if TYPE_CHECKING:
    from kb.operate.generations import Kept
    from kb.operate.stock import Changes

CITED = 3
"""How many places that cite a missing document are shown before the others unfold."""


def strip(current: "Kept | None", waiting: int | None) -> str:
    """The state of the base in four words: generation, documents, when it was built, what waits (None: unknown)."""
    cells = (
        ("现用版本", current.name if current else "还没有"),
        ("库内文件", f"{current.documents or 0:,} 份" if current else "—"),
        ("上次建库", f"{current.built:%Y-%m-%d %H:%M}" if current else "—"),
        ("待入库", "—" if waiting is None else f"{waiting:,} 份" if waiting else "没有"),
    )
    drawn = "".join(f"<div><dt>{name}</dt><dd>{escape(value)}</dd></div>" for name, value in cells)
    return f'<dl class="kb-strip">{drawn}</dl>'


def changed(changes: "Changes", how: str) -> str:
    """What a build would take in, and how one is made, in one sentence; nothing where it would change nothing."""
    counts = (
        (len(changes.added), "份文件还没有入库"),
        (len(changes.changed), "份入库后改过"),
        (len(changes.again), "份上次没能入库、后来改过"),
        (len(changes.removed), "份已不在文件夹里"),
    )
    told = [f"{count} {what}" for count, what in counts if count]
    if changes.catalog:
        told.append("catalog.toml 改过" if told else "文件都已入库，但 catalog.toml 改过")
    if not told:
        return ""
    there = "有 " if changes.files else ""
    return f'<p class="kb-due" role="status">{there}{"、".join(told)}，{how}。</p>'


def row(document: Document, sections: int, standing: Standing, entered: date | None, note: str) -> str:
    """One document: its title, where it is from, how it was read, and everything that is known of it on demand."""
    report = document.report
    look = len(report.gaps) + len(report.warnings) + bool(report.recognised)
    said = (
        escape(document.file),
        f"编号 {escape(document.id)}" if document.id != document.file.rpartition(".")[0] else "",
        f"{sections:,} 个章节",
        str(standing.validity),
        f"{entered:%Y-%m-%d} 放入" if entered else "放入日期不详",
        "解析核对一字不少" if report.balanced else f"解析核对差 {report.lost:,} 字",
        f"{look} 处需留意" if look else "",
    )
    mark = f'<span class="kb-badge">{escape(note)}</span>' if note else ""
    return (
        f'<article class="kb-file"><h3><a href="{markup.document(document.id)}">{escape(document.title)}</a>'
        f'{markup.badge(standing)}{mark}</h3><p class="kb-hint">{joined(said)}</p>'
        f'<div class="kb-more">{about(document)}</div></article>'
    )


def joined(said: Iterable[str]) -> str:
    """What is said of one thing, in one line; it is HTML already."""
    return '<span class="kb-dot">·</span>'.join(filter(None, said))


def entered_on(document: Document, changed_at: float | None) -> date | None:
    """The day on which a document was fetched, or else on which its file was put into the folder."""
    fetched = next((fact.value for fact in document.facts if fact.field is Field.FETCHED_ON), "")
    try:
        return date.fromisoformat(fetched)
    except ValueError:
        return datetime.fromtimestamp(changed_at).date() if changed_at is not None else None


def found(documents: Sequence[Document], words: str) -> list[Document]:
    """The documents whose title, file, id or metadata hold all of some words."""
    wanted = words.lower().split()

    def text(document: Document) -> str:
        facts = (each.value for each in document.facts)
        return " ".join((document.title, document.file, document.id, *facts)).lower()

    return [each for each in documents if all(word in text(each) for word in wanted)] if wanted else list(documents)


def refused(refusal: Refusal) -> str:
    """A file that the last build could not take in, and why."""
    return f'<p class="kb-file"><strong>{escape(refusal.file)}</strong>：{escape(refusal.reason)}</p>'


def differing(changes: "Changes") -> str:
    """The names of the files that differ from the index, by how they do."""
    kinds = (
        ("还没有入库", changes.added),
        ("入库后改过", changes.changed),
        ("上次没能入库、后来改过", changes.again),
        ("已不在文件夹里，重建后查不到", changes.removed),
    )
    told = "".join(f"<h3>{name}（{len(files)} 份）</h3>{listed(map(escape, files))}" for name, files in kinds if files)
    nothing = '<p class="kb-hint">文件夹里的文件都已入库，没有改动。</p>'
    return f'<section class="kb-changes"><h2>文件夹与索引的差别</h2>{told or nothing}</section>'


def generations(kept: Sequence["Kept"]) -> str:
    """The generations on the disk."""
    rows = "".join(
        f"<tr{' class=kb-now' if each.current else ''}><td>{escape(each.name)}</td><td>{each.built:%Y-%m-%d %H:%M}</td>"
        f"<td>{_count(each.documents)}</td><td>{_count(each.sections)}</td><td>{size(each.size)}</td>"
        f"<td>{'现用' if each.current else '留作退回' if _older(each, kept) else '已退回，不用'}</td></tr>"
        for each in kept
    )
    head = "".join(f"<th>{name}</th>" for name in ("版本", "建成时间", "文件", "章节", "大小", "状态"))
    return f'<div class="kb-table" tabindex="0"><table><tr>{head}</tr>{rows}</table></div>'


def report(built: BuildReport) -> str:
    """What the last build of this process did."""
    timing = built.timing
    lines = [
        f"{built.documents:,} 份文件，{built.sections:,} 个章节，{built.passages:,} 个段落",
        f"新计算 {built.encoded:,} 个向量，沿用 {built.reused:,} 个",
        f"读取和解析 {timing.intake:.1f} 秒，计算向量 {timing.encode:.1f} 秒，写入 {timing.write:.1f} 秒",
    ]
    refusals = [f"<strong>{escape(each.file)}</strong>：{escape(each.reason)}" for each in built.refusals]
    parts = [f"<p>建成 {escape(built.generation)}：{'；'.join(lines)}。</p>"]
    if refusals:
        parts.append(f"<p>没能入库的文件（{len(refusals)} 份）：</p>{listed(refusals)}")
    if built.notes:
        notes = listed(map(escape, built.notes))
        parts.append(folded(f"解析中需留意的地方（{len(built.notes)} 处）", notes))
    return f'<section class="kb-report">{"".join(parts)}</section>'


def wanted(title: str, cited_by: Sequence[tuple[str, str]], titles: Mapping[str, str]) -> str:
    """A document that is cited and not held, with who cites it: (document's id, citation)."""
    documents = len({document for document, _ in cited_by})
    places = [
        f'<a href="{markup.document(document)}" title="{escape(titles.get(document, ""))}">{escape(citation)}</a>'
        for document, citation in cited_by
    ]
    rest = folded(f"另有 {len(places) - CITED} 处", listed(places[CITED:])) if len(places) > CITED else ""
    return (
        f'<div class="kb-file"><h3>《{escape(title)}》</h3>'
        f'<p class="kb-hint">{documents} 份文件、{len(places)} 处引用</p>{listed(places[:CITED])}{rest}</div>'
    )


def size(count: int) -> str:
    """So many bytes in words."""
    return next(_sizes(count))


def _sizes(count: int) -> Iterator[str]:
    if count < 1 << 10:
        yield f"{count} 字节"
    if count < 1 << 20:
        yield f"{count / (1 << 10):.0f} KB"
    if count < 1 << 30:
        yield f"{count / (1 << 20):.1f} MB"
    yield f"{count / (1 << 30):.1f} GB"


def _count(number: int | None) -> str:
    return "读不出" if number is None else f"{number:,}"


def _older(one: "Kept", kept: Sequence["Kept"]) -> bool:
    """Whether a generation is older than the current one; a newer one was gone back from."""
    current = next((each.name for each in kept if each.current), "")
    return one.name < current
