"""KB_RERANKER: a cross-encoder's scores make the order of the first hits, and nothing else of them."""

import json
import math
import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kb import library as reading
from kb.cli.output import readable_hit
from kb.encode import CrossEncoderReranker, open_reranker
from kb.errors import EncoderUnavailable
from kb.library import Library
from kb.library.finder import REREAD
from kb.model import Answer
from kb.pages.html import answered
from kb.settings import ROOT, Settings

pytest.importorskip("sentence_transformers")

MAKE = """
import sys
import torch
from pathlib import Path
from transformers import BertConfig, BertForSequenceClassification, BertModel, BertTokenizerFast

signs = dict.fromkeys("[PAD] [UNK] [CLS] [SEP] [MASK]".split())
words = {word: number for number, word in enumerate([*signs, *"专利商标质押融资维权运营人才保护海外宁波知识产"])}
for name, kind, labels in (
    ("tiny", BertForSequenceClassification, 1), ("classes", BertForSequenceClassification, 3), ("encoder", BertModel, 1)
):
    torch.manual_seed(0)
    model = kind(BertConfig(
        vocab_size=len(words), hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=16,
        max_position_embeddings=512, num_labels=labels, initializer_range=0.5,  # or all texts score alike
    ))
    model.save_pretrained(Path(sys.argv[1]) / name)
    BertTokenizerFast(vocab=words).save_pretrained(Path(sys.argv[1]) / name)
"""
SCORE = """
import json, sys
import torch
from transformers import AutoModelForSequenceClassification, AutoTokenizer

model, tokenizer = (kind.from_pretrained(sys.argv[1]) for kind in (AutoModelForSequenceClassification, AutoTokenizer))
question, texts = json.load(sys.stdin)
with torch.no_grad():
    pairs = [tokenizer(question, text, truncation=True, max_length=512, return_tensors="pt") for text in texts]
    print(json.dumps([float(torch.sigmoid(model(**pair).logits)[0, 0]) for pair in pairs]))
"""
QUESTION = "商标能拿去银行贷款吗"


