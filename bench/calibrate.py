"""Finds how much evidence an answer needs, on questions that are nobody's test: `python -m bench.calibrate`.

Evidence is coverage + weight × nearness (kb/ask/answer.py). For each weight the threshold is chosen that best
parts the answerable questions of bench/questions/ from those about something else (`none`). `near` questions are
left out: no amount of evidence tells them apart, that is what kb/ask/demands.py is for. With `--laws FOLDER`
(five laws in Markdown, see bench/RESULTS.md) laws-dev.jsonl counts as well; `--also FILE` only reports a file.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from kb.ask import answer
from kb.build import build
from kb.library import JUDGED, Library
from kb.settings import ROOT, Settings

QUESTIONS = ROOT / "bench" / "questions"
TOLERANCE = 0.01
WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)
KINDS = {"none": "无关", "near": "相近", "answerable": "有答案"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A question, by whether it has an answer, with (coverage, nearness) of each of its first passages."""

    answerable: bool
    signs: tuple[tuple[float, float], ...]

    def evidence(self, weight: float) -> float:
        """The evidence of its best passage."""
        return max(covered + weight * near for covered, near in self.signs)


def main() -> None:
    """Print, for each weight, the best threshold and what the product then refuses of every file."""
    parser = argparse.ArgumentParser(description="校准：多少依据才作答")
    parser.add_argument("--laws", type=Path, help="五部法律（Markdown）所在的文件夹")
    parser.add_argument("--also", type=Path, nargs="*", default=[], help="只报告、不参与校准的规划问题文件")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        plan = opened(Settings(index=Path(folder) / "plan"))
        fitted = {QUESTIONS / "plan-dev.jsonl": plan}
        if options.laws:
            laws = opened(replace(Settings(), corpus=options.laws, index=Path(folder) / "laws"))
            fitted[QUESTIONS / "laws-dev.jsonl"] = laws
        files = fitted | dict.fromkeys(options.also, plan)
        group = [sample for path, library in fitted.items() for sample in samples(library, path)]
        for weight in WEIGHTS:
            threshold, balance = best(group, weight)
            print(f"权重 {weight:.1f}  门槛 {threshold:.3f}  平衡准确率 {balance:.3f}")
            for path, library in files.items():
                print(f"    {path.name}  {refused(library, path, weight, threshold)}")


def opened(settings: Settings) -> Library:
    """A fresh index of a corpus."""
    build(settings)
    return Library.open(settings)


def samples(library: Library, path: Path) -> list[Sample]:
    """The signs of the questions of a file that have an answer, and of those about something else."""
    told = [each for each in library.questions(path) if each.gold or each.kind == "none"]
    found = [library._find(each.text, JUDGED) for each in told]
    return [
        Sample(bool(question.gold), tuple(library._signs(each, position) for position in range(len(each.passages))))
        for question, each in zip(told, found, strict=True)
    ]


def best(group: Sequence[Sample], weight: float) -> tuple[float, float]:
    """A threshold and its balanced accuracy: the highest that costs at most `TOLERANCE` of the best one's accuracy.

    未找到 is better than a wrong section, so the doubtful go to the refused.
    """
    inside = np.array([each.evidence(weight) for each in group if each.answerable])
    outside = np.array([each.evidence(weight) for each in group if not each.answerable])
    values = np.unique(np.concatenate([inside, outside]))
    cuts = (values[1:] + values[:-1]) / 2
    balances = [((inside > cut).mean() + (outside <= cut).mean()) / 2 for cut in cuts]
    enough = max(balances) - TOLERANCE
    return max((float(cut), float(balance)) for cut, balance in zip(cuts, balances, strict=True) if balance >= enough)


def refused(library: Library, path: Path, weight: float, threshold: float) -> str:
    """How many of each kind the product itself refuses under that weight and threshold."""
    answer.NEARNESS_WEIGHT, answer.THRESHOLD = weight, threshold
    counts = library.evaluate(path).refused
    return "  ".join(f"{name}拒答 {counts[kind][0]}/{counts[kind][1]}" for kind, name in KINDS.items())


if __name__ == "__main__":
    main()
