"""Text → sentences, cut after 。！？； and never inside a quotation or a bracket."""

import re

_END = re.compile(r"(?<=[。！？!?])(?![”’」』）)》])|(?<=[。！？][”’」』])(?=[^，、。；）)])|\n")
_CLAUSE = re.compile(r"(?<=[；;])")
_COMMA = re.compile(r"(?<=[，、,])")


def sentences(text: str) -> list[str]:
    """The sentences of `text` in order; joined they are `text` without its line breaks."""
    return [part for part in _END.split(text) if part and part.strip()]


def pieces(text: str, limit: int) -> list[str]:
    """Runs of whole sentences of at most `limit` characters; a longer one is cut at ；, then at ，, then anywhere."""
    units = [unit for sentence in sentences(text) for unit in _cut(sentence, limit)]
    packed: list[str] = []
    for unit in units:
        if packed and len(packed[-1]) + len(unit) <= limit:
            packed[-1] += unit
        else:
            packed.append(unit)
    return packed


def _cut(sentence: str, limit: int) -> list[str]:
    parts = [sentence]
    for boundary in (_CLAUSE, _COMMA):
        parts = [piece for part in parts for piece in (boundary.split(part) if len(part) > limit else [part]) if piece]
    return [part[i : i + limit] for part in parts for i in range(0, len(part), limit)]
