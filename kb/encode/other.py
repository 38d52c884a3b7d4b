"""Any other encoder: a sentence-transformers model, by its hub name or its folder."""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.encode.encoder import Progress, Vectors, batches
from kb.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

PROMPTS: tuple[tuple[str, str, str], ...] = (
    ("e5", "query: ", "passage: "),
    ("bge-small-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-base-zh", "为这个句子生成表示以用于检索相关文章：", ""),
    ("bge-large-zh", "为这个句子生成表示以用于检索相关文章：", ""),
)
"""What a model wants in front of a query and of a passage, where its own files do not say: (part of its name, …)."""


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

    def pair(self, text: str) -> tuple[Vectors, Vectors]:
        """See `Encoder.pair`; one and the same here."""
        vector = self.query(text)
        return vector, vector

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
