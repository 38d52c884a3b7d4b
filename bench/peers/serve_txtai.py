"""txtai: a hybrid index, its vectors made by an external function, its texts kept in its own database.

Its default tokenizer follows UAX #29, where every Chinese character is a word. Its `ngrams` option, characters and
pairs of them, did better on questions of our own than the default and than jieba's words, and is taken.
"""

# mypy: disable-error-code="import-not-found"

from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from txtai import Embeddings

from bench.peers_protocol import VECTORS, Found, Search, passages_in, serve
from kb.encode import open_encoder


def encoded(texts: list[str]) -> NDArray[np.float32]:
    """The vectors of questions."""
    return np.stack([open_encoder().query(text) for text in texts])


def settings() -> dict[str, Any]:
    """What its documentation calls a hybrid index: BM25 with normalised scores, both halves of equal weight."""
    tokenizer = {"ngrams": {"nmin": 1, "nmax": 2}}
    scoring = {"method": "bm25", "terms": True, "normalize": True, "tokenizer": tokenizer}
    return {"method": "external", "transform": encoded, "content": True, "scoring": scoring, "hybrid": True}


def build(material: Path, index: Path) -> None:
    """Keep the index as its own `save` does; the vectors of passages are looked up."""
    given = list(passages_in(material))
    rows = dict(zip((text for _, text in given), np.load(material / VECTORS), strict=True))

    def known(texts: list[str]) -> NDArray[np.float32]:
        return np.stack([rows[text] for text in texts])

    embeddings = Embeddings({**settings(), "transform": known})
    embeddings.index([(id_, {"text": text}, None) for id_, text in given])
    embeddings.save(str(index))


def load(index: Path) -> Search:
    """The index as it was kept, with the function for questions."""
    embeddings = Embeddings()
    embeddings.load(str(index), config={"transform": encoded})

    def search(question: str, limit: int) -> list[Found]:
        return [Found(each["id"]) for each in embeddings.search(question, limit)]

    return search


if __name__ == "__main__":
    serve(build, load)
