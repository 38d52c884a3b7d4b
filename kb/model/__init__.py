"""The vocabulary of the project: what every room passes to the next.

A file becomes Blocks, Blocks become a Document (a tree of Sections), a Document becomes Passages,
Passages become one generation of the index, a Query becomes Hits, Hits become an Answer,
and every sentence of the Answer cites a Section.
"""

from kb.model.answer import REWRITTEN, Answer, Check, Generated, Hit, Quote, Sentence, Synonym, Why
from kb.model.document import Document, Fact, ParseReport, Passage, Section, SectionKind, Span, Table
from kb.model.report import BuildReport, Refusal, Timing
from kb.model.source import Block, BlockKind, Field, Omission, OmissionKind, Recognition, Source, Stated

__all__ = [
    "REWRITTEN",
    "Answer",
    "Block",
    "BlockKind",
    "BuildReport",
    "Check",
    "Document",
    "Fact",
    "Field",
    "Generated",
    "Hit",
    "Omission",
    "OmissionKind",
    "ParseReport",
    "Passage",
    "Quote",
    "Recognition",
    "Refusal",
    "Section",
    "SectionKind",
    "Sentence",
    "Source",
    "Span",
    "Stated",
    "Synonym",
    "Table",
    "Timing",
    "Why",
]
