"""Texts → unit vectors: the bundled model, or any sentence-transformers model, behind one small interface."""

import os
from collections.abc import Callable, Iterator, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from kb.errors import EncoderUnavailable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from sentence_transformers import SentenceTransformer
    from tokenizers import Tokenizer

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
"""Called with the number of texts that were encoded since the last call."""

BUNDLED = Path(__file__).parent / "models" / "multilingual-e5-small-zh"
BUNDLED_ID = "multilingual-e5-small-zh-1"
BATCH = 16
MAX_TOKENS = 512

PROMPTS: tuple[tuple[str, str, str], ...] = (
    ("e5", "query: ", "passage: "),
    ("bge-small-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-base-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-large-zh", "为这个句子生成表示以用于检索相关文章：", ""),
)
"""What a model wants in front of a query and of a passage, where its own files do not say: (part of its name, …)."""


class Encoder(Protocol):
    """What the project asks of an encoder."""

    @property
    def id(self) -> str:
        """Names the vectors: texts encoded under one id may be compared."""

    @property
    def dimension(self) -> int:
        """The length of a vector."""

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """Unit rows, float32 of shape (len(texts), dimension), in the order of `texts`."""

    def query(self, text: str) -> Vectors:
        """A unit vector, float32 of shape (dimension,)."""


@cache
def open_encoder(model: str | None = None) -> Encoder:
    """The bundled encoder, or the sentence-transformers model of that hub name or folder; one a process."""
    return SentenceTransformersEncoder(model) if model else BundledEncoder()


class BundledEncoder:
    """multilingual-e5-small with its vocabulary cut to Chinese, run by ONNX Runtime; no network, no torch."""

    id = BUNDLED_ID
    dimension = 384

    def __init__(self, folder: Path = BUNDLED) -> None:
        self._folder = folder
        if not all((folder / name).is_file() for name in ("model.onnx", "tokenizer.json")):
            raise EncoderUnavailable(f"内置模型的文件不在 {folder}，请重新取得完整的程序目录")

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.passages`."""
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in batches(texts):
            rows[batch] = self._run([f"passage: {texts[i]}" for i in batch])
            if progress:
                progress(len(batch))
        return rows

    def query(self, text: str) -> Vectors:
        """See `Encoder.query`."""
        vector: Vectors = self._run([f"query: {text}"])[0]
        return vector

    def _run(self, texts: list[str]) -> Vectors:
        encodings = self._tokenizer.encode_batch(texts)
        feed = {
            "input_ids": np.array([each.ids for each in encodings], dtype=np.int64),
            "attention_mask": np.array([each.attention_mask for each in encodings], dtype=np.int64),
        }
        vectors: Vectors = self._session.run(["embedding"], feed)[0]
        return vectors

    @cached_property
    def _tokenizer(self) -> "Tokenizer":
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self._folder / "tokenizer.json"))
        tokenizer.enable_truncation(MAX_TOKENS)
        tokenizer.enable_padding(pad_id=tokenizer.token_to_id("<pad>"), pad_token="<pad>")
        return tokenizer

    @cached_property
    def _session(self) -> "InferenceSession":
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = os.cpu_count() or 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )


class SentenceTransformersEncoder:
    """Any sentence-transformers model; on a GPU where torch finds one. Its import takes seconds, so it waits."""

    def __init__(self, model: str) -> None:
        self._model_name = model
        self.id = f"sentence-transformers/{Path(model).name if Path(model).is_dir() else model}"

    @property
    def dimension(self) -> int:
        """See `Encoder.dimension`."""
        return int(self._model.get_embedding_dimension() or self.query("维度").shape[0])

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        """See `Encoder.passages`."""
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in batches(texts):
            rows[batch] = self._run([texts[i] for i in batch], "document")
            if progress:
                progress(len(batch))
        return rows

    def query(self, text: str) -> Vectors:
        """See `Encoder.query`."""
        vector: Vectors = self._run([text], "query")[0]
        return vector

    def _run(self, texts: list[str], role: str) -> Vectors:
        """Encode with the prompt that the model's files name for the role, else with that of `PROMPTS`."""
        own = self._model.prompts or {}
        names = ("query",) if role == "query" else ("document", "passage")
        prompt = next((own[name] for name in names if own.get(name)), None)
        if prompt is None:
            prompt = self._known_prompt(role)
        vectors = self._model.encode(
            texts, prompt=prompt, normalize_embeddings=True, convert_to_numpy=True, show_progress_bar=False
        )
        return np.asarray(vectors, dtype=np.float32)

    def _known_prompt(self, role: str) -> str:
        row = next((row for row in PROMPTS if row[0] in self._model_name.lower()), ("", "", ""))
        return row[1] if role == "query" else row[2]

    @cached_property
    def _model(self) -> "SentenceTransformer":
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise EncoderUnavailable(
                "没有安装 sentence-transformers，请运行：pip install sentence-transformers"
            ) from error
        try:
            return SentenceTransformer(self._model_name)
        except (OSError, ValueError) as error:
            raise EncoderUnavailable(
                f"打不开模型“{self._model_name}”：请检查名称或路径；没有网络时，请把 KB_MODEL 设为已下载的模型文件夹"
            ) from error


def batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Positions of `texts` in groups of like length, so that little is padded; every position once."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    yield from (order[i : i + BATCH] for i in range(0, len(order), BATCH))
