"""What no Chinese page should say: English words, except those that a Chinese text writes so."""

import re
from functools import cache

from kb.read import READERS
from kb.settings import ROOT

WORD = re.compile(r"[A-Za-z][A-Za-z’']+")
WRITTEN_SO = {
    "PCT", "Word", "Excel", "PDF", "WPS", "OFD", "CSV", "JSON", "JSONL", "TOML", "XLSX", "DOCX", "HTML", "Markdown",
    "ZIP", "API", "HTTP", "MCP", "URL", "ID", "OCR", "AI", "KB", "MB", "GB", "km", "kg", "kWh",
}  # fmt: skip
"""Names of formats, of interfaces and of units."""
SUFFIXES = {suffix.strip(".") for suffix in READERS}
NO_WORDS = re.compile(
    r"""
    https?://\S+
    | \S+\.(?:txt|md|pdf|docx?|xlsx?|csv|jsonl?|toml|html?|ofd|zip|py|log)\b   # names of files
    | (?<!\w)\.[a-z]+\b                                                      # hidden folders
    | \b[a-z]+(?:-[a-z0-9]+)+(?:/[\w.]+)?                                       # ids of documents and sections
    | \bpython\ -m\ kb(?:\ [a-z-]+)* | \bmake\ [a-z-]+ | \bpip\ install\ \S+    # commands
    | \bKB_[A-Z_]+                                                              # settings
    """,
    re.VERBOSE,
)


def english(text: str, said: str = "") -> list[str]:
    """The words of `text` that are English and stand neither in the documents nor in `said`."""
    words = WORD.findall(NO_WORDS.sub(" ", text))
    allowed = WRITTEN_SO | SUFFIXES | _of_the_documents()
    return [word for word in words if word not in allowed and word not in said]


@cache
def _of_the_documents() -> frozenset[str]:
    """What the documents say may be shown, whatever it is."""
    return frozenset(word for file in (ROOT / "corpus").glob("*.txt") for word in WORD.findall(file.read_text("utf-8")))
