"""What readers say of answers, kept on this machine as a file of questions for the next evaluation.

A useful answer gives its question with the sentences that were right; a rightly refused one gives a question that must
be refused. Of an answer that was of no use nobody has said yet what would have been right: its line waits for a `gold`.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from kb import ledger
from kb.errors import FeedbackRefused
from kb.model import Answer

FILE = ".feedback.jsonl"
"""Its name in the corpus folder, which is the one that an operator backs up."""
MOST = 500
"""Characters of a remark."""


class Fault(StrEnum):
    """What a reader may find wrong with an answer."""

    OFF = "答非所问"
    PARTLY = "不完整"
    OUTDATED = "内容过时"
    HELD = "文件里有，却没找到"
    UNCLEAR = "看不懂"


@dataclass(frozen=True, slots=True)
class Feedback:
    """One reader's word on one answer."""

    answer: Answer
    useful: bool
    faults: tuple[Fault, ...] = ()
    remark: str = ""


def keep(corpus: Path, feedback: Feedback, generation: str, now: datetime | None = None) -> None:
    """Add a line to the file of a corpus.

    Args:
        corpus: the folder.
        feedback: what was said.
        generation: the name of the generation that answered.
        now: the time that is written down.

    Raises:
        FeedbackRefused: the remark is too long, or the file cannot be written.
    """
    answer, remark = feedback.answer, feedback.remark.strip()
    if len(remark) > MOST:
        raise FeedbackRefused(f"意见太长了（{len(remark)} 字），请写在 {MOST} 字以内")
    at = now or datetime.now()
    row = {
        "id": f"{at:%Y%m%d-%H%M%S}-{secrets.token_hex(2)}",
        "q": answer.question,
        **_judged(answer, feedback.useful),
        "useful": feedback.useful,
        "faults": list(feedback.faults),
        "remark": remark,
        "sections": [quote.section for quote in answer.quotes],
        "generation": generation,
        "at": at.isoformat(timespec="seconds"),
    }
    try:
        ledger.append(corpus / FILE, row)
    except OSError as error:
        raise FeedbackRefused(f"没能记下您的意见（{error.strerror}），请告诉管理员") from error


def _judged(answer: Answer, useful: bool) -> dict[str, object]:
    """The `kind` and `gold` of `kb eval`, as far as the reader's word settles them."""
    if not useful:
        return {"kind": WAITING}
    if not answer.answered:
        return {"kind": "none"}
    return {"kind": "useful", "gold": [[quote.text] for quote in answer.quotes]}


WAITING = "waiting"
"""The kind of a question of which nobody has said yet what would be right."""
