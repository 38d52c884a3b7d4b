"""What each peer reached → the table in Markdown, the best of each column in bold."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bench.peers_scores import Pace, Scores


@dataclass(frozen=True, slots=True)
class Measured:
    """A peer's row: times in seconds, sizes in bytes. `cold` is from the start of a process to its first answer.

    `processor` is the median of what a search takes of all processors; it wanders less where others are at work too.
    """

    name: str
    scores: Scores
    pace: Pace
    processor: float
    cold: float
    peak: int
    installed: int


@dataclass(frozen=True, slots=True)
class Column:
    """A measure: how it is headed, read and printed, and whether more is better."""

    head: str
    value: Callable[[Measured], float]
    form: str
    more_is_better: bool = False


COLUMNS = (
    Column("R@1", lambda row: row.scores.recall[1], "{:.3f}", True),
    Column("R@5", lambda row: row.scores.recall[5], "{:.3f}", True),
    Column("R@10", lambda row: row.scores.recall[10], "{:.3f}", True),
    Column("R@1000字", lambda row: row.scores.in_budget, "{:.3f}", True),
    Column("MRR@10", lambda row: row.scores.mrr, "{:.3f}", True),
    Column("p50 ms", lambda row: 1000 * row.pace.p50, "{:.1f}"),
    Column("p95 ms", lambda row: 1000 * row.pace.p95, "{:.1f}"),
    Column("处理器 ms", lambda row: 1000 * row.processor, "{:.1f}"),
    Column("冷启动 s", lambda row: row.cold, "{:.2f}"),
    Column("内存峰值 MB", lambda row: row.peak / 1e6, "{:.0f}"),
    Column("环境 MB", lambda row: row.installed / 1e6, "{:.0f}"),
)


def table(rows: Sequence[Measured]) -> str:
    """The table; equal values, as printed, are best together."""
    lines = [
        "| " + " | ".join(["", *(column.head for column in COLUMNS)]) + " |",
        "|---|" + "---:|" * len(COLUMNS),
    ]
    printed = [[column.form.format(column.value(row)) for column in COLUMNS] for row in rows]
    best = [_best(column, [cells[at] for cells in printed]) for at, column in enumerate(COLUMNS)]
    for row, cells in zip(rows, printed, strict=True):
        marked = [f"**{cell}**" if cell == top else cell for cell, top in zip(cells, best, strict=True)]
        lines.append("| " + " | ".join([row.name, *marked]) + " |")
    return "\n".join(lines)


def _best(column: Column, cells: Sequence[str]) -> str:
    if not cells:
        return ""
    return max(cells, key=float) if column.more_is_better else min(cells, key=float)


def behind(rows: Sequence[Measured], ours: str) -> list[str]:
    """Where a peer is ahead of us, one sentence each; empty where nobody is."""
    us = next(row for row in rows if row.name == ours)
    said = []
    for column in COLUMNS:
        mine = float(column.form.format(column.value(us)))
        for row in rows:
            theirs = float(column.form.format(column.value(row)))
            if (theirs > mine) if column.more_is_better else (theirs < mine):
                said.append(f"{column.head}：{row.name} {theirs:g}，{ours} {mine:g}")
    return said
