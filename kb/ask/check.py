"""The citation check: what an answer says stands in the section that it cites.

A quote must stand there word for word. A sentence that was written anew must not say more than its sections do: each
number with its unit, each 《title》, each “quoted term”, each office and place is theirs, nothing is affirmed that they
only deny, and hardly a word is new.
"""

import re
import unicodedata
from collections.abc import Collection, Iterator, Sequence

from kb.ask.quantities import quantities, readings

NEW_WORDS = 0.3
"""The share of a rewritten sentence's pairs of characters that its sections need not hold: its connecting words."""
_NAMED = re.compile(r"《[^《》]+》|“[^“”]+”|「[^「」]+」|[A-Za-z][A-Za-z0-9.+&-]+")
_OFFICE = re.compile(
    r"[\u4e00-\u9fff]{2}(?:委员会|人民政府|管理局|办公室|法院|检察院|中心|联盟|基金|协会|大学|学院|领导小组|省|自治区|[市县区局厅部院委](?![场级民政部长员门分]))"
)
"""The end of a name of an office or a place: two signs and what it is."""
_SAME_PLACE = re.compile(r"^(?:[全本我各该此]|.[的在为由向是和与及])")
_DENIAL = r"(?:不得|不能|不予|不可以|不应|不需要|不属于|不是|没有|尚未|未经|禁止|严禁|免予|免于|无需|无须|[不未无非免])"
_DENIED = re.compile(rf"{_DENIAL}([\u4e00-\u9fff]{{2}})")
_NOT_DENIED = ("不断", "不动", "不仅", "不同", "不正", "未来", "无形", "无线", "无人", "非物", "非公", "免费")
"""Words that begin as a denial does and deny nothing (不断, 不动产, 不正当竞争, 未来, 无形资产)."""
_MODAL = re.compile(r"应当|必须|可以|不得|鼓励")
"""Whether one must, may or must not is what a law says; a rewritten sentence may not trade one for another."""
_SIGN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
_CONNECTING = re.compile(
    r"根据|按照|规定|明确|提出|其中|此外|同时|另外|以及|并且|因此|所以|主要|包括|分别|方面|如下|文件|指出|目标是|目标为|[的了和与及是在为对将由从也都等并]"
)


def quoted(text: str, section_text: str) -> bool:
    """Whether a section holds `text` word for word, white space aside, with none of its numbers cut in two."""
    wanted, held = _bare(text), _bare(section_text)
    return bool(wanted) and any(_is_whole(wanted, held, start) for start in _places(wanted, held))


def supported(sentence: str, section_texts: Sequence[str], places: Collection[str] = ()) -> tuple[str, ...]:
    """What a rewritten sentence says that none of its sections does; empty where all of it is theirs.

    Args:
        sentence: one sentence, without its citation marks.
        section_texts: the texts of the sections that it cites, with the headings above them.
        places: the names of provinces and cities, each of which counts as a name even without 省 or 市.
    """
    held = _bare("\n".join(section_texts))
    plain = _bare(sentence)
    missing = [*_numbers(sentence, section_texts), *_names(plain, held, places), *_turned(plain, held)]
    wording = plain
    for quantity in quantities(sentence):
        wording = wording.replace(quantity.words, " ")
    if not missing and _new_share(wording, held) > NEW_WORDS:
        missing.append(sentence.strip())
    return tuple(dict.fromkeys(missing))


def _bare(text: str) -> str:
    """Without white space, in one spelling of full-width and half-width signs."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _places(wanted: str, held: str) -> Iterator[int]:
    start = held.find(wanted)
    while start >= 0:
        yield start
        start = held.find(wanted, start + 1)


def _is_whole(wanted: str, held: str, start: int) -> bool:
    """Whether the numbers at both ends are whole: 「00件」 does not stand in 「500件」, nor 「2」 in 「2.2倍」."""
    end = start + len(wanted)
    return not (_cuts(held[:start], wanted) or _cuts(wanted, held[end:]))


def _cuts(left: str, right: str) -> bool:
    return bool(re.search(r"\d[.,]?$", left) and re.match(r"\d|[.,]\d", right))


def _numbers(sentence: str, section_texts: Sequence[str]) -> Iterator[str]:
    held = [each for text in section_texts for each in readings(text)]
    for quantity in quantities(sentence):
        if not any(quantity.said_by(each) for each in held):
            yield quantity.words


def _names(plain: str, held: str, places: Collection[str]) -> Iterator[str]:
    named = [match[0] for match in _NAMED.finditer(plain)]
    offices = [match[0] for match in _OFFICE.finditer(plain) if not _SAME_PLACE.match(match[0][1:])]
    for name in (*named, *offices, *(place for place in places if place in plain)):
        if name.strip("《》“”「」").lower() not in held.lower():
            yield name


def _turned(plain: str, held: str) -> Iterator[str]:
    """What is denied here and not there, affirmed here and only denied there, or said with another 应当 or 可以."""
    yield from (match[0] for match in _DENIED.finditer(plain) if _denies(match) and match[0] not in held)
    denied = {match[1] for match in _DENIED.finditer(held) if _denies(match)}
    for words in denied:
        if words in plain and not _affirmed(words, held) and _affirmed(words, plain):
            yield words
    yield from (match[0] for match in _MODAL.finditer(plain) if match[0] not in held)


def _denies(match: re.Match[str]) -> bool:
    return not match[0].startswith(_NOT_DENIED)


def _affirmed(words: str, text: str) -> bool:
    return bool(re.search(rf"(?<!不得|不能|不予|没有)(?<![不未无非免]){re.escape(words)}", text))


def _new_share(plain: str, held: str) -> float:
    """How much of a sentence, by pairs of neighbouring signs and connecting words aside, its sections do not hold."""
    runs = [run for part in _SIGN.findall(plain) for run in _CONNECTING.split(part) if run]
    pairs = [run[i : i + 2] for run in runs for i in range(max(len(run) - 1, 1))]
    return sum(pair not in held for pair in pairs) / len(pairs) if pairs else 0.0
