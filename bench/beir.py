"""A BEIR-layout set: its files, its rows as documents of the product, and the measures of a ranking.

corpus.jsonl has `_id`, `title` and `text` a line, queries.jsonl `_id` and `text`, a qrels file three columns parted by
tabs (query, row, how relevant), with or without a head. Source: github.com/beir-cellar/beir.
"""

import hashlib
import json
import math
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.model import Document, Section, SectionKind
from kb.model.numerals import ordinal_of, plain
from kb.parse.numbering.families import ARTICLE

CUTS = (1, 5, 10, 100)
FIRST_PAGE = 10
"""Ranks that count for MRR and nDCG."""
_CLAUSE = re.compile(rf"(?P<law>.+){ARTICLE}")

Gains = Mapping[str, int]
"""How relevant each relevant row is to a question, above 0."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a corpus."""

    id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A row of the file of queries."""

    id: str
    text: str


def rows_in(path: Path) -> Iterator[Row]:
    """The rows of a corpus file, in its order."""
    for row in _objects(path):
        yield Row(str(row["_id"]), str(row.get("title") or ""), str(row["text"]))


def questions_in(path: Path) -> Iterator[Question]:
    """The questions of a file of queries, in its order."""
    for row in _objects(path):
        yield Question(str(row["_id"]), str(row["text"]))


def judgements_in(path: Path) -> dict[str, dict[str, int]]:
    """For each question that has any the relevant rows of a qrels file; a judgement of 0 is none."""
    judged: dict[str, dict[str, int]] = {}
    for line in path.read_text("utf-8").splitlines():
        question, row, gain = line.split("\t")
        if gain.strip().isdigit() and int(gain) > 0:
            judged.setdefault(question, {})[row] = int(gain)
    return judged


def cut(rows: Iterator[Row], wanted: Collection[str], first: int | None) -> Iterator[Row]:
    """The first rows and all of `wanted`, in the order of the corpus; all rows where `first` is None."""
    return (row for number, row in enumerate(rows) if first is None or number < first or row.id in wanted)


def fold_of(question: str, folds: int) -> int:
    """The fold of a question, from 0, by the sha256 of its id: its first 8 bytes, big-endian, modulo `folds`.

    Who trains on all folds but one and who measures on that one need no list in common.
    """
    return _number(question) % folds


def sample(questions: Sequence[Question], count: int | None) -> list[Question]:
    """So many of the questions, the same ones on every machine, in the order of the file."""
    kept = {each.id for each in sorted(questions, key=lambda each: _number(each.id))[:count]}
    return [each for each in questions if each.id in kept]


def document_of(row: Row) -> Document:
    """A row as a document with one section.

    「专利法第二条」 becomes article 第二条 of a document 专利法, printed and cited as a parsed law prints and cites it.
    Any other row is a document with a body and no headings; one without a title is named by its id, as a file would be.
    """
    match = _CLAUSE.fullmatch(row.title)
    title = match["law"] if match else row.title or row.id
    texts = tuple(line.strip() for line in row.text.splitlines() if line.strip())
    own, articles = ((), (_article(row.id, title, match, texts),)) if match else (texts, ())
    root = Section(f"{row.id}/0", SectionKind.DOCUMENT, "", title, title, 0, None, f"《{title}》", own, _starts(own))
    sha256 = hashlib.sha256(f"{row.title}\n{row.text}".encode()).hexdigest()
    return Document(row.id, title, row.id, sha256, (root, *articles))


def _article(row: str, title: str, match: re.Match[str], texts: tuple[str, ...]) -> Section:
    number, insert = plain(match["n"]), match["insert"]
    label = f"第{number}条" + (f"之{insert}" if insert else "")
    component = str(ordinal_of(number)) + (f"z{ordinal_of(insert)}" if insert else "")
    if not texts[0].startswith(label):
        texts = (f"{label}　{texts[0]}", *texts[1:])
    citation = f"《{title}》{label}"
    kind, id_ = SectionKind.ARTICLE, f"{row}/{component}"
    return Section(id_, kind, label, "", label, 1, f"{row}/0", citation, texts, _starts(texts))


@dataclass(frozen=True, slots=True)
class Scores:
    """The means over some questions.

    `recall` at k is the share of a question's relevant rows among the first k, as BEIR and trec_eval count it; where
    a question has several it cannot be 1 at k = 1. `success` at k counts a question as 1 where any relevant row is
    among the first k. `ndcg` takes the judgement itself as the gain, as trec_eval does.
    """

    questions: int
    recall: Mapping[int, float]
    success: Mapping[int, float]
    mrr: float
    ndcg: float


def scores(runs: Mapping[str, Sequence[str]], judged: Mapping[str, Gains]) -> Scores:
    """The scores of ranked rows by question; a question that no run holds found nothing."""
    pairs = [(runs.get(question, ()), gains) for question, gains in judged.items()]
    count = max(len(pairs), 1)
    return Scores(
        questions=len(pairs),
        recall={k: sum(recall(ranked, gains, k) for ranked, gains in pairs) / count for k in CUTS},
        success={k: sum(recall(ranked, gains, k) > 0 for ranked, gains in pairs) / count for k in CUTS},
        mrr=sum(reciprocal_rank(ranked, gains) for ranked, gains in pairs) / count,
        ndcg=sum(ndcg(ranked, gains) for ranked, gains in pairs) / count,
    )


def recall(ranked: Sequence[str], gains: Gains, k: int) -> float:
    """The share of the relevant rows among the first `k`."""
    return len(gains.keys() & set(ranked[:k])) / len(gains)


def reciprocal_rank(ranked: Sequence[str], gains: Gains) -> float:
    """1 over the rank of the first relevant row, 0 where none is on the first page."""
    return next((1 / rank for rank, row in enumerate(ranked[:FIRST_PAGE], start=1) if row in gains), 0.0)


def ndcg(ranked: Sequence[str], gains: Gains) -> float:
    """The discounted gain of the first page over that of the best page there could be."""
    best = sorted(gains.values(), reverse=True)[:FIRST_PAGE]
    return _discounted([gains.get(row, 0) for row in ranked[:FIRST_PAGE]]) / _discounted(best)


def _discounted(gains: Sequence[int]) -> float:
    return sum(gain / math.log2(rank + 1) for rank, gain in enumerate(gains, start=1))


def _objects(path: Path) -> Iterator[dict[str, object]]:
    with path.open(encoding="utf-8") as lines:
        yield from (json.loads(line) for line in lines if line.strip())


def _number(text: str) -> int:
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:8], "big")


def _starts(texts: Sequence[str]) -> tuple[int, ...]:
    """Where each paragraph begins in the body, which joins them by line breaks."""
    return tuple(sum(len(text) + 1 for text in texts[:number]) for number in range(len(texts)))
