"""Texts → unit vectors: the bundled model, or any sentence-transformers model, behind one small interface."""

from functools import cache

from kb.encode.bundled import BUNDLED, BUNDLED_ID, MAX_TOKENS, BundledEncoder
from kb.encode.encoder import BATCH, Encoder, Progress, Vectors, batches
from kb.encode.other import SentenceTransformersEncoder
from kb.encode.rerank import CrossEncoderReranker, Reranker, open_reranker

__all__ = [
    "BATCH",
    "BUNDLED",
    "BUNDLED_ID",
    "MAX_TOKENS",
    "BundledEncoder",
    "CrossEncoderReranker",
    "Encoder",
    "Progress",
    "Reranker",
    "SentenceTransformersEncoder",
    "Vectors",
    "batches",
    "open_encoder",
    "open_reranker",
]


@cache
def open_encoder(model: str | None = None) -> Encoder:
    """The bundled encoder, or the sentence-transformers model of that hub name or folder; one a process."""
    return SentenceTransformersEncoder(model) if model else BundledEncoder()
