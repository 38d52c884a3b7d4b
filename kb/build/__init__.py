"""corpus/ → index/: the only writer."""

import errno
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

import numpy as np

from kb.build.knowledge import knowledge_of
from kb.build.vectors import nearness_of, vectors_of
from kb.corpus import files_of
from kb.encode import Encoder, open_encoder
from kb.errors import BuildFailed, CorpusError
from kb.intake import Taken, take_in
from kb.model import BuildReport, Document, Refusal, Timing
from kb.parse import encoded_text, passages_of, spans_of
from kb.pool import workers_for
from kb.records import records_of
from kb.settings import Settings
from kb.store.generation import FORMAT, Layout, Manifest, alone, previous, publish, switch, writing
from kb.store.lexical import Lexical
from kb.store.vectors import Vectors
from kb.store.written import Contents, text_hash, write
from kb.words import Words, open_words

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class _Tools:
    settings: Settings
    encoder: Encoder
    words: Words
    tell: Progress
    full: bool


@dataclass(frozen=True, slots=True)
class _Intake:
    taken: list[Taken]
    refusals: list[Refusal]
    timing: Timing


def build(
    settings: Settings,
    *,
    full: bool = False,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
    words: Words | None = None,
) -> BuildReport:
    """Make one generation of the index from a folder of documents.

    A text that was encoded before by the same encoder is not encoded again, unless `full`; not even one that only an
    interrupted build encoded. Files that cannot be read are named in the report, and the others are indexed without
    them.

    Raises:
        CorpusError: no folder, no file that can be read, or a wrong catalog.
        BuildBusy: another build is at work.
        BuildFailed: the disk is full or cannot be written; the last good generation stays.
    """
    tools = _tools(settings, full, progress, encoder, words)
    with _told(settings), writing(settings.index) as layout:
        return _write(layout, _take_in(settings, tools), tools)


def index(
    settings: Settings,
    documents: Iterable[Document],
    *,
    full: bool = False,
    progress: Progress | None = None,
    encoder: Encoder | None = None,
    words: Words | None = None,
) -> BuildReport:
    """Make one generation of the index from documents that come from elsewhere than files.

    All of them are taken as they are, in their order; their ids must differ. For the rest it is `build`; the corpus
    folder of the settings is not looked at.

    Raises:
        CorpusError: there are no documents.
        BuildBusy, BuildFailed: as in `build`.
    """
    tools = _tools(settings, full, progress, encoder, words)
    with _told(settings), writing(settings.index) as layout:
        return _write(layout, _given(documents, tools), tools)


def roll_back(settings: Settings) -> str:
    """Make readers use the generation before the current one, and say its name.

    Raises:
        IndexUnavailable: there is none.
        BuildBusy: a build is at work; what it publishes would take the place of what was gone back to.
        BuildFailed: the disk cannot be written.
    """
    previous(settings.index)
    try:
        with alone(settings.index):
            before = previous(settings.index)
            switch(settings.index, before.name)
            return before.name
    except OSError as error:
        raise BuildFailed(f"无法写入 {settings.index}（{error.strerror}），没有退回") from error


def _tools(
    settings: Settings, full: bool, progress: Progress | None, encoder: Encoder | None, words: Words | None
) -> _Tools:
    return _Tools(settings, encoder or open_encoder(settings.model), words or open_words(), progress or _silent, full)


def _given(documents: Iterable[Document], tools: _Tools) -> _Intake:
    """Documents as intake gives those of files. Equal tokens are one string: most documents say the same words."""
    begun = time.perf_counter()
    taken: list[Taken] = []
    for document in documents:
        passages = tuple(passages_of(document))
        texts = [(passage.text, " ".join(passage.path)) for passage in passages]
        tokens = tuple((_one(tools.words.tokens(text)), _one(tools.words.tokens(path))) for text, path in texts)
        taken.append(Taken(document, records_of(document), passages, tokens))
    if not taken:
        raise CorpusError("没有可以建库的文件，索引没有改动")
    seconds = time.perf_counter() - begun
    return _Intake(taken, [], Timing(segment=seconds, intake=seconds))


def _one(tokens: list[str]) -> list[str]:
    return list(map(sys.intern, tokens))


