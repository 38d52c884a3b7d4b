"""jieba and the lexicon: the only tokenizer of the project, for the index and for questions alike."""

import hashlib
import logging
import math
import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import jieba

from kb.model import Synonym

if TYPE_CHECKING:
    from opencc import OpenCC

LEXICON = Path(__file__).parent / "lexicon"
RULES = 2
"""Counts the ways in which this file has cut texts; raise it with any change that gives other tokens."""
HELD = 2048
"""Texts whose tokens are remembered, some 4 KB each: the sentences of the sections that questions lead to."""
_WORD = re.compile(r"\w", re.UNICODE)
_HAN_RUN = re.compile(r"[\u4e00-\u9fd5a-zA-Z0-9+#&._%\-]+")
"""The characters that jieba keeps together; a term with any other must be found before jieba cuts."""
_DOCUMENT_NUMBER = r"[\u4e00-\u9fff]{2,8}[〔\[(（]\d{4}[〕\])）]\d{1,4}号"
_BEFORE_A_NUMBER = re.compile(r"^(?:按照|根据|依照|依据|参照|遵照|印发|执行|落实|见|及|和|与|以|由|对|按)+")
_MEASURED = r"(?<![\d.])\d+(?:\.\d+)?[十百千万亿]*(?:年(?![底度均末初内间份检费限审龄])|[件个家项人元名起次倍亩吨户])"
"""A year or a number with its unit: 2025年, 32.5万件. It is one word beside the parts that jieba cuts it into."""
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_HAN_YEAR = re.compile("(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}(?=年)")
_HAN_DIGITS = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_BRACKETS = str.maketrans("[](（）)", "〔〕〔〔〕〕")


def open_words(lexicon: Path = LEXICON) -> "Words":
    """The tokenizer of a lexicon, one a process."""
    return _open(lexicon)


@cache
def _open(lexicon: Path) -> "Words":
    return Words(lexicon)


class Words:
    """The tokenizer. Loading jieba's dictionary takes most of a second, so it waits for the first text."""

    def __init__(self, lexicon: Path = LEXICON) -> None:
        self.lexicon = lexicon
        self._terms = _lines(lexicon / "terms.txt")
        self.terms = frozenset(self._terms)
        """The official terms of all fields of policy, as they are written in normalised text."""
        self._stopwords = frozenset(_lines(lexicon / "stopwords.txt"))
        self._synonyms = dict(_synonyms(lexicon / "synonyms.tsv"))
        self.short_titles = dict(_synonyms(lexicon / "titles.tsv"))
        """The titles that people's short ones stand for where no rule gives them: 民诉法 → 民事诉讼法."""
        self._saved: Path | None = None
        self.token_set = lru_cache(HELD)(self._token_set)
        """The tokens of a text as a set; those of texts that were asked for lately are remembered."""
        self.places = tuple(_lines(lexicon / "places.txt"))
        """The names of provinces and cities that a question may be about."""
        digest = hashlib.sha256(f"{jieba.__version__} {RULES}".encode())
        for words in (self._terms, sorted(self._stopwords)):
            digest.update("\n".join(words).encode())
        self.id = f"jieba-{jieba.__version__}+{digest.hexdigest()[:12]}"
        """Names what decides the tokens of a text; synonyms act on questions only and are left out."""

    def tokens(self, text: str) -> list[str]:
        """The words of `text` in search mode (a long word also gives the shorter ones in it), stopwords dropped."""
        return [token for token in self._cut(normalise(text)) if token not in self._stopwords and _WORD.search(token)]

    def _token_set(self, text: str) -> frozenset[str]:
        return frozenset(self.tokens(text))

    def words(self, text: str) -> list[str]:
        """The words of `text` once each, a long word not taken apart, stopwords dropped."""
        found: list[str] = []
        for part, whole in self._parts(normalise(text)):
            found += [part] if whole else self._jieba.lcut(part)
        return [word for word in found if word not in self._stopwords and _WORD.search(word)]

    def simplified(self, text: str) -> str:
        """See `simplified`."""
        return simplified(text)

    def information(self, word: str) -> float:
        """How telling a word is, from 0 (去, 人家) to 1 (续展, 质押), by its frequency in jieba's own dictionary.

        The scale is the surprise -ln p: words up to 5 say nothing of a subject, from 11 on they are terms.
        """
        frequency = self._jieba.FREQ.get(word) or 1
        return min(max((math.log(self._jieba.total / frequency) - 5) / 6, 0.0), 1.0)

    def synonyms(self, text: str) -> tuple[Synonym, ...]:
        """What `text` says in people's words, the longest first; a word inside a longer one found does not count."""
        plain = normalise(text)
        found = sorted((said for said in self._synonyms if said in plain), key=len, reverse=True)
        kept: list[str] = []
        for said in found:
            if said in plain:
                kept.append(said)
                plain = plain.replace(said, "\n")
        return tuple(Synonym(said, self._synonyms[said]) for said in kept)

    def save(self, path: Path) -> None:
        """Write the finished dictionary as text, its words, then the total and each word's frequency.

        Reading it takes 0.4 s where making it takes 1 s.
        """
        frequencies = self._jieba.FREQ
        numbers = ",".join(map(str, (self._jieba.total, *frequencies.values())))
        path.write_text("\n".join((*frequencies, "", numbers)), "utf-8")

    def use(self, path: Path) -> None:
        """Take the dictionary from what `save` wrote under the same id, unless it is in memory already."""
        self._saved = path

    @cached_property
    def _jieba(self) -> jieba.Tokenizer:
        """A tokenizer of its own, made without jieba's cache in the shared temporary folder."""
        jieba.setLogLevel(logging.WARNING)
        tokenizer = jieba.Tokenizer()
        saved = _read_dictionary(self._saved) if self._saved else None
        tokenizer.FREQ, tokenizer.total = saved or tokenizer.gen_pfdict(tokenizer.get_dict_file())
        tokenizer.initialized = True
        for term in self._terms if saved is None else ():
            if _HAN_RUN.fullmatch(term):
                tokenizer.add_word(term)
        return tokenizer

    @cached_property
    def _whole(self) -> re.Pattern[str]:
        """Official terms that hold punctuation, 发文字号 and measures: found before jieba, which would cut them."""
        marked = sorted((term for term in self._terms if not _HAN_RUN.fullmatch(term)), key=len, reverse=True)
        return re.compile("|".join([_DOCUMENT_NUMBER, _MEASURED, *map(re.escape, marked)]))

    def _parts(self, text: str) -> Iterator[tuple[str, bool]]:
        position = 0
        for match in self._whole.finditer(text):
            yield text[position : match.start()], False
            yield _whole_term(match[0]), True
            position = match.end()
        yield text[position:], False

    def _cut(self, text: str) -> Iterator[str]:
        for part, whole in self._parts(text):
            if whole:
                yield part
            for word in self._jieba.cut(part):
                yield from self._inside(word)
                yield word

    def _inside(self, word: str) -> Iterator[str]:
        """The dictionary words of 2 to 4 characters inside a longer word.

        jieba's own search mode stops at 3, so that 知识产权质押 would hide 知识产权.
        """
        for size in (2, 3, 4):
            for start in range(len(word) - size + 1 if size < len(word) else 0):
                if self._jieba.FREQ.get(word[start : start + size]):
                    yield word[start : start + size]


