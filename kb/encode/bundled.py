"""The bundled model: it runs by ONNX Runtime, with no network and no torch."""

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kb.encode.encoder import Progress, Vectors, batches
from kb.errors import EncoderUnavailable

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

BUNDLED = Path(__file__).parent.parent / "models" / "multilingual-e5-small-zh"
BUNDLED_ID = "multilingual-e5-small-zh-2"
MAX_TOKENS = 512
THREADS = min(os.cpu_count() or 1, 8)
"""Batches that are encoded at once, each on one processor; each needs some 50 MB."""
AS_PASSAGE, AS_QUESTION = 0.0, 1.0
"""A text's `role`: how much of the adapter acts that was trained on how people ask (tools/train_encoder.py)."""


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
        groups = list(batches(texts))
        self._load()
        pool = ThreadPoolExecutor(THREADS, "kb-encode")
        try:
            for batch, vectors in zip(groups, pool.map(partial(self._passages, texts), groups), strict=True):
                rows[batch] = vectors
                if progress:
                    progress(len(batch))
        finally:
            pool.shutdown(cancel_futures=True)
        return rows

    def query(self, text: str) -> Vectors:
        """See `Encoder.query`."""
        return self.pair(text)[0]

    def pair(self, text: str) -> tuple[Vectors, Vectors]:
        """See `Encoder.pair`: the question halfway between what the adapter makes of it and what it was, and as it was.

        The adapter learned from one field; halfway it keeps most of what it gained there and costs nothing elsewhere
        (docs/decisions/0011). Both come from one run, in which the layers that they share are run once.
        """
        asked, plain = self._run([f"query: {text}"], [AS_QUESTION, AS_PASSAGE])
        between: Vectors = (asked + plain) / np.linalg.norm(asked + plain)
        return between, plain

    def _load(self) -> None:
        """Load the model, before several threads do so at once."""
        _ = self._tokenizer, self._session

    def _passages(self, texts: Sequence[str], batch: Sequence[int]) -> Vectors:
        return self._run([f"passage: {texts[i]}" for i in batch], [AS_PASSAGE] * len(batch))

    def _run(self, texts: list[str], roles: list[float]) -> Vectors:
        encodings = self._tokenizer.encode_batch(texts)
        feed = {
            "input_ids": np.array([each.ids for each in encodings], dtype=np.int64),
            "attention_mask": np.array([each.attention_mask for each in encodings], dtype=np.int64),
            "role": np.array(roles, dtype=np.float32).reshape(-1, 1, 1),
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
        # One question is too little to share; many questions at once, or many batches, share the processors among them.
        options.intra_op_num_threads = 1
        options.log_severity_level = 3
        return onnxruntime.InferenceSession(
            str(self._folder / "model.onnx"), options, providers=["CPUExecutionProvider"]
        )
