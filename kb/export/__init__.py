"""PAPERS → Word, SHEETS → XLSX: the same input gives the same bytes."""

from kb.export.papers import alignment_paper, alignment_sheets, revision_paper, revision_sheet
from kb.export.sheet import workbook
from kb.export.word import word

__all__ = ["alignment_paper", "alignment_sheets", "revision_paper", "revision_sheet", "word", "workbook"]
