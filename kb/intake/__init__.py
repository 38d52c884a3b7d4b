"""FILES → DOCUMENTS with their passages and tokens: the part of a build that runs in worker processes.

A file that its reader cannot finish, in time, in memory or at all, costs only itself: it is refused with a sentence.
"""

import hashlib
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.corpus import CorpusFile, load
from kb.errors import BuildFailed, FileRefused
from kb.model import Document, Passage, Refusal, Source
from kb.model.knowledge import Records
from kb.parse import parse, passages_of
from kb.pool import Failure, Job, Pool, PoolBroken, workers, workers_for
from kb.read import ocr, read, recognise
from kb.records import records_of
from kb.words import open_words

TIME_LIMIT = 120.0
"""Seconds that reading and parsing one file may take."""
PAGE_LIMIT = 60.0
"""Seconds more for each page whose picture is recognised."""

_FAILURES = {
    Failure.OVERDUE: "读取超过了 {seconds:.0f} 秒，已经停止；文件可能损坏，请重新导出，或拆成几份后再放入",
    Failure.CRASHED: "读取这份文件的程序意外退出，文件可能损坏，请重新导出后再放入",
    Failure.OUT_OF_MEMORY: "读取这份文件需要的内存太大，文件可能损坏，请重新导出，或拆成几份后再放入",
}

Tokens = list[str]


@dataclass(frozen=True, slots=True)
class Taken:
    """A file that was taken in. `tokens` are those of each passage's text and of its path; times are in seconds."""

    document: Document
    records: Records
    passages: tuple[Passage, ...]
    tokens: tuple[tuple[Tokens, Tokens], ...]
    read: float = 0.0
    parse: float = 0.0
    record: float = 0.0
    segment: float = 0.0


@dataclass(frozen=True, slots=True)
class Unread:
    """A file with pages that have to be recognised first: how many."""

    pages: int


def take_in(files: Sequence[CorpusFile], lexicon: Path, tell: Callable[[int], None]) -> Iterator[Taken | Refusal]:
    """What became of each file, in their order; `tell` is told how many are done.

    Raises:
        BuildFailed: no worker can be started, so that nothing is known of the files that are left.
    """
    try:
        with workers(workers_for(len(files)), preload="kb.intake.preload") as pool:
            jobs = [(file, pool.submit(take, file, lexicon, seconds=TIME_LIMIT)) for file in files]
            for done, (file, job) in enumerate(jobs, start=1):
                yield _outcome(pool, file, lexicon, job)
                tell(done)
    except PoolBroken as error:
        raise BuildFailed(
            "读取文件的子进程启动不了，文件没有读完，原来的索引没有改动；请看看内存够不够，重启程序后再试"
        ) from error


def take(file: CorpusFile, lexicon: Path, recognised: bool = False) -> Taken | Unread:
    """Read, parse and segment one file.

    Raises:
        FileRefused: it cannot be taken in.
    """
    begun = time.perf_counter()
    content = load(file.path)
    source = recognise(file.path, content) if recognised else read(file.path, content)
    if source.unread and not recognised and ocr.available():
        return Unread(len(source.unread))
    _demand_text(source)
    was_read = time.perf_counter()
    document = parse(
        source,
        document=file.id,
        file=file.name,
        sha256=hashlib.sha256(content).hexdigest(),
        known=file.known,
        fallback_title=file.path.stem,
    )
    _demand_balance(document)
    passages = tuple(passages_of(document))
    was_parsed = time.perf_counter()
    records = records_of(document)
    were_recorded = time.perf_counter()
    tokens = _tokens(passages, lexicon)
    finished = time.perf_counter()
    return Taken(
        document, records, passages, tokens, was_read - begun, was_parsed - was_read, were_recorded - was_parsed,
        finished - were_recorded,
    )  # fmt: skip


def _outcome(pool: Pool, file: CorpusFile, lexicon: Path, job: Job[Taken | Unread]) -> Taken | Refusal:
    seconds = TIME_LIMIT
    try:
        result = job.result()
        if isinstance(result, Unread):
            seconds += PAGE_LIMIT * result.pages
            result = pool.submit(take, file, lexicon, True, seconds=seconds).result()
    except PoolBroken:
        raise
    except FileRefused as refusal:
        return Refusal(file.name, str(refusal))
    except Exception as error:  # a fault of a reader must not cost the other files their build
        name = type(error).__name__
        return Refusal(file.name, f"读取时程序出错（{name}），请把这份文件和这句话一起交给维护人员")
    if isinstance(result, Failure):
        return Refusal(file.name, _FAILURES[result].format(seconds=seconds))
    assert isinstance(result, Taken)
    return result


def _demand_text(source: Source) -> None:
    """Refuse a file of pictures only; where some pages have text, its report names the others."""
    if source.unread and not any(block.text for block in source.blocks):
        raise FileRefused(f"文件里只有图片，没有文字层（多半是扫描件）。{ocr.INSTALL}")


def _demand_balance(document: Document) -> None:
    """Refuse a document in which text got lost: better no answer than one from half a document."""
    report = document.report
    if report.balanced:
        return
    raise FileRefused(
        f"解析后核对不符（文字 {report.characters} 个，差 {report.lost} 个；表格、单元格读到与收入的各为 "
        f"{report.tables}、{report.cells}），为免丢失内容没有入库，请把这份文件和这句话一起交给维护人员"
    )


def _tokens(passages: Sequence[Passage], lexicon: Path) -> tuple[tuple[Tokens, Tokens], ...]:
    """The tokens of each passage's text and path; equal words are one string, so that they travel once."""
    words = open_words(lexicon)
    one: dict[str, str] = {}
    paths = {path: _shared(words.tokens(" ".join(path)), one) for path in {passage.path for passage in passages}}
    return tuple((_shared(words.tokens(passage.text), one), paths[passage.path]) for passage in passages)


def _shared(tokens: Tokens, one: dict[str, str]) -> Tokens:
    return [one.setdefault(token, token) for token in tokens]
