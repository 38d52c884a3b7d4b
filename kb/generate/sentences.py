"""The language model's text → its sentences, each with the numbers that it cites."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from kb.generate.reasons import SetAside

LONGEST = 2000
"""Most characters of a rewriting: five sentences are a tenth of it."""
_MARK = re.compile(r"\s*[\[［【]\s*(\d{1,2}(?:\s*[,，、;；]\s*\d{1,2})*)\s*[\]］】]")
"""A citation as models write it: [1], [1, 2], ［1］, 【1】. Four digits are a year (〔2021〕 in a plain bracket)."""
_SENTENCE = re.compile(rf".+?(?:[。！？!?]+[”’」』）)]*(?:{_MARK.pattern})*|$)")
_MARKDOWN = re.compile(r"\*\*|`|^\s*(?:[-*•·>#]+\s+|\d{1,2}\.\s+|\d{1,2}[、)）])")
"""What a model adds although it was asked not to: bold, code, and the signs of headings and lists."""

_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters by their category, and empty to the eye: the Hangul fillers and the blank of Braille."""


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence without its marks, and the numbers in them, in order."""

    text: str
    numbers: tuple[int, ...]


def written(text: str) -> list[Written]:
    """The sentences of a text.

    Raises:
        SetAside: there is none, it is too long, or it holds signs that cannot be seen: they would deceive the check.
    """
    kept = text.rpartition("</think>")[2].replace("\r", "").replace("\t", " ").strip()
    if len(kept) > LONGEST:
        raise SetAside(f"模型服务的回答超过 {LONGEST} 字")
    if any(_unseen(char) for char in kept.replace("\n", "")):
        raise SetAside("模型服务的回答里有不可见的字符")
    sentences = list(_with_marks_behind(_parts(kept)))
    if not sentences:
        raise SetAside("模型服务的回答是空的")
    return sentences


def _unseen(char: str) -> bool:
    """Whether a sign is a control, a direction, a combining mark or a blank: what is read is not what is checked."""
    return unicodedata.category(char)[0] in "CM" or char in _BLANKS


def _parts(text: str) -> Iterator[Written]:
    for line in text.split("\n"):
        for part in _SENTENCE.finditer(_MARKDOWN.sub("", line)):
            yield Written(_MARK.sub("", part[0]).strip(), _numbers(part[0]))


def _numbers(text: str) -> tuple[int, ...]:
    numbers = (int(digits) for mark in _MARK.finditer(text) for digits in re.findall(r"\d+", mark[1]))
    return tuple(dict.fromkeys(numbers))


def _with_marks_behind(parts: Iterator[Written]) -> Iterator[Written]:
    """Marks that stand alone belong to the sentence before them."""
    last: Written | None = None
    for each in parts:
        if each.text and last:
            yield last
            last = each
        elif each.text:
            last = each
        elif last:
            last = replace(last, numbers=tuple(dict.fromkeys((*last.numbers, *each.numbers))))
    if last:
        yield last
