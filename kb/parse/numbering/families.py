"""The words for numberings: families that count together, the rows of a table of patterns, a number that was found."""

import re
from dataclasses import dataclass
from enum import StrEnum

from kb.model import SectionKind
from kb.model.numerals import HAN, ordinal_of, plain

GAP = r"[^\S\r\n]"
SPACED = rf"(?:{HAN}|[0-9０-９]{{1,4}}|[一二三四五六七八九十百千零〇](?:{GAP}[一二三四五六七八九十百千零〇]){{1,8}})"
"""A number whose characters may stand apart: 第 二 十 一 条."""
ARTICLE = rf"第{GAP}*(?P<n>{SPACED}){GAP}*条(?:{GAP}*之{GAP}*(?P<insert>{HAN}))?+"


class Family(StrEnum):
    """A family of numbers that count together."""

    PART = "编"
    SUBPART = "分编"
    CHAPTER = "章"
    DIVISION = "节"
    ARTICLE = "条"
    HAN = "一、"
    HAN_PAREN = "（一）"
    ARABIC = "1."
    ARABIC_PAREN = "（1）"
    ARABIC_HALF_PAREN = "1）"
    DECIMAL = "1.1"
    LETTER = "A."
    CIRCLED = "①"
    POINT = "一是"
    BOX = "专栏"
    TABLE = "表"
    ATTACHED_TABLE = "附表"
    ATTACHMENT = "附件"
    MARKUP = "标题样式"


LEGAL_RANK = {
    Family.ATTACHMENT: 0,
    Family.PART: 1,
    Family.SUBPART: 2,
    Family.CHAPTER: 3,
    Family.DIVISION: 4,
    Family.ARTICLE: 5,
}
"""The order that 《立法法》 fixes; the other families take their depth from the place where they stand."""


@dataclass(frozen=True, slots=True)
class Number:
    """A numbering found at the start of a paragraph: 「（三）推进高效益运用」 → family （一）, ordinal 3.

    `printed` is the number with the white space behind it, `rest` what follows; `inserted` is the 二 of
    第十七条之二, else 0; `steps` are the 3, 1 and 2 of 3.1.2, else empty.
    """

    family: Family
    kind: SectionKind
    style: str
    ordinal: int
    inserted: int
    printed: str
    label: str
    rest: str
    steps: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Numbering:
    """One row of the table. `pattern` has the groups `n` (the ordinal) and `rest` (what follows).

    `label` is how a citation writes the number, with `{n}` for the ordinal as printed. `examples` are
    lines with the ordinal they must give; `counterexamples` must not match.
    """

    family: Family
    style: str
    kind: SectionKind
    pattern: re.Pattern[str]
    label: str
    examples: tuple[tuple[str, int], ...]
    counterexamples: tuple[str, ...] = ()


def row_of(
    family: Family,
    kind: SectionKind,
    head: str,
    label: str,
    examples: tuple[tuple[str, int], ...],
    counterexamples: tuple[str, ...] = (),
    style: str = "",
) -> Numbering:
    """A row of a table; `head` is the pattern of the number with its group `n`, what follows it is the rest."""
    pattern = re.compile(rf"(?P<printed>{head})(?P<rest>.*)", re.DOTALL)
    return Numbering(family, style or family.value, kind, pattern, label, examples, counterexamples)


def read_by(row: Numbering, line: str) -> Number | None:
    """The number that a row finds at the start of a line, or None."""
    match = row.pattern.fullmatch(line)
    return _number(row, match) if match else None


def _number(row: Numbering, match: re.Match[str]) -> Number:
    groups = match.groupdict()
    printed, insert = groups["n"] or groups.get("sign") or "", groups.get("insert")
    n = printed if row.family is Family.CIRCLED else plain(printed)
    steps = tuple(map(int, n.split("."))) if row.family is Family.DECIMAL else ()
    return Number(
        family=row.family,
        kind=row.kind,
        style=row.style,
        ordinal=steps[-1] if steps else ordinal_of(n) if n else 1,
        inserted=ordinal_of(insert) if insert else 0,
        printed=match["printed"],
        label=row.label.format(n=n) + (f"之{insert}" if insert else ""),
        rest=match["rest"].strip(),
        steps=steps,
    )
