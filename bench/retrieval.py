"""How well the product finds the rows of a BEIR-layout set, and how fast: `python -m bench.retrieval --help`.

    python -m bench.retrieval --corpus corpus.jsonl --queries queries.jsonl --qrels qrels.tsv [--qrels more.tsv]

Each row becomes one document with one section (bench/beir.py), all of them one generation of an index that the
product's own build writes, and each question goes through `Library.search`: the first ten rows are those of a search
for 10, R@100 is that of a search for 100. A search folds no sections that say the same into one hit, as an answer does:
each row has a rank of its own, and none is hidden. With `--index` the index is kept, and what was encoded once is not
encoded again, after an interruption neither.
"""

import argparse
import multiprocessing
import re
import sys
import tempfile
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

if __package__ in (None, ""):  # as a plain script, whose folder is bench/
    sys.path[0] = str(Path(__file__).resolve().parent.parent)

import numpy as np

from bench import beir
from bench.ablation import ablated
from bench.encoders import encoder_in, for_questions
from bench.parts import against_parts
from kb.build import index
from kb.encode import Encoder
from kb.errors import QuestionRefused
from kb.library import Library
from kb.model import BuildReport, Hit
from kb.settings import Settings

SHOWN, DEEP = 10, 100
"""The hits of a search that is timed, and of the one that R@100 is taken from."""
Table = tuple[str, Mapping[str, beir.Gains]]
"""The name of a qrels file, and what it judges of the questions that are asked."""
RATED = 200
"""Questions whose searches are timed beside their bare parts."""
TELL_EVERY = 30.0
"""Seconds between two lines on how a build goes on."""


@dataclass(frozen=True, slots=True)
class Set:
    """The files of a set, what of it is taken, and which encoder reads it (None: the product's)."""

    corpus: Path
    wanted: frozenset[str]
    first: int | None
    encoder: Path | None


@dataclass(slots=True)
class Run:
    """The rows that each question was shown, best first, the seconds of each search for ten, and who was refused."""

    rows: dict[str, list[str]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def main(arguments: Sequence[str] | None = None) -> None:
    """Build, ask, print."""
    options = _options(arguments)
    judged = {path: beir.judgements_in(path) for path in options.qrels}
    wanted = frozenset(row for each in judged.values() for gains in each.values() for row in gains)
    asked = chosen(list(beir.questions_in(options.queries)), judged.values(), options)
    if not asked:
        sys.exit("没有可问的问题：qrels 里的编号和 queries 对不上，或者这一份里没有问题")
    material = Set(options.corpus, wanted, options.limit_corpus, options.encoder)
    with _folder(options.index) as folder:
        if not options.as_built:
            _tell_build(*_in_a_process_of_its_own(folder, material))
        encoder = encoder_in(options.encoder)
        asking = for_questions(options.question_encoder, encoder) if options.question_encoder else encoder
        library = Library.open(Settings(index=folder), asking)
        run = ask(library, asked)
        _tell_run(run)
        ratio = against_parts(library, [each.text for each in asked if each.id not in run.refused][:RATED])
        print(f"      search 与其裸部件（编码、FAISS、bm25s）之比 {ratio:.2f}")
        tables = [(path.name, _of_asked(each, asked)) for path, each in judged.items()]
        _tell_scores("全部", run.rows, tables)
        if options.run_out:
            write_run(options.run_out, run)
        if options.ablate:
            for name, rows in ablated(library, lambda: ask(library, asked).rows):
                _tell_scores(name, rows, tables)


def build(folder: Path, material: Set, encoder: Encoder | None = None) -> BuildReport:
    """Write the rows of a set as one generation into a folder."""
    rows = beir.cut(beir.rows_in(material.corpus), material.wanted, material.first)
    encoder = encoder or encoder_in(material.encoder)
    return index(Settings(index=folder), map(beir.document_of, rows), encoder=encoder, progress=Teller())


def chosen(
    questions: Sequence[beir.Question], judged: Collection[Mapping[str, beir.Gains]], options: argparse.Namespace
) -> list[beir.Question]:
    """The questions that any of the qrels judges, of one fold, or a sample of them."""
    held = [each for each in questions if any(each.id in one for one in judged)]
    if options.folds:
        held = [each for each in held if beir.fold_of(each.id, options.folds) == options.fold]
    return beir.sample(held, options.limit_queries)


def ask(library: Library, questions: Sequence[beir.Question]) -> Run:
    """Put every question to a library, one after the other. The first one is asked twice: the first time warms up."""
    run = Run()
    _search(library, questions[0].text, SHOWN)
    for each in questions:
        begun = time.perf_counter()
        shown = _search(library, each.text, SHOWN)
        run.seconds.append(time.perf_counter() - begun)
        if shown is None:
            run.refused.append(each.id)
        deep = _search(library, each.text, DEEP) or ()
        run.rows[each.id] = list(dict.fromkeys([*rows_of(shown or ())[:SHOWN], *rows_of(deep)]))[:DEEP]
    return run


def rows_of(hits: Sequence[Hit]) -> list[str]:
    """The rows of hits, best first.

    Raises:
        ValueError: a hit stands for others too, so that rows would be hidden that a reader is shown.
    """
    if any(hit.also for hit in hits):
        raise ValueError("search 把相同的章节并成了一条，评测里每一行都要有自己的名次")
    return [hit.document for hit in hits]


def _of_asked(judged: Mapping[str, beir.Gains], asked: Sequence[beir.Question]) -> dict[str, beir.Gains]:
    return {each.id: judged[each.id] for each in asked if each.id in judged}


def write_run(path: Path, run: Run) -> None:
    """One line a row: query, row, rank from 1, and a score that falls with the rank."""
    lines = [
        f"{question}\t{row}\t{rank}\t{1 / rank:.6f}\n"
        for question, rows in run.rows.items()
        for rank, row in enumerate(rows, start=1)
    ]
    path.write_text("query-id\tcorpus-id\trank\tscore\n" + "".join(lines), "utf-8")


def peak() -> float:
    """The most memory that this process ever held, in MB; Linux only counts it from its own start."""
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+)", status.read_text("ascii")) if status.is_file() else None
    return int(found[1]) / 1024 if found else float("nan")