def _read_dictionary(path: Path) -> tuple[dict[str, int], int] | None:
    """The words with their frequencies and the total, as they were saved; None where that cannot be read."""
    try:
        words, _, numbers = path.read_text("utf-8").rpartition("\n\n")
        total, *frequencies = map(int, numbers.split(","))
        return dict(zip(words.split("\n"), frequencies, strict=True)), total
    except (OSError, ValueError):
        return None


def normalise(text: str) -> str:
    """A text as it is compared: simplified characters, half-width letters and digits, lower case, 1419 for 1,419.

    二〇二五年 is 2025年; white space around is left out.
    """
    plain = _THOUSANDS.sub("", simplified(unicodedata.normalize("NFKC", text))).lower().strip()
    return _HAN_YEAR.sub(lambda year: year[0].translate(_HAN_DIGITS), plain)


def simplified(text: str) -> str:
    """`text` in simplified characters; where it holds no other, as it is and at hardly any cost."""
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return text if _not_simplified().isdisjoint(text) else _converter().convert(text)
    return text


@cache
def _not_simplified() -> frozenset[str]:
    """The characters of Unicode's first block of Han that are not in GB/T 2312—1980, the set of simplified ones.

    They are the traditional characters, and rare ones, which the converter leaves alone. GB/T 2312 holds a few
    traditional ones (後, 於, 徵): they are converted where they stand among others.
    """
    common = bytes(value for row in range(0xB0, 0xF8) for column in range(0xA1, 0xFF) for value in (row, column))
    return frozenset(map(chr, range(0x4E00, 0xA000))).difference(common.decode("gb2312", "ignore"))


@cache
def _converter() -> "OpenCC":
    """The converter; loading it takes 40 ms, so it waits for the first traditional character."""
    from opencc import OpenCC

    return OpenCC("t2s")


def _whole_term(found: str) -> str:
    """A whole term in one spelling.

    甬政办发[2021]50号 and 按照甬政办发（2021）50号 both give 甬政办发〔2021〕50号: the pattern takes the words of the
    sentence in front of a 发文字号 for a part of it.
    """
    if not re.fullmatch(_DOCUMENT_NUMBER, found):
        return found
    return _BEFORE_A_NUMBER.sub("", found).translate(_BRACKETS)


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text("utf-8").splitlines())
    return [normalise(line) for line in lines if line and not line.startswith("#")]


def _synonyms(path: Path) -> Iterable[tuple[str, tuple[str, ...]]]:
    for line in _lines(path):
        said, _, terms = line.partition("\t")
        yield said, tuple(terms.split())
