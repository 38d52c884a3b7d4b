"""The floors of the design: no arrow runs back up, no room imports its neighbour, one library has one home."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from kb.settings import ROOT

FLOORS = {
    "model": 0, "errors": 0, "settings": 0, "deadline": 0,
    "corpus": 1, "fetch": 1, "laws": 1, "read": 1, "pool": 1, "parse": 1, "words": 1, "encode": 1, "store": 1, "ask": 1,
    "generate": 1, "records": 1, "validity": 1, "match": 1, "compare": 1, "export": 1,
    "picture": 1, "ledger": 1,
    "intake": 2,
    "collect": 3, "build": 3, "library": 3, "operate": 3, "feedback": 3,
    "cli": 4, "pages": 4, "app": 4, "api": 4, "mcp": 4, "__main__": 4,
}  # fmt: skip
MAY_IMPORT = {0: set[int](), 1: {0}, 2: {0, 1}, 3: {0, 1, 2}, 4: {0, 3}}
OPENS = {("__main__", "cli"), ("app", "pages"), ("cli", "api"), ("cli", "mcp")}
"""Which door opens which: the command line starts the servers."""
HOMES = {
    "pypdf": {"kb/read/pdf.py"},
    "pdfplumber": {"kb/read/ruled.py"},
    "pdfminer": {"kb/read/ruled.py"},
    "PIL": {"kb/read/image.py"},
    "rapidocr": {"kb/read/ocr.py"},
    "pypdfium2": {"kb/read/ocr.py", "kb/picture.py"},
    "mcp": {"kb/mcp.py"},
    "docx": {"kb/read/docx/xml.py", "kb/export/word.py", "kb/export/fonts.py"},
    "openpyxl": {"kb/read/xlsx/__init__.py", "kb/export/sheet.py"},
    "zipfile": {"kb/read/archive.py", "kb/export/package.py"},
    "pebble": {"kb/pool.py"},
    "tomlkit": {"kb/corpus/catalog.py"},
    "httpcore2": {"kb/deadline.py", "kb/fetch/__init__.py", "kb/generate/connection.py", "kb/generate/exchange.py"},
    "httpx2": {"kb/fetch/__init__.py", "kb/generate/exchange.py"},
    "markdown_it": {"kb/read/markdown.py"},
    "jieba": {"kb/words.py"},
    "opencc": {"kb/words.py"},
    "faiss": {"kb/store/vectors.py"},
    "bm25s": {"kb/store/lexical.py"},
    "sqlite3": {"kb/store/catalog.py", "kb/store/written.py", "kb/laws.py"},
    "filelock": {"kb/store/generation.py", "kb/collect/shelf.py"},
    "sentence_transformers": {"kb/encode/other.py", "kb/encode/rerank.py"},
    "onnxruntime": {"kb/encode/bundled.py"},
    "tokenizers": {"kb/encode/bundled.py"},
    "torch": set[str](),
    "pickle": set[str](),
    "click": {
        f"kb/cli/{name}.py"
        for name in ("__init__", "filters", "known", "options", "chinese", "output", "collect", "doors", "password")
    },
}
FILES = sorted([*(ROOT / "kb").rglob("*.py"), ROOT / "app.py"])


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def room_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[1] if parts[0] == "kb" and len(parts) > 1 else parts[0]


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path} 用了相对导入"
            module = node.module or ""
            yield from (f"{module}.{alias.name}" for alias in node.names) if module == "kb" else (module,)


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_no_arrow_runs_up_or_sideways(path: Path) -> None:
    room = room_of(path)
    if room == "__init__":
        return
    for module in imports_of(path):
        if not module.startswith("kb."):
            continue
        other = module.split(".")[1]
        if (room, other) in OPENS:
            continue
        assert other == room or FLOORS[other] in MAY_IMPORT[FLOORS[room]], f"{room} 不可导入 {other}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_library_has_one_home(path: Path) -> None:
    for module in imports_of(path):
        library = module.split(".")[0]
        if library == "streamlit":
            assert room_of(path) in ("pages", "app") or name_of(path) == "kb/api/server.py"
        if library == "starlette":
            assert room_of(path) == "api"
        if library in HOMES:
            assert name_of(path) in HOMES[library], f"{library} 只应出现在 {HOMES[library]}"


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= 330, "文件太长，请分开"
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 60, f"{node.name} 有 {length} 行"


def test_only_settings_and_the_machine_edge_read_the_environment() -> None:
    readers = {name_of(path) for path in FILES if "os.environ" in path.read_text("utf-8")}
    assert readers <= {"kb/settings.py"}
