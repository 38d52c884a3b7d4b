"""PATH, ADDRESS, LAW → a file that wants to be kept, with what is known of it."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from kb.collect.page import page_of
from kb.collect.shelf import Shelf
from kb.corpus import FILE_LIMIT, load, safe_name
from kb.errors import CollectRefused, CorpusError
from kb.fetch import Rules, fetch
from kb.laws import PACKAGE, law
from kb.model import Field
from kb.read import READERS


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file that wants to be kept. `again` where it comes from where the held file of its name came from."""

    name: str
    content: bytes
    known: Mapping[Field, str | None]
    again: bool = False
    note: str = ""


def from_file(path: Path, name: str) -> Arrival:
    """A file of this machine. Its path here is not written down: it means nothing on another one.

    Raises:
        CollectRefused, FileRefused: it is not there, empty, too large, or of a format that no reader takes.
    """
    if not path.exists():
        raise CollectRefused("没有这个文件，请检查路径")
    _readable(name)
    content = load(path)
    if not content.strip():
        raise CollectRefused("文件是空的（没有任何内容），请确认是否拷贝完整")
    return Arrival(_safe_path(name), content, {Field.SOURCE: None, Field.FETCHED_ON: None})


def from_page(shelf: Shelf, address: str, file: str, rules: Rules | None, today: date) -> Arrival:
    """A page or a file of the web, for the file that came from the same address where there is one.

    Args:
        shelf: the corpus.
        address: what is fetched.
        file: the name that it is to have; where it is empty the page names itself.
        rules: what the fetch may do.
        today: the day that is written down.

    Raises:
        CollectRefused: it could not be fetched, or is of no format that a reader takes.
    """
    held = shelf.from_origin(address)
    fetched = fetch(address, rules or Rules(size=FILE_LIMIT))
    page = page_of(fetched, held or file or address)
    suffix = _readable(page.name)
    name = held or (_safe_path(file.removesuffix(suffix) + suffix) if file else shelf.free(page.name))
    if not name.endswith(suffix):
        raise CollectRefused(f"取回的是 {suffix} 格式，与原来的“{name}”不同，没有保存；要换，请先 remove 原来的")
    note = f"网站转到了 {fetched.address}" if _moved(address, fetched.address) else ""
    return Arrival(name, page.content, {Field.SOURCE: address, Field.FETCHED_ON: today.isoformat()}, bool(held), note)


def _moved(asked: str, answered: str) -> bool:
    """Whether another page than the one that was asked for answered; http become https is the same one."""
    asked, answered = (
        urlsplit(each)._replace(scheme="", fragment="").geturl().rstrip("/") for each in (asked, answered)
    )
    return unquote(asked) != unquote(answered)


def from_law(shelf: Shelf, name: str, today: date) -> Arrival:
    """A national law, as plain text.

    Raises:
        CollectRefused: the package with the laws is not there, or the name fits none or several.
    """
    found = law(name, today)
    file = safe_name(found.name) + ".txt"
    again = (shelf.origin(file) or "").startswith(PACKAGE)
    return Arrival(file, found.text.encode(), found.known, again, "；".join(found.warnings))


def _readable(name: str) -> str:
    """The suffix of a file's name.

    Raises:
        CollectRefused: no reader takes it.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in READERS:
        raise CollectRefused(f"还不能读取 {suffix or '没有后缀名'} 的文件，可以读取的有：{'、'.join(READERS)}")
    return suffix


def _safe_path(name: str) -> str:
    """A name, and those of the folders above it, made safe one by one."""
    *folders, last = PurePosixPath(name).parts
    suffix = PurePosixPath(last).suffix
    return "/".join([*map(safe_name, folders), safe_name(last.removesuffix(suffix)) + suffix])


def sources_of(path: Path) -> list[tuple[str, str]]:
    """The addresses of sources.toml, each with the name of its file or nothing.

    Raises:
        CorpusError: there is no such list, or it is wrong.
    """
    try:
        listed = tomllib.loads(path.read_text("utf-8-sig"))
        rows = [(row["url"], row.get("file", ""), row.keys() - {"url", "file"}) for row in listed["source"]]
    except FileNotFoundError:
        raise CorpusError(f'没有 {path}。请在里面写：[[source]] 换行 url = "https://…"') from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as error:
        raise CorpusError(f"{path} 写得不对（{error}），应是一条条 [[source]]，每条有 url，可以有 file") from error
    for url, file, strange in rows:
        if strange or not isinstance(url, str) or not isinstance(file, str):
            raise CorpusError(f"{path} 里“{url}”写得不对：只能有 url 和 file，都是带引号的文字")
    return [(url, file) for url, file, _ in rows]
