"""corpus/ → index/: the only writer."""

import errno
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from kb.corpus import files_of
from kb.encode import Encoder, open_encoder
from kb.errors import BuildFailed, CorpusError, KbError
from kb.intake import Taken, take_in
from kb.model import BuildReport, Document, Refusal, Timing
from kb.parse import encoded_text, spans_of
from kb.pool import workers_for
from kb.settings import Settings
from kb.store import catalog
from kb.store.generation import FORMAT, Layout, Manifest, current, previous, publish, switch, writing
from kb.store.lexical import Lexical
from kb.store.vectors import Vectors
from kb.words import Words, open_words

Matrix = NDArray[np.float32]
Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

STRANGERS = (
    "今天晚上吃什么", "明天会下雨吗", "推荐一首好听的歌", "猫为什么喜欢晒太阳", "昨天的球赛谁赢了", "怎样学会游泳",
    "红烧肉的做法", "这部小说的结局是什么", "手机屏幕碎了怎么修", "月亮离我们有多远", "失眠了怎么办", "帮我写一首诗",
    "周末去哪里爬山", "牛奶能放几天", "怎么给孩子起名字", "恐龙是怎么灭绝的",
)  # fmt: skip
"""Questions that no policy answers. How near they come to a corpus tells what being near is worth there."""


@dataclass(frozen=True, slots=True)
class _Tools:
    encoder: Encoder
    words: Words
    tell: Progress


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

    A text that was encoded before by the same encoder is not encoded again, unless `full`. Files that cannot
    be read are named in the report, and the others are indexed without them.

    Raises:
        CorpusError: no folder, no file that can be read, or a wrong catalog.
        BuildBusy: another build is at work.
        BuildFailed: the disk is full or cannot be written; the last good generation stays.
    """
    tools = _Tools(encoder or open_encoder(settings.model), words or open_words(), progress or _silent)
    try:
        with writing(settings.index) as layout:
            intake = _take_in(settings, tools)
            known = {} if full else _known(settings, tools.encoder)
            return _write(settings, layout, intake, known, tools)
    except OSError as error:
        raise BuildFailed(_disk_sentence(error, settings)) from error


def roll_back(settings: Settings) -> str:
    """Make readers use the generation before the current one, and say its name.

    Raises:
        IndexUnavailable: there is none.
    """
    before = previous(settings.index)
    switch(settings.index, before.name)
    return before.name


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
        first = bodies.setdefault(catalog.text_hash(body), result.document.file)
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
        segment=sum(each.segment for each in taken),
        intake=time.perf_counter() - begun,
    )
    return _Intake(taken, refusals, timing)


def _write(
    settings: Settings, layout: Layout, intake: _Intake, known: Mapping[str, Matrix], tools: _Tools
) -> BuildReport:
    documents = [each.document for each in intake.taken]
    passages = [passage for each in intake.taken for passage in each.passages]
    spans = [span for number, passage in enumerate(passages) for span in spans_of(number, passage)]
    texts = [encoded_text(passages[span.passage], span) for span in spans]
    begun = time.perf_counter()
    vectors, encoded = _vectors(texts, known, tools)
    rows = np.stack([vectors[catalog.text_hash(text)] for text in texts])
    sentences = [passages[span.passage].text[span.start : span.end] for span in spans]
    nearness = _nearness(rows, sentences, tools.encoder)
    was_encoded = time.perf_counter()
    tools.tell("写入索引", 0, 1)
    catalog.write(layout.catalog, documents, passages, vectors, tools.encoder.id, intake.refusals)
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
    published = publish(settings.index, layout, manifest)
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


def _vectors(texts: list[str], known: Mapping[str, Matrix], tools: _Tools) -> tuple[dict[str, Matrix], int]:
    """A unit row for every text hash, and how many of them were encoded now."""
    by_hash = {catalog.text_hash(text): text for text in texts}
    missing = [key for key in by_hash if key not in known]
    done = 0

    def advance(count: int) -> None:
        nonlocal done
        done += count
        tools.tell("计算向量", done, len(missing))

    rows = tools.encoder.passages([by_hash[key] for key in missing], advance) if missing else ()
    fresh = dict(zip(missing, rows, strict=True))
    return {key: fresh[key] if key in fresh else known[key] for key in by_hash}, len(missing)


def _nearness(rows: Matrix, sentences: list[str], encoder: Encoder) -> tuple[float, float]:
    """The best cosines, on average, of questions about nothing and of the corpus's own sentences asked as questions."""
    friends = sentences[:: max(len(sentences) // len(STRANGERS), 1)][: len(STRANGERS)]
    stranger, friend = (
        float(np.mean([(rows @ encoder.query(question)).max() for question in questions]))
        for questions in (STRANGERS, friends)
    )
    return stranger, friend


def _known(settings: Settings, encoder: Encoder) -> Mapping[str, Matrix]:
    """The vectors of the current generation; none where there is no readable one."""
    try:
        return catalog.Catalog(current(settings.index).catalog).vectors(encoder.id)
    except KbError:
        return {}


def _silent(what: str, done: int, total: int) -> None:
    """Tell nobody."""


def _disk_sentence(error: OSError, settings: Settings) -> str:
    if error.errno == errno.ENOSPC:
        return f"磁盘空间不足，这次建库没有完成；{settings.index} 里原来的索引没有改动，可以继续使用"
    return f"无法写入 {settings.index}（{error.strerror}），这次建库没有完成；原来的索引没有改动"
