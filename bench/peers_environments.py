"""Each peer in an environment of its own, made from the package registry with pinned versions."""

import hashlib
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.peers_protocol import ROOT, Command

ENCODER = ("onnxruntime==1.32.0", "tokenizers==0.23.3")
"""What the bundled encoder runs on. Its 31 MB of files lie in the repository and are counted for nobody."""
ANSWERING = ("onnxruntime", "tokenizers", "faiss-cpu", "bm25s", "jieba", "opencc", "filelock", "numpy")
"""Those of our requirements that answering needs. The others read files, fetch pages, serve the page, run any model."""


@dataclass(frozen=True, slots=True)
class Contender:
    """A peer: its script, what is installed for it step by step, and what to know of it.

    `by_row` says that it never gives two parts of one row, `own_articles` that it searches no others.
    """

    key: str
    name: str
    script: str
    steps: tuple[tuple[str, ...], ...]
    note: str
    by_row: bool = False
    own_articles: bool = False


def _ours() -> tuple[str, ...]:
    return tuple(line for line in pinned() if line.partition("==")[0] in ANSWERING)


def pinned() -> Iterator[str]:
    """The packages of our requirements with their versions."""
    for line in (ROOT / "requirements.txt").read_text("utf-8").splitlines():
        package = line.partition("#")[0].strip()
        if package and not package.startswith("-"):
            yield package


OURS = Contender("ours", "本产品", "serve_ours.py", (_ours(),), "只装回答问题要用的包", by_row=True)
CONTENDERS = (
    OURS,
    Contender(
        "langchain",
        "LangChain EnsembleRetriever",
        "serve_langchain.py",
        ((
            "langchain==1.4.7", "langchain-core==1.7.2", "langchain-classic==1.0.8", "langchain-community==0.4.2",
            "rank-bm25==0.2.2", "faiss-cpu==1.15.1", "jieba==0.42.1", *ENCODER,
        ),),
        "默认按空白切词，中文一句成一词，已换成 jieba；BM25Retriever 不会存盘，这里替它用 pickle 存了",
    ),
    Contender(
        "llamaindex",
        "LlamaIndex QueryFusionRetriever",
        "serve_llamaindex.py",
        ((
            "llama-index-core==0.14.25", "llama-index-retrievers-bm25==0.8.0",
            "llama-index-vector-stores-faiss==0.7.0", "faiss-cpu==1.15.1", "jieba==0.42.1", *ENCODER,
        ),),
        "默认按 \\w\\w+ 切词，中文一句成一词（tokenizer 参数已不起作用），已先用 jieba 切开",
    ),
    Contender(
        "haystack",
        "Haystack DocumentJoiner",
        "serve_haystack.py",
        (("haystack-ai==3.4.0", "jieba==0.42.1", *ENCODER),),
        "默认按 \\w+ 切词，中文一句成一词，已先用 jieba 切开；内存文档库，存成 JSON，每次启动重做 BM25",
    ),
    Contender(
        "txtai",
        "txtai hybrid",
        "serve_txtai.py",
        # torch first and by its version, or gigabytes of CUDA come with it.
        (("torch==2.13.0",), ("txtai==9.14.0", *ENCODER)),
        "默认一字一词，已换成它的 ngrams（一字和两字），在自编题上比默认和 jieba 都好",
    ),
    Contender(
        "china-law-mcp",
        "china-law-mcp",
        "serve_china_law_mcp.py",
        (("china-law-mcp==0.1.1", "mcp==2.3.0", "rank-bm25==0.2.2", "jieba==0.42.1"),),
        "没有向量；直接调用它的 search，不经过 MCP",
        by_row=True,
        own_articles=True,
    ),
)  # fmt: skip


def environment(contender: Contender, work: Path) -> Path:
    """The contender's environment, made where it is not there yet.

    Raises:
        subprocess.CalledProcessError: a package could not be installed.
    """
    folder = work / "env" / contender.key
    mark = hashlib.sha256(repr(contender.steps).encode()).hexdigest()
    stamp = folder / "made-of.txt"
    if stamp.is_file() and stamp.read_text("ascii") == mark:
        return folder
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    for step in contender.steps:
        subprocess.run([str(_python(folder)), "-m", "pip", "install", "--quiet", *step], check=True)
    stamp.write_text(mark, "ascii")
    return folder


def command(contender: Contender, work: Path) -> Command:
    """How the contender is run in its environment."""
    script = ROOT / "bench" / "peers" / contender.script
    return Command(_python(work / "env" / contender.key), script)


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"


def size(folder: Path) -> int:
    """The bytes of all files below a folder, links not followed."""
    return sum(path.lstat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
