"""What each part of the ranking is worth: the same library over the same index, with one part taken away.

A part is taken away where it is handed in: postings, nearest spans, synonyms. The rest of the ranking stays the
product's own and does not know.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache
from unittest.mock import patch

import numpy as np
from numpy.typing import NDArray

from kb.ask import opened
from kb.encode import Vectors
from kb.library import Library
from kb.model import Span
from kb.store.vectors import Within

DEEPER = 10
"""How many times as many spans are asked for where only whole passages count: each has some sentences beside it."""
_READ = 500
"""Passages that are read from the catalog at once."""

Postings = tuple[NDArray[np.int32], NDArray[np.float32]]
Nearest = list[tuple[Span, float]]
_NO_POSTINGS: Postings = (np.empty(0, dtype=np.int32), np.empty(0, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class Part:
    """A line of the table, and what it takes away while its context is open."""

    name: str
    taken_away: Callable[[Library], AbstractContextManager[object]]


def no_dense(library: Library) -> AbstractContextManager[object]:
    """Nothing is near."""
    return patch.object(library.finder.vectors, "nearest", return_value=[])


def no_lexical(library: Library) -> AbstractContextManager[object]:
    """No passage holds any word."""
    return patch.object(library.finder.lexical, "postings", return_value=_NO_POSTINGS)


def no_paths(library: Library) -> AbstractContextManager[object]:
    """The words of titles and headings are not looked at; the vectors still hold them."""
    postings = library.finder.lexical.postings

    def of_text(token: str, field: str = "text") -> Postings:
        return postings(token, field) if field == "text" else _NO_POSTINGS

    return patch.object(library.finder.lexical, "postings", of_text)


def no_synonyms(library: Library) -> AbstractContextManager[object]:
    """The lexicon knows no official term for any word."""
    return patch.object(library.finder.words, "synonyms", return_value=())


def no_adapter(library: Library) -> AbstractContextManager[object]:
    """A question goes through the encoder as a passage does, without what was trained on how people ask."""
    encoder = library.finder.encoder
    query = encoder.query

    def plain(text: str) -> Vectors:
        with patch.object(encoder, "query", query):  # which `pair` may call
            return encoder.pair(text)[1]

    return patch.object(encoder, "query", plain)


def no_look_up(library: Library) -> AbstractContextManager[object]:  # noqa: ARG001 - as every part
    """A clause, a title or a 发文字号 that is cited is searched for like any other words."""
    return patch.object(opened, "look", return_value=opened.Look())


def no_sentences(library: Library) -> AbstractContextManager[object]:
    """A passage is as near as all of it, and not as its nearest sentence."""
    lengths = _lengths(library)
    nearest = library.finder.vectors.nearest

    def of_passages(query: NDArray[np.float32], count: int, within: Within | None = None) -> Nearest:
        found = nearest(query, count * DEEPER, within)
        whole = [pair for pair in found if pair[0].start == 0 and pair[0].end == lengths[pair[0].passage]]
        return whole[:count]

    return patch.object(library.finder.vectors, "nearest", of_passages)


PARTS = (
    Part("只用词面", no_dense),
    Part("只用向量", no_lexical),
    Part("不用同义词", no_synonyms),
    Part("词面不看标题", no_paths),
    Part("不用句子向量", no_sentences),
    Part("问题不经适配", no_adapter),
    Part("不直接打开条文", no_look_up),
)


@contextmanager
def same_vectors(library: Library) -> Iterator[None]:
    """Encode each question once for all the lines of the table; times mean nothing meanwhile."""
    with patch.object(library.finder.encoder, "query", cache(library.finder.encoder.query)):
        yield


def ablated(
    library: Library, run: Callable[[], Mapping[str, Sequence[str]]]
) -> Iterator[tuple[str, Mapping[str, Sequence[str]]]]:
    """For each part its name, and what `run` gives without it."""
    with same_vectors(library):
        for part in PARTS:
            with part.taken_away(library):
                yield part.name, run()


def _lengths(library: Library) -> list[int]:
    """The characters of every passage, by its number."""
    count = library.finder.lexical.count
    numbers = [range(begin, min(begin + _READ, count)) for begin in range(0, count, _READ)]
    return [len(passage.text) for some in numbers for passage in library.finder.catalog.passages(some)]
