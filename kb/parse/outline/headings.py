"""What of a numbered paragraph is a heading, and what runs on behind it."""

import re

from kb.model import SectionKind
from kb.parse.numbering.families import Family, Number

HEADING_LIMIT = 60
"""Longest heading that stands in a line of its own, in characters."""
RUN_IN_LIMIT = 45
"""Longest first sentence that is read as a run-in heading, in characters."""
_SET_OFF = re.compile(
    r"(?P<title>[^。；，：;:\s]{2,30})(?:\u3000+|[ \u00a0]{2,}|\t+)(?P<rest>\S.{9,}[。；：])", re.DOTALL
)
"""A run-in heading that only white space sets off from its text: 「（一）加强领导　全面坚持…。」"""

STANDING_LIMIT = 30
"""Longest sentence that is read as the heading of the unnumbered paragraph below it, in characters."""
_WORD = re.compile(r"[^，；：、！？,;:!?]{2,8}")
"""A heading of its own that ends in 。: 「（一）指导思想。」"""


def split_heading(number: Number, below: str = "") -> tuple[str, str]:
    """The heading that follows a number, and the text that runs on behind it in the same paragraph.

    「（一）强化组织领导。全面坚持…」 → 「强化组织领导」, 「全面坚持…」. An article or an item that is a
    sentence has no heading: the first part is empty. `below` is the unnumbered paragraph on the next line, if that is
    one: a short sentence with a longer paragraph below it is its heading, 。 or not.
    """
    rest = number.rest
    if number.family is Family.ARTICLE:
        return "", rest
    if match := _SET_OFF.fullmatch(rest):
        return match["title"], match["rest"]
    if not re.search(r"[。；！？;]", rest):
        return (rest, "") if len(rest) <= HEADING_LIMIT and not rest.endswith(("，", "、")) else ("", rest)
    first, _, tail = rest.partition("。")
    if not tail and number.kind is SectionKind.HEADING and (_WORD.fullmatch(first) or _stands_over(first, below)):
        return first, ""
    if tail.strip() and len(first) <= RUN_IN_LIMIT and not re.search(r"[；：;]", first):
        return first, tail.strip()
    return "", rest


def _stands_over(sentence: str, below: str) -> bool:
    """Whether a sentence in a line of its own is the heading of the paragraph below."""
    return len(sentence) <= min(STANDING_LIMIT, len(below) - 1) and not re.search(r"[；：;:！？]", sentence)
