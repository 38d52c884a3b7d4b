"""How like two texts are by their characters: the cosine of their weighted pairs of characters."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_COLUMNS = 4093
"""Pairs of characters are thrown into so many columns; a prime, so that they spread."""
_STEP = 31337


def likeness(a: Sequence[str], b: Sequence[str]) -> Matrix:
    """For each of `a` and each of `b` how like they are, from 0 to 1; pairs that are met everywhere weigh little."""
    counts = np.stack([_counts(text) for text in (*a, *b)]) if a and b else np.zeros((0, _COLUMNS), np.float32)
    if not counts.size:
        return np.zeros((len(a), len(b)), np.float32)
    rare = np.log((len(counts) + 1.0) / ((counts > 0).sum(axis=0) + 0.5)).astype(np.float32)
    weighted = np.sqrt(counts) * rare
    weighted /= np.maximum(np.linalg.norm(weighted, axis=1, keepdims=True), 1e-9)
    return np.clip(weighted[: len(a)] @ weighted[len(a) :].T, 0.0, 1.0)


def _counts(text: str) -> Matrix:
    """How often each column's pairs of characters occur in a text."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    columns = (codes[:-1] * _STEP + codes[1:]) % _COLUMNS
    return np.bincount(columns, minlength=_COLUMNS).astype(np.float32)