def _search(library: Library, question: str, limit: int) -> tuple[Hit, ...] | None:
    """The hits; None for a question that cannot be asked."""
    try:
        return library.search(question, limit, by_force=False)
    except QuestionRefused:
        return None


def _in_a_process_of_its_own(folder: Path, material: Set) -> tuple[BuildReport, float]:
    """Build where the memory that a build takes is not counted to the asking, and say how much it was."""
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as processes:
        return processes.submit(_built, folder, material).result()


def _built(folder: Path, material: Set) -> tuple[BuildReport, float]:
    return build(folder, material), peak()


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    if kept:
        yield kept
        return
    with tempfile.TemporaryDirectory() as folder:
        yield Path(folder)


class Teller:
    """Says on standard error how a build goes on, now and then."""

    def __init__(self) -> None:
        self._told = time.monotonic()

    def __call__(self, what: str, done: int, total: int) -> None:
        """See `kb.build.Progress`."""
        if time.monotonic() - self._told > TELL_EVERY:
            self._told = time.monotonic()
            print(f"{what} {done:,}/{total:,}", file=sys.stderr, flush=True)


def _tell_build(report: BuildReport, memory: float) -> None:
    timing = report.timing
    seconds = timing.intake + timing.encode + timing.write
    print(
        f"建库  {report.documents:,} 行，{report.passages:,} 个段落，{seconds:.1f} 秒，"
        f"每秒 {report.passages / seconds:,.1f} 个段落，内存峰值 {memory:,.0f} MB"
    )
    rate = f"，每秒 {report.encoded / timing.encode:,.1f} 个" if report.encoded else ""
    print(
        f"      切段分词 {timing.intake:.1f} 秒，计算向量 {timing.encode:.1f} 秒（新算 {report.encoded:,} 个{rate}，"
        f"沿用 {report.reused:,} 个），写入 {timing.write:.1f} 秒"
    )


def _tell_run(run: Run) -> None:
    half, most = np.percentile(run.seconds, (50, 95)) * 1000
    print(
        f"查询  {len(run.seconds):,} 个问题，search 取 {SHOWN} 条：p50 {half:.1f} ms，p95 {most:.1f} ms，"
        f"内存峰值 {peak():,.0f} MB，问不成 {len(run.refused)} 个"
    )


def _tell_scores(name: str, rows: Mapping[str, Sequence[str]], tables: Sequence[Table]) -> None:
    for file, judged in tables:
        found = beir.scores(rows, judged)
        values = [f"R@{k} {value:.3f}" for k, value in found.recall.items()]
        values += [f"MRR@10 {found.mrr:.3f}", f"nDCG@10 {found.ndcg:.3f}"]
        values += [f"命中@{k} {value:.3f}" for k, value in found.success.items() if k <= SHOWN]
        print(f"{name}\t{file}（{found.questions:,} 问）\t" + "  ".join(values), flush=True)


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="BEIR 格式的检索评测：用产品自己的检索，逐问打分、计时")
    parser.add_argument("--corpus", type=Path, required=True, help="corpus.jsonl")
    parser.add_argument("--queries", type=Path, required=True, help="queries.jsonl")
    parser.add_argument("--qrels", type=Path, required=True, action="append", help="qrels.tsv；可以写几次，各自打分")
    parser.add_argument("--index", type=Path, help="索引留在这个文件夹，下次沿用算过的向量（默认用完即弃）")
    parser.add_argument("--as-built", action="store_true", help="不建库，照 --index 里现有的一版来问")
    parser.add_argument("--encoder", type=Path, help="换一个向量模型：内置格式或 sentence-transformers 的文件夹")
    parser.add_argument("--question-encoder", type=Path, help="问题另用一个模型（内置格式），段落的向量须相同")
    parser.add_argument("--run-out", type=Path, help="把每问的名次写进这个文件")
    parser.add_argument("--ablate", action="store_true", help="再逐项去掉排序的一部分，各打一次分")
    parser.add_argument("--limit-corpus", type=int, metavar="N", help="只取前 N 行和全部相关的行")
    parser.add_argument("--limit-queries", type=int, metavar="N", help="只问 N 个问题（按编号的散列取，每次相同）")
    parser.add_argument("--folds", type=int, default=0, metavar="K", help="按问题编号的散列分成 K 份")
    parser.add_argument("--fold", type=int, default=0, metavar="I", help="只问第 I 份（从 0 数起）")
    options = parser.parse_args(arguments)
    if options.as_built and not options.index:
        parser.error("--as-built 要同时写 --index")
    if options.folds and not 0 <= options.fold < options.folds:
        parser.error("--fold 要在 0 和 --folds 之间")
    return options


if __name__ == "__main__":
    main()
