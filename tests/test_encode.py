"""The bundled encoder: unit rows, the same alone and in a batch, its files unchanged, and nothing heavy imported."""

import hashlib
import os
import re
import subprocess
import sys
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kb.encode import BATCH, BUNDLED, BundledEncoder, Encoder, SentenceTransformersEncoder, batches, open_encoder
from kb.errors import EncoderUnavailable
from kb.settings import ROOT

TEXTS = ["知识产权质押融资", "用专利向银行贷款", "红烧肉的做法", "。", "第二十二条 " + "甲" * 300]


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return open_encoder()


def test_passages_are_unit_rows_in_the_order_given(encoder):
    rows = encoder.passages(TEXTS)
    assert rows.dtype == np.float32
    assert rows.shape == (len(TEXTS), encoder.dimension)
    assert np.allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    assert np.allclose(encoder.passages(TEXTS[::-1])[::-1], rows, atol=1e-5)


def test_a_text_alone_has_the_vector_it_has_in_a_batch(encoder):
    alone = np.vstack([encoder.passages([text]) for text in TEXTS])
    assert np.abs(alone - encoder.passages(TEXTS)).max() < 1e-5


def test_a_text_has_the_vector_it_has_among_more_texts_than_a_batch_holds(encoder):
    many = [f"第{number}条" + "甲" * (number % 7) for number in range(BATCH + 3)]
    rows = encoder.passages(many)
    assert np.abs(encoder.passages([many[-1]])[0] - rows[-1]).max() < 1e-5
    assert np.abs(encoder.passages([many[0]])[0] - rows[0]).max() < 1e-5


def test_a_query_is_a_unit_vector_and_differs_from_the_passage_of_the_same_words(encoder):
    query = encoder.query(TEXTS[0])
    assert (query.shape, query.dtype) == ((encoder.dimension,), np.float32)
    assert abs(float(np.linalg.norm(query)) - 1) < 1e-5
    assert np.abs(query - encoder.passages(TEXTS[:1])[0]).max() > 1e-3


def test_a_question_asked_once_has_the_vectors_of_both_its_roles(encoder):
    """The graph runs the lower layers once for both roles; each must come out as if it ran alone."""
    for text in TEXTS:
        asked, plain = encoder.pair(text)
        assert np.abs(asked - encoder.query(text)).max() < 1e-6
        assert np.abs(plain - encoder._run([f"query: {text}"], [0.0])[0]).max() < 1e-6
        assert np.abs(asked - plain).max() > 1e-3


def test_like_texts_are_nearer_than_unlike_ones(encoder):
    pledge, loan, pork = encoder.passages(TEXTS[:3])
    assert pledge @ loan > pledge @ pork
    assert pledge @ loan > loan @ pork
    query = encoder.query("拿专利怎么贷款")
    assert query @ loan > query @ pork
    assert query @ pledge > query @ pork


def test_a_text_of_2000_characters_is_cut_at_what_the_model_reads(encoder):
    first, second = encoder.passages(["甲乙丙丁戊" * 400, "甲乙丙丁戊" * 400 + "己" * 500])
    assert np.abs(first - second).max() < 1e-5
    assert np.isfinite(encoder.query("专利" * 1000)).all()


def test_no_texts_give_no_rows_and_the_empty_text_a_finite_vector(encoder):
    assert encoder.passages([]).shape == (0, encoder.dimension)
    assert np.isfinite(encoder.passages([""])).all()


def test_progress_counts_every_text_once(encoder):
    seen: list[int] = []
    encoder.passages([f"第{n}条" for n in range(BATCH + 1)], seen.append)
    assert seen == [BATCH, 1]


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(st.lists(st.integers(0, 40).map("甲".__mul__), max_size=70))
def test_batches_hold_every_position_once_and_texts_of_like_length(texts):
    groups = list(batches(texts))
    assert sorted(position for group in groups for position in group) == list(range(len(texts)))
    assert all(0 < len(group) <= BATCH for group in groups)
    lengths = [len(texts[position]) for group in groups for position in group]
    assert lengths == sorted(lengths)


