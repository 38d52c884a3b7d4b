"""Finds how much evidence an answer needs, on questions that are nobody's test: `python -m bench.calibrate`.

Evidence is coverage + weight × nearness (kb/ask/answer.py). For each weight the threshold is chosen that best
parts the answerable questions of bench/questions/ from those about something else (`none`). `near` questions are
left out: no amount of evidence tells them apart, that is what kb/ask/demands.py is for. With `--laws FOLDER`
(five laws in Markdown, see bench/RESULTS.md) laws-dev.jsonl counts as well; `--also FILE` only reports a file.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kb.ask import demands
from kb.build import build
from kb.library import JUDGED, Library, Question
from kb.settings import ROOT, Settings

QUESTIONS = ROOT / "bench" / "questions"
TOLERANCE = 0.01
WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)


@dataclass(frozen=True, slots=True)
class Sample:
    """A question with (coverage, nearness, whether it gives what is demanded) of each of its first passages."""

    question: Question
    signs: tuple[tuple[float, float, bool], ...]

    def evidence(self, weight: float) -> float:
        """The evidence of its best passage."""
        return max(covered + weight * near for covered, near, _ in self.signs)

    def answered(self, weight: float, threshold: float) -> bool:
        """Whether it would be answered."""
        return any(gives and covered + weight * near > threshold for covered, near, gives in self.signs)


def main() -> None:
    """Print, for each weight, the best threshold and what it does to every file."""
    parser = argparse.ArgumentParser(description="校准：多少依据才作答")
    parser.add_argument("--laws", type=Path, help="五部法律（Markdown）所在的文件夹")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="只报告、不参与校准的规划问题文件")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plan = Settings(index=Path(folder) / "plan")
        fitted = {"规划": list(samples(plan, QUESTIONS / "plan-dev.jsonl"))}
        if options.laws:
            laws = replace(plan, corpus=options.laws, index=Path(folder) / "laws")
            fitted["法律"] = list(samples(laws, QUESTIONS / "laws-dev.jsonl"))
        only_reported = {path.name: list(samples(plan, path)) for path in options.also}
    for weight in WEIGHTS:
        threshold, balance = best([sample for group in fitted.values() for sample in group], weight)
        print(f"权重 {weight:.1f}  门槛 {threshold:.3f}  平衡准确率 {balance:.3f}")
        for name, group in (fitted | only_reported).items():
            print(f"    {name}  {outcome(group, weight, threshold)}")


def samples(settings: Settings, path: Path) -> Iterator[Sample]:
    """The signs of every question of a file."""
    build(settings)
    library = Library.open(settings)
    for question in library.questions(path):
        yield Sample(question, tuple(_signs(library, question.text)))


def _signs(library: Library, text: str) -> Iterator[tuple[float, float, bool]]:
    found = library._find(text, JUDGED)
    strange = demands.strangers(text, library._words.places, library._occurs)
    wanted = demands.demands_of(text)
    for position, passage in enumerate(found.passages):
        covered, near = library._signs(found, position)
        yield covered, near, not strange and demands.meets(wanted, passage.text)


def best(group: Sequence[Sample], weight: float) -> tuple[float, float]:
    """A threshold and its balanced accuracy: the highest that costs at most `TOLERANCE` of the best one's accuracy.

    未找到 is better than a wrong section, so the doubtful go to the refused.
    """
    inside = np.array([each.evidence(weight) for each in group if each.question.gold])
    outside = np.array([each.evidence(weight) for each in group if each.question.kind == "none"])
    values = np.unique(np.concatenate([inside, outside]))
    cuts = (values[1:] + values[:-1]) / 2
    balances = [((inside > cut).mean() + (outside <= cut).mean()) / 2 for cut in cuts]
    enough = max(balances) - TOLERANCE
    return max((float(cut), float(balance)) for cut, balance in zip(cuts, balances, strict=True) if balance >= enough)


def outcome(group: Sequence[Sample], weight: float, threshold: float) -> str:
    """How many of each kind would be refused."""
    parts = []
    for name, members in (
        ("无关", [each for each in group if each.question.kind == "none"]),
        ("相近", [each for each in group if each.question.kind == "near"]),
        ("有答案", [each for each in group if each.question.gold]),
    ):
        refused = sum(not each.answered(weight, threshold) for each in members)
        parts.append(f"{name}拒答 {refused}/{len(members)}")
    return "  ".join(parts)


if __name__ == "__main__":
    main()
