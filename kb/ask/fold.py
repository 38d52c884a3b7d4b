"""Near-duplicates: a text that the corpus holds twice is one hit, which names the other places where it stands.

The same document comes as a PDF and as its scan, with the slips of a recognition; two versions of a law share most of
their articles; a local rule repeats the national one. Texts are the same where hardly a sign differs and nothing that
matters does: no number, no name of a place or an office, no denial, no 应当 for 可以, and no word put in the place of
another (an amended article).
"""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from kb.ask.quantities import quantities
from kb.model import Hit

ALIKE = 0.8
"""The least share of pairs of characters that two texts must have in common (Jaccard)."""
CHANGED = 0.08
"""The most signs, of those of the longer text, that may differ."""
RUN, ADDED = 1, 4
"""Longest run of signs that may stand in the place of others (a slip of recognition), and longest that may be added."""
SHORTEST = 12
"""Signs below which two texts are the same only if they are equal: a single one is too much of them."""
_SIGN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]")
_NUMBER = re.compile(
    r"^(?:第[〇零一二三四五六七八九十百千\d]+条(?:之[一二三四五六七八九十])?|[(（][一二三四五六七八九十\d]+[)）]|\d+[、.](?!\d))"
)
_DECISIVE = re.compile(r"[不未无非免禁]|没有|应当|必须|可以|除外|或者|并且|以上|以下|以内")
_NAME = re.compile(r"[\u4e00-\u9fff]{1,2}(?<![全本我各该])[省市区县州局部委院厅]")


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of a text's document: its title, whether nothing says it is no longer in force, and since when.

    `since` is a date as 2021-06-01, empty where it is not known.
    """

    title: str
    in_force: bool = True
    since: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Texts that are nearly the same, by their positions: the one that stands for them first, then the others."""

    first: int
    others: tuple[int, ...] = ()


class _Compared:
    """A text as it is compared; what only near ones need is made when it is needed."""

    def __init__(self, text: str) -> None:
        """Take signs only: line breaks, punctuation and the number in front may differ between two versions."""
        self.body = _NUMBER.sub("", unicodedata.normalize("NFKC", "".join(text.split())))
        self.plain = "".join(_SIGN.findall(self.body))

    @cached_property
    def pairs(self) -> frozenset[str]:
        return frozenset("".join(pair) for pair in pairwise(self.plain))

    @cached_property
    def decisive(self) -> tuple[list[str], set[str], set[tuple[str, str]]]:
        numbers = {(str(each.value), each.unit) for each in quantities(self.body)}
        return _DECISIVE.findall(self.plain), set(_NAME.findall(self.plain)), numbers


def fold(texts: Sequence[str], origins: Sequence[Origin]) -> list[Group]:
    """The texts in their order, each with those further down that say nearly the same.

    Args:
        texts: the texts, best first.
        origins: what is known of the document of each.
    """
    compared = [_Compared(text) for text in texts]
    groups: list[list[int]] = []
    for position, each in enumerate(compared):
        home = next((group for group in groups if _same(compared[group[0]], each)), None)
        if home is None:
            groups.append([position])
        else:
            home.append(position)
    return [_group(group, origins) for group in groups]


def fold_hits(hits: Sequence[Hit], texts: Sequence[str], origins: Mapping[str, Origin]) -> dict[int, Hit]:
    """The hits that stand for their groups, ranked anew and naming the others, by their places among `hits`.

    Args:
        hits: the hits, best first.
        texts: the whole text of each one's section.
        origins: what is known of each document, by its id.
    """
    return {
        group.first: replace(hits[group.first], rank=rank, also=tuple(hits[other].citation for other in group.others))
        for rank, group in enumerate(fold(texts, [origins[hit.document] for hit in hits]), start=1)
    }


def same(one: str, other: str) -> bool:
    """Whether two texts say nearly the same."""
    return _same(_Compared(one), _Compared(other))


def _group(positions: list[int], origins: Sequence[Origin]) -> Group:
    """The best ranked stands for the group, unless the facts name a better one.

    A text in force comes before one that is not; of versions of one document the newest, where each has its date.
    """
    living = [each for each in positions if origins[each].in_force] or positions
    known = [origins[each] for each in living]
    versions = len({each.title for each in known}) == 1 and all(each.since for each in known)
    first = max(living, key=lambda each: (origins[each].since, -each)) if versions else living[0]
    return Group(first, tuple(each for each in positions if each != first))


def _same(one: _Compared, other: _Compared) -> bool:
    if one.plain == other.plain:
        return bool(one.plain)
    shorter, longer = sorted((len(one.plain), len(other.plain)))
    if shorter < SHORTEST or shorter < (1 - CHANGED) * longer:
        return False
    if len(one.pairs & other.pairs) < ALIKE * len(one.pairs | other.pairs) or one.decisive != other.decisive:
        return False
    edits = [each for each in SequenceMatcher(None, one.plain, other.plain, False).get_opcodes() if each[0] != "equal"]
    sizes = [(to - start, end - begin) for _, start, to, begin, end in edits]
    return sum(map(max, sizes)) <= CHANGED * longer and all(map(_is_slip, sizes))


def _is_slip(sizes: tuple[int, int]) -> bool:
    """Whether a difference is a wrong sign or a short addition (本市), and no word instead of another."""
    less, more = sorted(sizes)
    return more <= ADDED if less == 0 else more <= RUN