def test_the_model_s_files_are_the_ones_that_its_readme_names():
    readme = (BUNDLED / "README.md").read_text("utf-8")
    rows = dict(re.findall(r"\| `([\w.]+)` \| [\d,]+ \| `([0-9a-f]{64})` \|", readme))
    assert set(rows) == {"model.onnx", "tokenizer.json"}
    assert {name: hashlib.sha256((BUNDLED / name).read_bytes()).hexdigest() for name in rows} == rows
    assert sum((BUNDLED / name).stat().st_size for name in rows) <= 36_000_000


def test_a_missing_model_is_named_in_chinese(tmp_path):
    with pytest.raises(EncoderUnavailable, match=f"内置模型的文件不在 {tmp_path}"):
        BundledEncoder(tmp_path)


def test_a_missing_tokenizer_is_named_in_chinese(tmp_path):
    (tmp_path / "model.onnx").symlink_to(BUNDLED / "model.onnx")
    with pytest.raises(EncoderUnavailable, match="内置模型"):
        BundledEncoder(tmp_path).query("甲")


HEAVY = "print(sorted({'torch', 'sentence_transformers', 'transformers', 'streamlit'} & set(sys.modules)))"


@pytest.mark.parametrize(
    "code",
    [
        "import sys, kb.cli",
        "import sys, kb.encode; assert kb.encode.open_encoder().query('专利').shape == (384,)",
        "import sys, runpy, contextlib, io\n"
        "sys.argv = ['kb', '--help']\n"
        "with contextlib.suppress(SystemExit), contextlib.redirect_stdout(io.StringIO()) as out:\n"
        "    runpy.run_module('kb', run_name='__main__')\n"
        "assert 'search' in out.getvalue()",
    ],
    ids=["import kb.cli", "encode with the bundled model", "python -m kb --help"],
)
def test_nothing_heavy_is_imported(code):
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\n{HEAVY}"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "[]"


def test_a_model_path_that_is_not_there_is_an_encoder_unavailable_in_chinese(tmp_path):
    pytest.importorskip("sentence_transformers")
    code = (
        "from kb.encode import open_encoder\nfrom kb.errors import EncoderUnavailable\n"
        f"try:\n    open_encoder({str(tmp_path / '没有')!r}).query('专利')\n"
        "except EncoderUnavailable as error:\n    print(error)\n"
    )
    environment = {**os.environ, "HF_HUB_OFFLINE": "1", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, env=environment
    )
    assert done.returncode == 0, done.stderr
    assert "打不开模型" in done.stdout
    assert "没有" in done.stdout


def test_without_sentence_transformers_the_install_command_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "sentence_transformers", None)
    with pytest.raises(EncoderUnavailable, match="pip install sentence-transformers"):
        SentenceTransformersEncoder("somebody/model").query("专利")


class FakeModel:
    """Stands for a sentence-transformers model: it writes down what it is asked and measures the texts."""

    def __init__(self, name: str, prompts: dict[str, str] | None = None) -> None:
        self.prompts = prompts or {}
        self.asked: list[tuple[str, str]] = []

    def get_embedding_dimension(self) -> int:
        return 2

    def encode(self, texts: list[str], prompt: str, **options: object) -> list[list[float]]:
        self.asked += [(prompt, text) for text in texts]
        return [[float(len(text)), 1.0] for text in texts]


@pytest.mark.parametrize(
    ("name", "own", "query", "passage"),
    [
        ("intfloat/multilingual-e5-small", {}, "query: ", "passage: "),
        ("BAAI/bge-small-zh-v1.5", {}, "为这个句子生成表示以用于检索相关文章：", ""),
        ("somebody/other", {}, "", ""),
        ("somebody/e5-own", {"query": "Q: ", "document": "D: "}, "Q: ", "D: "),
        ("somebody/own", {"query": "", "passage": "P: "}, "", "P: "),
    ],
)
def test_another_model_gets_its_prompts_and_keeps_the_order(monkeypatch, name, own, query, passage):
    model = FakeModel(name, own)
    stub = SimpleNamespace(SentenceTransformer=lambda asked: model)
    monkeypatch.setitem(sys.modules, "sentence_transformers", stub)
    encoder = SentenceTransformersEncoder(name)
    assert encoder.passages(["甲甲甲", "乙"]).tolist() == [[3.0, 1.0], [1.0, 1.0]]
    assert encoder.query("丙").tolist() == [1.0, 1.0]
    assert model.asked == [(passage, "乙"), (passage, "甲甲甲"), (query, "丙")]
