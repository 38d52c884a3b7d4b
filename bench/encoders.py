"""Which encoder is measured: the product's, that of a folder, or one for the questions over the vectors of another."""

import sys
from pathlib import Path

from kb.encode import BundledEncoder, Encoder, open_encoder
from kb.store.generation import fingerprint

PROBES = ("第一条　为了保护专利权人的合法权益，鼓励发明创造，制定本法。", "商标注册申请人应当按规定的商品分类表填报。")
ALIKE = 0.9999
"""Texts by which two encoders are compared, and the least cosine of vectors that count as the same."""


def encoder_in(folder: Path | None) -> Encoder:
    """The product's encoder, or that of a folder: one laid out as the bundled one, or a sentence-transformers model.

    The id of the former holds a hash of its model, so that encoders of two trainings share no vectors.
    """
    if folder is None or not (folder / "model.onnx").is_file():
        return open_encoder(str(folder) if folder else None)
    encoder = BundledEncoder(folder)
    encoder.id = f"{folder.name}-{fingerprint(folder / 'model.onnx')[0][:12]}"
    return encoder


def for_questions(folder: Path, rows: Encoder) -> Encoder:
    """The encoder of a folder, laid out as the bundled one, to ask with where `rows` made the vectors.

    Folds of an adapter that acts on questions only are so measured on one index, which is built once.
    """
    encoder = BundledEncoder(folder)
    if not alike(encoder, rows):
        sys.exit(f"{folder} 给段落的向量和索引里的不同，请用 --encoder 重新建库")
    encoder.id = rows.id
    return encoder


def alike(one: Encoder, other: Encoder) -> bool:
    """Whether two encoders give passages the same vectors."""
    if one.dimension != other.dimension:
        return False
    cosines = (one.passages(PROBES) * other.passages(PROBES)).sum(axis=1)
    return float(cosines.min()) >= ALIKE
