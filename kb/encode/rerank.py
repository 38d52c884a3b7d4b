"""A question and texts → scores: a cross-encoder reads both together. It is optional and never bundled."""

from collections.abc import Sequence
from functools import cache, cached_property
from typing import TYPE_CHECKING, Protocol

import numpy as np

from kb.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import CrossEncoder

_SCORING = ("ForSequenceClassification", "ForCausalLM")
"""How a model class is called that has an output to score with; any other is given one of random numbers."""


LOWEST = float(np.finfo(np.float32).min)
"""The score of a text that a model has none for: last, and still a number in JSON."""


class Reranker(Protocol):
    """What the project asks of a cross-encoder."""

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """How well each text answers the question, in the order of `texts`; more is better, the scale its own."""


@cache
def open_reranker(model: str | None = None) -> Reranker | None:
    """The cross-encoder of that hub name or folder, one a process; None where none is named."""
    return CrossEncoderReranker(model) if model else None


class CrossEncoderReranker:
    """Any sentence-transformers CrossEncoder with one score. Its import takes seconds, so it waits for a question."""

    def __init__(self, model: str) -> None:
        self._model_name = model

    def scores(self, question: str, texts: Sequence[str]) -> list[float]:
        """See `Reranker.scores`."""
        if not texts:
            return []
        pairs = [(question, text) for text in texts]
        scores = np.asarray(self._model.predict(pairs, show_progress_bar=False), dtype=np.float64)
        return [float(each) for each in np.nan_to_num(scores, nan=LOWEST)]

    @cached_property
    def _model(self) -> "CrossEncoder":
        try:
            from sentence_transformers import CrossEncoder
        except ImportError as error:
            raise EncoderUnavailable(
                "没有安装 sentence-transformers，请去掉 KB_RERANKER，或运行：pip install sentence-transformers"
            ) from error
        try:
            model: CrossEncoder = CrossEncoder(self._model_name)
        except Exception as error:  # a half-fetched file fails in the kind of error of whichever library reads it
            raise EncoderUnavailable(
                f"打不开重排模型“{self._model_name}”：请检查 KB_RERANKER 的名称或路径；"
                "没有网络时，请设为已下载的模型文件夹，或去掉 KB_RERANKER"
            ) from error
        if model.num_labels != 1 or not _can_score(model):
            raise EncoderUnavailable(
                f"“{self._model_name}”不是重排模型（给不出一个得分），请给 KB_RERANKER 换一个，或去掉它"
            )
        return model


def _can_score(model: "CrossEncoder") -> bool:
    names = (model.config.architectures if model.config else None) or ()
    return any(name.endswith(_SCORING) for name in names)
