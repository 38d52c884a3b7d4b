"""Text → sentences, cut behind 。！？ but never inside a quotation or a bracket."""

import re

_ENDS = frozenset("。！？!?")
_CLOSING = {"”": "“", "’": "‘", "」": "「", "』": "『", "）": "（", ")": "(", "》": "《", "】": "【"}
_OPENING = frozenset(_CLOSING.values())
_CLAUSE = re.compile(r"(?<=[；;])")
_COMMA = re.compile(r"(?<=[，、,])")


def sentences(text: str) -> list[str]:
    """The sentences of `text` in order; joined they are `text` without its line breaks."""
    return [sentence for line in text.split("\n") for sentence in _line_sentences(line) if sentence.strip()]


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


def _line_sentences(line: str) -> list[str]:
    """The sentences of one paragraph; a bracket that is never closed ends with it."""
    found, start, opened = [], 0, list[int]()
    for position, char in enumerate(line):
        following = line[position + 1 : position + 2]
        ends = char in _ENDS
        if char in _OPENING:
            opened.append(position)
        elif char in _CLOSING and opened and line[opened[-1]] == _CLOSING[char]:
            ends = _is_whole_sentence(line, start, opened.pop(), position)
        if ends and not opened and following not in _ENDS and following not in _CLOSING:
            found.append(line[start : position + 1])
            start = position + 1
    return [*found, line[start:]] if start < len(line) else found


def _is_whole_sentence(line: str, start: int, opening: int, closing: int) -> bool:
    """Whether a quotation that ends in 。 ends the sentence too: it began with it, or stands behind a colon."""
    return line[closing - 1] in _ENDS and (opening == start or line[opening - 1] in "：:")


def _cut(sentence: str, limit: int) -> list[str]:
    parts = [sentence]
    for boundary in (_CLAUSE, _COMMA):
        parts = [piece for part in parts for piece in (boundary.split(part) if len(part) > limit else [part]) if piece]
    return [part[i : i + limit] for part in parts for i in range(0, len(part), limit)]
