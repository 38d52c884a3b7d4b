"""DOCUMENTS → what changed between two versions, and what two documents say of one matter."""

from kb.compare.topics import Vectors, aligned
from kb.compare.versions import versions

__all__ = ["Vectors", "aligned", "versions"]
