"""What a reader makes of a file: Blocks, and what is no part of its body."""

from dataclasses import dataclass
from enum import StrEnum


class BlockKind(StrEnum):
    """What a reader recognised a block as, from the file's own markup."""

    TEXT = "text"
    TABLE = "table"
    NOTE = "note"
    """A footnote or an endnote: it stands behind the paragraph that points to it and is never a heading."""


class OmissionKind(StrEnum):
    """Why characters of a file are no part of its body."""

    PAGE_NUMBER = "页码"
    RUNNING_HEAD = "页眉页脚"
    BOOKMARK = "书签标记"
    COMMENT = "注释"
    MARKUP = "排版标记"
    BOILERPLATE = "网页栏目"
    WATERMARK = "水印印章"
    HIDDEN = "隐藏内容"


class Field(StrEnum):
    """What can be known of a document as a whole; the names are those of official sites."""

    TITLE = "标题"
    ISSUERS = "发文机关"
    DOCUMENT_NUMBER = "发文字号"
    INDEX_NUMBER = "索引号"
    GENRE = "体裁"
    TOPICS = "主题分类"
    LEVEL = "层级"
    WRITTEN_ON = "成文日期"
    PUBLISHED_ON = "发布日期"
    EFFECTIVE_ON = "施行日期"
    EXPIRES_ON = "失效日期"
    VALID_FOR = "有效期"
    PLAN_PERIOD = "规划期"
    VALIDITY = "时效性"
    SOURCE = "来源"
    FETCHED_ON = "取得日期"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph or one table of a file, in reading order.

    `text` holds the words of the file, each once; a table's is its cells joined by tabs, its rows by newlines, a merged
    cell's words where it begins. `rows` are the same cells with a merged cell's words in every place that it covers;
    the first `header_rows` of them name the columns.
    `level` is the heading level that the file's markup gives (1 is the highest), `box` the number
    of the frame the paragraph stands in, `page` counts from 1; each is None where the file is silent.
    """

    text: str
    kind: BlockKind = BlockKind.TEXT
    rows: tuple[tuple[str, ...], ...] = ()
    header_rows: int = 1
    level: int | None = None
    box: int | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Omission:
    """Characters of a file that are no part of its body, and what they are."""

    text: str
    kind: OmissionKind


@dataclass(frozen=True, slots=True)
class Stated:
    """A field that a file states outside of its text, such as the information block of a government page."""

    field: Field
    value: str
    words: str


@dataclass(frozen=True, slots=True)
class Recognition:
    """A page whose words come from its picture. `confidence` is the mean over its lines, 0 to 1."""

    page: int
    confidence: float


@dataclass(frozen=True, slots=True)
class Source:
    """What a reader makes of one file: its body as blocks, and what it left out.

    `characters` counts the file's characters, white space apart, before any of them was placed: blocks and omissions
    together must hold as many. `unread` are pages that hold a picture of text and no text.
    """

    blocks: tuple[Block, ...]
    omissions: tuple[Omission, ...] = ()
    characters: int = 0
    stated: tuple[Stated, ...] = ()
    unread: tuple[int, ...] = ()
    recognised: tuple[Recognition, ...] = ()
    warnings: tuple[str, ...] = ()
