"""What operators did, one JSON line an act, in corpus/.audit.jsonl: lines are added, never changed."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path

from kb import ledger
from kb.errors import OperatorRefused

FILE = ".audit.jsonl"
LONGEST = 500
"""Characters of a field; what is longer is cut."""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: when (2026-11-28T09:30:00+08:00), which, on what, what came of it, from which address where known."""

    when: str
    act: str
    what: str = ""
    outcome: str = ""
    address: str = ""


def act_of(act: str, what: str, outcome: str, address: str = "", now: datetime | None = None) -> Act:
    """An act of now."""
    when = (now or datetime.now()).astimezone().isoformat(timespec="seconds")
    return Act(when, *(_cut(each) for each in (act, what, outcome, address)))


def record(corpus: Path, act: Act) -> None:
    """Add a line, durably; see `kb.ledger.append`.

    Raises:
        OperatorRefused: the log cannot be written to.
    """
    try:
        ledger.append(corpus / FILE, asdict(act))
    except OSError as error:
        raise OperatorRefused(f"操作记录写不进 {corpus / FILE}（{error.strerror}），请检查磁盘和权限") from error


def latest(corpus: Path, count: int = 50) -> tuple[Act, ...]:
    """The last acts, the newest first; a line that a full disk cut short is passed over."""
    return tuple(islice(_acts(corpus), count))


def _acts(corpus: Path) -> Iterator[Act]:
    for row in ledger.latest(corpus / FILE):
        try:
            yield Act(**{name: str(value) for name, value in row.items()})
        except TypeError:
            continue


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
