"""catalog.toml: what is known of each document and its file does not say; read, and rewritten without losing a comment.

[[document]]
file = "甲市专利办法.pdf"        # the path below the corpus folder
id = "jia-patent"               # optional, used in links
title = "甲市专利办法"           # any field of kb.model.Field, by its English name
issuers = ["甲市人民政府", "甲市知识产权局"]
effective_on = 2021-06-01
"""

import datetime
import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomlkit
from tomlkit.items import AoT, Comment, Whitespace

from kb.errors import CorpusError
from kb.model import Field

CATALOG = "catalog.toml"
KEYS = {each.name.lower(): each for each in Field}
NOT_IN_AN_ID = re.compile(r"""[/\\\s#?&%+"'<>`|\x00-\x1f\x7f]+""")
"""What would break a link, or the markup or the line that an id is printed in."""
_LISTS = frozenset({Field.ISSUERS, Field.TOPICS})
_DATES = frozenset(each for each in Field if each.name.endswith("_ON"))


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalog says of one file."""

    file: str
    id: str | None = None
    known: Mapping[Field, str] = field(default_factory=dict)


def entries_of(path: Path) -> dict[str, Entry]:
    """The entries of a catalog by their files; none where there is no such file.

    Raises:
        CorpusError: it is no TOML, or an entry is wrong; the sentence names what is.
    """
    return _entries(path, _text(path))


def recorded(path: Path, file: str, values: Mapping[Field, str | None]) -> str:
    """The catalog's text as it would say `values` of a file; None takes a field away.

    Raises:
        CorpusError: the catalog is wrong.
    """
    document = _parsed(path)
    if "document" not in document and document.body:
        document.add(tomlkit.nl())
    rows = document.setdefault("document", tomlkit.aot())
    row = next((each for each in rows if each["file"] == file), None)
    if row is None:
        if len(rows):
            rows[-1].add(tomlkit.nl())
        rows.append(_row(file))
        row = rows[-1]
    for key, value in ((each.name.lower(), value) for each, value in values.items()):
        if value is not None:
            row[key] = value
        elif key in row:
            del row[key]
    return _checked(path, tomlkit.dumps(document))


def forgotten(path: Path, files: Collection[str]) -> tuple[str, str]:
    """The catalog's text without the entries of some files, and the text of those entries.

    Raises:
        CorpusError: the catalog is wrong.
    """
    document = _parsed(path)
    rows = document.get("document", [])
    apart = tomlkit.document()
    taken = apart.setdefault("document", tomlkit.aot())
    leading: list[Any] = []
    for position in reversed(range(len(rows))):
        if rows[position]["file"] in files:
            taken.insert(0, _copy(rows[position]))
            (rows[position - 1].value.body if position else leading).extend(_trailing(rows[position]))
            del rows[position]
    if len(taken):
        place = next(number for number, (key, _) in enumerate(document.body) if key and key.key == "document")
        document.body[place : place + (0 if len(rows) else 1)] = leading
    return _checked(path, tomlkit.dumps(document).lstrip("\n")), tomlkit.dumps(apart) if len(taken) else ""


def _text(path: Path) -> str:
    try:
        # Notepad opens a file with a mark, which TOML does not know.
        return path.read_text("utf-8-sig")
    except FileNotFoundError:
        return ""
    except (UnicodeDecodeError, OSError) as error:
        raise CorpusError(f"{path} 写得不对（{error}），请对照 README 的示例改正") from error


def _entries(path: Path, text: str) -> dict[str, Entry]:
    try:
        rows = tomllib.loads(text).get("document", [])
        entries = [_entry(path, dict(row)) for row in rows]
    except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, AttributeError) as error:
        raise CorpusError(f"{path} 写得不对（{error}），请对照 README 的示例改正") from error
    if twice := _repeated(entry.file for entry in entries):
        raise CorpusError(f"{path} 里有文件写了两次：{'、'.join(sorted(twice))}")
    ids = [entry.id for entry in entries if entry.id]
    if wrong := _repeated(ids) | set(filter(NOT_IN_AN_ID.search, ids)):
        raise CorpusError(f"{path} 里的 id 重复，或含有空格、斜线、引号等字符：{'、'.join(sorted(wrong))}")
    return {entry.file: entry for entry in entries}


def _entry(path: Path, row: dict[str, Any]) -> Entry:
    file, id_ = row.pop("file"), row.pop("id", None)
    if not isinstance(file, str) or not isinstance(id_, str | None):
        raise CorpusError(f"{path} 写得不对（file、id 都应是带引号的文字），请对照 README 的示例改正")
    if strange := sorted(row.keys() - KEYS.keys()):
        raise CorpusError(f"{path} 里“{file}”的 {'、'.join(strange)} 不认识，可以写的有：{'、'.join(KEYS)}")
    known = {KEYS[key]: _value(f"{path} 里“{file}”的 {key} 写得不对", KEYS[key], value) for key, value in row.items()}
    return Entry(file, id_, {key: value for key, value in known.items() if value})


def _value(complaint: str, which: Field, value: object) -> str:
    """A field's value as the model writes it.

    Raises:
        CorpusError: it is of another type, or is no date.
    """
    if which in _DATES:
        return _date(complaint, value)
    if which in _LISTS and isinstance(value, list) and all(isinstance(each, str) for each in value):
        return "、".join(each.strip() for each in value)
    if not isinstance(value, str):
        raise CorpusError(f"{complaint}，应是带引号的文字")
    return " ".join(value.split())


def _date(complaint: str, value: object) -> str:
    try:
        if isinstance(value, str):
            value = datetime.date.fromisoformat(value.strip()) if value.strip() else None
    except ValueError as error:
        raise CorpusError(f"{complaint}，应是 2021-06-01 这样的日期") from error
    if value is None:
        return ""
    if not isinstance(value, datetime.date):
        raise CorpusError(f"{complaint}，应是 2021-06-01 这样的日期")
    return datetime.date(value.year, value.month, value.day).isoformat()


def _parsed(path: Path) -> tomlkit.TOMLDocument:
    text = _text(path)
    _entries(path, text)
    document = tomlkit.parse(text if not text or text.endswith("\n") else text + "\n")
    rows = document.get("document")
    if rows is not None and not isinstance(rows, AoT):  # document = [{file = "…"}], which cannot grow legibly
        document["document"] = tomlkit.aot()
        for row in rows:
            document["document"].append(_copy(row))
    return document


def _checked(path: Path, text: str) -> str:
    _entries(path, text)
    return text


def _row(file: str) -> Any:
    row = tomlkit.table()
    row["file"] = file
    return row


def _copy(row: Mapping[str, Any]) -> Any:
    copy = _row(row["file"])
    for key, value in row.items():
        copy[key] = value
    return copy


def _trailing(row: Any) -> list[Any]:
    """What stands behind the last value of a row: it is the comment of the next one, and stays."""
    body, trailing = row.value.body, list[Any]()
    while body and isinstance(body[-1][1], Comment | Whitespace):
        trailing.insert(0, body.pop())
    return trailing


def _repeated(names: Iterable[str]) -> set[str]:
    return {name for name, count in Counter(names).items() if count > 1}
