"""Cold starts, warm queries and the share of the bare engine, in one run: `python -m bench.speed`.

Absolute times wander on shared machines; the ratios are taken in turns within one process and wander less.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bench.parts import against_parts, timed
from kb.encode import BATCH, BUNDLED, MAX_TOKENS, BundledEncoder
from kb.library import Library
from kb.settings import ROOT, Settings
from kb.store.catalog import Catalog
from kb.store.generation import current

QUESTIONS = ("商标能拿去贷款吗", "在国外被告侵权怎么办", "2025年有效发明专利的目标", "乡下特产怎么打品牌", "今晚吃什么")
ROUNDS = 5


def main() -> None:
    """Print every figure."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(index=Path(folder))
        index = ("--index", folder)
        seconds, _ = cold("build", "--full", *index)
        print(f"冷启动 build --full        {seconds:6.2f} s（上限 12 s）")
        runs = [cold("ask", "公司缺钱，商标能抵押吗", *index) for _ in range(ROUNDS)]
        print(f"冷启动 ask，中位           {statistics.median(run[0] for run in runs):6.2f} s（上限 2 s）")
        print(f"冷启动 ask，内存峰值       {max(run[1] for run in runs):6.0f} MB（上限 350 MB）")
        library = Library.open(settings)
        warm(library)
        parts(library)
        share(settings)


def cold(*arguments: str) -> tuple[float, float]:
    """The wall time in seconds and the peak memory in MB of one command in a process of its own."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "kb", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"命令失败：{' '.join(arguments)}")
    return time.perf_counter() - start, usage.ru_maxrss / 1024


def warm(library: Library) -> None:
    """Warm queries in process."""
    library.ask(QUESTIONS[0])
    times = [timed(partial(library.ask, question)) for _ in range(ROUNDS * 4) for question in QUESTIONS]
    print(f"热查询 ask，中位           {1000 * statistics.median(times):6.1f} ms（上限 25 ms）")
    print(f"热查询 ask，95%            {1000 * statistics.quantiles(times, n=20)[-1]:6.1f} ms")


def parts(library: Library) -> None:
    """A search beside the sum of its bare parts."""
    print(f"search 与其裸部件之比      {against_parts(library, QUESTIONS * ROUNDS):6.2f}（上限 1.30）")


def share(settings: Settings) -> None:
    """The product's encoding rate as a share of the engine's alone, on the same texts and batches, in turns."""
    catalog = Catalog(current(settings.index).catalog)
    texts = [passage.text for passage in catalog.passages(range(catalog.count("passage")))]
    encoder = BundledEncoder()
    engine = bare_engine(texts)
    ratios, rates = [], []
    for _ in range(ROUNDS):
        product, alone = timed(lambda: encoder.passages(texts)), timed(engine)
        ratios.append(alone / product)
        rates.append(len(texts) / product)
    print(f"编码速度                   {statistics.median(rates):6.1f} 段/s（{len(texts)} 段）")
    print(f"编码速度与裸引擎之比       {statistics.median(ratios):6.2f}（下限 0.90）")


def bare_engine(texts: Sequence[str]) -> Callable[[], None]:
    """ONNX Runtime and nothing else, over the same texts in batches made beforehand."""
    tokenizer = Tokenizer.from_file(str(BUNDLED / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS)
    tokenizer.enable_padding(pad_id=tokenizer.token_to_id("<pad>"), pad_token="<pad>")
    session = onnxruntime.InferenceSession(str(BUNDLED / "model.onnx"), providers=["CPUExecutionProvider"])
    ordered = sorted((f"passage: {text}" for text in texts), key=len)
    feeds = []
    for at in range(0, len(ordered), BATCH):
        encodings = tokenizer.encode_batch(ordered[at : at + BATCH])
        ids = np.array([each.ids for each in encodings], dtype=np.int64)
        mask = np.array([each.attention_mask for each in encodings], dtype=np.int64)
        feeds.append({"input_ids": ids, "attention_mask": mask, "role": np.zeros((len(ids), 1, 1), dtype=np.float32)})

    def run() -> None:
        for feed in feeds:
            session.run(["embedding"], feed)

    run()
    return run


if __name__ == "__main__":
    main()