def python(code: str, *arguments: str, given: str = "") -> str:
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], cwd=ROOT, input=given, capture_output=True, text=True, check=False,
        timeout=240, env={**os.environ, "HF_HUB_OFFLINE": "1", "OMP_NUM_THREADS": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tiny models: one that gives a score, one that sorts into three classes, one that only encodes."""
    folder = tmp_path_factory.mktemp("models")
    python(MAKE, str(folder))
    return folder


class ByLength:
    """A cross-encoder that likes long texts."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, int]] = []

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        self.asked.append((question, len(texts)))
        return [float(len(text)) for text in texts]


class Indifferent(ByLength):
    """A cross-encoder that likes all texts alike."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        return [0.5] * len(texts)


@pytest.fixture
def reread(plan_settings: Settings, monkeypatch: pytest.MonkeyPatch):
    """Opens the plan with a cross-encoder of the test's own."""

    def opened(reranker: object) -> Library:
        monkeypatch.setattr(reading, "open_reranker", lambda _: reranker)
        return Library.open(plan_settings)

    return opened


def test_the_scores_are_those_of_the_model_and_make_the_order(
    models: Path, plan_settings: Settings, plan: Library
) -> None:
    hits = Library.open(replace(plan_settings, reranker=str(models / "tiny"))).search(QUESTION, REREAD)
    texts = [f"{' '.join(hit.path)}\n{hit.text}" for hit in hits]
    expected = json.loads(python(SCORE, str(models / "tiny"), given=json.dumps([QUESTION, texts])))
    given = [hit.why.rerank_score for hit in hits]
    assert given == pytest.approx(expected, abs=1e-4)
    assert expected[0] - expected[-1] > 0.01
    assert given == sorted(given, reverse=True)
    fused = plan.search(QUESTION, REREAD)
    assert {hit.section for hit in hits} == {hit.section for hit in fused}
    assert [hit.section for hit in hits] != [hit.section for hit in fused]


def test_the_first_thirty_are_reread_and_the_others_follow_as_they_were(reread, plan: Library) -> None:
    reranker = ByLength()
    hits, fused = reread(reranker).search(QUESTION, 50), plan.search(QUESTION, 50)
    assert reranker.asked == [(QUESTION, REREAD)]
    first = [hit.why.rerank_score for hit in hits[:REREAD]]
    assert first == sorted(first, reverse=True)
    assert {hit.section for hit in hits[:REREAD]} == {hit.section for hit in fused[:REREAD]}
    assert hits[REREAD:] == fused[REREAD:]
    assert [hit.rank for hit in hits] == list(range(1, len(hits) + 1))


def test_a_short_list_is_the_head_of_the_long_one(reread) -> None:
    """The cross-encoder may lift a hit from the thirtieth place to the first."""
    library = reread(ByLength())
    assert library.search(QUESTION, 3) == library.search(QUESTION, 30)[:3]


def test_all_else_of_a_hit_stays(reread, plan: Library) -> None:
    fused = {hit.section: hit for hit in plan.search(QUESTION, REREAD)}
    for hit in reread(ByLength()).search(QUESTION, REREAD):
        before = fused[hit.section]
        assert replace(hit, rank=before.rank, why=replace(hit.why, rerank_score=None)) == before


def test_a_cross_encoder_without_an_opinion_changes_nothing(reread, plan: Library) -> None:
    answer, before = reread(Indifferent()).ask(QUESTION), plan.ask(QUESTION)
    assert (answer.quotes, [hit.section for hit in answer.hits]) == (
        before.quotes,
        [hit.section for hit in before.hits],
    )


def test_what_the_corpus_does_not_answer_stays_unanswered(reread) -> None:
    """A cross-encoder puts something first whatever is asked; the evidence is weighed as ever."""
    for question in ("今天晚上吃什么", "帮我写一首诗"):
        assert not reread(ByLength()).ask(question).answered


def test_a_text_that_has_no_score_comes_last(models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Broken:
        def predict(self, pairs: list[tuple[str, str]], **_: object) -> list[float]:
            return [0.2, math.nan, 0.7]

    reranker = CrossEncoderReranker("somebody/model")
    monkeypatch.setitem(reranker.__dict__, "_model", Broken())
    scores = reranker.scores("问", ["甲", "乙", "丙"])
    assert sorted(range(3), key=lambda i: -scores[i]) == [2, 0, 1]
    assert all(map(math.isfinite, scores))


def test_no_texts_no_scores_and_no_model() -> None:
    assert CrossEncoderReranker("somebody/model").scores("问", []) == []
    assert open_reranker(None) is None
    assert open_reranker("") is None


REFUSED = """
import sys
from kb.encode import open_reranker
from kb.errors import EncoderUnavailable
for name in sys.argv[1:]:
    try:
        open_reranker(name).scores("专利", ["商标"])
    except EncoderUnavailable as error:
        print("refused", error)
"""


def test_a_model_that_cannot_be_used_is_one_sentence(models: Path, tmp_path: Path) -> None:
    """An encoder, too, loads as a cross-encoder; its last layer would be thrown dice, and its order noise."""
    half = Path(shutil.copytree(models / "tiny", tmp_path / "half"))
    weights = (half / "model.safetensors").read_bytes()
    (half / "model.safetensors").write_bytes(weights[: len(weights) // 2])
    expected = [
        (models / "没有", "打不开重排模型"),
        (half, "打不开重排模型"),
        (models / "classes", "不是重排模型"),
        (models / "encoder", "不是重排模型"),
    ]
    printed = python(REFUSED, *(str(folder) for folder, _ in expected)).splitlines()
    refused = [line for line in printed if line.startswith("refused")]
    for line, (folder, sentence) in zip(refused, expected, strict=True):
        assert sentence in line
        assert str(folder) in line
        assert "KB_RERANKER" in line


def test_without_sentence_transformers_the_install_command_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderUnavailable, match="pip install sentence-transformers"):
        CrossEncoderReranker("somebody/model").scores("问", ["甲"])


def test_the_command_line_says_what_is_wrong_with_it(plan_settings: Settings, tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kb", "ask", QUESTION, "--index", str(plan_settings.index)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env={**os.environ, "KB_RERANKER": str(tmp_path / "没有"), "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.splitlines()[-1].startswith(f"打不开重排模型“{tmp_path / '没有'}”")
    assert "Traceback" not in done.stderr


def test_the_doors_show_the_score(reread, plan: Library) -> None:
    hit = reread(ByLength()).search(QUESTION, 1)[0]
    score = f"{hit.why.rerank_score:.4g}"
    assert f"（重排得分 {score}）" in readable_hit(hit)
    assert f"；重排模型通读后给 {score} 分，排在第 1 位" in answered.hits(Answer(QUESTION, (), (hit,)))
    plain = plan.search(QUESTION, 1)[0]
    assert plain.why.rerank_score is None
    assert "重排" not in readable_hit(plain) + answered.hits(Answer(QUESTION, (), (plain,)))


def test_the_setting() -> None:
    assert Settings.of(environment={"KB_RERANKER": "somebody/model"}).reranker == "somebody/model"
    assert Settings.of(environment={}).reranker is None
