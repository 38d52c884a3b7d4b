"""What peers are asked: passages that all of them are given, and questions with what is right."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.peers_protocol import PASSAGES, VECTORS
from kb.ask.evaluate import holds, questions
from kb.build import build
from kb.encode import Encoder, open_encoder
from kb.model import Passage
from kb.parse import encoded_text, spans_of
from kb.settings import Settings
from kb.store.catalog import Catalog
from kb.store.generation import current
from kb.store.written import text_hash


@dataclass(frozen=True, slots=True)
class Shown:
    """A passage that all peers rank. `unit` is what counts as found: the passage itself, or the row it belongs to.

    `encoded` is what they are given: the passage with the headings above it, as our own index reads it.
    """

    id: str
    section: str
    unit: str
    text: str
    path: tuple[str, ...]
    encoded: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A question and the units that are right; where `any_will_do`, one of them is the answer, else all are wanted."""

    text: str
    right: frozenset[str]
    any_will_do: bool


@dataclass(frozen=True, slots=True)
class Material:
    """A set: our index, the folder of what the others build from, the passages, the questions.

    `parts` is how many passages a unit may well have: who ranks passages is asked for so many times the hits.
    """

    index: Path
    folder: Path
    passages: tuple[Shown, ...]
    asked: tuple[Asked, ...]
    parts: int


def plan(path: Path, folder: Path) -> Material:
    """The corpus of the repository as our own build makes it, and questions whose gold is words."""
    index = folder / "ours"
    build(Settings(index=index))
    passages = shown_in(index, by_row=False)
    return Material(index, written(folder, index, passages), passages, asked_of_words(path, passages), parts=1)


def shown_in(index: Path, *, by_row: bool) -> tuple[Shown, ...]:
    """The passages of an index of ours; `by_row` where each document is a row of a set, found or not as a whole."""
    catalog = Catalog(current(index).catalog)
    passages = catalog.passages(range(catalog.count("passage")))
    return tuple(_shown(number, passage, by_row) for number, passage in enumerate(passages))


def _shown(number: int, passage: Passage, by_row: bool) -> Shown:
    whole = next(iter(spans_of(number, passage)))
    unit = passage.section.rpartition("/")[0] if by_row else passage.id
    return Shown(passage.id, passage.section, unit, passage.text, passage.path, encoded_text(passage, whole))


def asked_of_words(path: Path, passages: Sequence[Shown]) -> tuple[Asked, ...]:
    """The answerable questions of a file whose gold is words: right is every passage that holds them."""
    told = [each for each in questions(path) if each.gold]
    bodies = [(each.unit, each.text + "".join(each.path)) for each in passages]
    return tuple(
        Asked(each.text, frozenset(unit for unit, body in bodies if holds(each.gold, body)), any_will_do=True)
        for each in told
    )


def written(folder: Path, index: Path, passages: Sequence[Shown]) -> Path:
    """Where it wrote what the peers build from: each passage, and the vector that our own index has of it."""
    material = folder / "material"
    shutil.rmtree(material, ignore_errors=True)
    material.mkdir(parents=True)
    with (material / PASSAGES).open("w", encoding="utf-8") as lines:
        for each in passages:
            lines.write(json.dumps({"id": each.id, "text": each.encoded}, ensure_ascii=False) + "\n")
    np.save(material / VECTORS, _vectors(index, [each.encoded for each in passages], open_encoder()))
    return material


def _vectors(index: Path, texts: Sequence[str], encoder: Encoder) -> NDArray[np.float32]:
    """The unit rows of texts: those that the index keeps, the others encoded."""
    known = Catalog(current(index).catalog).vectors(encoder.id)
    missing = [text for text in texts if text_hash(text) not in known]
    known |= dict(zip(map(text_hash, missing), encoder.passages(missing), strict=True)) if missing else {}
    return np.stack([known[text_hash(text)] for text in texts])
