"""The texts of a build → their unit rows, none encoded that was encoded before; and what being near is worth."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kb.encode import Encoder
from kb.errors import KbError
from kb.store.catalog import Catalog
from kb.store.generation import current
from kb.store.journal import Journal
from kb.store.written import text_hash

Matrix = NDArray[np.float32]
Tell = Callable[[int, int], None]
"""Called with how many texts are encoded, and how many there are to encode."""

KEPT_EVERY = 1024
"""After how many vectors the finished ones are put on the disk: what a kill costs at most, some ten seconds' work."""

STRANGERS = (
    "今天晚上吃什么", "明天会下雨吗", "推荐一首好听的歌", "猫为什么喜欢晒太阳", "昨天的球赛谁赢了", "怎样学会游泳",
    "红烧肉的做法", "这部小说的结局是什么", "手机屏幕碎了怎么修", "月亮离我们有多远", "失眠了怎么办", "帮我写一首诗",
    "周末去哪里爬山", "牛奶能放几天", "怎么给孩子起名字", "恐龙是怎么灭绝的",
)  # fmt: skip
"""Questions that no policy answers. How near they come to a corpus tells what being near is worth there."""


def vectors_of(
    texts: list[str], index: Path, encoder: Encoder, tell: Tell, full: bool
) -> tuple[dict[str, Matrix], int]:
    """A unit row for every text hash, and how many of them were encoded now.

    Those of the current generation and of builds that were interrupted are taken as they are, unless `full`. Each that
    is encoded is put on the disk soon after, so that it outlives this build too.

    Raises:
        OSError: the disk is full or fails.
    """
    by_hash = {text_hash(text): text for text in texts}
    journal = Journal(index, encoder.id, encoder.dimension)
    if full:
        journal.clear()
    known = {} if full else {**_published(index, encoder), **journal.rows()}
    rows = {key: known[key] for key in by_hash if key in known}
    missing = [key for key in by_hash if key not in known]
    for begin in range(0, len(missing), KEPT_EVERY):
        keys = missing[begin : begin + KEPT_EVERY]
        encoded = _encoded([by_hash[key] for key in keys], encoder, begin, len(missing), tell)
        fresh = dict(zip(keys, encoded, strict=True))
        journal.add(fresh)
        rows |= fresh
    return rows, len(missing)


def nearness_of(rows: Matrix, sentences: list[str], encoder: Encoder) -> tuple[float, float]:
    """The best cosines, on average, of questions about nothing and of the corpus's own sentences asked as questions."""
    friends = sentences[:: max(len(sentences) // len(STRANGERS), 1)][: len(STRANGERS)]
    stranger, friend = (
        float(np.mean([(rows @ encoder.pair(question)[1]).max() for question in questions]))
        for questions in (STRANGERS, friends)
    )
    return stranger, friend


def _encoded(texts: list[str], encoder: Encoder, done: int, total: int, tell: Tell) -> Matrix:
    """The unit rows of some of the texts, `done` of `total` having been encoded before them."""

    def advance(count: int) -> None:
        nonlocal done
        done += count
        tell(done, total)

    return encoder.passages(texts, advance)


def _published(index: Path, encoder: Encoder) -> Mapping[str, Matrix]:
    """The vectors of the current generation; none where there is no readable one."""
    try:
        return Catalog(current(index).catalog).vectors(encoder.id)
    except KbError:
        return {}
