"""What becomes of each file on trial: taken in, in the place of another one, or not, and why."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from kb.operate.holding import Held
from kb.operate.stock import File, twin
from kb.operate.trial import Trial, trial_of

_UNTRIED = Trial()


class Fit(StrEnum):
    """Whether a file on trial can be taken in."""

    WAITING = "正在检查"
    READY = "可以加入"
    REPLACES = "同名，可以换掉旧的"
    REFUSED = "不能加入"


@dataclass(frozen=True, slots=True)
class Verdict:
    """A file on trial and whether it can be taken in; `reason` is a sentence, empty where there is nothing to say."""

    held: Held
    fit: Fit
    reason: str = ""
    trial: Trial = _UNTRIED


def verdicts(
    waiting: Sequence[Held], files: Mapping[str, File], same_words: Callable[[Trial], str | None]
) -> tuple[Verdict, ...]:
    """A verdict on each file on trial, in their order.

    Args:
        waiting: the files on trial.
        files: what lies in the corpus.
        same_words: the name of a document of the index that says word for word the same, or None.
    """
    return tuple(_verdicts(waiting, files, same_words))


def _verdicts(
    waiting: Sequence[Held], files: Mapping[str, File], same_words: Callable[[Trial], str | None]
) -> Iterator[Verdict]:
    contents: dict[str, str] = {}
    names: set[str] = set()
    for held in waiting:
        trial = trial_of(held)
        if trial is None:
            yield Verdict(held, Fit.WAITING)
            continue
        reason = trial.refusal or _double(held, trial, files, contents, names) or _said(held, files, same_words(trial))
        if reason:
            yield Verdict(held, Fit.REFUSED, reason, trial)
            continue
        contents[trial.sha256] = held.name
        names.add(held.name)
        if held.name in files:
            told = "库里已有同名的文件，内容不同；换掉之后，旧的移到 .trash"
            yield Verdict(held, Fit.REPLACES, told, trial)
        else:
            yield Verdict(held, Fit.READY, "", trial)


def _double(
    held: Held, trial: Trial, files: Mapping[str, File], contents: Mapping[str, str], names: set[str]
) -> str | None:
    """Why a file need not be taken in for the sake of another one."""
    if same := twin(files, held.size, trial.sha256):
        return f"与库里的“{same}”内容相同，不必再加"
    if same := contents.get(trial.sha256):
        return f"与一同上传的“{same}”内容相同，不必再加"
    if held.name in names:
        return "前面还有一份同名而内容不同的，请先处理那一份"
    return None


def _said(held: Held, files: Mapping[str, File], same: str | None) -> str | None:
    """Why a build would leave a file out whose words stand in the index; its own older edition may go."""
    if same is None or (same == held.name and same in files):
        return None
    return f"与库里的“{same}”正文一字不差，建库时不会重复收入"
