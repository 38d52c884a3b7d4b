"""LlamaIndex: QueryFusionRetriever over BM25Retriever and a VectorStoreIndex on FaissVectorStore.

BM25Retriever cuts words by a pattern (its `tokenizer` argument is ignored today): a run of Chinese characters is one
word. So nodes and questions are given to it as jieba's words with blanks between, and the encoder gets them without.
"""

# mypy: disable-error-code="import-not-found, misc"

from pathlib import Path

import faiss
import jieba
import numpy as np
from llama_index.core import StorageContext, VectorStoreIndex, load_index_from_storage
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.llms import MockLLM
from llama_index.core.retrievers import QueryFusionRetriever
from llama_index.core.schema import TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.faiss import FaissVectorStore

from bench.peers_protocol import VECTORS, Found, Search, passages_in, serve
from kb.encode import open_encoder

DEPTH = 20
"""How many passages of each ranking are fused: more made it slower and, on questions of our own, no better."""
WORD = r"(?u)\S+"
"""A word is what stands between blanks."""


class Bundled(BaseEmbedding):
    """The bundled encoder as LlamaIndex asks of one."""

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(value) for value in open_encoder().query(query.replace(" ", ""))]

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)

    def _get_text_embedding(self, text: str) -> list[float]:
        return [float(value) for value in open_encoder().passages([text.replace(" ", "")])[0]]


def cut(text: str) -> str:
    """Words with blanks between."""
    return " ".join(word for word in jieba.lcut(text) if word.strip())


def build(material: Path, index: Path) -> None:
    """Keep the index and the retriever, each as its own `persist` does."""
    rows = np.load(material / VECTORS)
    nodes = [
        TextNode(id_=id_, text=cut(text), embedding=row.tolist())
        for (id_, text), row in zip(passages_in(material), rows, strict=True)
    ]
    context = StorageContext.from_defaults(vector_store=FaissVectorStore(faiss.IndexFlatIP(rows.shape[1])))
    VectorStoreIndex(nodes, storage_context=context, embed_model=Bundled())
    context.persist(str(index / "vectors"))
    words = BM25Retriever.from_defaults(
        nodes=nodes, similarity_top_k=min(DEPTH, len(nodes)), skip_stemming=True, token_pattern=WORD
    )
    words.persist(str(index / "words"))


def load(index: Path) -> Search:
    """The documented fusion of both retrievers, without the questions that it would have an LLM write."""
    store = FaissVectorStore.from_persist_dir(str(index / "vectors"))
    context = StorageContext.from_defaults(vector_store=store, persist_dir=str(index / "vectors"))
    vectors = load_index_from_storage(context, embed_model=Bundled())
    words = BM25Retriever.from_persist_dir(str(index / "words"))
    words.token_pattern, words.skip_stemming = WORD, True  # `persist` does not keep them
    fusion = QueryFusionRetriever(
        [vectors.as_retriever(similarity_top_k=DEPTH), words],
        llm=MockLLM(),
        mode="reciprocal_rerank",
        similarity_top_k=DEPTH,
        num_queries=1,
        use_async=False,
    )

    def search(question: str, limit: int) -> list[Found]:
        return [Found(each.node.node_id) for each in fusion.retrieve(cut(question))[:limit]]

    return search


if __name__ == "__main__":
    serve(build, load)
