"""The lexical index gives the numbers of the BM25 formula, from memory and from disk."""

import math
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.settings import ROOT
from kb.store.lexical import FIELDS, K1, B, Lexical

VOCABULARY = ["专利", "商标", "质押", "融资", "宁波", "pct"]
TOKENS = st.lists(st.sampled_from(VOCABULARY), max_size=8)
TEXTS = st.lists(TOKENS, min_size=1, max_size=12)


def naive(texts: list[list[str]], token: str) -> dict[int, float]:
    """Lucene's BM25 of one token, straight from the formula (Kamphuis et al. 2020, table 1)."""
    lengths = [max(len(text), 1) for text in texts]
    average = sum(lengths) / len(texts)
    df = sum(token in text for text in texts)
    idf = math.log(1 + (len(texts) - df + 0.5) / (df + 0.5))
    scores = {}
    for number, text in enumerate(texts):
        if tf := Counter(text)[token]:
            scores[number] = idf * tf / (tf + K1 * (1 - B + B * lengths[number] / average))
    return scores


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_postings_are_ascending_and_their_scores_those_of_the_formula(texts: list[list[str]]) -> None:
    index = Lexical.of(texts, [["路径"]] * len(texts))
    for token in [*VOCABULARY, "无"]:
        rows, scores = index.postings(token)
        expected = naive(texts, token)
        assert rows.tolist() == sorted(expected)
        assert scores.tolist() == pytest.approx([expected[row] for row in rows.tolist()], abs=1e-5)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(TOKENS, TOKENS), min_size=1, max_size=12), st.data())
def test_a_passage_holds_what_was_put_into_it(pairs: list[tuple[list[str], list[str]]], data: st.DataObject) -> None:
    index = Lexical.of([text for text, _ in pairs], [path for _, path in pairs])
    passages = data.draw(st.lists(st.integers(0, len(pairs) - 1), max_size=12))
    asked = {*VOCABULARY, "无"}
    assert index.held_each(asked, passages) == [{*pairs[i][0], *pairs[i][1]} for i in passages]
    assert index.held_each(asked, passages, ("path",)) == [{*pairs[i][1]} for i in passages]
    for i in passages:
        assert index.held(asked, i, ("text",)) == {*pairs[i][0]}


def test_a_passage_without_a_token_holds_nothing() -> None:
    index = Lexical.of([["专利"], [], ["专利"]], [[], [], ["总则"]])
    assert index.held(["专利", "总则"], 1) == set()
    assert index.held_each(["专利", "总则"], [2, 0, 2]) == [{"专利", "总则"}, {"专利"}, {"专利", "总则"}]


def test_from_disk_the_postings_are_the_same(tmp_path: Path) -> None:
    index = Lexical.of([["专利", "质押"], ["商标"], []], [["总则"], ["专利"], ["附则"]])
    index.save(tmp_path)
    again = Lexical.load(tmp_path, 3)
    for field in FIELDS:
        for token in ("专利", "质押", "商标", "总则", "附则", "无"):
            for one, other in zip(again.postings(token, field), index.postings(token, field), strict=True):
                np.testing.assert_array_equal(one, other)
    assert again.held(["专利", "质押", "总则"], 0) == {"专利", "质押", "总则"}


def test_the_same_passages_give_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    program = (
        "import sys, pathlib; from kb.store.lexical import Lexical;"
        "index = Lexical.of([['专利', '质押', 'pct'], ['商标', '融资'], []], [['总则'], ['专利'], []]);"
        "index.save(pathlib.Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run([sys.executable, "-c", program, tmp_path / seed], cwd=ROOT, env=environment, check=True)
    files = sorted(path.relative_to(tmp_path / "1") for path in (tmp_path / "1").rglob("*") if path.is_file())
    assert len(files) == 10
    for name in files:
        assert (tmp_path / "1" / name).read_bytes() == (tmp_path / "2" / name).read_bytes(), name


def test_frequency_counts_passages_in_text_or_path() -> None:
    index = Lexical.of([["专利", "专利"], ["商标"], ["商标"]], [["专利"], ["专利"], ["专利"]])
    assert [index.frequency(token) for token in ("专利", "商标", "温州")] == [3, 2, 0]
