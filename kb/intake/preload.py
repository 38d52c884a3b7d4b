"""Imported once by the process from which the workers of a build split off, so that none of them starts cold."""

from kb import intake
from kb.words import open_words

__all__ = ["intake"]

open_words().tokens("政策")
