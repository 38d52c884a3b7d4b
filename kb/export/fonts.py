"""The fonts that a Word file names, and what to take where they are not installed."""

from collections.abc import Mapping
from xml.sax.saxutils import quoteattr

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE

_SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def declare(document: Document, instead: Mapping[str, str]) -> None:
    """Name for each font the one that stands for it (ECMA-376-1 17.8.3.1, altName)."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FONT_TABLE)
    fonts = "".join(
        f'<w:font w:name={quoteattr(name)}><w:altName w:val={quoteattr(other)}/><w:charset w:val="86"/></w:font>'
        for name, other in instead.items()
    )
    part._blob = f'<?xml version="1.0" encoding="UTF-8"?><w:fonts xmlns:w="{_SPACE}">{fonts}</w:fonts>'.encode()
