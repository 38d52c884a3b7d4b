"""Where attachments and attached documents begin, and where the text only lists them.

「关于印发《甲办法》的通知」 is signed, then 甲办法 follows under its own title: an attached document. 附件1,
附件：申报表, 附录A head an attachment; 「附件：1.申报表」 above the signature only says what is attached
(GB/T 9704—2012 7.3.4).
"""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from kb.model import Block, BlockKind
from kb.model.numerals import ANY, ordinal_of
from kb.parse.numbering.families import Family, Number
from kb.parse.outline.lines import bare, ends_sentence, flat, may_be_title, names_a_genre, unspaced

_TITLE_LINES = 4
"""Most lines of one title."""
_HEAD = re.compile(rf"附 ?件 ?(?P<n>{ANY})?(?P<mark> ?[:.、]| |$|(?<=[^件])(?=[^\W\d_]))(?P<title>.*)")
_SHORT_HEAD = re.compile(r"附 ?:(?P<title>.*)")
_APPENDIX = re.compile(rf"附 ?录 ?(?P<n>[A-Z]|{ANY})?(?P<mark> ?[:.、]| |$)(?P<title>.*)")
_LISTED = re.compile(rf"(?:附 ?件 ?)?(?P<n>{ANY}) ?[.、:](?P<title>.+)")
_LISTS = re.compile(r"附 ?件? ?:? ?1[.、:].+[^0-9.]2[.、:]")
_ISSUES = re.compile(r"印发|转发|批转|公布|发布|颁布|颁发|下发|印送|施行|执行|实施|通过")
_NAMED = re.compile(r"《((?:[^《》]|《[^《》]*》)+)》")
_UNQUOTED = re.compile(
    r"(?:印发|转发|批转|公布|发布|颁布|颁发|下发|印送)([^。]{4,80}?)的?(?:通知|函|公告|通告|决定|命令|令)"
)


@dataclass(frozen=True, slots=True)
class Head:
    """The lines that head an attachment, and what they call it; `label` is empty where only a title heads it."""

    lines: range
    label: str
    ordinal: str
    title: str


