r"""Haystack: a pipeline of InMemoryBM25Retriever and InMemoryEmbeddingRetriever into a DocumentJoiner (RRF).

The store cuts words by a pattern, `\w+` at first: a run of Chinese characters is one word. So documents and questions
are given to BM25 as jieba's words with blanks between. The store keeps itself as JSON, and BM25 is made at each start.
"""

# mypy: disable-error-code="import-not-found, misc, untyped-decorator"

from pathlib import Path

import jieba
import numpy as np
from haystack import Document, Pipeline, component
from haystack.components.joiners import DocumentJoiner
from haystack.components.retrievers.in_memory import InMemoryBM25Retriever, InMemoryEmbeddingRetriever
from haystack.document_stores.in_memory import InMemoryDocumentStore

from bench.peers_protocol import VECTORS, Found, Search, passages_in, serve
from kb.encode import open_encoder

DEPTH = 20
"""How many passages of each ranking are fused: more made it slower and, on questions of our own, no better."""
WORD = r"(?u)\S+"
"""A word is what stands between blanks."""


@component
class Bundled:
    """The bundled encoder as a text embedder of Haystack."""

    @component.output_types(embedding=list[float])
    def run(self, text: str) -> dict[str, list[float]]:
        """The vector of a question."""
        return {"embedding": [float(value) for value in open_encoder().query(text)]}


def cut(text: str) -> str:
    """Words with blanks between."""
    return " ".join(word for word in jieba.lcut(text) if word.strip())


def build(material: Path, index: Path) -> None:
    """Keep the store as its own `save_to_disk` does."""
    rows = np.load(material / VECTORS)
    store = InMemoryDocumentStore(
        bm25_tokenization_regex=WORD, embedding_similarity_function="dot_product", return_embedding=False
    )
    store.write_documents(
        [
            Document(id=id_, content=cut(text), embedding=row.tolist())
            for (id_, text), row in zip(passages_in(material), rows, strict=True)
        ]
    )
    index.mkdir(parents=True, exist_ok=True)
    store.save_to_disk(str(index / "store.json"))


def load(index: Path) -> Search:
    """The documented hybrid pipeline."""
    store = InMemoryDocumentStore.load_from_disk(str(index / "store.json"))
    pipeline = Pipeline()
    pipeline.add_component("embedder", Bundled())
    pipeline.add_component("words", InMemoryBM25Retriever(store, top_k=DEPTH))
    pipeline.add_component("vectors", InMemoryEmbeddingRetriever(store, top_k=DEPTH))
    pipeline.add_component("joiner", DocumentJoiner(join_mode="reciprocal_rank_fusion"))
    pipeline.connect("embedder", "vectors")
    pipeline.connect("words", "joiner")
    pipeline.connect("vectors", "joiner")

    def search(question: str, limit: int) -> list[Found]:
        asked = {"embedder": {"text": question}, "words": {"query": cut(question)}}
        documents = pipeline.run(asked)["joiner"]["documents"]
        return [Found(each.id) for each in documents[:limit]]

    return search


if __name__ == "__main__":
    serve(build, load)
