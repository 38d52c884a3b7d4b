"""The calibration: the weights part what they should, and the table it writes is the one that the code reads."""

import numpy as np
import pytest

from kb.ask import signs
from kb.ask.evaluate import Question
from kb.settings import ROOT
from tools.calibrate import NAMES, TABLE, Sample, fit, written


def sample(kind: str, *rows: tuple[float, ...]) -> Sample:
    gold = (("答案",),) if kind == "fact" else ()
    return Sample(Question(kind, kind, kind, gold), np.array(rows, float), np.array([bool(gold)] * len(rows)))


def test_the_weights_part_answers_from_neighbours():
    right = [sample("fact", (0.6 + i / 50, 0.5, 0.0, 0.0, 0.0)) for i in range(10)]
    wrong = [sample("none", (0.1 + i / 50, 0.1, 0.0, 0.0, 0.0), (0.0, 0.0, 0.0, 0.0, 0.0)) for i in range(10)]
    weights = fit([*right, *wrong])
    assert len(weights) == len(NAMES)
    assert min(each.score(weights) for each in right) > max(each.score(weights) for each in wrong)


def test_a_question_without_a_hit_that_may_answer_is_always_refused_and_never_fitted():
    empty = Sample(Question("a", "a", "none"), np.empty((0, len(NAMES))), np.empty(0, bool))
    group = [sample("fact", (0.8, 0.5, 0.0, 0.0, 0.0)), sample("none", (0.1, 0.1, 0.0, 0.0, 0.0))]
    assert empty.score(np.ones(len(NAMES))) == -np.inf
    assert fit([*group, empty]) == pytest.approx(fit(group))


def test_the_same_samples_give_the_same_weights():
    group = [
        sample("fact", (0.8, 0.5, 0.0, 0.0, 0.0)),
        sample("none", (0.1, 0.1, 0.0, 0.0, 0.0)),
        sample("near", (0.3, 0.4, 1.0, 0.0, 0.0)),
    ]
    assert written(fit(group), 1.0) == written(fit(group), 1.0)


def test_the_table_that_is_written_is_the_one_that_is_read():
    home = (ROOT / "kb" / "ask" / "signs.py").read_text("utf-8")
    table = written(np.array([1.0, 2.0, -3.0, -4.0, 5.0]), 0.5)
    assert len(TABLE.findall(home)) == 1
    scope: dict[str, object] = {"Signs": signs.Signs}
    exec(TABLE.search(TABLE.sub(table, home))[0], scope)
    assert (scope["WEIGHTS"], scope["NEEDED"]) == (signs.Signs(1.0, 2.0, -3.0, -4.0, 5.0), 0.5)
