"""What the project asks of an encoder, and how texts are put into batches."""

from collections.abc import Callable, Iterator, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
Progress = Callable[[int], None]
"""Called with the number of texts that were encoded since the last call."""

BATCH = 16


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
        """The unit vector of a question to search with, float32 of shape (dimension,)."""

    def pair(self, text: str) -> tuple[Vectors, Vectors]:
        """What `query` gives, and the unit vector that tells how near a text is to the question.

        An encoder that was trained to put the right text first need not say how right it is: see decision 11.
        """


def batches(texts: Sequence[str]) -> Iterator[list[int]]:
    """Positions of `texts` in groups of like length, so that little is padded; every position once."""
    order = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    yield from (order[i : i + BATCH] for i in range(0, len(order), BATCH))
