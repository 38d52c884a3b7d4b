"""A file of questions with what a right section must contain → how well they were answered."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from kb.errors import QuestionsFileRefused
from kb.model import Answer

REFUSABLE = ("none", "near")
"""The kinds of questions that no document answers: far from the corpus, and near to it."""
BUDGET = 1000
"""Characters of hit text that a reader is shown for `R@1000字`; large chunks flatter R@k, this they don't."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question of a file. `gold`: any one list suffices, and all its strings must be in one hit."""

    id: str
    text: str
    kind: str = ""
    gold: tuple[tuple[str, ...], ...] = ()

    @property
    def settled(self) -> bool:
        """Whether it is said what is right: a gold, or that it must be refused."""
        return bool(self.gold) or self.kind in REFUSABLE


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one question went: the rank of the first right hit, None if it is not among the first ten.

    `quoted` says whether the sentences of the answer, with their section's path, hold the gold.
    """

    question: Question
    answered: bool
    rank: int | None
    within_budget: bool
    quoted: bool

    @property
    def right(self) -> bool:
        """Whether it was answered with the right section first, or rightly refused."""
        return self.answered and self.rank == 1 if self.question.gold else not self.answered


@dataclass(frozen=True, slots=True)
class Report:
    """The scores of a file of questions. Rates are over the answerable ones; the counts are (refused, of).

    `waiting` counts the questions of which the file does not say what is right; they were not asked.
    """

    recall: dict[int, float]
    mrr: float
    recall_in_budget: float
    quoted: float
    refused: dict[str, tuple[int, int]]
    verdicts: tuple[Verdict, ...]
    waiting: int = 0


def questions(path: Path) -> list[Question]:
    """The questions of a JSON-lines file with `id` and `q`, and for scoring `kind` and `gold`.

    Raises:
        QuestionsFileRefused: the file is missing, or a line of it is no such object.
    """
    try:
        return list(_questions(path.read_text("utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError) as error:
        raise QuestionsFileRefused(f"打不开问题文件 {path}，请检查路径，并用 UTF-8 保存") from error


def _questions(lines: list[str]) -> Iterator[Question]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            gold = tuple(tuple(map(str, alternative)) for alternative in row.get("gold", []))
            yield Question(str(row["id"]), str(row["q"]), str(row.get("kind", "")), gold)
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise QuestionsFileRefused(f'问题文件第 {number} 行写得不对，应为 {{"id": …, "q": …}}') from error


def judge(question: Question, answer: Answer) -> Verdict:
    """How an answer with up to ten hits fares."""
    shown, rank, within = 0, None, False
    for hit in answer.hits[:10]:
        shown += len(hit.text)
        if holds(question.gold, hit.text + "".join(hit.path)):
            rank, within = hit.rank, shown <= BUDGET
            break
    return Verdict(question, answer.answered, rank, within, _quotes_gold(question, answer))


def _quotes_gold(question: Question, answer: Answer) -> bool:
    paths = {hit.section: "".join(hit.path) for hit in answer.hits}
    return any(holds(question.gold, quote.text + paths.get(quote.section, "")) for quote in answer.quotes)


def holds(gold: Sequence[Sequence[str]], text: str) -> bool:
    """Whether all strings of any one list are in the text, white space ignored."""
    plain = "".join(text.split())
    return any(all("".join(part.split()) in plain for part in alternative) for alternative in gold)


def report(verdicts: Sequence[Verdict], waiting: int = 0) -> Report:
    """The scores of all verdicts together, beside questions that wait for their gold."""
    answerable = [each for each in verdicts if each.question.gold]
    count = max(len(answerable), 1)
    ranks = [each.rank for each in answerable if each.rank is not None]
    refused: dict[str, tuple[int, int]] = {}
    for name in REFUSABLE:
        group = [each for each in verdicts if not each.question.gold and each.question.kind == name]
        refused[name] = (sum(not each.answered for each in group), len(group))
    refused["answerable"] = (sum(not each.answered for each in answerable), len(answerable))
    return Report(
        recall={k: sum(rank <= k for rank in ranks) / count for k in (1, 3, 5)},
        mrr=sum(1 / rank for rank in ranks) / count,
        recall_in_budget=sum(each.within_budget for each in answerable) / count,
        quoted=sum(each.quoted for each in answerable) / count,
        refused=refused,
        verdicts=tuple(verdicts),
        waiting=waiting,
    )
