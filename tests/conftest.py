"""What the tests share: the plan, a real index of it built once, and an encoder that needs no model."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import hypothesis
import numpy as np
import pytest

from kb.build import build
from kb.encode import Progress, Vectors
from kb.library import Library
from kb.settings import ROOT, Settings

PLAN = "ningbo-ip-145"

# The same examples on every machine: a failure must mean a change, not a throw of the dice.
hypothesis.settings.register_profile("same-everywhere", derandomize=True, database=None)
hypothesis.settings.load_profile("same-everywhere")


class HashEncoder:
    """Characters hashed into a unit vector: deterministic, instant, and like texts are near each other."""

    dimension = 64

    def __init__(self, id_: str = "hash-encoder") -> None:
        self.id = id_
        self.encoded: list[str] = []

    def passages(self, texts: Sequence[str], progress: Progress | None = None) -> Vectors:
        self.encoded += texts
        if progress:
            progress(len(texts))
        return np.stack([self.query(text) for text in texts])

    def pair(self, text: str) -> tuple[Vectors, Vectors]:
        return self.query(text), self.query(text)

    def query(self, text: str) -> Vectors:
        vector = np.full(self.dimension, 1e-3, dtype=np.float32)
        for char in text:
            vector[hashlib.sha256(char.encode()).digest()[0] % self.dimension] += 1
        return vector / np.linalg.norm(vector)


@pytest.fixture(scope="session")
def plan_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A real index of the corpus, made by the bundled encoder."""
    settings = Settings(corpus=ROOT / "corpus", index=tmp_path_factory.mktemp("plan") / "index")
    build(settings)
    return settings


@pytest.fixture(scope="session")
def plan(plan_settings: Settings) -> Library:
    return Library.open(plan_settings)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    """A small corpus of two files."""
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "甲办法.md").write_text(
        "# 甲市专利资助办法\n\n第一条 为了鼓励发明创造，制定本办法。\n\n第二条 每件发明专利资助三千元。\n", "utf-8"
    )
    (folder / "乙规定.txt").write_text(
        "乙市商标奖励规定\n第一条　获得驰名商标的企业，给予一次性奖励五十万元。\n第二条　本规定自公布之日起施行。\n",
        "utf-8",
    )
    return folder


@pytest.fixture
def settings(corpus: Path, tmp_path: Path) -> Settings:
    return Settings(corpus=corpus, index=tmp_path / "index")
