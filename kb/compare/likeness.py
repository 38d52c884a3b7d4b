"""How like two texts are by their characters: the cosine of their weighted pairs of characters."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

_COLUMNS = 4093
"""Pairs of characters are thrown into so many columns; a prime, so that they spread."""
_STEP = 31337


def rarity(texts: Sequence[str]) -> Matrix:
    """How much each column weighs among texts: what is met everywhere weighs next to nothing."""
    met = np.zeros(_COLUMNS, np.float32)
    for text in texts:
        met += _counts(text) > 0
    weights: Matrix = np.log((len(texts) + 1.0) / (met + 0.5)).astype(np.float32)
    return weights


def likeness(a: Sequence[str], b: Sequence[str], rare: Matrix) -> Matrix:
    """For each of `a` and each of `b` how like they are, from 0 to 1."""
    like: Matrix = np.clip(_weighted(a, rare) @ _weighted(b, rare).T, 0.0, 1.0)
    return like


def _weighted(texts: Sequence[str], rare: Matrix) -> Matrix:
    """A unit row for each text."""
    rows = np.zeros((len(texts), _COLUMNS), np.float32)
    for row, text in zip(rows, texts, strict=True):
        row[:] = np.sqrt(_counts(text)) * rare
    rows /= np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return rows


def _counts(text: str) -> Matrix:
    """How often each column's pairs of characters occur in a text."""
    codes = np.frombuffer(f" {text} ".encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
    columns = (codes[:-1] * _STEP + codes[1:]) % _COLUMNS
    return np.bincount(columns, minlength=_COLUMNS).astype(np.float32)
