"""Fits when an answer is given, on questions that are nobody's test: `python -m tools.calibrate`.

Each sign of `kb.ask.signs` gets a weight by logistic regression over the first hits of bench/questions/: hits that hold
the answer against those of questions that have none. What is printed is measured on questions that the weights were
not fitted to (cross-validation by question), beside the rule that is now in the code on the same questions.
Questions on the corpus's own topic without an answer (`near`) are told apart by kb/ask/demands.py before any weighing;
here they count only where they pass it.

With `--laws FOLDER` (five laws in Markdown, see bench/RESULTS.md) laws-dev.jsonl counts as well. `--write` puts the
weights into kb/ask/signs.py. Run it again whenever the encoder, the lexicon or the demands change.
"""

import argparse
import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass, fields, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.ask.answer import weigh
from kb.ask.elsewhere import strangers
from kb.ask.evaluate import Question, holds
from kb.ask.signs import NEEDED, WEIGHTS, Signs
from kb.build import build
from kb.library import JUDGED, Library
from kb.settings import ROOT, Settings

Matrix = NDArray[np.float64]

QUESTIONS = ROOT / "bench" / "questions"
NAMES = tuple(field.name for field in fields(Signs))
FOLDS, REPEATS, SEED = 5, 10, 20210601
RIDGE = 1.0
"""Pull of the weights towards 0, as if one question in its favour and one against were known already."""
REFUSED_AT_MOST = 0.05
"""The operating point: the share of questions refused whose answer is among the first hits."""
RATES = (0.01, 0.02, 0.03, 0.04, 0.05, 0.08)
TABLE = re.compile(r"WEIGHTS = Signs\(.*?\)\nNEEDED = [-\d.]+\n", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with the signs of those of its first hits that may answer, and which of them hold the answer."""

    question: Question
    signs: Matrix
    right: NDArray[np.bool_]

    @property
    def kind(self) -> str:
        """`answerable`, `none` or `near`."""
        return "answerable" if self.question.gold else self.question.kind

    def score(self, weights: Matrix) -> float:
        """The evidence of its best hit, minus infinity where no hit can answer."""
        return float((self.signs @ weights).max()) if len(self.signs) else -np.inf


def main() -> None:
    """Print the weights, what they are worth on questions they were not fitted to, and the operating point."""
    parser = argparse.ArgumentParser(description="校准：多少依据才作答")
    parser.add_argument("--laws", type=Path, help="五部法律（Markdown）所在的文件夹")
    parser.add_argument("--write", action="store_true", help="把权重写进 kb/ask/signs.py")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        corpora = {"plan-dev.jsonl": Settings(index=Path(folder) / "plan")}
        if options.laws:
            corpora["laws-dev.jsonl"] = replace(Settings(), corpus=options.laws, index=Path(folder) / "laws")
        samples = [each for name, settings in corpora.items() for each in _samples(settings, QUESTIONS / name)]
    print(f"问题 {len(samples)} 道；每道取前 {JUDGED} 个结果")
    _report("现行规则（同样这些题）", samples, np.array([each.score(_now()) for each in samples]))
    _report(f"拟合（{FOLDS} 折交叉验证 {REPEATS} 次，题目没有参与拟合）", samples, _held_out(samples))
    weights = fit(samples)
    needed = _cut(samples, np.array([each.score(weights) for each in samples]), REFUSED_AT_MOST)
    table = written(weights, needed)
    print(f"\n采用：有答案且排在前 {JUDGED} 位的题，误拒不超过 {REFUSED_AT_MOST:.0%}\n{table}")
    if options.write:
        home = ROOT / "kb" / "ask" / "signs.py"
        home.write_text(TABLE.sub(table, home.read_text("utf-8"), count=1), "utf-8")


def _samples(settings: Settings, path: Path) -> Iterator[Sample]:
    """The questions of a file with the signs of their first hits, in a fresh index of a corpus."""
    build(settings)
    library = Library.open(settings)
    for question in library.questions(path):
        if question.kind == "clause":
            continue
        found = library.finder.find(question.text, JUDGED, judged=True)
        inquiry = library.finder.inquiry(found)
        unheard = strangers(question.text, library.finder.words.places, library.finder.occurs)
        rows, right = [], []
        for position in () if unheard else range(len(found.passages)):
            signs, passage = weigh(inquiry, library.finder.reading(found, position)), found.passages[position]
            if signs is not None:
                rows.append(astuple(signs))
                right.append(bool(question.gold) and holds(question.gold, passage.text + "".join(passage.path)))
        yield Sample(question, np.array(rows, float).reshape(-1, len(NAMES)), np.array(right, bool))


def fit(samples: Sequence[Sample]) -> Matrix:
    """The weights by ridge logistic regression, both sides counting alike; Newton's method.

    Of a question with an answer the hits that hold it count, of one without all its hits, together as one question.
    """
    rows, labels, counts = [], [], []
    for each in samples:
        chosen = each.signs[each.right] if each.question.gold else each.signs
        if not len(chosen):
            continue
        rows.append(chosen)
        labels += [float(bool(each.question.gold))] * len(chosen)
        counts += [1 / len(chosen)] * len(chosen)
    x, y, n = np.vstack(rows), np.array(labels), np.array(counts)
    n = np.where(y == 1, n / n[y == 1].sum(), n / n[y == 0].sum()) * n.sum() / 2
    x = np.hstack([x, np.ones((len(x), 1))])
    pull = np.diag([RIDGE] * len(NAMES) + [0.0])
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        slope = x.T @ (n * (p - y)) + pull @ weights
        curve = (x * (n * p * (1 - p))[:, None]).T @ x + pull
        weights = weights - np.linalg.solve(curve, slope)
    return weights[:-1]


def _held_out(samples: Sequence[Sample]) -> Matrix:
    """The score of every question under weights fitted to the other folds, centred on each fold's own cut."""
    order = np.random.default_rng(SEED)
    groups = sorted({each.kind for each in samples})
    total = np.zeros(len(samples))
    for _ in range(REPEATS):
        fold = np.zeros(len(samples), int)
        for kind in groups:
            members = np.array([i for i, each in enumerate(samples) if each.kind == kind])
            fold[order.permutation(members)] = np.arange(len(members)) % FOLDS
        for held in range(FOLDS):
            known = [each for each, place in zip(samples, fold, strict=True) if place != held]
            weights = fit(known)
            cut = _cut(known, np.array([each.score(weights) for each in known]), REFUSED_AT_MOST)
            for i in np.flatnonzero(fold == held).tolist():
                total[i] += samples[i].score(weights) - cut
    return total / REPEATS


def _cut(samples: Sequence[Sample], scores: Matrix, rate: float) -> float:
    """The evidence below which at most that share of the answerable questions with the answer at hand lies."""
    inside = np.sort([score for each, score in zip(samples, scores, strict=True) if each.right.any()])
    lost = int(rate * len(inside))
    return float(inside[lost]) - 1e-3


def _report(title: str, samples: Sequence[Sample], scores: Matrix) -> None:
    """Print how many of each kind are refused at the cut that is in force, and at each rate of wrong refusals."""
    print(f"\n{title}")
    print("  误拒（答案在前列的）   误拒（全部有答案的）   拒答（无关）   拒答（相近）")
    cuts = [("现值", NEEDED)] if title.startswith("现行") else [("采用", 0.0)]
    cuts += [(f"{rate:.0%}", _cut(samples, scores, rate)) for rate in RATES]
    for name, cut in cuts:
        groups = (
            [each.right.any() for each in samples],
            *([each.kind == kind for each in samples] for kind in ("answerable", "none", "near")),
        )
        counts = (scores[np.array(group)] < cut for group in groups)
        print(f"  {name:<4}" + "".join(f"{refused.sum():>8}/{refused.size:<12}" for refused in counts))


def _now() -> Matrix:
    return np.array(astuple(WEIGHTS))


def written(weights: Matrix, needed: float) -> str:
    """The table as kb/ask/signs.py holds it."""
    values = ", ".join(f"{name}={weight:.2f}" for name, weight in zip(NAMES, weights, strict=True))
    return f"WEIGHTS = Signs({values})\nNEEDED = {needed:.2f}\n"


if __name__ == "__main__":
    main()