def _take_in(settings: Settings, tools: _Tools) -> _Intake:
    """Everything that the corpus holds; a file whose words stand in another one already is refused."""
    begun = time.perf_counter()
    files, refusals = files_of(settings.corpus)
    taken: list[Taken] = []
    bodies: dict[str, str] = {}
    for result in take_in(files, tools.words.lexicon, lambda done: tools.tell("读取文件", done, len(files))):
        if isinstance(result, Refusal):
            refusals.append(result)
            continue
        body = "".join(result.document.body.split())
        first = bodies.setdefault(text_hash(body), result.document.file)
        if first == result.document.file:
            taken.append(result)
        else:
            refusals.append(Refusal(result.document.file, f"与 {first} 的正文一字不差，没有重复入库；请留下其中一份"))
    if not taken:
        reasons = "".join(f"\n  {refusal.file}：{refusal.reason}" for refusal in refusals)
        raise CorpusError(f"{settings.corpus} 里没有可以建库的文件，索引没有改动。{reasons}")
    timing = Timing(
        workers=workers_for(len(files)),
        read=sum(each.read for each in taken),
        parse=sum(each.parse for each in taken),
        record=sum(each.record for each in taken),
        segment=sum(each.segment for each in taken),
        intake=time.perf_counter() - begun,
    )
    return _Intake(taken, refusals, timing)


def _write(layout: Layout, intake: _Intake, tools: _Tools) -> BuildReport:
    documents = [each.document for each in intake.taken]
    passages = [passage for each in intake.taken for passage in each.passages]
    spans = [span for number, passage in enumerate(passages) for span in spans_of(number, passage)]
    texts = [tools.words.simplified(encoded_text(passages[span.passage], span)) for span in spans]
    begun = time.perf_counter()
    vectors, encoded = vectors_of(
        texts, tools.settings.index, tools.encoder, lambda done, total: tools.tell("计算向量", done, total), tools.full
    )
    rows = np.stack([vectors[text_hash(text)] for text in texts])
    sentences = [passages[span.passage].text[span.start : span.end] for span in spans]
    nearness = nearness_of(rows, sentences, tools.encoder)
    was_encoded = time.perf_counter()
    tools.tell("写入索引", 0, 1)
    knowledge = knowledge_of(documents, {each.document.id: each.records for each in intake.taken})
    write(
        layout.catalog,
        Contents(documents, passages, vectors, tools.encoder.id, intake.refusals, knowledge, tools.words.simplified),
    )
    Vectors.of(rows, spans).save(layout.vectors)
    tokens = [pair for each in intake.taken for pair in each.tokens]
    Lexical.of([text for text, _ in tokens], [path for _, path in tokens]).save(layout.lexical)
    tools.words.save(layout.dictionary)
    manifest = Manifest(
        format=FORMAT,
        encoder=tools.encoder.id,
        dimension=tools.encoder.dimension,
        words=tools.words.id,
        documents=len(documents),
        sections=sum(len(document.sections) for document in documents),
        passages=len(passages),
        nearness=nearness,
    )
    published = publish(tools.settings.index, layout, manifest)
    tools.tell("写入索引", 1, 1)
    return BuildReport(
        generation=published.name,
        documents=manifest.documents,
        sections=manifest.sections,
        passages=manifest.passages,
        encoded=encoded,
        reused=len(vectors) - encoded,
        refusals=tuple(intake.refusals),
        notes=tuple(_notes(documents)),
        timing=replace(intake.timing, encode=was_encoded - begun, write=time.perf_counter() - was_encoded),
    )


def _notes(documents: Sequence[Document]) -> Iterator[str]:
    for document in documents:
        yield from (f"{document.file}：{note}" for note in (*document.report.gaps, *document.report.warnings))


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


@contextmanager
def _told(settings: Settings) -> Iterator[None]:
    """A disk that fails becomes a sentence for the user."""
    try:
        yield
    except OSError as error:
        raise BuildFailed(_disk_sentence(error, settings)) from error


def _disk_sentence(error: OSError, settings: Settings) -> str:
    if error.errno == errno.ENOSPC:
        return f"磁盘空间不足，这次建库没有完成；{settings.index} 里原来的索引没有改动，可以继续使用"
    return f"无法写入 {settings.index}（{error.strerror}），这次建库没有完成；原来的索引没有改动"
