"""A search beside the sum of its bare parts: one run of the encoder, one of FAISS, one of bm25s, and nothing else."""

import statistics
import time
from collections.abc import Callable, Sequence
from functools import partial

import numpy as np

from kb.ask.fuse import POOL
from kb.library import Library
from kb.library.finder import ROWS


def timed(action: Callable[[], object]) -> float:
    """The wall time of `action` in seconds."""
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def against_parts(library: Library, questions: Sequence[str]) -> float:
    """The median, over questions, of the time of a search over that of its bare parts; one after the other, warm."""
    ratios = []
    for question in questions:
        tokens = library.finder.words.tokens(question)
        whole, bare = partial(library.search, question), partial(_bare, library, question, tokens)
        whole(), bare()
        ratios.append(timed(whole) / timed(bare))
    return statistics.median(ratios)


def _bare(library: Library, question: str, tokens: list[str]) -> None:
    """What any hybrid search must do: the question's vector, the nearest rows, the passages with its words."""
    vector = library.finder.encoder.query(question)
    library.finder.vectors.nearest(vector, ROWS)
    engine = library.finder.lexical.engine("text")
    held = [token for token in tokens if token in engine.vocab_dict]
    if held:
        scores = engine.get_scores(held)
        np.argpartition(-scores, min(POOL, scores.size - 1))
