"""What an operator does besides adding and building: a password, a log of acts, files on trial, what is out of date.

Adding and removing are `kb.collect`'s, building is `kb.build`'s; this room says who may, and what there is to do.
"""

from kb.corpus import FILE_LIMIT
from kb.read import READERS

__all__ = ["FILE_LIMIT", "SUFFIXES"]

SUFFIXES = tuple(READERS)
"""The suffixes of the files that can be taken in, with their dots."""