class Attachments:
    """Looks for the heads of attachments in the blocks of one file.

    Args:
        blocks: of a file.
        numbers: that they begin with.
        title: of the document.
        taken: positions that are a 目录, a signature or a 版记.
        signed: positions right behind a signature.
    """

    def __init__(
        self,
        blocks: Sequence[Block],
        numbers: Sequence[Number | None],
        title: str,
        taken: Container[int],
        signed: Container[int],
    ) -> None:
        self._blocks = blocks
        self._numbers = numbers
        self._title = _key(title)
        self._taken = taken
        self._signed = signed
        self._names = {_key(name) for name in _names_of(blocks, title)} - {self._title, ""}
        self.heads: list[Head] = []
        self.lists: list[range] = []
        self.again: list[range] = []
        """Where the document's own title stands once more, behind the order that makes it public."""
        self._find()

    def _find(self) -> None:
        position, text_began, articles = 0, False, 0
        while position < len(self._blocks):
            found = self._at(position, text_began, articles) if self._free(position) else range(0)
            if found:
                articles = 0
            else:
                block = self._blocks[position]
                text_began = text_began or "。" in block.text
                number = self._numbers[position]
                articles += number is not None and number.family is Family.ARTICLE
            position = max(found.stop, position + 1)

    def _at(self, position: int, text_began: bool, articles: int) -> range:
        if self._blocks[position].text[0] == "附":
            return self._labelled(position)
        return self._titled(position, articles) if text_began else range(0)

    def _labelled(self, position: int) -> range:
        line = flat(self._blocks[position].text)
        appendix = _APPENDIX.fullmatch(line)
        match = appendix or _HEAD.fullmatch(line) or _SHORT_HEAD.fullmatch(line)
        if match is None:
            return range(0)
        if listed := self._list(position, line, match["title"]):
            self.lists.append(listed)
            return listed
        title = match["title"].strip()
        if not self._is_head(position, title):
            return range(0)
        behind = range(position + 1, position + 1) if title else self._title_behind(position + 1)
        n = match.groupdict().get("n") or ""
        self.heads.append(
            Head(range(position, behind.stop), *_labels(n, appendix), unspaced(title) or self._joined(behind))
        )
        return self.heads[-1].lines

    def _is_head(self, position: int, title: str) -> bool:
        """Whether a line that begins with 附件 heads one: a bare number, or a title that is no sentence."""
        if not title:
            return True
        return may_be_title(self._blocks[position]) and re.match(r"[规列所中的和及、(]|第", title) is None

    def _list(self, position: int, line: str, title: str) -> range:
        """The lines that only say what is attached, or an empty range."""
        stretch = self._list_range(position)
        if len(stretch) > 1 or _LISTS.match(line):
            return stretch
        behind = stretch.stop
        ends = behind >= len(self._blocks) or behind in self._taken
        heads = not ends and _HEAD.fullmatch(flat(self._blocks[behind].text)) is not None
        return stretch if title and (ends or heads) else range(0)

    def _list_range(self, position: int) -> range:
        first = re.match(rf"附 ?件? ?:? ?(?P<n>{ANY}) ?[.、:].", flat(self._blocks[position].text))
        ordinal, end = ordinal_of(first["n"]) if first else 0, position + 1
        while ordinal and self._free(end) and not re.search("[。；]", self._blocks[end].text):
            match = _LISTED.fullmatch(flat(self._blocks[end].text))
            if match is None or ordinal_of(match["n"]) != ordinal + 1:
                break
            ordinal, end = ordinal + 1, end + 1
        return range(position, end)

    def _title_behind(self, position: int) -> range:
        """The lines of the title below a bare 附件1."""
        stretches = [lines for lines in self._stretches(position) if self._are_titles(lines)]
        named = next((lines for lines in stretches if self._is_named(self._joined(lines))), None)
        typical = next((lines for lines in stretches if names_a_genre(self._joined(lines))), None)
        lines = named or typical or (stretches[0] if stretches else range(position, position))
        bracket = self._free(lines.stop) and re.fullmatch(r"\([^()]{1,20}\)", bare(self._blocks[lines.stop].text))
        return range(position, lines.stop + bool(lines and bracket))

    def _titled(self, position: int, articles: int) -> range:
        """The lines of a title that open an attached document without the word 附件."""
        if not self._are_titles(range(position, position + 1)) or self._blocks[position].text.startswith("《"):
            return range(0)
        stretches = [lines for lines in self._stretches(position) if self._are_titles(lines)]
        again = next((lines for lines in stretches if _key(self._joined(lines)) == self._title), range(0))
        if again:
            self.again.append(again)
            return again
        named = next((lines for lines in stretches if self._is_named(self._joined(lines))), None)
        if named is None or named.stop >= len(self._blocks):
            named = next((lines for lines in stretches if self._begins_anew(lines, articles)), None)
        if named:
            self.heads.append(Head(named, "", "", self._joined(named)))
        return named or range(0)

    def _begins_anew(self, lines: range, articles: int) -> bool:
        """Whether an unexpected title opens another document: right behind a signature, or with a new 第一条."""
        if not names_a_genre(self._joined(lines)) or not self._free(lines.stop):
            return False
        ahead = self._blocks[lines.stop : lines.stop + 4]
        numbers = self._numbers[lines.stop : lines.stop + 4]
        first = next((number for number in numbers if number), None)
        anew = (
            first is not None and first.ordinal == 1 and first.family in (Family.PART, Family.CHAPTER, Family.ARTICLE)
        )
        if lines.start in self._signed:
            return first is not None or any("。" in block.text or ends_sentence(block.text) for block in ahead[:2])
        return articles > 1 and anew and len(lines) == 1

    def _stretches(self, position: int) -> list[range]:
        """The next line, the next two lines, and so on: a title may be printed in several."""
        return [range(position, position + count) for count in range(1, _TITLE_LINES + 1)]

    def _is_named(self, title: str) -> bool:
        key = _key(title)
        return any(_same(key, name) for name in self._names)

    def _are_titles(self, lines: range) -> bool:
        return all(
            self._free(i) and may_be_title(self._blocks[i]) and self._numbers[i] is None for i in lines
        ) and not self._blocks[lines.stop - 1].text.endswith("、")

    def _free(self, position: int) -> bool:
        """Whether a position holds a paragraph that is nothing else yet."""
        if not 0 <= position < len(self._blocks) or position in self._taken:
            return False
        block = self._blocks[position]
        return block.kind is BlockKind.TEXT and block.box is None and bool(block.text)

    def _joined(self, lines: range) -> str:
        return unspaced(joined([self._blocks[i].text for i in lines]))


def _labels(n: str, appendix: re.Match[str] | None) -> tuple[str, str]:
    """How an attachment is cited, and its ordinal."""
    word = "附录" if appendix else "附件"
    return word + n, (n if n.isascii() and n.isalpha() else str(ordinal_of(n))) if n else "1"


def joined(lines: Sequence[str]) -> str:
    """The lines of one title as one; only letters and digits that would meet are kept apart."""
    whole = ""
    for line in lines:
        whole += (" " if re.search(r"[!-~]\Z", whole) and re.match(r"[!-~]", line) else "") + line.strip()
    return whole


def _names_of(blocks: Sequence[Block], title: str) -> Iterator[str]:
    """What the document says that it makes public: in its title, its first sentences and its list of attachments."""
    head = "".join("".join(block.text.split()) for block in blocks[:8] if len(block.text) <= 60)
    for text in ("".join(title.split()), head):
        yield from (match[1] for match in _UNQUOTED.finditer(text))
        yield from _NAMED.findall(text) if _ISSUES.search(text) else ()
    for block in blocks[:200]:
        if "《" in block.text and _ISSUES.search(block.text):
            yield from _NAMED.findall(block.text)
    for block in blocks:
        if block.text.startswith("附") and len(block.text) <= 120:
            yield re.sub(r"^附\s*件?\s*[0-9]*\s*[：:.．、]\s*(?:[0-9]+[.．、])?", "", block.text)


def _key(title: str) -> str:
    """A title as it is compared: without white space, quotation marks and 的."""
    return re.sub(r"[《》〈〉<>“”\"「」的]", "", bare(title))


def _same(title: str, name: str) -> bool:
    """Whether a title is the one named; the name may begin with its authors or lack a remark （试行）."""
    if title == name or re.sub(r"(?:\([^()]*\))+$", "", title) == name:
        return True
    return len(title) >= 8 and name.endswith(title) and title.startswith("关于")
