"""KB_MODEL: a sentence-transformers model of one's own, from a local folder, with its prompts."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from kb.encode import SentenceTransformersEncoder
from kb.settings import ROOT

MAKE = """
import sys
import numpy as np
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import StaticEmbedding
from tokenizers import Tokenizer, models, pre_tokenizers

words = {word: i for i, word in enumerate(["[UNK]", "问", "文", *"专利商标质押融资奖励办法甲乙市第一二条"])}
tokenizer = Tokenizer(models.WordLevel(words, unk_token="[UNK]"))
tokenizer.pre_tokenizer = pre_tokenizers.Split("", "isolated")
table = np.random.default_rng(0).normal(size=(len(words), 16)).astype(np.float32)
module = StaticEmbedding(tokenizer, embedding_weights=table)
model = SentenceTransformer(modules=[module], prompts={"query": "问", "document": "文"})
model.save(sys.argv[1])
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tiny model whose prompts are the characters 问 and 文."""
    path = tmp_path_factory.mktemp("model") / "tiny"
    subprocess.run([sys.executable, "-c", MAKE, str(path)], cwd=ROOT, check=True, timeout=120)
    return path


def test_a_local_model_encodes_with_its_own_prompts(folder: Path) -> None:
    encoder = SentenceTransformersEncoder(str(folder))
    rows = encoder.passages(["质押融资", "专利"])
    assert (encoder.id, encoder.dimension) == ("sentence-transformers/tiny", 16)
    assert rows.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(rows[1], encoder.passages(["专利"])[0], atol=1e-5)
    assert float(rows[1] @ encoder.query("专利")) < 0.999, "提问与文段的提示词不同，向量也应不同"
