"""LangChain: EnsembleRetriever over BM25Retriever (its `preprocess_func` made jieba's) and its FAISS vector store.

BM25Retriever has no way to be kept on disk; it is pickled here, or every start would segment and index all passages.
Its default `preprocess_func` splits at white space: a Chinese sentence is one word, and BM25 finds nothing.
"""

# mypy: disable-error-code="import-not-found, misc"

import pickle
from pathlib import Path

import jieba
import numpy as np
from langchain_classic.retrievers import EnsembleRetriever
from langchain_community.retrievers import BM25Retriever
from langchain_community.vectorstores import FAISS
from langchain_community.vectorstores.utils import DistanceStrategy
from langchain_core.documents import Document
from langchain_core.embeddings import Embeddings

from bench.peers_protocol import VECTORS, Found, Search, passages_in, serve
from kb.encode import open_encoder

DEPTH = 20
"""How many passages of each ranking are fused: more made it slower and, on questions of our own, no better."""


class Bundled(Embeddings):
    """The bundled encoder as LangChain asks of one."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """Vectors of passages."""
        return [list(map(float, row)) for row in open_encoder().passages(texts)]

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return [float(value) for value in open_encoder().query(text)]


def cut(text: str) -> list[str]:
    """Words. A function of this file: jieba's own hold a lock, which no pickle takes."""
    return [word for word in jieba.lcut(text) if word.strip()]


def build(material: Path, index: Path) -> None:
    """Keep the vector store as its own `save_local` does, the BM25 retriever as a pickle."""
    given = list(passages_in(material))
    texts, metadatas = [text for _, text in given], [{"id": id_} for id_, _ in given]
    rows = np.load(material / VECTORS).tolist()
    store = FAISS.from_embeddings(
        zip(texts, rows, strict=True),
        Bundled(),
        metadatas=metadatas,
        distance_strategy=DistanceStrategy.MAX_INNER_PRODUCT,
    )
    store.save_local(str(index))
    words = BM25Retriever.from_texts(texts, metadatas, preprocess_func=cut, k=DEPTH)
    (index / "bm25.pickle").write_bytes(pickle.dumps(words))


def load(index: Path) -> Search:
    """The documented ensemble of both retrievers, weights equal."""
    store = FAISS.load_local(
        str(index),
        Bundled(),
        allow_dangerous_deserialization=True,
        distance_strategy=DistanceStrategy.MAX_INNER_PRODUCT,
    )
    words = pickle.loads((index / "bm25.pickle").read_bytes())
    ensemble = EnsembleRetriever(
        retrievers=[words, store.as_retriever(search_kwargs={"k": DEPTH})], weights=[0.5, 0.5], id_key="id"
    )

    def search(question: str, limit: int) -> list[Found]:
        documents: list[Document] = ensemble.invoke(question)
        return [Found(each.metadata["id"]) for each in documents[:limit]]

    return search


if __name__ == "__main__":
    serve(build, load)
