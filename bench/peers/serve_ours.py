"""Our own side, through the library as any door uses it. The bench builds its index: the material is made out of it."""

from pathlib import Path

from bench.peers_protocol import Found, Search, serve
from kb.errors import QuestionRefused
from kb.library import Library
from kb.settings import Settings


def load(index: Path) -> Search:
    """Search an index of ours; a hit is a section with the passage shown, then the sections that say the same."""
    library = Library.open(Settings(index=index))

    def search(question: str, limit: int) -> list[Found]:
        found: list[Found] = []
        try:
            hits = library.search(question, limit, by_force=False)  # the passages bear the titles of all editions
        except QuestionRefused:
            return []
        for hit in hits:
            found += [Found(hit.section, hit.text), *(Found(section) for section in getattr(hit, "also", ()))]
        return found

    return search


if __name__ == "__main__":
    serve(None, load)
